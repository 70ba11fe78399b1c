# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the functions of the C library take, by the words that _raw.py uses.

ctypes cuts numbers off in silence, takes None for any pointer, and wraps whatever a from_param() raises;
so each argument is checked here first, and a wrong one is a TypeError or ValueError with its name."""

from __future__ import annotations

import ctypes
from typing import Any, Callable, Dict, NamedTuple, Type

#   const struct x *                Pointer(x)      ctypes.POINTER(x), not NULL
#   the same, NULL allowed          OrNone(x)       or None
#   struct x **                     Out(x)          a ctypes.POINTER(x) that is written
#   int, int32_t, uint32_t, size_t  Int Int32 UInt32 Size           int, neither bool nor float
#   const char *                    Text            str without NUL
#   const char **                   OutText         a ctypes.c_char_p that is written
#   uint32_t *, uint64_t *, size_t *  OutUInt32 OutUInt64 OutSize   a ctypes.c_uint32 ... that is written
#   char *                          TextBuffer      an array of ctypes.c_char
#   uint8_t *, uint64_t *           UInt8Array UInt64Array          an array of ctypes.c_uint8 ...


class Handle(ctypes.Structure):
    """What the library hands out: opaque, one class for each kind."""


class Argument(NamedTuple):
    """A kind of argument: what ctypes takes it for, and how it is checked."""

    ctype: Any
    convert: Callable[[Any], Any]
    array: bool = False


class Function(NamedTuple):
    """A function: the type of its result, its arguments by name, and whether it makes no system call."""

    result: Any
    arguments: Dict[str, Argument]
    local: bool


def wrong_type(wanted: str, value: object) -> TypeError:
    """The complaint about a value of another type; a pointer is told by what it points to."""
    kind = getattr(value, "_type_", None)
    if not (isinstance(kind, type) and issubclass(kind, Handle)):
        kind = type(value)
    return TypeError(f"{wanted} is wanted, not {kind.__name__}")


def _number(ctype: Any, lowest: int, highest: int) -> Argument:
    def convert(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong_type("an int", value)
        if not lowest <= value <= highest:
            raise ValueError(f"{value} is not between {lowest} and {highest}")
        return value

    return Argument(ctype, convert)


def _text(value: Any) -> bytes:
    if not isinstance(value, str):
        raise wrong_type("a str", value)
    try:
        encoded = str.encode(value)
    except UnicodeEncodeError:
        raise ValueError("a text has to be Unicode without surrogates") from None
    if b"\0" in encoded:
        raise ValueError("a text cannot hold NUL")
    return encoded


def _instance(ctype: Any, kind: Type[Any], name: str, out: bool) -> Argument:
    def convert(value: Any) -> Any:
        if not isinstance(value, kind):
            raise wrong_type(name, value)
        return ctypes.byref(value) if out else value

    return Argument(ctype, convert)


def _array(ctype: Any) -> Argument:
    def convert(value: Any) -> Any:
        if not isinstance(value, ctypes.Array) or value._type_ is not ctype:
            raise wrong_type(f"an array of {ctype.__name__}", value)
        return value

    return Argument(ctypes.POINTER(ctype), convert, True)


def OrNone(struct: Type[Handle]) -> Argument:
    """A handle, or None."""
    pointer = ctypes.POINTER(struct)

    def convert(value: Any) -> Any:
        if value is not None and not isinstance(value, pointer):
            raise wrong_type(struct.__name__, value)
        return value

    return Argument(pointer, convert)


def Pointer(struct: Type[Handle]) -> Argument:
    """A handle."""
    allowed = OrNone(struct)

    def convert(value: Any) -> Any:
        if not allowed.convert(value):
            raise wrong_type(struct.__name__, None)
        return value

    return Argument(allowed.ctype, convert)


def _out(ctype: Any, name: str) -> Argument:
    return _instance(ctypes.POINTER(ctype), ctype, name, True)


def Out(struct: Type[Handle]) -> Argument:
    """Room for a handle."""
    return _out(ctypes.POINTER(struct), f"a pointer to {struct.__name__}")


Int = _number(ctypes.c_int, -(2**31), 2**31 - 1)
Int32 = _number(ctypes.c_int32, -(2**31), 2**31 - 1)
UInt32 = _number(ctypes.c_uint32, 0, 2**32 - 1)
UInt64 = _number(ctypes.c_uint64, 0, 2**64 - 1)
Size = _number(ctypes.c_size_t, 0, 2 ** (8 * ctypes.sizeof(ctypes.c_size_t)) - 1)
Text = Argument(ctypes.c_char_p, _text)
TextOrNone = Argument(ctypes.c_char_p, lambda value: None if value is None else _text(value))
OutText = _out(ctypes.c_char_p, "a c_char_p")
OutInt = _out(ctypes.c_int, "a c_int")
OutUInt32 = _out(ctypes.c_uint32, "a c_uint32")
OutUInt64 = _out(ctypes.c_uint64, "a c_uint64")
OutSize = _out(ctypes.c_size_t, "a c_size_t")
TextBuffer = _array(ctypes.c_char)
UInt8Array = _array(ctypes.c_uint8)
Int32Array = _array(ctypes.c_int32)
UInt32Array = _array(ctypes.c_uint32)
UInt64Array = _array(ctypes.c_uint64)
