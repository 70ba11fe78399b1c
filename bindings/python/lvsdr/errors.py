# SPDX-License-Identifier: LGPL-2.1-or-later
"""Exceptions: one for each code of the library, and those of this package.

>>> try:
...     lvsdr.Dest("192.168.1.20", weight=-1)
... except lvsdr.InvalidError as error:
...     print(error)
cannot set weight of 192.168.1.20: -1 is not between 0 and 2147483647
>>> issubclass(lvsdr.InvalidError, ValueError), issubclass(lvsdr.InvalidError, OSError)
(True, True)
"""

from __future__ import annotations

import errno
import os
from typing import Dict, Type


class Error(OSError):
    """A call of the library failed. str() is the library's sentence: what is wrong with which object, and
    what to do. Each code has a subclass, which is also the built-in exception that fits."""

    operation: str = ""
    """What was attempted: "add", "update", "read" ..."""
    object: str = ""
    """What it was attempted on: "tcp 192.168.1.41:80 -> 192.168.1.20:80"."""
    kernel_errno: int = 0
    """The errno that the kernel gave, untranslated; 0 when the failure was not the kernel's."""
    kernel_text: str = ""
    """The kernel's own text, "" where it gave none."""

    def __str__(self) -> str:
        return str(self.strerror)

    @property
    def code(self) -> int:
        """The library's code: errno as a negative number."""
        return -int(self.errno or 0)


class InvalidError(Error, ValueError):
    """An argument is wrong, or asks for what cannot work (EINVAL)."""


class OutOfMemoryError(Error, MemoryError):
    """Out of memory (ENOMEM)."""


class ExistsError(Error, FileExistsError):
    """It stands already, in another form; the sentence says what differs (EEXIST)."""


class InUseError(Error):
    """What somebody else has needs it; the sentence names that (EBUSY)."""


class NotFoundError(Error, LookupError):
    """No such virtual service (ESRCH), or something else that was named is missing (ENOENT)."""


class NoDeviceError(NotFoundError):
    """No such network device (ENODEV)."""


class PrivilegeError(Error, PermissionError):
    """A privilege is missing; the sentence names it (EPERM)."""


class UnsupportedError(Error):
    """This kernel cannot do it (EOPNOTSUPP)."""


class DeadlineError(Error, TimeoutError):
    """The kernel did not answer within Host.timeout (ETIMEDOUT)."""


class ChangingError(Error):
    """What was read kept changing (EAGAIN)."""


class StaleError(Error):
    """A written plan belongs to another boot or another network namespace (ESTALE)."""


class FormatError(Error, ValueError):
    """A text or a kernel message could not be decoded (EBADMSG)."""


class KernelError(Error):
    """An errno of the kernel that is none of the others; see kernel_errno (EIO)."""


class ClosedError(ValueError):
    """The object, or the host that it belongs to, is closed."""


class BusyError(RuntimeError):
    """Another call of the same host is not over yet: a host is used by one thread at a time."""


class ForkError(RuntimeError):
    """The object belongs to the process that this one was forked from: open a host of your own."""


class LibraryError(ImportError):
    """The C library was not found, or its version does not fit this package."""


class LossError(ValueError):
    """A text of this form cannot hold all that there is; the message tells what would be lost."""


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
