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
from typing import Any, Dict, List, Mapping, Optional, Tuple

from . import _raw
from ._call import check, new_host, new_pointer
from ._files import PathLike, load_text, save_text
from ._library import C, text
from ._members import Part
from ._object import CObject
from ._plain import size
from .errors import LossError
from .kinds import KindObjects
from .scope import ScopeLike, described_scope


class State(KindObjects):
    """A set of objects. It describes some kinds of objects completely; objects of other kinds are never changed
    because of it.

    Its objects are read once and kept. It works without a host, after the host that it was read from was closed, and
    after a fork, unless another thread was in a call of it (ForkError)."""

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

    @property
    def parts(self) -> Part:
        """The kinds of objects that it describes completely."""
        return self._using(lambda pointer: Part(C["lvsdr_state_get_parts"](pointer)))

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
