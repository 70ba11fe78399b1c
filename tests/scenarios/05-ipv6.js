// SPDX-License-Identifier: LGPL-2.1-or-later
// The same in IPv6: a VIP, a service, a destination.
'use strict';

const lvsdr = require('lvsdr');
const { netns, showService, showVip, tell } = require('./scenario');

const host = lvsdr.open(netns);
const vip = new lvsdr.Vip('2001:db8:1::41', 'lo');
const web = new lvsdr.Service('tcp', '[2001:DB8:1:0:0::41]:80', {
  scheduler: 'sh',
  schedulerFlags: lvsdr.SCHEDULER_SH_FALLBACK | lvsdr.SCHEDULER_SH_PORT,
  persistence: 300,
  persistencePrefix: 64,
});

tell('VIP', () => host.addVip(vip));
tell('service', () => host.addService(web));
tell('destination', () => host.addDest(web, new lvsdr.Dest('2001:db8:1::20')));

showService(tell('read', () => host.readService(web)));
showVip(tell('read VIP', () => host.readVip(vip)));
console.log(host.read('2001:db8:1::41', ['services', 'vips']).toJSONText());
