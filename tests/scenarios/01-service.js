// SPDX-License-Identifier: LGPL-2.1-or-later
// The life of a virtual service.
'use strict';

const lvsdr = require('lvsdr');
const { netns, showService, tell } = require('./scenario');

const host = lvsdr.open(netns);
const web = new lvsdr.Service('tcp', '192.168.1.41:80');
const dns = new lvsdr.Service('udp', '192.168.1.41:domain');

tell('read before', () => host.readService(web));
tell('add', () => host.addService(web));
tell('add again', () => host.addService(web));
web.scheduler = 'rr';
tell('add in another form', () => host.addService(web));
tell('update', () => host.updateService(web));
tell('update again', () => host.updateService(web));
showService(tell('read', () => host.readService(web)));

tell('add another', () => host.addService(dns));
tell('remove', () => host.removeService(web));
tell('remove again', () => host.removeService(web));
tell('update what is gone', () => host.updateService(web));
