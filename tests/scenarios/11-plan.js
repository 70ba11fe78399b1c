// SPDX-License-Identifier: LGPL-2.1-or-later
// From one state to another: what is planned, done, and undone.
'use strict';

const lvsdr = require('lvsdr');
const { loadState, netns, showPlan, tell } = require('./scenario');

const host = lvsdr.open(netns);
const desired = loadState('new.json');

const first = host.plan(loadState('old.json'), '192.168.1.41');
tell('the old state', () => first.apply());
showPlan(first);
const plan = host.plan(desired, '192.168.1.41');
showPlan(plan);
const step = plan.step(0);
console.log(`${JSON.stringify(step.before)}\n${JSON.stringify(step.after)}\n${step.explanation}`);
tell('apply', () => plan.apply());
tell('apply again', () => plan.apply());
console.log(`${host.plan(desired, '192.168.1.41').stepCount} steps are left`);
tell('undo', () => plan.undo());
tell('undo again', () => plan.undo());
showPlan(plan);
