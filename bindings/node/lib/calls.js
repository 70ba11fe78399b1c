// SPDX-License-Identifier: LGPL-2.1-or-later
// The calls of hosts, plans and states that take objects: addService(), planned and of a state alike.
'use strict';

const { C } = require('./library');
const { classes, take } = require('./objects');

// The C objects of what such a call is given; those that were made for it are closed after it.
function withTaken(kind, values, work) {
  const kinds = kind === 'dest' ? [classes.service, classes.dest] : [classes[kind]];
  const given = kinds.map((each, i) => take(each, values[i] ?? (kind === 'timeouts' ? {} : undefined)));
  try {
    return work(given);
  } finally {
    given.filter((each, i) => each !== values[i]).forEach((each) => each.close());
  }
}

// verbs: of a kind; name: of the C function; call(object, function, pointers): makes the call.
function defineCalls(prototype, verbs, name, call) {
  for (const [kind, each] of Object.entries(classes)) {
    for (const verb of verbs(each.about)) {
      prototype[verb + each.name] = function calls(...values) {
        return withTaken(kind, values, (given) =>
          call(this, name(verb, kind), given.map(({ pointer }) => pointer)));
      };
    }
  }
}

// read: a new object with all that the kernel has.
function defineReads(prototype) {
  for (const [kind, each] of Object.entries(classes)) {
    prototype[`read${each.name}`] = function reads(...values) {
      return withTaken(kind, values, (given) => {
        const target = each.again(given[given.length - 1]);
        const pointers = [...given.slice(0, -1), target].map(({ pointer }) => pointer);
        this.guard.check(C[`lvsdr_${kind}_read`](this.guard.live(), ...pointers));
        return target;
      });
    };
  }
}

module.exports = { defineCalls, defineReads };
