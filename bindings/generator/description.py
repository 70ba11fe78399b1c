# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library's interface as data: what headers.py reads and the other modules write out."""

import dataclasses
import json
from dataclasses import dataclass, field


@dataclass
class Place:
    """Where something stands in the headers, for complaints."""

    header: str
    line: int

    def __str__(self):
        return f"include/lvsdr/{self.header}:{self.line}"


@dataclass
class Constants:
    """The group of constants that a value is one of, or a combination of; of an array, that of its indexes."""

    name: str
    kind: str


@dataclass
class Parameter:
    name: str
    c_type: str  # as declared, without the name
    type: str  # "handle", "text", "int", "int32", "uint32", "size" ...: types.py
    handle: str | None  # the struct, where the type is "handle"
    direction: str  # "in", "out" or "inout"
    ownership: str  # "call" (used during the call only), "caller" (to be freed) or "borrowed"
    nullable: bool
    unit: str | None
    size_of: str | None  # the array or text whose room or length this parameter tells
    text: str
    # What the text says of its values, by values.py.
    kind: str | None = None  # of a number: "boolean", "number", "enumeration", "flags", "count", "index", "size" ...
    constants: Constants | None = None
    values: list[int] | list[str] | None = None  # all that there are
    minimum: int | None = None
    maximum: int | None = None
    default: int | str | None = None
    enough: int | None = None  # a size that is always enough


@dataclass
class Result:
    c_type: str
    type: str
    handle: str | None
    ownership: str | None  # of a pointer: "borrowed" or "static"
    unit: str | None
    text: str
    kind: str | None = None  # of a number: "none", "changed", "boolean", "count", "length" ...: values.py
    constants: Constants | None = None
    minimum: int | None = None
    maximum: int | None = None
    nullable: bool | None = None  # of a pointer: NULL has a meaning


@dataclass
class Code:
    """A negative errno that a function may return; `see` is the function whose text counts."""

    code: str
    text: str
    see: str | None


@dataclass
class Function:
    name: str
    header: str
    declaration: str
    summary: str
    local: bool  # no system call
    parameters: list[Parameter]
    paragraphs: list[str]
    privilege: str | None
    result: Result
    codes: list[Code]
    since: str
    place: Place = field(repr=False)


@dataclass
class Constant:
    name: str
    value: int | str
    text: str
    is_count: bool | None = None  # how many values there are, and not one of them


@dataclass
class Group:
    name: str  # what the names have in common: "LVSDR_FORWARD"
    header: str
    kind: str  # "values", "flags", "texts", or "numbers", which are no enumeration
    text: str
    constants: list[Constant]


@dataclass
class Handle:
    name: str
    header: str
    free: str
    text: str


@dataclass
class Header:
    name: str
    text: list[str]


@dataclass
class Error:
    code: str
    name: str
    errno: int
    text: str


@dataclass
class Member:
    """What an object has: the getter, and the setter if it can be set by itself or with others."""

    name: str
    type: str
    getter: str
    setter: str | None
    parameter: str | None  # of the setter
    address: bool
    constants: Constants | None
    default: int | str | None


@dataclass
class Setter:
    function: str
    sets: list[str]  # the member that each parameter behind the object sets


@dataclass
class Object:
    """One kind of object: its makers, members and calls."""

    name: str
    handle: str
    makers: list[str]
    members: list[Member]
    setters: list[Setter]  # in the order in which they are called
    counters: str | None
    calls: dict[str, str]
    steps: dict[str, str]
    state: dict[str, str]
    list: str | None


@dataclass
class Description:
    version: str
    soname: str
    headers: list[Header]
    errors: list[Error]
    handles: list[Handle]
    groups: list[Group]
    functions: list[Function]
    objects: list[Object] = field(default_factory=list)

    def function(self, name):
        return next((each for each in self.functions if each.name == name), None)

    def functions_of(self, header):
        return [each for each in self.functions if each.header == header]

    def to_json(self):
        def plain(pairs):
            return {name: value for name, value in pairs if name != "place" and value is not None}

        content = dataclasses.asdict(self, dict_factory=plain)
        return json.dumps({"$schema": "liblvsdr.schema.json", "library": "lvsdr", **content}, indent=2) + "\n"
