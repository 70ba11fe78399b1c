// SPDX-License-Identifier: LGPL-2.1-or-later
// A step fails: all goes back; or, for one who wants it so, the others are carried out.
'use strict';

const lvsdr = require('lvsdr');
const { netns, showPlan, tell } = require('./scenario');

const host = lvsdr.open(netns);

function newPlan() {
  const web = new lvsdr.Service('tcp', '192.168.1.41:80');
  const wrong = new lvsdr.Service('tcp', '192.168.1.41:81', { scheduler: 'nosuch' });
  const rs1 = new lvsdr.Dest('192.168.1.20');
  const plan = host.newPlan();
  plan.addService(web);
  plan.addDest(web, rs1);
  plan.addService(wrong);
  plan.addDest(wrong, rs1);
  plan.addService(new lvsdr.Service('tcp', '192.168.1.41:82'));
  return plan;
}

const first = newPlan();
tell('all or nothing', () => first.apply());
showPlan(first);
console.log(`${host.read('everything').services().length} services`);

const second = newPlan();
second.keepGoing = true;
tell('keep going', () => second.apply());
showPlan(second);
