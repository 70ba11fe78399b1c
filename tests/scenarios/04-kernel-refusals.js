// SPDX-License-Identifier: LGPL-2.1-or-later
// What only the host can refuse, and what is sent for one who insists.
'use strict';

const lvsdr = require('lvsdr');
const { netns, tell } = require('./scenario');

const host = lvsdr.open(netns);
const web = new lvsdr.Service('tcp', '192.168.1.41:80');
const rs1 = new lvsdr.Dest('192.168.1.20');
const vip = new lvsdr.Vip('192.168.1.41', 'eth7');

tell('no service', () => host.addDest(web, rs1));
web.scheduler = 'nosuch';
tell('no scheduler', () => host.addService(web));
web.scheduler = 'rr';
host.addService(web);
tell('no destination', () => host.updateDest(web, rs1));
tell('no device', () => host.addVip(vip));
tell('no VIP', () => host.readVip(vip));
tell('no device for ARP', () => host.updateArpPolicy(new lvsdr.ArpPolicy('eth7')));
tell('no setting', () => host.updateSysctl(new lvsdr.Sysctl('nosuch', '1')));

const elsewhere = new lvsdr.Dest('192.168.1.20:8080');
tell('another port', () => host.addDest(web, elsewhere));
tell('another family', () => host.addDest(web, new lvsdr.Dest('2001:db8:1::20')));
host.insist = true;
tell('another port, insisted', () => host.addDest(web, elsewhere));
host.insist = false;

tell('no namespace', () => lvsdr.open('nosuch'));
