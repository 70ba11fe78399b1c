// SPDX-License-Identifier: LGPL-2.1-or-later
// Packet marks; a kernel without nf_tables says so.
'use strict';

const lvsdr = require('lvsdr');
const { netns, tell } = require('./scenario');

function showMark(mark) {
  console.log(`${mark.protocol} ${mark.address} ports "${mark.ports}" on "${mark.device}": ${mark.fwmark}`);
}

const host = lvsdr.open(netns);
const shop = new lvsdr.Mark('tcp', '192.168.1.41:443,http,8000-8010', 7);
const other = new lvsdr.Mark('tcp', '192.168.1.41:80,443,8000-8010', 8);
const all6 = new lvsdr.Mark('udp', '2001:db8:1::41', 9, { device: 'eth0' });

showMark(shop);
tell('add', () => host.addMark(shop));
tell('add again', () => host.addMark(shop));
tell('add another mark', () => host.addMark(other));
tell('update', () => host.updateMark(other));
showMark(tell('read', () => host.readMark(shop)) ?? shop);
tell('add IPv6', () => host.addMark(all6));
tell('remove', () => host.removeMark(shop));
tell('remove again', () => host.removeMark(shop));
console.log(`${tell('foreign rules', () => host.readForeignMarks()) ?? 0} foreign rules`);
