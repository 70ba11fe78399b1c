// SPDX-License-Identifier: LGPL-2.1-or-later
// What is refused before anything is sent.
'use strict';

const lvsdr = require('lvsdr');
const { netns, tell } = require('./scenario');

const { Dest, Service, State, Vip } = lvsdr;

// Tells what setting a member gives.
function tellSet(what, object, fields) {
  tell(what, () => object.setAll(fields));
}

const host = lvsdr.open(netns);

tell('no port', () => new Service('tcp', '192.168.1.41'));
tell('port 70000', () => new Service('tcp', '192.168.1.41:70000'));
tell('no address', () => new Service('tcp', '192.168.1.256:80'));
tell('host name', () => new Service('tcp', 'www.example.org:80'));
tell('open bracket', () => new Service('tcp', '[2001:db8::41:80'));
tell('protocol', () => new Service('icmp', '192.168.1.41:80'));
tell('mark 0', () => Service.fwmark('ipv4', 0));
tell('family', () => Service.fwmark('ipv5', 7));
const web = new Service('tcp', '192.168.1.41:80');
tellSet('scheduler', web, { scheduler: 'a-name-of-17-char' });
tellSet('persistence', web, { persistence: 4294968 });
tellSet('prefix', web, { persistencePrefix: 33 });
tellSet('flags', web, { schedulerFlags: 1 });

tell('destination', () => new Dest('192.168.1'));
const rs1 = new Dest('192.168.1.20');
tellSet('weight', rs1, { weight: -1 });
tellSet('thresholds', rs1, { upperThreshold: 10, lowerThreshold: 20 });
tellSet('tunnel', rs1, { tunnelType: lvsdr.TUNNEL_GUE, tunnelPort: 70000 });

tell('VIP', () => new Vip('192.168.1.41/24', 'eth0'));
tell('device', () => new Vip('192.168.1.41', 'eth0/1'));
const vip = new Vip('192.168.1.41', 'eth0');
tellSet('label', vip, { label: 'eth1:0' });
tellSet('prefix', vip, { prefixLength: 33 });
tell('ARP of lo', () => new lvsdr.ArpPolicy('lo'));
tell('sysctl', () => new lvsdr.Sysctl('../ip_forward', '1'));
tell('scope', () => host.read('192.168.1.41 nonsense'));

const wrong = '{"lvsdr_state": 1, "services": [{"protocol": "tcp"}]}';
tell('no JSON', () => State.fromJSON('{"lvsdr_state": 1,\n"services": [}'));
tell('no state', () => State.fromJSON(wrong));
tell('rules', () => State.fromText('-A -t 192.168.1.41:80\n-a -t 192.168.1.42:80 -r 192.168.1.20'));
tell('no plan', () => host.planFromJSON(wrong));
