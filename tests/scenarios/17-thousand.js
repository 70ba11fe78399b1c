// SPDX-License-Identifier: LGPL-2.1-or-later
// A desired state of 1,000 destinations: planned, applied in slices, read, undone.
'use strict';

const lvsdr = require('lvsdr');
const { netns, tell } = require('./scenario');

const host = lvsdr.open(netns);

function build() {
  const web = new lvsdr.Service('tcp', '192.168.1.41:80');
  const state = new lvsdr.State(['services']);
  state.addService(web);
  for (let i = 0; i < 1000; i++) {
    const address = `10.0.${Math.floor(i / 250)}.${1 + i % 250}`;
    state.addDest(web, new lvsdr.Dest(address, { weight: 1 + i % 7 }));
  }
  return state;
}

function showSums() {
  const services = host.read('192.168.1.41').services();
  const weights = services.flatMap(({ dests }) => dests.map(({ weight }) => weight));
  console.log(`${services.length} services, ${weights.length} destinations, weights ` +
    `${weights.reduce((sum, weight) => sum + weight, 0)}`);
}

async function main() {
  const desired = build();
  const plan = host.plan(desired, '192.168.1.41');
  console.log(`${plan.stepCount} steps`);
  for await (const { done, total } of plan.slices(0.001)) {
    if (done > total) throw new Error(`${done} of ${total}`);
  }
  showSums();
  tell('undo', () => plan.undo());
  showSums();
  tell('at once', () => host.plan(desired, '192.168.1.41').apply());
}

main();
