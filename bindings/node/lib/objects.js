// SPDX-License-Identifier: LGPL-2.1-or-later
// Objects that describe: a class for each kind, with the members that members.js has. Each holds a C object, and what is
// set is checked at once by the library. What was not set has its default in an add, and stays in an update.
'use strict';

const { C } = require('./library');
const members = require('./members');
const { Owner, describing, make } = require('./owner');
const { camel, convert, filled, join } = require('./values');

const creating = Symbol('creating');

class Kind extends Owner {
  // [name of the maker, its parameters, fields]
  static [creating](maker, parameters, fields = {}) {
    const expected = this.about.makers[maker];
    const given = expected.map(({ name, type }, i) => convert[type](parameters[i], camel(name)));
    return { pointer: make(describing, `lvsdr_${this.kind}_${maker}`, ...given), fields };
  }

  // Sets all that an object of fields has; unknown ones are refused unless they are to be passed over.
  setAll(fields, passOver = false) {
    const { about } = this.constructor;
    const known = about.setters.flatMap((setter) => setter.sets.map(camel));
    const unknown = Object.keys(fields).find((name) => !known.includes(name));
    if (unknown && !passOver) throw new TypeError(`a ${this.constructor.name} has no field "${unknown}" to be set`);
    for (const setter of about.setters) {
      const values = setter.sets.map((name) => fields[camel(name)]);
      if (values.some((value) => value !== undefined)) set(this, setter, values);
    }
    return this;
  }

  // All members as a plain object.
  toJSON() {
    return copy(this.constructor, this.pointer);
  }
}

function member(kind, name) {
  return kind.about.members.find((each) => each.name === name);
}

function set(object, setter, values) {
  const kind = object.constructor;
  const given = setter.sets.map((name, i) => {
    const { type } = member(kind, name);
    return convert[type](values[i] ?? (type === 'text' ? '' : 0), camel(name));
  });
  describing.check(C[`lvsdr_${kind.kind}_set_${setter.name}`](object.pointer, ...given));
}

function get(kind, { name, type, filled: isFilled }, pointer) {
  const getter = C[`lvsdr_${kind.kind}_get_${name}`];
  if (isFilled) return filled(getter, pointer);
  const value = getter(pointer);
  if (type === 'boolean') return value > 0;
  if (type === 'text') return value ?? undefined;
  return value < 0 ? undefined : value; // it has none, as a destination has no port, and a netmask with holes no prefix
}

// What a borrowed C object has, as a plain object.
function copy(kind, pointer) {
  return Object.fromEntries(kind.about.members.map((each) => [camel(each.name), get(kind, each, pointer)]));
}

// The C object of an object, or of the plain one that was read; made anew for the call.
function take(kind, value) {
  if (value instanceof kind) return value;
  if (typeof value !== 'object' || value === null) throw new TypeError(`a ${kind.name} is expected, not ${value}`);
  return kind.again(value).setAll(value, true);
}

function define(name, about) {
  const kind = {
    [name]: class extends Kind {
      constructor(...parameters) {
        const [first] = parameters;
        const made = first?.[creating] ?? new.target[creating]('new', parameters, parameters[about.makers.new.length]);
        super(describing, made.pointer, `lvsdr_${about.kind}_free`);
        this.setAll(made.fields ?? {});
      }
    },
  }[name];
  Object.assign(kind, { kind: about.kind, about });
  // Another object that means the same, without what else is set in this one.
  kind.again = (value) => new kind(...about.makers.new.map((each) => value[camel(each.name)]));
  for (const maker of Object.keys(about.makers).filter((each) => each !== 'new')) {
    const count = about.makers[maker].length;
    kind[camel(maker.replace(/^new_/, ''))] = (...parameters) =>
      new kind({ [creating]: kind[creating](maker, parameters, parameters[count]) });
  }
  for (const each of about.members) {
    const setter = about.setters.find(({ sets }) => sets.length === 1 && sets[0] === each.name);
    Object.defineProperty(kind.prototype, camel(each.name), {
      get() {
        return get(kind, each, this.pointer);
      },
      set: setter && function assign(value) {
        set(this, setter, [value]);
      },
      enumerable: true,
    });
  }
  for (const setter of about.setters.filter(({ sets }) => sets.length > 1)) {
    kind.prototype[camel(`set_${setter.name}`)] = function assign(...values) {
      set(this, setter, values);
    };
  }
  return kind;
}

const classes = {};
for (const [kind, about] of Object.entries(members)) {
  const name = camel(`_${kind}`);
  classes[kind] = define(name, { kind, ...about });
}

// ---- What means the same, where that is not just what "new" takes.

classes.service.again = (service) => service.fwmark
  ? classes.service.fwmark(service.family, service.fwmark)
  : new classes.service(service.protocol, join(service.address, service.port));

classes.dest.again = (dest) => new classes.dest(join(dest.address, dest.port));

classes.vip.again = (vip) => {
  const whole = vip.address.includes(':') ? 128 : 32; // also what an object without a prefix shows
  return new classes.vip(vip.address, vip.device, {
    prefixLength: vip.prefixLength !== whole ? vip.prefixLength : undefined,
    peer: vip.peer || undefined,
  });
};

classes.mark.again = (mark) =>
  new classes.mark(mark.protocol, join(mark.address, mark.ports), mark.fwmark, { device: mark.device });

module.exports = { classes, copy, take };
