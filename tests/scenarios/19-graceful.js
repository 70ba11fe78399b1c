// SPDX-License-Identifier: LGPL-2.1-or-later
// Real servers are replaced without breaking a connection, and one of them is changed as a whole.
'use strict';

const lvsdr = require('lvsdr');
const { netns, readFile, showPlan, tell } = require('./scenario');

const { State } = lvsdr;
const host = lvsdr.open(netns);
const before = State.fromText(readFile('blue.rules'));
const after = State.fromText(readFile('green.rules'));
const hashed = State.fromText('-A -t 192.168.1.41:80 -s sh\n');

function showDraining(plan) {
  const { dests, active, inactive, templates } = plan.draining();
  console.log(`${dests} to drain: ${active} active, ${inactive} inactive, ${templates} templates`);
}

// One destination by itself, which no plan is needed for; the second time it is gone.
async function drain() {
  const web = new lvsdr.Service('tcp', '[2001:db8:1::41]:80');
  const dest = new lvsdr.Dest('2001:db8:1::21');
  for (let i = 0; i < 2; i++) {
    const { done, active, inactive, templates } = await host.drainDest(web, dest, 5, { activeOnly: true });
    console.log(`drained ${Number(done)}: ${active} active, ${inactive} inactive, ${templates} templates`);
  }
}

async function main() {
  const first = host.plan(before, 'everything');
  tell('nothing to drain', () => first.makeGraceful(0));
  tell('apply', () => first.apply());

  const graceful = host.plan(after, 'everything');
  tell('graceful', () => graceful.makeGraceful(60, { activeOnly: true }));
  showDraining(graceful);
  const applied = await graceful.applyAsync();
  tell('apply', () => applied);
  showDraining(graceful);
  showPlan(graceful);

  const whole = host.newPlan();
  tell('weight', () => whole.updateRealServer('everything', ['192.168.1.21', '2001:db8:1::21'], 7));
  tell('unknown', () => whole.updateRealServer('everything', '192.168.1.99', 7));
  tell('remove', () => whole.removeRealServer('everything', '192.168.1.22'));
  tell('gone', () => whole.removeRealServer('everything', '192.168.1.99'));
  tell('graceful', () => whole.makeGraceful(60, { setFallback: true }));
  tell('apply', () => whole.apply());
  showPlan(whole);

  const last = host.plan(hashed, 'everything');
  tell('hashed', () => last.makeGraceful());
  tell('with a fallback', () => last.makeGraceful(60, { setFallback: true }));
  tell('again', () => last.makeGraceful());
  await drain();
}

main();
