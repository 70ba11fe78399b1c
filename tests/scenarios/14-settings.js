// SPDX-License-Identifier: LGPL-2.1-or-later
// What belongs to the whole host: timeouts, sysctls, a sync daemon.
'use strict';

const lvsdr = require('lvsdr');
const { netns, tell } = require('./scenario');

const host = lvsdr.open(netns);
const timeouts = new lvsdr.Timeouts();
tell('timeout 0', () => timeouts.setAll({ tcp: 0 }));
timeouts.tcp = 600;
timeouts.udp = 100;
tell('timeouts', () => host.updateTimeouts(timeouts));
tell('timeouts again', () => host.updateTimeouts(timeouts));
const { tcp, tcpFin, udp } = host.readTimeouts();
console.log(`tcp ${tcp}, tcp_fin ${tcpFin}, udp ${udp}`);

function setSysctl(name, value) {
  const sysctl = new lvsdr.Sysctl(name, value);
  tell(name, () => host.updateSysctl(sysctl));
  tell('again', () => host.updateSysctl(sysctl));
  const read = host.readSysctl(sysctl);
  console.log(`${read.name} is ${read.value}`);
}

setSysctl(lvsdr.SYSCTL_EXPIRE_NODEST_CONN, '1');
setSysctl(lvsdr.SYSCTL_SYNC_THRESHOLD, '3  60');

const daemon = new lvsdr.SyncDaemon('master', 'eth0', { syncId: 7 });
tell('sync daemon', () => host.addSyncDaemon(daemon));
tell('sync daemon again', () => host.addSyncDaemon(daemon));
const read = host.readSyncDaemon(daemon);
console.log(`${read.role} on ${read.device}, id ${read.syncId}, to ${read.group} port ${read.port} ttl ${read.ttl}`);
tell('stop', () => host.removeSyncDaemon(daemon));
tell('stop again', () => host.removeSyncDaemon(daemon));
