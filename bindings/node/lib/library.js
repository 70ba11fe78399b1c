// SPDX-License-Identifier: LGPL-2.1-or-later
// The C library: the file that $LVSDR_LIBRARY names; else, where this package lies in the source tree, the one that was
// built there; else the installed one.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const koffi = require('koffi');
const raw = require('./raw');

const SONAME = 'liblvsdr.so.0';

/** The C library was not found, or its version does not fit this package. */
class LibraryError extends Error {}
LibraryError.prototype.name = 'LibraryError';

function find() {
  if (process.env.LVSDR_LIBRARY) return process.env.LVSDR_LIBRARY;
  const folder = path.resolve(__dirname, '..', '..', '..');
  if (__dirname === path.join(folder, 'bindings', 'node', 'lib')) {
    for (const place of ['build/liblvsdr/.libs', 'liblvsdr/.libs']) {
      const built = path.join(folder, place, SONAME);
      if (fs.existsSync(built)) return built;
    }
  }
  return SONAME;
}

const file = find();

function load() {
  try {
    return koffi.load(file);
  } catch (error) {
    throw new LibraryError(`liblvsdr cannot be loaded: ${error.message}; install it, or name the file in $LVSDR_LIBRARY`);
  }
}

for (const handle of raw.HANDLES) koffi.opaque(handle);
const loaded = load();

// The functions by their names, each bound when it is first needed.
const C = new Proxy({}, {
  get(bound, name) {
    return bound[name] ??= bind(name);
  },
});

function bind(name) {
  try {
    return loaded.func(raw.FUNCTIONS[name]);
  } catch (error) {
    throw new LibraryError(`${file} is no liblvsdr ${raw.VERSION}: ${error.message}; name another in $LVSDR_LIBRARY`);
  }
}

const [wanted, found] = [raw.VERSION, C.lvsdr_version()].map((text) => text.split('.').map(Number));
const older = wanted.map((number, i) => found[i] - number).find((difference) => difference !== 0) < 0;
if (older || found[0] !== wanted[0]) {
  throw new LibraryError(`${file} is liblvsdr ${found.join('.')}, and this package is for ${raw.VERSION} and what ` +
    'follows it; install the two that belong together, or name another file in $LVSDR_LIBRARY');
}

module.exports = { C, LibraryError, libraryPath: () => file, version: () => C.lvsdr_version() };
