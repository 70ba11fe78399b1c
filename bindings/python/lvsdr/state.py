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
import json
from itertools import count, takewhile
from typing import Any, Collection, Dict, Iterator, List, Mapping, Optional, Tuple, Type, TypeVar, Union

from . import _raw
from ._call import check, new_host, new_pointer
from ._files import PathLike, load_text, save_text
from ._library import C, text
from ._members import Part
from ._object import CObject
from ._plain import decoded, size
from ._value import Value, in_one_text
from .errors import LossError
from .kinds import KindObjects
from .scope import ScopeLike, described_scope


S = TypeVar("S", bound="State")
LISTS = tuple((part, str(part.name).lower()) for part in Part)
"""The parts, and what their objects are called in a state and in its JSON."""


LEFT_OUT = ("counters", "observed", "scope")
"""What says nothing of the objects of a state."""


def _in_any_order(content: Any) -> Any:
    """What JSON says, for comparison: lists sorted, and without what is left out."""
    if isinstance(content, dict):
        return {name: _in_any_order(each) for name, each in content.items() if name not in LEFT_OUT}
    if isinstance(content, list):
        return sorted(map(_in_any_order, content), key=lambda each: json.dumps(each, sort_keys=True))
    return content


class State(KindObjects, Collection[Value]):
    """A set of objects. It describes some kinds of objects completely; objects of other kinds are never changed
    because of it.

    It is a collection of values: each service is followed by its destinations. Two states are equal if they describe
    the same kinds of objects and have the same objects with the same settings, in any order, counters and scope apart. Copies,
    also those by pickle, are independent of it, and desired like those from JSON if it was.

    Its objects are read once and kept. It works without a host, after the host that it was read from was closed, and
    after a fork, unless another thread was in a call of it (ForkError)."""

    __hash__ = None  # type: ignore[assignment]  # it can be changed

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
        self._kept = {}

    def __iter__(self) -> Iterator[Value]:
        parts = self.parts
        for part, name in LISTS:
            if part == Part.SERVICES and part in parts:
                for service, dests in self.items():
                    yield service
                    yield from dests
            elif part in parts:
                objects = getattr(self, name)
                yield from objects if isinstance(objects, list) else [] if objects is None else [objects]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, value: object) -> bool:
        """Whether it has the object that a value describes, whatever its settings."""
        return isinstance(value, Value) and any(type(each) is type(value) and each.key == value.key for each in self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        return bool(_in_any_order(self.to_dict()) == _in_any_order(other.to_dict()))

    def __repr__(self) -> str:
        if self.closed:
            return "<State: closed>"
        parts, counts = self.parts, []
        for part, name in LISTS:
            if part in parts:
                objects = getattr(self, name)
                counts.append(f"{name} {len(objects) if isinstance(objects, list) else int(objects is not None)}")
            if part == Part.SERVICES and part in parts:
                counts.append(f"dests {sum(len(dests) for _, dests in self.items())}")
        return f"<State: {', '.join(counts)}>"

    def __reduce__(self) -> Tuple[Any, ...]:
        return type(self).from_json, (self.to_json(),)

    @classmethod
    def from_text(cls: Type[S], content: Union[str, bytes], format: Optional[str] = None) -> S:
        """Create a state from a text, as str or in UTF-8: "json", "rules", as `ipvsadm --save --numeric` writes them, or another one of
        formats(); None: JSON if it begins with "{", rules if not. FormatError contains the line of the error, or its
        place in JSON (a JSON pointer)."""
        state, content = cls.__new__(cls), decoded(content)
        state._build("lvsdr_state_from_text", format, content, size(content))
        return state

    @classmethod
    def from_json(cls: Type[S], content: Union[str, bytes]) -> S:
        """Create a state from JSON, as str or in UTF-8 (docs/state.schema.json)."""
        return cls.from_text(content, "json")

    @classmethod
    def from_dict(cls: Type[S], content: Mapping[str, Any]) -> S:
        """The same from what json.loads() returns."""
        return cls.from_json(json.dumps(content))

    @staticmethod
    def formats() -> List[str]:
        """The names of the formats in which a state can be a text."""
        names = map(C["lvsdr_format_name"], count())
        return [text(name) for name in takewhile(lambda name: name is not None, names)]

    @classmethod
    def load(cls: Type[S], path: PathLike) -> S:
        """Create a state from a file of JSON, or of another format that is recognized."""
        return cls.from_text(load_text(path))

    @property
    def parts(self) -> Part:
        """The kinds of objects that it describes completely."""
        return self._using(lambda pointer: Part(C["lvsdr_state_get_parts"](pointer)))

    @property
    def scope(self) -> Optional[str]:
        """The scope that it is meant for, the member "scope" of its JSON: that of Host.plan() if no other one is
        given. None: it has none. It can be set as a scope is given to Host.plan(), and is not compared."""

        def read(pointer: Any) -> Optional[str]:
            scope = C["lvsdr_state_get_scope"](pointer)
            return None if scope is None else text(scope)

        return self._using(read)

    @scope.setter
    def scope(self, scope: Optional[ScopeLike]) -> None:
        self._call("lvsdr_state_set_scope", None if scope is None else in_one_text("scope", scope))

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


class StateCalls(CObject):
    """The calls of a host about states."""

    def read(self, scope: ScopeLike, *, parts: int = Part.SERVICES, counters: bool = False) -> State:
        """Read the state of the host within a scope. Services and each list of destinations are consistent; IPVS,
        addresses and ARP values are read one after the other, and may be from different moments.

        scope: "192.168.1.41, fwmark:7", "everything", or a list of such words and of addresses.
        parts: Part values.
        counters: whether services and destinations come with their counters.

        Needs CAP_NET_ADMIN in the initial user namespace for services; for other parts what reading one of their
        objects needs (read_vip(), read_mark() ...)."""
        state, pointer = State.__new__(State), new_pointer("lvsdr_state")
        with described_scope(scope) as owned:
            self._call("lvsdr_state_read", owned, parts | (_raw.LVSDR_STATE_COUNTERS if counters else 0), pointer)
        state._own(pointer, self)
        return state
