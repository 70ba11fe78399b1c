// SPDX-License-Identifier: LGPL-2.1-or-later
// A watch tells what another program changes, and what changed is the plan from the last state to this one.
'use strict';

const lvsdr = require('lvsdr');
const { netns, showPlan, tell } = require('./scenario');

const parts = ['services', 'vips'];
const host = lvsdr.open(netns);
const other = lvsdr.open(netns);

// Waits until a part is told and has changed: what was told before may be told once more. Gives what is known then.
async function showChange(watch, part, known) {
  for await (const told of watch) {
    if (!told.includes(part)) continue;
    const now = host.read('192.168.1.41', parts);
    const plan = host.plan(now, '192.168.1.41', known);
    if ([...plan].length) {
      showPlan(plan);
      return now;
    }
  }
}

async function watchOthers(watch) {
  const web = new lvsdr.Service('tcp', '192.168.1.41:80');
  const dest = new lvsdr.Dest('192.168.1.20');
  let known = host.read('192.168.1.41', parts);

  tell('add a service', () => other.addService(web));
  known = await showChange(watch, 'services', known);
  tell('add a destination', () => other.addDest(web, dest));
  known = await showChange(watch, 'services', known);
  dest.weight = 7;
  tell('change its weight', () => other.updateDest(web, dest));
  known = await showChange(watch, 'services', known);
  tell('add a VIP', () => other.addVip(new lvsdr.Vip('192.168.1.41', 'lo')));
  known = await showChange(watch, 'vips', known);
  tell('remove the service', () => other.removeService(web));
  await showChange(watch, 'services', known);
}

async function main() {
  const dns = new lvsdr.Service('udp', '192.168.1.42:53');

  tell('add one of others', () => other.addService(dns)); // loads IPVS
  tell('too often', () => host.watch('192.168.1.41', parts, 0.005));
  const watch = host.watch('192.168.1.41', parts, 0.02);
  dns.scheduler = 'rr';
  tell('change it', () => other.updateService(dns));
  const told = await watch.wait({ timeout: 0.1 });
  console.log(`told: ${Number(told.length > 0)}`);
  await watchOthers(watch);
  watch.close();
}

main();
