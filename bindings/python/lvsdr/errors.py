# SPDX-License-Identifier: LGPL-2.1-or-later
"""Exceptions: one for each code of the library, and those of this package.

>>> try:
...     lvsdr.Dest("192.168.1.20", weight=-1)
... except lvsdr.InvalidError as error:
...     print(error)
...     print(error.field)
cannot set weight of 192.168.1.20: -1 is not between 0 and 2147483647
weight
>>> issubclass(lvsdr.InvalidError, ValueError), issubclass(lvsdr.InvalidError, OSError)
(True, True)
"""

from __future__ import annotations

import errno
import os
from typing import Dict, Type

__all__ = [
    "BusyError", "ChangingError", "ClosedError", "DeadlineError", "Error", "ExistsError", "ForkError", "FormatError",
    "InUseError", "InvalidError", "KernelError", "LibraryError", "LossError", "NoDeviceError", "NotFoundError",
    "OutOfMemoryError", "PrivilegeError", "StaleError", "UnsupportedError",
]  # fmt: skip


class Error(OSError):
    """A call of the library failed. str() is the library's message: what failed on which object, why, and what to do.
    Each code has a subclass, which is also the matching built-in exception."""

    operation: str = ""
    """The operation that failed: "add", "update", "read" ..."""
    object: str = ""
    """The object of the operation: "tcp 192.168.1.41:80 -> 192.168.1.20:80"."""
    field: str = ""
    """The field at fault, by the name of its property: "weight"; "" if no single field is at fault."""
    kernel_errno: int = 0
    """The errno that the kernel returned, untranslated; 0 if the failure did not come from the kernel."""
    kernel_text: str = ""
    """The kernel's own error text, "" if it gave none."""

    def __str__(self) -> str:
        return str(self.strerror)

    @property
    def code(self) -> int:
        """The library's code: errno as a negative number."""
        return -int(self.errno or 0)


class InvalidError(Error, ValueError):
    """An argument is invalid, or the request cannot work (EINVAL)."""


class OutOfMemoryError(Error, MemoryError):
    """Out of memory (ENOMEM)."""


class ExistsError(Error, FileExistsError):
    """The object already exists with different settings; the message lists the differences (EEXIST)."""


class InUseError(Error):
    """Addresses or routes of others depend on it, and the message names them; or connections are left when a graceful
    plan has reached its deadline (EBUSY)."""


class NotFoundError(Error, LookupError):
    """No such virtual service (ESRCH), or no such destination, scheduler, VIP or other named object (ENOENT)."""


class NoDeviceError(NotFoundError):
    """No such network device (ENODEV)."""


class PrivilegeError(Error, PermissionError):
    """A privilege is missing; the message names it (EPERM)."""


class UnsupportedError(Error):
    """The kernel does not support it (EOPNOTSUPP)."""


class DeadlineError(Error, TimeoutError):
    """The kernel did not answer within Host.timeout (ETIMEDOUT)."""


class ChangingError(Error):
    """The kernel's data kept changing while it was read (EAGAIN)."""


class StaleError(Error):
    """A record belongs to another boot or another network namespace (ESTALE)."""


class FormatError(Error, ValueError):
    """A text does not have the expected format, or a message of the kernel could not be decoded (EBADMSG)."""


class KernelError(Error):
    """Any other errno of the kernel; see kernel_errno (EIO)."""


class ClosedError(ValueError):
    """The object, or the host that it belongs to, is closed."""


class BusyError(RuntimeError):
    """Another call of the same host has not ended yet: a host must be used by one thread at a time."""


class ForkError(RuntimeError):
    """The object belongs to the process that this one was forked from; open another host."""


class LibraryError(ImportError):
    """The C library was not found, or its version does not fit this package."""


class LossError(ValueError):
    """The format does not support everything; the message lists what would be lost."""


CLASSES: Dict[int, Type[Error]] = {
    errno.EINVAL: InvalidError,
    errno.ENOMEM: OutOfMemoryError,
    errno.EEXIST: ExistsError,
    errno.EBUSY: InUseError,
    errno.ESRCH: NotFoundError,
    errno.ENOENT: NotFoundError,
    errno.ENODEV: NoDeviceError,
    errno.EPERM: PrivilegeError,
    errno.EOPNOTSUPP: UnsupportedError,
    errno.ETIMEDOUT: DeadlineError,
    errno.EAGAIN: ChangingError,
    errno.ESTALE: StaleError,
    errno.EBADMSG: FormatError,
    errno.EIO: KernelError,
}


def error_of(code: int, sentence: str = "") -> Error:
    """The exception for a negative code of the library."""
    return CLASSES.get(-code, Error)(-code, sentence or os.strerror(-code))
