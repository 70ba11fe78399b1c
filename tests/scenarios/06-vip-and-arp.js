// SPDX-License-Identifier: LGPL-2.1-or-later
// A real server: quiet about the VIP, then the VIP on lo; and a VIP as a director has it.
'use strict';

const lvsdr = require('lvsdr');
const { netns, run, showVip, tell } = require('./scenario');

const host = lvsdr.open(netns);
const vip = new lvsdr.Vip('192.168.1.41', 'lo', { label: 'lo:0', broadcast: '192.168.1.41', hostRoute: true });
const other = new lvsdr.Vip('192.168.1.42', 'eth0');

for (const device of ['all', 'eth0']) {
  const policy = new lvsdr.ArpPolicy(device);
  tell(device, () => host.updateArpPolicy(policy));
  tell('again', () => host.updateArpPolicy(policy));
  const read = tell('read', () => host.readArpPolicy(policy));
  console.log(`arp_ignore ${read.arpIgnore}, arp_announce ${read.arpAnnounce}`);
}
tell('add', () => host.addVip(vip));
tell('add again', () => host.addVip(vip));
vip.label = 'lo:7';
tell('add in another form', () => host.addVip(vip));
tell('update', () => host.updateVip(vip));
showVip(tell('read', () => host.readVip(vip)));

tell('add on eth0', () => host.addVip(other));
// As a director does after a takeover. A dummy device has no ARP of its own.
tell('announce without ARP', () => host.announceVip(other, 2, 0.01));
run(netns, 'ip link set eth0 arp on');
host.announceVip(other, 2, 0.01);
console.log('announced');
tell('remove', () => host.removeVip(other));
tell('remove again', () => host.removeVip(other));
tell('announce what is not there', () => host.announceVip(other, 2, 0.01));
other.prefixLength = 24;
tell('a whole network', () => host.addVip(other));
