# SPDX-License-Identifier: LGPL-2.1-or-later
"""Watches: which parts of the state of a host may have changed, told when it happens or at an interval."""

from __future__ import annotations

import math
import select
import time
from typing import Any, AsyncIterator, Iterator, Optional

from ._call import new_pointer
from ._library import C
from ._members import Part
from ._object import CObject, _out_number
from ._plain import milliseconds
from .scope import ScopeLike, described_scope


class Watch(CObject, Iterator[Part], AsyncIterator[Part]):
    """Tells which parts of the state of a scope may have changed. Open it, then read the state, and read it again
    whenever it tells so: then no change is lost, provided that changes that restore something are made with its
    host. Changes of the program itself are told too, and one that was told may be told once more.

        with host.watch("192.168.1.41", Part.SERVICES | Part.VIPS, interval=1.0) as watch:
            host.plan(desired, scope="192.168.1.41").apply()
            for parts in watch:  # in a coroutine of asyncio: async for
                host.plan(desired, scope="192.168.1.41").apply()

    Its host must stay open. While it waits, the host can be used."""

    def __init__(self, pointer: Any, host: CObject, timeout: Optional[float]) -> None:
        super().__init__(pointer, host)
        self._end = math.inf if timeout is None else time.monotonic() + timeout

    def fileno(self) -> int:
        """The descriptor that becomes readable when read() is to be called; for select() and event loops only."""
        return self._using(lambda pointer: int(C["lvsdr_watch_get_fd"](pointer)))

    def read(self) -> Part:
        """Return the parts that may have changed since the last call, or since it was opened; Part(0) if nothing has.
        This does not wait."""
        out = _out_number("lvsdr_watch_read")
        self._call("lvsdr_watch_read", out)
        return Part(out.value)

    def wait(self, timeout: Optional[float] = None) -> Part:
        """Wait until something may have changed, and return the parts; Part(0) after `timeout` seconds."""
        end = math.inf if timeout is None else time.monotonic() + timeout
        return self._wait_until(end)

    def _wait_until(self, end: float) -> Part:
        poller = select.poll()
        poller.register(self.fileno(), select.POLLIN)
        parts = self.read()
        while not parts and time.monotonic() < end:
            poller.poll(None if end == math.inf else math.ceil((end - time.monotonic()) * 1000))
            parts = self.read()
        return parts

    def __next__(self) -> Part:
        """Wait until something may have changed, and return the parts."""
        parts = self._wait_until(self._end)
        if not parts:
            raise StopIteration
        return parts

    async def __anext__(self) -> Part:
        """The same in a coroutine of asyncio."""
        import asyncio

        changed = asyncio.Event()
        loop, fd = asyncio.get_running_loop(), self.fileno()
        parts = self.read()
        while not parts and time.monotonic() < self._end:
            changed.clear()
            loop.add_reader(fd, changed.set)
            try:
                await asyncio.wait_for(
                    changed.wait(), None if self._end == math.inf else max(0, self._end - time.monotonic())
                )
            except asyncio.TimeoutError:
                pass
            finally:
                loop.remove_reader(fd)
            parts = self.read()
        if not parts:
            raise StopAsyncIteration
        return parts


class WatchCalls(CObject):
    """The call of a host about watches."""

    def watch(
        self, scope: ScopeLike, parts: int = Part.SERVICES, *, interval: float = 1.0, timeout: Optional[float] = None
    ) -> Watch:
        """Begin to watch the state of the host within a scope. It is an iterator, also an asynchronous one, of the
        parts that may have changed, and should be closed.

        scope: as for read(). Services, addresses and host routes outside of it are not told.
        parts: Part values, such as the parts of a desired state.
        interval: how often to read what the kernel gives no notice of (services, destinations, timeouts, sync
            daemons, sysctls, ARP policies): seconds, 0.01 to 3600. Addresses, routes, devices, packet marks and
            whether IPVS is loaded are told immediately.
        timeout: after how many seconds from now the iteration ends; None: never.

        It does not load IPVS. Needs what read() needs for these parts."""
        pointer = new_pointer("lvsdr_watch")
        if timeout is not None:
            milliseconds("timeout", timeout)  # refuses what is no time
        with described_scope(scope) as owned:
            self._call("lvsdr_watch_open", owned, parts, milliseconds("interval", interval), pointer)
        return Watch(pointer, self, timeout)
