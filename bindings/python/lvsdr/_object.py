# SPDX-License-Identifier: LGPL-2.1-or-later
"""C objects that live as long as a Python object does, and how calls on them are made: one at a time for each
host, in the process that it belongs to, on what is not closed yet."""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from contextlib import ExitStack, contextmanager
from typing import Any, Deque, Iterator, List, Optional, Type, TypeVar

from ._call import check, describing, free
from ._library import C
from ._raw import FUNCTIONS
from ._types import wrong_type
from ._value import Value
from .errors import BusyError, ClosedError, ForkError

O = TypeVar("O", bound="CObject")  # noqa: E741
V = TypeVar("V", bound=Value)
_forks = 0


def _count_fork() -> None:
    global _forks
    _forks += 1


os.register_at_fork(after_in_child=_count_fork)


class Guard:
    """What a handle of the library and all that belongs to it share: the lock, taken without waiting, and the
    objects that nobody needs any more and that were not free to be freed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._garbage: Deque[Any] = deque()
        self._forks = _forks

    @property
    def inherited(self) -> bool:
        """Whether it belongs to the process that this one was forked from."""
        return self._forks != _forks

    def __enter__(self) -> None:
        if not self._lock.acquire(False):
            raise BusyError("another call of this host is not over yet: use one host for each thread")

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        self._sweep()

    def discard(self, pointer: Any) -> None:
        """Frees a C object: now, or when the call is over that is going on."""
        self._garbage.append(pointer)
        self._sweep()

    def _sweep(self) -> None:
        while self._garbage and self._lock.acquire(False):
            try:
                while self._garbage:
                    free(self._garbage.popleft())
            finally:
                self._lock.release()


def _out_number(function: str) -> Any:
    """Room for the result that is the last argument of a function."""
    *_, argument = FUNCTIONS[function].arguments.values()
    return argument.ctype._type_()


class CObject:
    """Holds a C object, which is freed with it, or by close()."""

    _local = False  # whether it works without the host that it came from, and after a fork

    def __init__(self, pointer: Any, host: Optional[CObject] = None) -> None:
        """Owns `pointer`, which belongs to `host`, or is a handle itself."""
        self._pointer = pointer
        self._guard: Guard = Guard() if host is None else host._guard
        # The handle on which failures are told. Its memory lives as long as any object that was made with it; its
        # own pointer is cleared when it is freed.
        self._detail: Any = type(pointer).from_buffer_copy(pointer) if host is None else host._detail
        self._host = None if self._local else host  # to be open as long as this is used
        self._finalizer = weakref.finalize(self, self._guard.discard, pointer)

    def close(self) -> None:
        """Gives back what it holds in memory and in descriptors; what it did stays done. May be called again."""
        if self._guard.inherited:
            self._finalizer()
        elif self._finalizer.alive:
            with self._guard:
                self._finalizer()

    @property
    def closed(self) -> bool:
        """Whether it was closed, or the host that it needs."""
        return not self._finalizer.alive or (self._host is not None and self._host.closed)

    def __enter__(self: O) -> O:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _usable(self) -> Any:
        """Its pointer, while the guard is held."""
        if self._guard.inherited and not self._local:
            raise ForkError("this belongs to the process that this one was forked from: open a host of your own")
        if self.closed:
            raise ClosedError(f"this {type(self).__name__} is closed, or the host that it came from")
        return self._pointer

    @contextmanager
    def _using(self, *others: Optional[CObject]) -> Iterator[List[Any]]:
        """Their pointers, which nobody else uses meanwhile; None stays None."""
        used = (self, *others)
        for each in used:
            if not (each is None or isinstance(each, CObject)):
                raise wrong_type("a State", each)
        with ExitStack() as guards:
            for guard in {each._guard for each in used if each is not None}:
                guards.enter_context(guard)
            yield [None if each is None else each._usable() for each in used]

    def _call(self, function: str, *arguments: Any) -> int:
        """Calls a function that takes this object first, and does not fail."""
        with self._using() as pointers:
            return check(self._detail, C[function](*pointers, *arguments))

    @contextmanager
    def _described(self, values: Any) -> Iterator[List[Any]]:
        """C objects of values; None stays None."""
        pointers: List[Any] = []
        with describing() as host:
            try:
                for value in values:
                    if not (value is None or isinstance(value, Value)):
                        raise wrong_type("a description, such as a Service,", value)
                    pointers.append(None if value is None else value._make(host))
                yield pointers
            finally:
                for each in pointers:
                    if each is not None:
                        free(each)

    def _act(self, function: str, *values: Optional[Value]) -> bool:
        """Calls a function that takes this object and descriptions: whether it changed something."""
        with self._described(values) as pointers:
            return self._call(function, *pointers) > 0

    def _fetch(self, kind: Type[V], function: str, *values: Value) -> V:
        """Calls a function that fills the last description in, which is of this kind."""
        with self._described(values) as pointers:
            self._call(function, *pointers)
            return kind._read(pointers[-1])

    def _number(self, function: str) -> int:
        """Calls a function that gives a number by a pointer."""
        out = _out_number(function)
        self._call(function, out)
        return int(out.value)
