// SPDX-License-Identifier: LGPL-2.1-or-later
// C objects that live as long as an object of JavaScript, or until close(), and the turns that calls on a handle take.
'use strict';

const { C } = require('./library');
const { BusyError, ClosedError, failure } = require('./errors');

// What a handle and all that was made with it share. A call in another thread has it alone until it has ended.
class Guard {
  constructor() {
    const made = [null];
    if (C.lvsdr_new(made) < 0) throw new Error('out of memory');
    this.handle = made[0]; // its memory lives as long as any object that was made with it
    this.closed = false;
    this.busy = false;
    this.garbage = [];
  }

  check(result) {
    if (result < 0) throw failure(this.handle, result);
    return result;
  }

  idle() {
    if (this.busy) throw new BusyError('another call of this host has not ended yet: await it, or use a host of its own');
  }

  // The handle, of a host that is open.
  live() {
    if (this.closed) throw new ClosedError('the host is closed');
    this.idle();
    return this.handle;
  }

  call(name, ...parameters) {
    return this.check(C[name](this.live(), ...parameters));
  }

  // The result of a call that another thread makes.
  later(name, ...parameters) {
    this.live();
    this.busy = true;
    return new Promise((resolve, reject) => {
      const ended = (error, result) => {
        const failed = error ?? (result < 0 ? failure(this.handle, result) : null);
        this.busy = false;
        this.garbage.splice(0).forEach((free) => free());
        if (failed) reject(failed);
        else resolve(result);
      };
      try {
        C[name].async(...parameters, ended);
      } catch (error) {
        ended(error);
      }
    });
  }

  discard(free) {
    if (this.busy) this.garbage.push(free);
    else free();
  }
}

const forgotten = new FinalizationRegistry(({ guard, free }) => guard.discard(free));
const dispose = Symbol.dispose ?? Symbol.for('nodejs.dispose');

class Owner {
  #pointer;
  #guard;
  #free;

  // free: the name of the function that frees it.
  constructor(guard, pointer, free) {
    this.#pointer = pointer;
    this.#guard = guard;
    this.#free = () => C[free](pointer);
    forgotten.register(this, { guard, free: this.#free }, this);
  }

  get guard() {
    return this.#guard;
  }

  // The C object, of what is not closed.
  get pointer() {
    if (this.#pointer === null) throw new ClosedError(`this ${this.constructor.name} is closed`);
    return this.#pointer;
  }

  close() {
    if (this.#pointer === null) return;
    this.#guard.idle();
    this.#pointer = null;
    forgotten.unregister(this);
    this.#free();
  }

  [dispose]() {
    this.close();
  }
}

// Objects, and states that were not read, report their errors on this handle, which never talks to the kernel.
const describing = new Guard();

// What is made by a function of C, whose last parameter receives it.
function make(guard, name, ...parameters) {
  const made = [null];
  guard.check(C[name](guard.live(), ...parameters, made));
  return made[0];
}

module.exports = { Guard, Owner, describing, dispose, make };
