// SPDX-License-Identifier: LGPL-2.1-or-later
// The main experiment: a director and two real servers in direct routing. The runner is the client.
'use strict';

const lvsdr = require('lvsdr');
const { netns, tell } = require('./scenario');

for (const realServer of ['rs1', 'rs2']) {
  const host = lvsdr.open(realServer);
  tell('keep quiet', () => host.updateArpPolicy(new lvsdr.ArpPolicy('all')));
  tell('VIP', () => host.addVip(new lvsdr.Vip('192.168.1.41', 'lo')));
  host.close();
}

const host = lvsdr.open(netns);
const web = new lvsdr.Service('tcp', '192.168.1.41:80', { scheduler: 'rr' });
tell('service', () => host.addService(web));
tell('real server 1', () => host.addDest(web, new lvsdr.Dest('192.168.1.20')));
tell('real server 2', () => host.addDest(web, new lvsdr.Dest('192.168.1.21')));
tell('VIP', () => host.addVip(new lvsdr.Vip('192.168.1.41', 'eth0')));
