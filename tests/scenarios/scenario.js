// SPDX-License-Identifier: LGPL-2.1-or-later
// What the scenarios in JavaScript share.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const lvsdr = require('lvsdr');

const netns = process.argv[2];
if (!netns) throw new Error('which network namespace?');

// A shell command in a network namespace.
function run(namespace, command) {
  execFileSync('ip', ['netns', 'exec', namespace, 'bash', '-c', command]);
}

function readFile(path) {
  return fs.readFileSync(path, 'utf8');
}

function loadState(path) {
  return lvsdr.State.fromJSON(readFile(path));
}

// "WHAT: 1", or "WHAT: EEXIST, " and the library's sentence. Gives what the call gave.
function tell(what, call) {
  try {
    const result = call();
    console.log(`${what}: ${typeof result === 'number' || typeof result === 'boolean' ? Number(result) : 0}`);
    return result;
  } catch (error) {
    if (!(error instanceof lvsdr.LvsdrError)) throw error;
    console.log(`${what}: ${error.code}, ${error.message}`);
    return undefined;
  }
}

// All that the library says of one object.
function showService(service) {
  const name = service.fwmark
    ? `${service.family} fwmark ${service.fwmark}`
    : `${service.family} ${service.protocol} ${service.address} port ${service.port}`;
  console.log(`${name}, scheduler ${service.scheduler} flags ${service.schedulerFlags}, persistence ` +
    `${service.persistence} prefix ${service.persistencePrefix} engine "${service.persistenceEngine}", one packet ` +
    `${Number(service.onePacket)}`);
}

function showDest(dest) {
  console.log(`  ${dest.address} port ${dest.port}, forwarding ${dest.forwarding} weight ${dest.weight}, thresholds ` +
    `${dest.upperThreshold} ${dest.lowerThreshold}, tunnel ${dest.tunnelType} ${dest.tunnelPort} ${dest.tunnelFlags}`);
}

function showVip(vip) {
  console.log(`${vip.address}/${vip.prefixLength} on ${vip.device}, label "${vip.label}", host route ` +
    `${Number(vip.hostRoute)}`);
}

// Each step's kind, what became of it, its command, and its note.
function showPlan(plan) {
  for (const step of plan) {
    console.log(`  ${step.kind}, ${step.statusName}: ${step.command}`);
    if (step.note) console.log(`    ${step.note}`);
  }
}

module.exports = { loadState, netns, readFile, run, showDest, showPlan, showService, showVip, tell };
