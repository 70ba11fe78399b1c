# SPDX-License-Identifier: LGPL-2.1-or-later
"""States: sets of objects of one host, observed or desired.

>>> state = lvsdr.State()
>>> web = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
>>> state.add_service(web)
>>> state.add_dest(web, lvsdr.Dest("192.168.1.20", weight=3))
>>> print(state.to_text("rules"), end="")
-A -t 192.168.1.41:80 -s rr
-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 3
>>> [(str(service), [str(dest) for dest in dests]) for service, dests in state.items()]
[('tcp 192.168.1.41:80', ['192.168.1.20:80'])]
>>> lvsdr.State.from_dict(state.to_dict()).services == state.services
True
"""

from __future__ import annotations

import ctypes
import errno
import json
from enum import IntFlag
from itertools import count, takewhile
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple, Type, TypeVar

from . import _raw
from ._call import check, new_host, new_pointer
from ._files import PathLike, load_text, save_text
from ._library import C, text
from ._object import CObject
from ._plain import size
from ._value import Record
from .arp_policy import ArpPolicy
from .columns import read_services
from .dest import Dest
from .errors import LossError, NotFoundError
from .mark import Mark
from .scope import ScopeLike, described_scope
from .service import Service
from .sync_daemon import SyncDaemon
from .sysctl import Sysctl
from .timeouts import Timeouts
from .vip import Vip

R = TypeVar("R", bound=Record)


class Part(IntFlag):
    """The kinds of objects that a state describes."""

    SERVICES = _raw.LVSDR_STATE_SERVICES
    """Virtual services and their destinations."""
    VIPS = _raw.LVSDR_STATE_VIPS
    """The addresses of the scope on devices."""
    ARP_POLICIES = _raw.LVSDR_STATE_ARP_POLICIES
    """arp_ignore and arp_announce of "all" and of devices."""
    TIMEOUTS = _raw.LVSDR_STATE_TIMEOUTS
    """Of IPVS in the network namespace."""
    SYSCTLS = _raw.LVSDR_STATE_SYSCTLS
    """net.ipv4.vs.*"""
    SYNC_DAEMONS = _raw.LVSDR_STATE_SYNC_DAEMONS
    """Of IPVS in the network namespace."""
    MARKS = _raw.LVSDR_STATE_MARKS
    """Packet marks."""


class State(CObject):
    """A set of objects. It describes some kinds of objects completely; objects of other kinds are never changed
    because of it.

    Its objects are read once and kept. It works without a host, after the host that it was read from was closed, and
    after a fork, unless another thread was in a call of it (ForkError)."""

    _local = True

    def __init__(self, parts: int = Part.SERVICES) -> None:
        """Create an empty desired state. One that describes services and has none requests that there are none in the
        scope.

        parts: the kinds of objects that it describes completely, Part values."""
        self._build("lvsdr_state_new", parts)

    def _build(self, function: str, *arguments: Any) -> None:
        host = CObject(new_host())  # its memory lives as long as the state does
        pointer = new_pointer("lvsdr_state")
        host._call(function, *arguments, pointer)
        self._own(pointer, host)

    def _own(self, pointer: Any, host: CObject) -> None:
        CObject.__init__(self, pointer, host)
        self._kept: Dict[Any, Any] = {}

    @classmethod
    def from_text(cls, content: str, format: Optional[str] = None) -> State:
        """Create a state from a text: "json", "rules", as `ipvsadm --save --numeric` writes them, or another one of
        formats(); None: JSON if it begins with "{", rules if not. FormatError contains the line of the error, or its
        place in JSON (a JSON pointer)."""
        state = cls.__new__(cls)
        state._build("lvsdr_state_from_text", format, content, size(content))
        return state

    @classmethod
    def from_json(cls, content: str) -> State:
        """Create a state from JSON (docs/state.schema.json)."""
        return cls.from_text(content, "json")

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> State:
        """The same from what json.loads() returns."""
        return cls.from_json(json.dumps(content))

    @staticmethod
    def formats() -> List[str]:
        """The names of the formats in which a state can be a text."""
        names = map(C["lvsdr_format_name"], count())
        return [text(name) for name in takewhile(lambda name: name is not None, names)]

    @classmethod
    def load(cls, path: PathLike) -> State:
        """Create a state from a file of JSON, or of another format that is recognized."""
        return cls.from_text(load_text(path))

    def to_text(self, format: str, *, lossy: bool = False) -> str:
        """The state as a text: "json", "rules", or another one of formats(). Raise LossError if the format does not
        support all of it, unless `lossy` permits that."""
        result = ctypes.c_char_p()

        def write(pointer: Any) -> Tuple[str, str]:
            lost = check(self._detail, C["lvsdr_state_to_text"](pointer, format, result))
            return text(result.value), text(C["lvsdr_error_message"](self._detail)) if lost else ""

        written, lost = self._using(write)
        if lost and not lossy:
            raise LossError(lost)
        return written

    def to_json(self) -> str:
        """The state as JSON (docs/state.schema.json)."""
        return self.to_text("json")

    def to_dict(self) -> Dict[str, Any]:
        """The same as json.loads() returns it."""
        content: Dict[str, Any] = json.loads(self.to_json())
        return content

    def save(self, path: PathLike) -> None:
        """Write the state to a file as JSON, completely or not at all."""
        save_text(path, self.to_json())

    def _change(self, function: str, *values: Any) -> None:
        try:
            self._act(function, *values)
        finally:
            self._kept.clear()

    def add_service(self, service: Service) -> None:
        """Add a service; raise ExistsError if the state already has it."""
        self._change("lvsdr_state_add_service", service)

    def update_service(self, service: Service) -> None:
        """Change a service; fields that are None are not changed. Raise NotFoundError if there is no such service."""
        self._change("lvsdr_state_update_service", service)

    def add_dest(self, service: Service, dest: Dest) -> None:
        """Add a destination to a service of the state; raise ExistsError if it already has the destination."""
        self._change("lvsdr_state_add_dest", service, dest)

    def update_dest(self, service: Service, dest: Dest) -> None:
        """Change a destination; fields that are None are not changed."""
        self._change("lvsdr_state_update_dest", service, dest)

    def add_vip(self, vip: Vip) -> None:
        """Add a VIP; raise ExistsError if the state already has that address."""
        self._change("lvsdr_state_add_vip", vip)

    def add_arp_policy(self, policy: ArpPolicy) -> None:
        """Add an ARP policy; the host agrees with it if its values satisfy it."""
        self._change("lvsdr_state_add_arp_policy", policy)

    def add_sysctl(self, sysctl: Sysctl) -> None:
        """Add a sysctl of IPVS; those that are not listed are not changed."""
        self._change("lvsdr_state_add_sysctl", sysctl)

    def add_sync_daemon(self, daemon: SyncDaemon) -> None:
        """Add a sync daemon; a running one that is not listed is stopped only if the scope is "everything"."""
        self._change("lvsdr_state_add_sync_daemon", daemon)

    def add_mark(self, mark: Mark) -> None:
        """Add a packet mark; raise ExistsError if the state already has one for the same packets."""
        self._change("lvsdr_state_add_mark", mark)

    def set_timeouts(self, timeouts: Timeouts) -> None:
        """Set the timeouts of IPVS; those that are None are not changed."""
        self._change("lvsdr_state_set_timeouts", timeouts)

    def _services(self) -> Tuple[List[Service], List[List[Dest]]]:
        def read(pointer: Any) -> Tuple[List[Service], List[List[Dest]]]:
            if Service not in self._kept:
                self._kept[Service] = read_services(pointer)
            kept: Tuple[List[Service], List[List[Dest]]] = self._kept[Service]
            return kept

        return self._using(read)

    def _list(self, kind: Type[R]) -> List[R]:
        name = kind._kind.replace("lvsdr_", "lvsdr_state_get_")

        def read(pointer: Any) -> List[R]:
            if kind not in self._kept:
                count = C[f"{name}_count"](pointer)
                self._kept[kind] = [kind._read(C[name](pointer, place)) for place in range(count)]
            return list(self._kept[kind])

        return self._using(read)

    @property
    def services(self) -> List[Service]:
        """The services, in the kernel's order."""
        return list(self._services()[0])

    def dests(self, service: Service) -> List[Dest]:
        """The destinations of a service, in the kernel's order."""
        services, dests = self._services()
        known, places = self._kept.get("places", (None, {}))
        if known is not services:
            places = {str(each): place for place, each in enumerate(services)}
            self._kept["places"] = services, places
        if str(service) not in places:
            raise NotFoundError(errno.ESRCH, f"the state has no service {service}")
        return list(dests[places[str(service)]])

    def items(self) -> Iterator[Tuple[Service, List[Dest]]]:
        """The services, each with its destinations."""
        services, dests = self._services()
        return zip(services, (list(each) for each in dests))

    @property
    def vips(self) -> List[Vip]:
        """The VIPs, in the kernel's order."""
        return self._list(Vip)

    @property
    def arp_policies(self) -> List[ArpPolicy]:
        """The ARP policies."""
        return self._list(ArpPolicy)

    @property
    def sysctls(self) -> List[Sysctl]:
        """The sysctls of IPVS."""
        return self._list(Sysctl)

    @property
    def sync_daemons(self) -> List[SyncDaemon]:
        """The sync daemons."""
        return self._list(SyncDaemon)

    @property
    def marks(self) -> List[Mark]:
        """The packet marks, in the kernel's order, IPv4 first."""
        return self._list(Mark)

    @property
    def timeouts(self) -> Optional[Timeouts]:
        """The timeouts; None if the state has none."""

        def read(pointer: Any) -> Optional[Timeouts]:
            timeouts = C["lvsdr_state_get_timeouts"](pointer)
            return Timeouts._read(timeouts) if timeouts else None

        return self._using(read)


class StateCalls(CObject):
    """The calls of a host about states."""

    def read(self, scope: ScopeLike, *, parts: int = Part.SERVICES, counters: bool = False) -> State:
        """Read the state of the host within a scope. Services and each list of destinations are consistent; IPVS,
        addresses and ARP values are read one after the other, and may be from different moments.

        scope: "192.168.1.41, fwmark:7", "everything", or a list of such words and of addresses.
        parts: Part values.
        counters: whether services and destinations come with their counters.

        Needs CAP_NET_ADMIN in the initial user namespace for services, timeouts and sync daemons, over the network
        namespace for packet marks."""
        state, pointer = State.__new__(State), new_pointer("lvsdr_state")
        with described_scope(scope) as owned:
            self._call("lvsdr_state_read", owned, parts | (_raw.LVSDR_STATE_COUNTERS if counters else 0), pointer)
        state._own(pointer, self)
        return state
