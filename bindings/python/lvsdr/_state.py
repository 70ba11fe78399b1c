# SPDX-License-Identifier: LGPL-2.1-or-later
"""How the objects of a state are read and changed, whatever their kind."""

from __future__ import annotations

import gc
from typing import Any, Callable, Dict, List, Optional, Type, TypeVar

from ._call import check
from ._library import C
from ._object import CObject
from ._value import Record, Value

R = TypeVar("R", bound=Record)
T = TypeVar("T")


def _uncollected(work: Callable[[], T]) -> T:
    """What `work` gives. Garbage is not looked for again and again while it makes many objects of which none is any."""
    collecting = gc.isenabled()
    try:
        gc.disable()
        result = work()
        if collecting:
            gc.enable()
    except BaseException:
        if collecting:
            gc.enable()
        raise
    return result


class StateObjects(CObject):
    """The objects of a state, which are read once, and kept until one of them changes."""

    _local = True
    _kept: Dict[Any, Any]

    def _change(self, function: str, *values: Optional[Value]) -> None:
        """Calls a function that takes the state and descriptions."""

        def change(pointer: Any) -> None:
            self._kept.clear()  # before anybody else has a turn
            check(self._detail, C[function](pointer, *pointers))

        with self._described(values) as pointers:
            self._using(change)

    def _once(self, key: object, read: Callable[[], T]) -> T:
        """What `read` gives, or gave, while the guard is held."""
        kept: Optional[T] = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = _uncollected(read)
        return kept

    def _list(self, kind: Type[R]) -> List[R]:
        """The objects of a kind, read one by one."""
        name = kind._kind.replace("lvsdr_", "lvsdr_state_get_")

        def read(pointer: Any) -> List[R]:
            places = range(C[f"{name}_count"](pointer))
            return list(self._once(kind, lambda: [kind._read(C[name](pointer, place)) for place in places]))

        return self._using(read)
