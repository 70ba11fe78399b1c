// SPDX-License-Identifier: LGPL-2.1-or-later
// A plan that is written down, and undone by another handle after somebody changed something.
'use strict';

const lvsdr = require('lvsdr');
const { netns, run, showPlan, tell } = require('./scenario');

function writtenPlan() {
  const host = lvsdr.open(netns);
  const web = new lvsdr.Service('tcp', '192.168.1.41:80');
  const plan = host.newPlan();
  tell('service', () => plan.addService(web));
  tell('one', () => plan.addDest(web, new lvsdr.Dest('192.168.1.20')));
  tell('two', () => plan.addDest(web, new lvsdr.Dest('192.168.1.21')));
  tell('two again', () => plan.addDest(web, new lvsdr.Dest('192.168.1.21')));
  const record = plan.toJSONText();
  tell('apply', () => plan.apply());
  host.close();
  return record;
}

const record = writtenPlan();
run(netns, 'ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21 -g -w 9');
const plan = tell('from JSON', () => lvsdr.open(netns).planFromJSON(record));
tell('undo', () => plan.undo());
showPlan(plan);
