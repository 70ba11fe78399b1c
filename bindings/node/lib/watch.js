// SPDX-License-Identifier: LGPL-2.1-or-later
// Watches: which parts of the state of a host may have changed.
'use strict';

const koffi = require('koffi');
const { C } = require('./library');
const { Owner } = require('./owner');
const { flagNames, milliseconds } = require('./values');

const poll = koffi.load(null).func('int poll(void *descriptors, unsigned long count, int timeout)');
const POLLIN = 1;
const SLICE = 500; // how long a thread waits before it looks whether the wait has been given up

// Whether a descriptor becomes readable within so many milliseconds.
function readable(fd, timeout) {
  const descriptor = Buffer.alloc(8);
  new Int32Array(descriptor.buffer, descriptor.byteOffset, 1)[0] = fd;
  new Int16Array(descriptor.buffer, descriptor.byteOffset, 4)[2] = POLLIN;
  return new Promise((resolve, reject) => {
    poll.async(descriptor, 1, timeout, (error, count) => error ? reject(error) : resolve(count > 0));
  });
}

class Watch extends Owner {
  #host;

  constructor(host, pointer) {
    super(host.guard, pointer, 'lvsdr_watch_free');
    this.#host = host;
  }

  // It becomes readable when read() is to be called.
  get fd() {
    return C.lvsdr_watch_get_fd(this.pointer);
  }

  // ["services", "vips"]: what may have changed since the last call; it does not wait.
  read() {
    this.guard.live();
    const parts = [null];
    this.guard.check(C.lvsdr_watch_read(this.pointer, parts));
    return flagNames('STATE', parts[0]);
  }

  // Waits until something may have changed; an empty array after `timeout` seconds. signal: an AbortSignal.
  async wait({ timeout = Infinity, signal } = {}) {
    const end = timeout === Infinity ? Infinity : performance.now() + milliseconds(timeout, 'timeout');
    for (;;) {
      signal?.throwIfAborted();
      const parts = this.read();
      const left = end - performance.now();
      if (parts.length || left <= 0) return parts;
      await readable(this.fd, Math.ceil(Math.min(left, SLICE)));
    }
  }

  // for await (const parts of watch)
  async *[Symbol.asyncIterator]() {
    for (;;) yield await this.wait();
  }
}

module.exports = { Watch };
