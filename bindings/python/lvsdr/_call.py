# SPDX-License-Identifier: LGPL-2.1-or-later
"""How codes of the library become exceptions, and on which handle values are described."""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from typing import Any, Iterator, List

from . import _raw
from ._library import C, text
from .errors import Error, error_of


def failure(host: Any, code: int) -> Error:
    """The exception for a code, with the detail that the library left on a handle."""
    if C["lvsdr_error_code"](host) != code:
        return error_of(code)
    error = error_of(code, text(C["lvsdr_error_message"](host)))
    error.operation = text(C["lvsdr_error_operation"](host))
    error.object = text(C["lvsdr_error_object"](host))
    error.field = text(C["lvsdr_error_field"](host))
    error.kernel_errno = C["lvsdr_error_kernel_errno"](host)
    error.kernel_text = text(C["lvsdr_error_kernel_text"](host))
    return error


def check(host: Any, code: int) -> int:
    """A result that is no failure; else its exception is raised."""
    if code < 0:
        raise failure(host, code)
    return code


def new_pointer(name: str) -> Any:
    """Room for a pointer to a C object, such as "lvsdr_state"."""
    return ctypes.POINTER(getattr(_raw, name))()


def new_host() -> Any:
    """A handle of the library, which costs no system call."""
    host = new_pointer("lvsdr")
    code = C["lvsdr_new"](host)
    if code < 0:
        raise error_of(code)
    return host


def free(pointer: Any) -> None:
    """Gives a C object back."""
    C[f"{type(pointer)._type_.__name__}_free"](pointer)


_spare: List[Any] = []  # handles on which values are described; two threads never share one


@contextmanager
def describing() -> Iterator[Any]:
    """A handle that tells what is wrong with a description."""
    try:
        host = _spare.pop()
    except IndexError:
        host = new_host()
    try:
        yield host
    finally:
        _spare.append(host)
