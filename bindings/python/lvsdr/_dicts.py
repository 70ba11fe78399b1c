# SPDX-License-Identifier: LGPL-2.1-or-later
"""Single values as dicts: as the library writes and reads them in the JSON of a state that holds nothing else."""

from __future__ import annotations

import dataclasses
from enum import IntEnum, IntFlag
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Dict, List, Mapping, Tuple, Type, TypeVar

from ._members import Part
from ._types import wrong_type
from ._value import Value
from .dest import Dest
from .service import Service
from .state import State

V = TypeVar("V", bound=Value)


def _part(kind: Type[Value]) -> Part:
    """The kind of objects, whose name is that of its list in JSON."""
    name = kind._kind.replace("lvsdr_", "").upper()
    return next(part for part in Part if part.name in (name, f"{name}S", f"{name[:-1]}IES"))


def _service_of(address: object) -> Service:
    """A service that a destination fits into."""
    return Service("tcp", "[2001:db8::1]:1" if ":" in str(address) else "192.0.2.1:1")


def _written(value: Value) -> Dict[str, Any]:
    """What the library writes for a value."""
    if isinstance(value, Dest):
        service = _service_of(value.address)
        state = State()
        state.add_service(service)
        state.add_dest(service, value)
        written = state.to_dict()["services"][0]["destinations"][0]
    else:
        part = _part(type(value))
        state = State(part)
        state._change(f"lvsdr_state_{'set' if part == Part.TIMEOUTS else 'add'}_{value._kind[6:]}", value)
        written = state.to_dict()[str(part.name).lower()]
        written = written[0] if isinstance(written, list) else written
    return dict(written)


def _plain(value: Any) -> Any:
    """A field that the library does not write because it has its default, in the form in which it is read."""
    if isinstance(value, IntFlag):
        return [1 << bit for bit in range(32) if value >> bit & 1]
    if isinstance(value, IntEnum):
        return int(value)
    return str(value) if isinstance(value, (IPv4Address, IPv6Address)) else value


def _set_fields(value: Value) -> List[Tuple[str, Any]]:
    """The fields that are set and can be set, with their values."""
    fields = ((each.name, getattr(value, each.name)) for each in dataclasses.fields(value) if each.compare)
    return [(name, field) for name, field in fields if field is not None]


def to_dict(value: Value) -> Dict[str, Any]:
    """See Value.to_dict()."""
    written = _written(value)
    return {
        name: written[name] if name in written else _plain(field)
        for name, field in _set_fields(value)
        if name in written or name in value._settable
    }


def from_dict(kind: Type[V], content: Mapping[str, Any]) -> V:
    """See Value.from_dict()."""
    if not isinstance(content, Mapping):
        raise wrong_type("a dict", content)
    own = {name: value for name, value in content.items() if name not in ("counters", "destinations")}
    if issubclass(kind, Dest):
        service = {**_written(_service_of(own.get("address"))), "destinations": [own]}
        state = State.from_dict({"lvsdr_state": 1, "services": [service]})
        dests: Any = state.dests(state.services[0])
        read: V = dests[0]
    else:
        part = str(_part(kind).name).lower()
        state = State.from_dict({"lvsdr_state": 1, part: own if part == "timeouts" else [own]})
        objects = getattr(state, part)
        read = objects[0] if isinstance(objects, list) else objects
    unset = {each.name for each in dataclasses.fields(read)} - set(own)
    unset -= set(kind._identity) - ({"port"} if issubclass(kind, Dest) else set())
    read._fill(**dict.fromkeys(unset))
    return read
