# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finding the C library and binding its functions, when the first of them is called.

It is the file that $LVSDR_LIBRARY names; else, where this package lies in the source tree, the one that was
built there; else the installed one."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from ._raw import FUNCTIONS, SONAME, VERSION
from ._types import Argument, Size, Text
from .errors import LibraryError

Call = Callable[..., Any]


def text(value: Optional[bytes]) -> str:
    """A text of the library, which is UTF-8."""
    return value.decode("utf-8", "backslashreplace") if value else ""


def _find() -> str:
    named = os.environ.get("LVSDR_LIBRARY")
    if named:
        return named
    here = Path(__file__).resolve().parent
    if here.parts[-3:] == ("bindings", "python", "lvsdr"):
        for place in ("build/liblvsdr/.libs", "liblvsdr/.libs"):
            built = here.parents[2] / place / SONAME
            if built.exists():
                return str(built)
    return SONAME


def _numbers(version: str) -> Tuple[int, ...]:
    return tuple(int(word) for word in version.split(".") if word.isdigit())


def _clearing(free: Call) -> Call:
    def call(pointer: Any) -> Any:
        free(pointer)
        if pointer is not None:  # what is freed twice, or used after, is then no pointer any more
            ctypes.memset(ctypes.byref(pointer), 0, ctypes.sizeof(pointer))

    return call


def _sized(arguments: List[Argument]) -> List[int]:
    """The places of arrays and texts whose size is the argument that follows them."""
    pairs = enumerate(zip(arguments, arguments[1:]))
    return [place for place, (argument, size) in pairs if size is Size and (argument is Text or argument.array)]


class _Place(ctypes.Structure):
    """Where an address comes from, as dladdr() tells it."""

    _fields_ = [("file", ctypes.c_char_p), ("base", ctypes.c_void_p), ("name", ctypes.c_char_p),
                ("address", ctypes.c_void_p)]  # fmt: skip


def _file_of(function: Any) -> Optional[str]:
    """The file that a function was loaded from."""
    place = _Place()
    found = ctypes.CDLL(None).dladdr(ctypes.cast(function, ctypes.c_void_p), ctypes.byref(place))
    return os.fsdecode(place.file) if found and place.file else None


class Library:
    """The loaded library."""

    def __init__(self, path: str) -> None:
        try:
            self._releasing = ctypes.CDLL(path)  # other threads run while it waits for the kernel
            self._local = ctypes.PyDLL(path)
        except OSError as error:
            raise LibraryError(
                f"liblvsdr cannot be loaded: {error}; install it, or name the file in $LVSDR_LIBRARY"
            ) from None
        self.path = path
        self.version = text(self.bind("lvsdr_version")())
        self.path = _file_of(self._local["lvsdr_version"]) or path
        if _numbers(self.version) < _numbers(VERSION) or _numbers(self.version)[0] != _numbers(VERSION)[0]:
            raise LibraryError(
                f"{self.path} is liblvsdr {self.version}, and this package is for {VERSION} and what follows it; "
                "install the two that belong together, or name another file in $LVSDR_LIBRARY"
            )

    def bind(self, name: str) -> Call:
        """A function of the library that checks its arguments."""
        function = FUNCTIONS[name]
        try:
            foreign = (self._local if function.local else self._releasing)[name]
        except AttributeError:
            raise LibraryError(
                f"{self.path} has no {name}(): it is no liblvsdr {VERSION}; name another file in $LVSDR_LIBRARY"
            ) from None
        foreign.restype = function.result
        foreign.argtypes = [argument.ctype for argument in function.arguments.values()]
        checks = [(parameter, argument.convert) for parameter, argument in function.arguments.items()]
        sized = _sized(list(function.arguments.values()))

        def call(*values: Any) -> Any:
            if len(values) != len(checks):
                raise TypeError(f"{name}() takes {len(checks)} arguments, not {len(values)}")
            converted = []
            for (parameter, check), value in zip(checks, values):
                try:
                    converted.append(check(value))
                except TypeError as error:
                    raise TypeError(f"{parameter}: {error}") from None
                except ValueError as error:
                    raise ValueError(f"{parameter}: {error}") from None
            for place in sized:
                if converted[place + 1] > len(converted[place]):
                    raise ValueError(f"{checks[place + 1][0]}: {checks[place][0]} has less than {converted[place + 1]}")
            return foreign(*converted)

        if name.endswith("_free"):
            return _clearing(call)
        return call


_library: Optional[Library] = None  # no lock: two threads may load it both, and a child process never waits


def library() -> Library:
    """The library, loaded when it is asked for the first time."""
    global _library
    if _library is None:
        _library = Library(_find())
    return _library


class _Functions(Dict[str, Call]):
    def __missing__(self, name: str) -> Call:
        call = self[name] = library().bind(name)
        return call


C = _Functions()
"""The functions of the library by their names."""


def library_path() -> str:
    """The file of the C library that is used."""
    return library().path


def version() -> str:
    """The version of the C library, such as "0.1.0"."""
    return library().version
