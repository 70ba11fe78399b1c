// SPDX-License-Identifier: LGPL-2.1-or-later
// The destinations of a service: forwarding methods, weights, thresholds.
'use strict';

const lvsdr = require('lvsdr');
const { netns, showDest, tell } = require('./scenario');

const host = lvsdr.open(netns);
const web = new lvsdr.Service('tcp', '192.168.1.41:80');
const rs1 = new lvsdr.Dest('192.168.1.20', { weight: 3, upperThreshold: 100, lowerThreshold: 80 });
const cache = new lvsdr.Dest('192.168.1.24', { forwarding: lvsdr.FORWARD_BYPASS });

function add(address, fields) {
  tell(address, () => host.addDest(web, new lvsdr.Dest(address, fields)));
}

host.addService(web);
tell('192.168.1.20', () => host.addDest(web, rs1));
add('192.168.1.21:8080', { forwarding: lvsdr.FORWARD_MASQUERADE });
add('192.168.1.22', { forwarding: lvsdr.FORWARD_LOCAL });
add('192.168.1.23', { forwarding: lvsdr.FORWARD_TUNNEL });
tell('192.168.1.24', () => host.addDest(web, cache));
add('192.168.1.25', { tunnelType: lvsdr.TUNNEL_GUE, tunnelPort: 6080, tunnelFlags: lvsdr.TUNNEL_CHECKSUM });
host.read('everything').services()[0].dests.forEach(showDest);

rs1.weight = 0;
tell('add in another form', () => host.addDest(web, rs1));
tell('update', () => host.updateDest(web, rs1));
showDest(tell('read', () => host.readDest(web, rs1)));
tell('remove', () => host.removeDest(web, cache));
tell('remove again', () => host.removeDest(web, cache));
tell('read what is gone', () => host.readDest(web, cache));
