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
class Parameter:
    name: str
    c_type: str  # as declared, without the name
    type: str  # "handle", "text", "int", "int32", "uint32", "size" ...: types.py
    handle: str | None  # the struct, where the type is "handle"
    direction: str  # "in", "out" or "inout"
    ownership: str  # "call" (used during the call only), "caller" (to be freed) or "borrowed"
    nullable: bool
    unit: str | None
    size_of: str | None  # the array whose room this parameter tells
    text: str


@dataclass
class Result:
    c_type: str
    type: str
    handle: str | None
    ownership: str | None  # of a pointer: "borrowed" or "static"
    unit: str | None
    text: str


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


@dataclass
class Group:
    name: str  # what the names have in common: "LVSDR_FORWARD"
    header: str
    kind: str  # "values", "flags" or "texts"
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
    text: str


@dataclass
class Description:
    version: str
    headers: list[Header]
    errors: list[Error]
    handles: list[Handle]
    groups: list[Group]
    functions: list[Function]

    def function(self, name):
        return next((each for each in self.functions if each.name == name), None)

    def functions_of(self, header):
        return [each for each in self.functions if each.header == header]

    def to_json(self):
        def plain(pairs):
            return {name: value for name, value in pairs if name != "place" and value is not None}

        content = dataclasses.asdict(self, dict_factory=plain)
        return json.dumps({"$schema": "liblvsdr.schema.json", "library": "lvsdr", **content}, indent=2) + "\n"
