// SPDX-License-Identifier: LGPL-2.1-or-later

/** A failure of the library; each kind of failure has a subclass. */
export class LvsdrError extends Error {
  /** The name of the code: "EEXIST". */
  readonly code: string;
  /** The same as a negative number. */
  readonly errno: number;
  /** What was attempted: "add", "update", "read" ... */
  readonly operation: string;
  /** On what: "tcp 192.168.1.41:80 -> 192.168.1.20:80". */
  readonly object: string;
  /** The field at fault, "weight", or "" if no single one is. */
  readonly field: string;
  /** The errno that the kernel returned, or 0, and its own text, or "". */
  readonly kernelErrno: number;
  readonly kernelText: string;
}

/** The object is closed, or the host that it needs. */
export class ClosedError extends Error {}

/** Another call of the same host has not ended yet. */
export class BusyError extends Error {}

/** The C library was not found, or its version does not fit this package. */
export class LibraryError extends Error {}
