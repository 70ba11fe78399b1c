// SPDX-License-Identifier: LGPL-2.1-or-later
// Services of firewall marks: the same mark in IPv4 and in IPv6 is two services.
'use strict';

const lvsdr = require('lvsdr');
const { netns, showService, tell } = require('./scenario');

const host = lvsdr.open(netns);
const shop = lvsdr.Service.fwmark('ipv4', 7, { scheduler: 'rr' });
const shop6 = lvsdr.Service.fwmark('ipv6', 7, { scheduler: 'rr' });
const large = lvsdr.Service.fwmark('ipv4', 4294967295, { scheduler: 'rr' });

tell('IPv4', () => host.addService(shop));
tell('IPv6', () => host.addService(shop6));
tell('the largest', () => host.addService(large));
tell('destination', () => host.addDest(shop, new lvsdr.Dest('192.168.1.20:0')));
tell('destination of IPv6', () => host.addDest(shop6, new lvsdr.Dest('2001:db8:1::20')));
showService(tell('read', () => host.readService(shop6)));
tell('remove', () => host.removeService(shop6));
console.log(host.read('fwmark:7').toJSONText());
