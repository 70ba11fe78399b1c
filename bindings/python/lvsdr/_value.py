# SPDX-License-Identifier: LGPL-2.1-or-later
"""What values have in common: each field is called as its C getter, setter and column are, so that the names of
the fields are all that there is to know."""

from __future__ import annotations

import ctypes
import dataclasses
import functools
import struct
import sys
from collections import deque
from enum import IntEnum, IntFlag
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import repeat
from socket import inet_aton
from typing import (
    Any,
    Callable,
    ClassVar,
    Dict,
    Iterable,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Type,
    TypeVar,
    Union,
)

from ._call import check, describing, free, new_pointer
from ._library import C, text
from ._plain import boolean
from ._raw import FUNCTIONS
from ._types import wrong_type

Address = Union[IPv4Address, IPv6Address]
"""What an address is when it was read or checked."""
AddressLike = Union[str, IPv4Address, IPv6Address]
"""What is taken for an address."""
R = TypeVar("R", bound="Record")
V = TypeVar("V", bound="Value")
T = TypeVar("T")
E = TypeVar("E", bound="OpenEnum")
Convert = Callable[[Any], Any]

_LONGEST_TEXT = 192  # that a getter copies
# Slots make a list of many destinations a third of the size; dataclasses have them since Python 3.10.
SLOTS: Dict[str, bool] = {"slots": True} if sys.version_info >= (3, 10) else {}


class OpenEnum(IntEnum):
    """Numbers of the kernel: one of a newer kernel is no error, and has its number for a name."""

    @classmethod
    def _missing_(cls: Type[E], value: object) -> Optional[E]:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        other = int.__new__(cls, value)
        other._name_, other._value_ = str(value), value
        return other


def to_address(value: str) -> Optional[Address]:
    """An address of the library, "" for none."""
    return ip_address(value) if value else None


def to_other_address(value: str) -> Union[Address, str]:
    """The same of what may be told to be missing."""
    return to_address(value) or value


def to_addresses(values: Sequence[str]) -> Sequence[Optional[Address]]:
    """The same of many, for a fraction of the time where all are IPv4."""
    try:
        packed = b"".join(map(inet_aton, values))
    except OSError:
        return list(map(Memo(to_address).__getitem__, values))
    return list(map(Memo(IPv4Address).__getitem__, struct.unpack(f">{len(values)}I", packed)))


def from_address(value: object) -> Any:
    """Text for the library, which tells what is wrong with it."""
    return str(value) if isinstance(value, (IPv4Address, IPv6Address)) else value


def in_one_text(name: str, words: object) -> str:
    """A text, or the words of it as str or ipaddress objects, in one text."""
    words = from_address(words)
    if isinstance(words, str):
        return words
    if not isinstance(words, Iterable):
        raise TypeError(f"{name}: {wrong_type('a text or a list of addresses', words)}")
    texts: List[str] = []
    for word in map(from_address, words):
        if not isinstance(word, str):
            raise TypeError(f"{name}: {wrong_type('an address or a text in the list', word)}")
        texts.append(word)
    return ", ".join(texts)


def with_port(address: object, port: object) -> Any:
    """An address and its port in one text."""
    host = from_address(address)
    if port is None or not isinstance(host, str):
        return host
    if not isinstance(port, (int, str)) or isinstance(port, bool):
        raise TypeError(f"port: {wrong_type('an int or the name of a service', port)}")
    return f"[{host}]:{port}" if ":" in host and not host.startswith("[") else f"{host}:{port}"


class Memo(Dict[Any, Any]):
    """The results of a conversion by what was converted."""

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self._convert(key)
        return value


def _argument(value: object) -> str:
    if isinstance(value, IntFlag):
        return str(int(value))
    if isinstance(value, IntEnum):
        known = value.name in type(value).__members__
        return f"{type(value).__name__}.{value.name}" if known else str(int(value))
    return repr(str(value) if isinstance(value, (IPv4Address, IPv6Address)) else value)


def build(cls: Type[T], count: int, columns: Iterable[Tuple[str, Iterable[Any]]]) -> List[T]:
    """Many frozen objects at once, unchecked, field by field: no Python code runs for each of them."""
    objects: List[T] = []
    for name, values in columns:
        objects = objects or [object.__new__(cls) for _ in repeat(None, count)]
        put = getattr(getattr(cls, name, None), "__set__", None)  # of its slot
        deque(map(put, objects, values) if put else map(object.__setattr__, objects, repeat(name), values), maxlen=0)
    return objects


def is_text(kind: Type[Record], name: str) -> bool:
    """Whether the getter of a field gives a text, by its result or into a buffer."""
    getter = FUNCTIONS[f"{kind._kind}_get_{name}"]
    return getter.result is ctypes.c_char_p or "buffer" in getter.arguments


def _getter(kind: Type[Record], name: str) -> Convert:
    """What reads a field out of a C object; None for a negative number, which says that it has none."""
    function = f"{kind._kind}_get_{name}"
    get, convert = C[function], kind._convert.get(name, lambda value: value)

    def get_text(pointer: Any) -> Any:
        buffer = ctypes.create_string_buffer(_LONGEST_TEXT)
        get(pointer, buffer, len(buffer))
        return convert(text(buffer.value))

    def get_value(pointer: Any) -> Any:
        value = get(pointer)
        if isinstance(value, bytes):
            return convert(text(value))
        return None if value < 0 else convert(value)

    return get_text if "buffer" in FUNCTIONS[function].arguments else get_value


_getters = Memo(lambda key: _getter(*key))


class Record:
    """What the library tells of one thing."""

    __slots__ = ()
    _kind: ClassVar[str]  # the C type: "lvsdr_dest"
    _convert: ClassVar[Mapping[str, Convert]] = {}  # from the library's numbers and texts, where they differ

    @classmethod
    def _fields(cls) -> List[str]:
        """The fields that have getters of their own."""
        return [each.name for each in dataclasses.fields(cls) if each.name != "counters"]

    @classmethod
    def _read(cls: Type[R], pointer: Any) -> R:
        """What a C object holds, every field of it."""
        known = cls._fields()
        names = [each.name for each in dataclasses.fields(cls)]
        (record,) = cls._from_columns(
            1, ((name, [_getters[cls, name](pointer) if name in known else None]) for name in names)
        )
        return record

    @classmethod
    def _from_columns(cls: Type[R], count: int, columns: Iterable[Tuple[str, Iterable[Any]]]) -> List[R]:
        return build(cls, count, columns)


def _comparable(value: Any) -> Tuple[Any, ...]:
    """A field as something that can be compared with the same field of another object, None first."""
    if isinstance(value, (IPv4Address, IPv6Address)):
        return 2, value.version, int(value)
    return () if value is None else (1, value)


@functools.total_ordering
class Value(Record):
    """Describes one thing, and does nothing by itself. Frozen; checked by the library when it is made.

    Two are equal if all their fields are, counters apart. They are ordered by their keys, then by their settings."""

    __slots__ = ()
    _key: ClassVar[Tuple[str, ...]]  # fields that tell which object it is
    _identity: ClassVar[Tuple[str, ...]]  # fields that the library reads out of what it was made of
    _settable: ClassVar[Tuple[str, ...]]  # fields that may be left unset
    # The C functions that set them, in the order of the calls, and which fields each of them sets.
    _setters: ClassVar[Tuple[Tuple[str, Tuple[str, ...]], ...]]

    def __repr__(self) -> str:
        arguments = [_argument(value) for value in self._positional()]
        for name in self._settable:
            value = getattr(self, name)
            if value is not None:
                arguments.append(f"{name}={_argument(value)}")
        return f"{self._name()}({', '.join(arguments)})"

    @property
    def key(self) -> Tuple[Any, ...]:
        """Which object it describes, whatever the settings: a state has at most one of each key, and an update finds
        it by this."""
        return tuple(getattr(self, name) for name in self._key)

    def _order(self) -> List[Tuple[Any, ...]]:
        compared = (each.name for each in dataclasses.fields(self) if each.compare)
        return [_comparable(getattr(self, name)) for name in (*self._key, *compared)]

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Value) or type(other) is not type(self):
            return NotImplemented
        return self._order() < other._order()

    def to_dict(self) -> Dict[str, Any]:
        """The fields that are set, as docs/state.schema.json has them: for json, and for from_dict(). Counters are
        left out. Raise InvalidError for a value that only a kernel can have; State.to_dict() has those."""
        from ._dicts import to_dict

        return to_dict(self)

    @classmethod
    def from_dict(cls: Type[V], content: Mapping[str, Any]) -> V:
        """Create it from what to_dict() returned, or from an object in the JSON of a state or of a step. What is not
        there is not set."""
        from ._dicts import from_dict

        return from_dict(cls, content)

    def _name(self) -> str:
        return type(self).__name__

    def _positional(self) -> Iterable[object]:
        return [getattr(self, name) for name in self._identity]

    def _creation(self) -> Tuple[Any, ...]:
        """The C function that makes it, and its arguments between the handle and the result."""
        return (f"{self._kind}_new", *(from_address(getattr(self, name)) for name in self._identity))

    def _plain(self, name: str) -> Any:
        """A field for the library."""
        value = getattr(self, name)
        if value is None:
            return 0  # beside what is set together with it
        return boolean(name, value) if self._convert.get(name) is bool else from_address(value)

    def _set(self, host: Any, pointer: Any) -> None:
        """Sets the fields that are not None, and those that go with them."""
        for function, names in self._setters:
            for name in names:
                if getattr(self, name) is not None:
                    check(host, C[function](pointer, *map(self._plain, names)))
                    break

    def _make(self, host: Any) -> Any:
        """The C object, to be freed by the caller."""
        pointer = new_pointer(self._kind)
        function, *arguments = self._creation()
        check(host, C[function](host, *arguments, pointer))
        try:
            self._set(host, pointer)
        except BaseException:
            free(pointer)
            raise
        return pointer

    def _fill(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _check(self) -> None:
        """Lets the library check what was filled in, and takes its notation of it."""
        with describing() as host:
            pointer = self._make(host)
            try:
                self._fill(**{name: _getters[type(self), name](pointer) for name in self._identity})
            finally:
                free(pointer)
        for name, convert in self._convert.items():
            value = getattr(self, name, None)
            if value is not None and name not in self._identity:
                self._fill(**{name: convert(from_address(value))})
