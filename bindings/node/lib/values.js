// SPDX-License-Identifier: LGPL-2.1-or-later
// JavaScript's values to C's and back; what C would cut off is refused.
'use strict';

const raw = require('./raw');

function refuse(what, expected, value) {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  throw new TypeError(`${what}: ${expected} is expected, not ${shown}`);
}

function integer(lowest, highest) {
  return (value, what) => {
    if (!Number.isInteger(value) || value < lowest || value > highest) {
      refuse(what, `an integer from ${lowest} to ${highest}`, value);
    }
    return value;
  };
}

const int32 = integer(-(2 ** 31), 2 ** 31 - 1);
const uint32 = integer(0, 2 ** 32 - 1);

function text(value, what) {
  if (typeof value !== 'string' || value.includes('\0')) refuse(what, 'a text without NUL', value);
  return value;
}

function boolean(value, what) {
  if (typeof value !== 'boolean') refuse(what, 'true or false', value);
  return value ? 1 : 0;
}

// A text, or an array of its words.
function words(value, what) {
  return Array.isArray(value) ? value.map((word) => text(word, what)).join(' ') : text(value, what);
}

function milliseconds(seconds, what) {
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds < 2 ** 21)) refuse(what, 'a number of seconds', seconds);
  return Math.ceil(seconds * 1000);
}

// persistence_prefix is persistencePrefix.
function camel(name) {
  return name.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

// The constants PREFIX_NAME of names such as "services", or of the options that are true.
function flags(prefix, names) {
  const wanted = Array.isArray(names) ? names : Object.keys(names).filter((name) => boolean(names[name], name));
  return wanted.reduce((sum, name) => {
    const flag = raw.CONSTANTS[`${prefix}_${snake(text(name, prefix))}`.toUpperCase()];
    if (flag === undefined) throw new TypeError(`there is no ${prefix.toLowerCase()} "${name}"`);
    return (sum | flag) >>> 0;
  }, 0);
}

// The names of the constants PREFIX_NAME that are set in a number.
function flagNames(prefix, number) {
  return Object.entries(raw.CONSTANTS)
    .filter(([name, value]) => name.startsWith(`${prefix}_`) && (number & value) !== 0)
    .map(([name]) => name.slice(prefix.length + 1).toLowerCase());
}

// What a getter with a buffer fills; undefined where it has none.
function filled(getter, pointer) {
  const buffer = Buffer.alloc(256);
  const length = getter(pointer, buffer, buffer.length);
  return length < 0 ? undefined : buffer.toString('utf8', 0, length);
}

// "192.168.1.41:80", "[2001:db8::41]:80"
function join(address, port) {
  if (port === undefined || port === '') return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

const convert = { text, boolean, int32, uint32 };

module.exports = { convert, text, boolean, int32, uint32, words, milliseconds, camel, snake, flags, flagNames, filled, join };
