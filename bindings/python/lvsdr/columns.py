# SPDX-License-Identifier: LGPL-2.1-or-later
"""The services and destinations of a state, read by columns: one call for a field of all of them."""

from __future__ import annotations

import ctypes
from array import array
from dataclasses import fields
from itertools import repeat
from typing import Any, Generic, Iterable, Iterator, List, Optional, Tuple, Type, TypeVar

from . import _raw
from ._library import C, text
from ._value import Memo, Record, build
from .counters import Counters
from .dest import Dest
from .service import Service

_FIRST_TEXT = 100
_LONGEST_TEXT = 46
R = TypeVar("R", bound=Record)


class Columns(Generic[R]):
    """The rows of one kind of a state: services, or the destinations of all services."""

    def __init__(self, state: Any, kind: Type[R], count: int) -> None:
        self._state, self._kind, self._count = state, kind, count
        self._name = kind._kind.replace("lvsdr_", "")
        self._numbers = array("Q", bytes(8 * count))

    def _column(self, field: str) -> int:
        return int(getattr(_raw, f"LVSDR_{self._name}_COLUMN_{field}".upper()))

    def numbers(self, column: int) -> List[int]:
        """One number of each row; of counters none when no statistics were read."""
        room = (ctypes.c_uint64 * self._count).from_buffer(self._numbers)
        filled = C[f"lvsdr_state_get_{self._name}_numbers"](self._state, column, room, self._count)
        return self._numbers[:filled].tolist()

    def texts(self, column: int) -> List[str]:
        """One text of each row."""
        room = ctypes.create_string_buffer(_LONGEST_TEXT * self._count + 1)
        C[f"lvsdr_state_get_{self._name}_texts"](self._state, column, room, len(room))
        return text(room.value).split("\n")[:-1]

    def counters(self) -> Iterable[Optional[Counters]]:
        """The statistics of each row."""
        names = [each.name for each in fields(Counters)]
        places = [_raw.LVSDR_COLUMN_COUNTERS + getattr(_raw, f"LVSDR_COUNTER_{name}".upper()) for name in names]
        if not self.numbers(places[0]):
            return repeat(None)
        return build(Counters, self._count, zip(names, map(self.numbers, places)))

    def _values(self, field: str) -> Iterable[Any]:
        column, convert = self._column(field), self._kind._convert.get(field)
        values: Iterable[Any]
        if column < _FIRST_TEXT:
            values = self.numbers(column)
        else:
            values = self.texts(column)
        return map(Memo(convert).__getitem__, values) if convert else values

    def _all(self) -> Iterator[Tuple[str, Iterable[Any]]]:
        yield from ((name, self._values(name)) for name in self._kind._fields())
        yield "counters", self.counters()

    def rows(self) -> List[R]:
        """The services, or destinations."""
        return self._kind._from_columns(self._count, self._all())


def read_services(state: Any) -> Tuple[List[Service], List[List[Dest]]]:
    """The services of a state, and the destinations of each."""
    count = C["lvsdr_state_get_service_count"](state)
    columns = Columns(state, Service, count)
    lengths = columns.numbers(_raw.LVSDR_SERVICE_COLUMN_DEST_COUNT)
    dests = Columns(state, Dest, sum(lengths)).rows()
    ends = [0]
    for length in lengths:
        ends.append(ends[-1] + length)
    return columns.rows(), [dests[start:end] for start, end in zip(ends, ends[1:])]
