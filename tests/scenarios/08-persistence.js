// SPDX-License-Identifier: LGPL-2.1-or-later
// Clients that come back: persistence, its prefix and engine; an update keeps what was not set.
'use strict';

const lvsdr = require('lvsdr');
const { netns, showService, tell } = require('./scenario');

const host = lvsdr.open(netns);
const all = new lvsdr.Service('tcp', '192.168.1.41:0');
const change = new lvsdr.Service('tcp', '192.168.1.41:0', { persistence: 300 });
const sip = new lvsdr.Service('udp', '192.168.1.41:5060', { persistence: 60, persistenceEngine: 'sip' });
const dns = new lvsdr.Service('udp', '192.168.1.41:53', { onePacket: true, scheduler: 'rr' });

tell('all ports without it', () => host.addService(all));
all.persistence = 600;
all.persistencePrefix = 24;
tell('all ports', () => host.addService(all));
tell('shorter', () => host.updateService(change));
showService(tell('read', () => host.readService(change)));

tell('by call', () => host.addService(sip));
showService(tell('read', () => host.readService(sip)));

tell('each packet by itself', () => host.addService(dns));
showService(tell('read', () => host.readService(dns)));
