# SPDX-License-Identifier: LGPL-2.1-or-later
"""The objects of a kind in a state as columns: one call for a field of all of them."""

from __future__ import annotations

import ctypes
from array import array
from dataclasses import fields
from itertools import repeat
from mmap import mmap
from typing import Any, Generic, Iterable, Iterator, List, Optional, Tuple, Type, TypeVar

from ._library import C, text
from ._value import Memo, Record, build, is_text, to_address, to_addresses
from .counters import Counters

_LONGEST_TEXT = 46
R = TypeVar("R", bound=Record)


class Columns(Generic[R]):
    """The rows of one kind of a state: services, or the destinations of all services."""

    def __init__(self, state: Any, kind: Type[R], count: int) -> None:
        self._state, self._kind, self._count = state, kind, count
        self._name = kind._kind.replace("lvsdr_", "")
        self._numbers = array("Q", bytes(8 * count))

    def _fill(self, column: str) -> int:
        room = (ctypes.c_uint64 * self._count).from_buffer(self._numbers)
        return int(C[f"lvsdr_state_get_{self._name}_numbers"](self._state, column, room, self._count))

    def numbers(self, column: str) -> List[int]:
        """One number of each row."""
        self._fill(column)
        return self._numbers.tolist()

    def texts(self, column: str) -> List[str]:
        """One text of each row."""
        size = _LONGEST_TEXT * self._count + 1
        room = (ctypes.c_char * size).from_buffer(mmap(-1, size))  # only pages that are written to cost something
        C[f"lvsdr_state_get_{self._name}_texts"](self._state, column, room, size)
        return text(room.value).split("\n")[:-1]

    def counters(self) -> Iterable[Optional[Counters]]:
        """The counters of each row; rows whose counters are all zero share one object."""
        names = [each.name for each in fields(Counters)]
        if not self._fill("connections"):
            return repeat(None)
        moved = {name for name in names if self._fill(name) and any(self._numbers)}
        if not moved:
            return repeat(Counters())
        return build(
            Counters,
            self._count,
            ((name, self.numbers(name) if name in moved else repeat(0)) for name in names),
        )

    def _values(self, field: str) -> Iterable[Any]:
        convert = self._kind._convert.get(field)
        if not is_text(self._kind, field):
            numbers = self.numbers(field)
            return map(Memo(convert).__getitem__, numbers) if convert else numbers
        texts = self.texts(field)
        return to_addresses(texts) if convert is to_address else texts

    def _all(self) -> Iterator[Tuple[str, Iterable[Any]]]:
        yield from ((name, self._values(name)) for name in self._kind._fields())
        yield "counters", self.counters()

    def rows(self) -> List[R]:
        """The services, or destinations."""
        return self._kind._from_columns(self._count, self._all())
