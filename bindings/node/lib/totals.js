// SPDX-License-Identifier: LGPL-2.1-or-later
// The totals of a network namespace, and those of each processor, as BigInt.
'use strict';

const { C } = require('./library');
const raw = require('./raw');
const { camel } = require('./values');

const MISSING = 2n ** 64n - 1n;

// By their names; those that the kernel does not have are missing.
function byName(numbers) {
  const pairs = Array.from(numbers, (number, i) => [camel(C.lvsdr_totals_get_name(i)), number]);
  return Object.fromEntries(pairs.filter(([, number]) => number !== MISSING));
}

function read(guard) {
  const numbers = new BigUint64Array(raw.CONSTANTS.TOTAL_COUNT);
  return byName(numbers.subarray(0, guard.call('lvsdr_totals_read', numbers, numbers.length)));
}

// A Map of totals by the number of the processor.
function readProcessors(guard) {
  const columns = raw.CONSTANTS.TOTAL_OUTGOING_BYTES + 1;
  const room = guard.call('lvsdr_totals_read_processors', columns, null, 0);
  const numbers = new BigUint64Array(room * columns);
  const count = guard.call('lvsdr_totals_read_processors', columns, numbers, numbers.length);
  const totals = new Map();
  for (let i = 0; i < Math.min(count, room); i++) {
    const row = numbers.subarray(i * columns, (i + 1) * columns);
    if (row[0] !== MISSING) totals.set(i, byName(row));
  }
  return totals;
}

module.exports = { read, readProcessors };
