// SPDX-License-Identifier: LGPL-2.1-or-later
// One datagram: what the connection table and the counters say of it.
'use strict';

const lvsdr = require('lvsdr');
const { netns, run, tell } = require('./scenario');

const host = lvsdr.open(netns);
const dns = new lvsdr.Service('udp', '192.168.1.41:53');

function showConnections() {
  for (const it of host.connections()) {
    console.log(`${it.protocol} from ${it.clientAddress} to ${it.virtualAddress} port ${it.virtualPort} at ` +
      `${it.destAddress} port ${it.destPort}: ${it.state}, template ${Number(it.template)}`);
  }
}

function showCounters() {
  const { counters } = host.read('everything', ['services', 'counters']).services()[0].dests[0];
  console.log(`connections ${counters.connections}, incoming packets ${counters.incomingPackets} bytes ` +
    `${counters.incomingBytes}, outgoing packets ${counters.outgoingPackets}, inactive ${counters.inactiveConnections}`);
}

function showTotals() {
  const totals = host.totals();
  const packets = [...host.processorTotals().values()].reduce((sum, each) => sum + each.incomingPackets, 0n);
  console.log(`totals: connections ${totals.connections}, incoming packets ${totals.incomingPackets} bytes ` +
    `${totals.incomingBytes}, of the processors ${packets}, some buckets ${Number(totals.connectionTableSize > 0n)}`);
}

host.addVip(new lvsdr.Vip('192.168.1.41', 'lo'));
host.addService(dns);
host.addDest(dns, new lvsdr.Dest('192.168.1.20'));
showConnections();
// The kernel adds counters up every two seconds.
run(netns, 'echo ask >/dev/udp/192.168.1.41/53; sleep 2.5');
showConnections();
for (const [state, count] of Object.entries(host.countConnections(dns))) {
  if (count > 0n) console.log(`${state}: ${count}`);
}
showCounters();
showTotals();
tell('zero', () => host.zeroCounters(dns));
showCounters();
showTotals();
tell('zero all', () => host.zeroCounters());
showTotals();
