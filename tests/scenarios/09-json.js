// SPDX-License-Identifier: LGPL-2.1-or-later
// A state from JSON, by hand, and to JSON; and what the host makes of it.
'use strict';

const lvsdr = require('lvsdr');
const { loadState, netns, tell } = require('./scenario');

const host = lvsdr.open(netns);
const loaded = loadState('full.json');
const made = new lvsdr.State(['services', 'vips']);
const web = new lvsdr.Service('tcp', '192.168.1.41:80', { scheduler: 'rr' });

tell('service', () => made.addService(web));
tell('service again', () => made.addService(web));
tell('destination', () => made.addDest(web, new lvsdr.Dest('192.168.1.20')));
tell('heavier', () => made.updateDest(web, new lvsdr.Dest('192.168.1.20', { weight: 5 })));
tell('VIP', () => made.addVip(new lvsdr.Vip('192.168.1.41', 'eth0')));

console.log(loaded.toJSONText());
console.log(made.toJSONText());
tell('apply', () => host.plan(made, '192.168.1.41').apply());
console.log(host.read('192.168.1.41', ['services', 'vips']).toJSONText());
