# SPDX-License-Identifier: LGPL-2.1-or-later
"""C objects that live as long as a Python object does, and how calls on them are made: one at a time for each
host, in the process that it belongs to, on what is not closed yet."""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from contextlib import contextmanager
from typing import Any, Callable, Deque, Dict, Iterable, Iterator, List, Optional, Tuple, Type, TypeVar

from ._call import check, describing, free
from ._library import C
from ._raw import FUNCTIONS
from ._types import wrong_type
from ._value import Value
from .errors import BusyError, ClosedError, ForkError

O = TypeVar("O", bound="CObject")  # noqa: E741
V = TypeVar("V", bound=Value)
T = TypeVar("T")
_forks = 0


def _count_fork() -> None:
    global _forks
    _forks += 1


os.register_at_fork(after_in_child=_count_fork)


def _process() -> Tuple[int, int]:
    """This process: a fork that Python knows nothing of shows by the number, and one whose number comes again by
    the count."""
    return os.getpid(), _forks


def _belongs_elsewhere() -> ForkError:
    return ForkError("this belongs to the process that this one was forked from: open a host of your own")


class Guard:
    """What a handle of the library and all that belongs to it share: whose turn it is, and the objects that
    nobody needs any more and that were not free to be freed.

    A claim is a lock of its own that is locked as long as it stands; the first one that stands has its turn. Those
    that do not stand any more are forgotten later, so that nothing has to be done at their end: KeyboardInterrupt
    may come at any moment."""

    def __init__(self) -> None:
        self._claims: Dict[Any, Tuple[int, int]] = {}  # in their order; the process of each
        self._garbage: Deque[Any] = deque()
        self._process = _process()

    @property
    def inherited(self) -> bool:
        """Whether it belongs to the process that this one was forked from."""
        return self._process != _process()

    def take(self, claim: Any) -> None:
        """Takes its turn for a claim that stands, or raises BusyError."""
        here = self._claims[claim] = _process()
        for each in list(self._claims):
            if each is claim:
                return
            if not each.locked():
                self._claims.pop(each, None)
                continue
            process = self._claims.get(each, here)
            self._claims.pop(claim, None)
            if process != here:  # a thread that this process does not have was in a call
                raise _belongs_elsewhere()
            raise BusyError("another call of this host is not over yet: use one host for each thread")

    def discard(self, pointer: Any) -> None:
        """Frees a C object: now, or when the call is over that is going on."""
        self._garbage.append(pointer)
        self.sweep()

    def sweep(self) -> None:
        """Frees what is not needed any more, if it can."""
        if self._garbage:
            try:
                exclusively([self], self._free_garbage)
            except (BusyError, ForkError):
                pass

    def _free_garbage(self) -> None:
        while self._garbage:
            free(self._garbage.popleft())


def exclusively(guards: Iterable[Guard], work: Callable[[], T]) -> T:
    """What `work` gives, while nobody else uses what these guard."""
    claim = threading.Lock()
    try:
        with claim:  # of C: no signal is handled between the lock and the block
            for guard in guards:
                guard.take(claim)
            return work()
    finally:
        if claim.locked():  # an exception came at the end of the block: a tracer can do that
            claim.release()


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
            exclusively([self._guard], self._finalizer)
            self._guard.sweep()

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
        if self.closed:
            raise ClosedError(f"this {type(self).__name__} is closed, or the host that it came from")
        return self._pointer

    def _using(self, work: Callable[..., T], *others: Optional[CObject]) -> T:
        """What `work` gives for their pointers, which nobody else uses meanwhile; None stays None."""
        used = (self, *others)
        for each in used:
            if not (each is None or isinstance(each, CObject)):
                raise wrong_type("a State", each)
        objects = [each for each in used if each is not None]
        if any(each._guard.inherited and not each._local for each in objects):
            raise _belongs_elsewhere()
        guards = {each._guard for each in objects}
        try:
            return exclusively(guards, lambda: work(*(None if each is None else each._usable() for each in used)))
        finally:
            for guard in guards:
                guard.sweep()

    def _call(self, function: str, *arguments: Any) -> int:
        """Calls a function that takes this object first, and does not fail."""
        return self._using(lambda pointer: check(self._detail, C[function](pointer, *arguments)))

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
