// SPDX-License-Identifier: LGPL-2.1-or-later
// States: sets of objects of one host, observed or desired. What is read from them are plain objects. Services and
// destinations are read by columns: one call for a value of all.
'use strict';

const { C } = require('./library');
const { classes, copy } = require('./objects');
const { defineCalls } = require('./calls');
const { Owner, describing, make } = require('./owner');
const raw = require('./raw');
const { camel, flags, flagNames, text, words } = require('./values');

const COUNTERS = Object.keys(raw.CONSTANTS)
  .filter((name) => name.startsWith('COUNTER_') && name !== 'COUNTER_COUNT')
  .map((name) => name.slice('COUNTER_'.length).toLowerCase());

class State extends Owner {
  // parts: ["services", "vips"], which it describes completely.
  constructor(parts = ['services']) {
    const from = parts instanceof Made ? parts : new Made(describing, 'lvsdr_state_new', flags('STATE', parts));
    super(from.guard, from.pointer, 'lvsdr_state_free');
  }

  // format: "json", "rules"; undefined where it is to be recognized.
  static fromText(content, format) {
    const size = Buffer.byteLength(text(content, 'text'));
    const name = format === undefined ? null : text(format, 'format');
    return new State(new Made(describing, 'lvsdr_state_from_text', name, content, size));
  }

  static fromJSON(content) {
    return State.fromText(content, 'json');
  }

  get parts() {
    return flagNames('STATE', C.lvsdr_state_get_parts(this.pointer));
  }

  // The scope that it is meant for, which is in its JSON too: a text, or an array of such texts; undefined: it has none.
  get scope() {
    return C.lvsdr_state_get_scope(this.pointer) ?? undefined;
  }

  set scope(scope) {
    const given = scope === undefined ? null : words(scope, 'scope');
    this.guard.idle();
    this.guard.check(C.lvsdr_state_set_scope(this.pointer, given));
  }

  // An array of services, each with its members, an array "dests", and "counters" where they were read.
  services() {
    const services = rowsOf(this, 'service', Number(C.lvsdr_state_get_service_count(this.pointer)));
    const counts = numbersOf(this, 'service', 'dest_count', services.length);
    const dests = rowsOf(this, 'dest', Number(counts.reduce((sum, count) => sum + count, 0n)));
    let next = 0;
    services.forEach((service, i) => {
      // A column has no negative numbers: 0 is a netmask with holes.
      if (service.persistencePrefix === 0) service.persistencePrefix = undefined;
      service.dests = dests.slice(next, next += Number(counts[i]));
    });
    return services;
  }

  // undefined when it tells none.
  timeouts() {
    const timeouts = C.lvsdr_state_get_timeouts(this.pointer);
    return timeouts ? copy(classes.timeouts, timeouts) : undefined;
  }

  // { text, lost }: in "json", "rules" or another format; lost: what it cannot hold, or undefined.
  toText(format) {
    const written = [null];
    this.guard.idle();
    const result = this.guard.check(C.lvsdr_state_to_text(this.pointer, text(format, 'format'), written));
    return { text: written[0], lost: result > 0 ? C.lvsdr_error_message(this.guard.handle) : undefined };
  }

  // The JSON, a text; JSON.stringify() of a state has its content.
  toJSONText() {
    return this.toText('json').text;
  }

  toJSON() {
    return JSON.parse(this.toJSONText());
  }
}

// A C state that a function has made.
class Made {
  constructor(guard, name, ...parameters) {
    this.guard = guard;
    this.pointer = make(guard, name, ...parameters);
  }
}

function numbersOf(state, kind, name, count) {
  const numbers = new BigUint64Array(Math.max(count, 1));
  const filled = state.guard.check(C[`lvsdr_state_get_${kind}_numbers`](state.pointer, name, numbers, count));
  return numbers.subarray(0, filled);
}

function textsOf(state, kind, name, count) {
  const buffer = Buffer.alloc(count * 46 + 1);
  const getter = C[`lvsdr_state_get_${kind}_texts`];
  const length = state.guard.check(getter(state.pointer, name, buffer, buffer.length));
  return buffer.toString('utf8', 0, length).split('\n').slice(0, -1);
}

function rowsOf(state, kind, count) {
  const rows = Array.from({ length: count }, () => ({}));
  for (const { name, type } of classes[kind].about.members) {
    const column = (type === 'text' ? textsOf : numbersOf)(state, kind, name, count);
    const convert = { text: (value) => value, boolean: (value) => value > 0n }[type] ?? Number;
    rows.forEach((row, i) => {
      row[camel(name)] = convert(column[i]);
    });
  }
  addCounters(state, kind, rows);
  return rows;
}

function addCounters(state, kind, rows) {
  const columns = COUNTERS.map((name) => numbersOf(state, kind, name, rows.length));
  if (!columns[0].length) return;
  rows.forEach((row, i) => {
    row.counters = Object.fromEntries(COUNTERS.map((name, k) => [camel(name), columns[k][i]]));
  });
}

// vips(), marks() ...
for (const [kind, { about }] of Object.entries(classes)) {
  if (about.list && kind !== 'service') {
    State.prototype[camel(about.list)] = function list() {
      const count = Number(C[`lvsdr_state_get_${kind}_count`](this.pointer));
      return Array.from({ length: count }, (_, i) =>
        copy(classes[kind], C[`lvsdr_state_get_${kind}`](this.pointer, i)));
    };
  }
}

defineCalls(
  State.prototype,
  (about) => about.kind === 'timeouts' ? ['set'] : about.stated,
  (verb, kind) => `lvsdr_state_${verb}_${kind}`,
  (state, name, pointers) => {
    state.guard.check(C[name](state.pointer, ...pointers));
  },
);

function readState(guard, scope, parts) {
  return new State(new Made(guard, 'lvsdr_state_read', scope, flags('STATE', parts)));
}

// ["json", "rules" ...]: in which a state can be a text.
function formats() {
  const names = [];
  for (let name; (name = C.lvsdr_format_name(names.length)) !== null;) names.push(name);
  return names;
}

module.exports = { State, formats, readState };
