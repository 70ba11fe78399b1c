// SPDX-License-Identifier: LGPL-2.1-or-later
// What a failure of the library becomes: an exception of the class that its code has.
'use strict';

const os = require('node:os');
const raw = require('./raw');
const { C, LibraryError } = require('./library');

const names = new Map(Object.keys(raw.ERRORS).map((name) => [-os.constants.errno[name], name]));

class LvsdrError extends Error {
  constructor(errno, details) {
    super(details.message);
    const code = names.get(errno);
    // As the errors of Node have them: errno is negative, and code its name.
    Object.assign(this, details, { errno, code });
  }
}

class ClosedError extends Error {}
class BusyError extends Error {}

class NotFoundError extends LvsdrError {}

const classes = {};
for (const kind of Object.values(raw.ERRORS)) {
  classes[kind] = class extends (raw.NOT_FOUND.includes(kind) ? NotFoundError : LvsdrError) {};
}
classes.NotFound = NotFoundError;

const exported = { LvsdrError, ClosedError, BusyError, LibraryError };
for (const [kind, each] of Object.entries(classes)) exported[`${kind}Error`] = each;
for (const [name, each] of Object.entries(exported)) {
  Object.defineProperty(each, 'name', { value: name });
  Object.defineProperty(each.prototype, 'name', { value: name, writable: true, configurable: true });
}

// The detail of the last failure on a handle.
function failure(handle, errno) {
  const details = {
    message: C.lvsdr_error_message(handle),
    operation: C.lvsdr_error_operation(handle),
    object: C.lvsdr_error_object(handle),
    field: C.lvsdr_error_field(handle),
    kernelErrno: C.lvsdr_error_kernel_errno(handle),
    kernelText: C.lvsdr_error_kernel_text(handle),
  };
  return new (classes[raw.ERRORS[names.get(errno)]] ?? LvsdrError)(errno, details);
}

module.exports = { exported, failure, ...exported };
