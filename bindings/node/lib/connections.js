// SPDX-License-Identifier: LGPL-2.1-or-later
// The connection table, as an iterator, and counted.
'use strict';

const { C } = require('./library');
const { classes, take } = require('./objects');
const { Owner, make } = require('./owner');
const raw = require('./raw');
const { camel, filled } = require('./values');

const FIELDS = ['protocol', 'client_port', 'virtual_port', 'fwmark', 'dest_port', 'state', 'expiry', 'template',
  'persistence_engine', 'persistence_data'];
const ADDRESSES = ['client_address', 'virtual_address', 'dest_address'];

class Connections extends Owner {}

// Those of a service, or of one of its destinations; undefined: all.
function filters(service, dest) {
  return [service && take(classes.service, service).pointer, dest && take(classes.dest, dest).pointer]
    .map((pointer) => pointer ?? null);
}

function read(pointer) {
  const connection = {};
  for (const name of FIELDS) connection[camel(name)] = C[`lvsdr_connections_get_${name}`](pointer);
  for (const name of ADDRESSES) connection[camel(name)] = filled(C[`lvsdr_connections_get_${name}`], pointer);
  connection.template = connection.template > 0;
  return connection;
}

function* iterate(guard, service, dest) {
  const pointer = make(guard, 'lvsdr_connections_open', ...filters(service, dest));
  const stream = new Connections(guard, pointer, 'lvsdr_connections_free');
  try {
    for (;;) {
      guard.live();
      if (guard.check(C.lvsdr_connections_next(stream.pointer)) === 0) return;
      yield read(stream.pointer);
    }
  } finally {
    stream.close();
  }
}

// { established: 3n, 'fin-wait': 1n, ... }
function count(guard, service, dest) {
  const numbers = new BigUint64Array(raw.CONSTANTS.CONNECTIONS_COUNT);
  const states = guard.call('lvsdr_connections_count', ...filters(service, dest), numbers, numbers.length);
  return Object.fromEntries(Array.from(numbers.subarray(0, states), (number, i) =>
    [C.lvsdr_connections_get_state_name(i), number]));
}

module.exports = { count, iterate };
