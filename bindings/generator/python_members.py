# SPDX-License-Identifier: LGPL-2.1-or-later
"""bindings/python/lvsdr/_members.py: what values consist of, with types, texts and constructors. Texts are those of the
headers, in Python's words: LVSDR_FORWARD_DIRECT is Forwarding.DIRECT, and -ENOENT is None."""

import re
import sys
import textwrap
from dataclasses import dataclass, replace

from . import members
from .values import constants_of

WIDTH = 120
# Others follow from the name of the group.
ENUM_NAMES = {"LVSDR_FORWARD": "Forwarding", "LVSDR_SYSCTL": "SysctlName", "LVSDR_STATE": "Part"}

ENUM_BASES = {"values": "(OpenEnum)", "flags": "(IntFlag)", "texts": ""}

# ---- What Python has otherwise than C.


@dataclass
class Parameter:
    name: str
    type: str
    default: str | None = None
    text: str | None = None  # None: the header's


@dataclass
class Constructor:
    """What values are made of, in place of what lvsdr_NAME_new() takes; `keywords` come behind what can be set."""

    positional: list[Parameter]
    first: tuple[Parameter, ...] = ()  # keywords
    last: tuple[Parameter, ...] = ()  # keywords


SERVICE_PORT = Parameter(
    "port", "Union[int, str, None]", "None", "0 to 65535, or a name from /etc/services, if it is not in the address."
)
DEST_PORT = Parameter(
    "port",
    "Union[int, str, None]",
    "None",
    "0 to 65535, or a name from /etc/services; None, the default, is that of the service.",
)
CONSTRUCTORS = {
    "service": Constructor(
        [Parameter("protocol", "str"), Parameter("address", "Optional[AddressLike]"), SERVICE_PORT],
        last=(
            Parameter("fwmark", "int", "0", "see Service.for_fwmark()."),
            Parameter("family", "Optional[str]", "None", "see Service.for_fwmark()."),
        ),
    ),
    "dest": Constructor([Parameter("address", "AddressLike"), DEST_PORT]),
    "mark": Constructor(
        [Parameter("protocol", "str"), Parameter("address", "AddressLike"), Parameter("fwmark", "int")],
        first=(
            Parameter(
                "ports",
                "Union[str, int, None]",
                "None",
                'the ports, if they are not in the address: up to 15 and ranges; "", the default: all.',
            ),
        ),
    ),
    "arp_policy": Constructor([Parameter("device", "str", '"all"')]),
    "sysctl": Constructor([Parameter("name", "str"), Parameter("value", "Union[str, int]")]),
}
# The other functions that make a kind: the classmethod, its parameters, and what it gives the constructor first.
ALTERNATIVES = {
    "lvsdr_service_new_fwmark": (
        "for_fwmark",
        [Parameter("fwmark", "int"), Parameter("family", "str", '"ipv4"')],
        '"", None',
    )
}
PARTS = "LVSDR_STATE"  # the constants for kinds of objects; counters are a keyword of their own
NO_PARTS = ("LVSDR_STATE_COUNTERS",)
NONE_TOO = {("service", "address"): "None for a firewall mark"}  # members that are never unset by themselves

# ---- Texts.


def enum_name(group):
    words = group.name.removeprefix("LVSDR_").split("_")
    return ENUM_NAMES.get(group.name) or "".join(map(str.capitalize, words)) + ("Flag" if group.kind == "flags" else "")


def sentence(text):
    first = text[:1] if re.match(r"\w+_\w", text) else text[:1].upper()  # a name stays as it is
    return first + text[1:] + ("" if text.endswith(".") else ".") if text else ""


class Texts:
    """The header's words as Python's, for one kind."""

    def __init__(self, description, kind):
        self.description, self.kind = description, kind
        self.constants = {
            each.name: f"{enum_name(group)}.{each.name.removeprefix(group.name + '_')}"
            for group in description.groups
            if group.header == kind.makers[0].header and group.kind != "texts" and len(group.constants) > 1
            for each in group.constants
        }

    def translate(self, text, names=()):
        """`names`: what each parameter of the function is called here."""
        if group := constants_of(self.description, text):
            name = enum_name(group)
            article = "an" if name[0] in "AEIOU" else "a"
            text = re.sub(rf"\ban? {group.name}_ value", f"{article} {name} value", text)
            text = re.sub(rf"\ban? {group.name}_ name", f"{article} {name}", text)
            text = re.sub(rf"\bcombination of {group.name}_ \w+", f"combination of {name} values", text)
        for name, other in self.constants.items():
            text = re.sub(rf"\b{name}\b", other, text)
        text = text.replace("LVSDR_FOREVER", "FOREVER").replace("lvsdr_set_insist()", "Host.insist")
        text = re.sub(rf"\blvsdr_{self.kind.name}_get_(\w+)\(\) returns", r"\1 has", text)
        text = re.sub(rf"\blvsdr_{self.kind.name}_[gs]et_(\w+)\(\)", r"\1", text)
        text = re.sub(r",? in host byte order\b", "", text)
        text = text.replace(" Copied.", "").replace("fails with -EINVAL", "raises InvalidError")
        for name, other in names:
            text = text.replace(f"@{name}", other)
        return re.sub(r"(?<!\w)(?:-ENOENT|-EBADMSG)\b", "None", text)

    def parameter(self, setter, name):
        index = setter.members.index(name)
        parameters = setter.function.parameters[1:]
        names = [(each.name, member) for each, member in zip(parameters, setter.members)]
        text = parameters[index].text
        if parameters[index].unit == "seconds" and not re.search(r"\bseconds\b", text):
            text = f"in seconds, {text}"
        if self.kind.member(name).type == "boolean":
            text = re.sub(r"\b[01]\b", lambda match: str(match[0] == "1"), text, count=2)
        return self.translate(text, names)

    def member(self, member):
        """What a getter returns, as one text."""
        getter = member.getter
        told = next((each.text for each in getter.parameters if each.type == "text_buffer"), getter.result.text)
        told = re.sub(r"^receives the text, terminated by a null byte[:;]?\s*", "", told.rstrip("."))
        parts = []
        for part in told.split("; "):
            part = re.sub(r",? or @\w+ is NULL$", "", part)
            part = re.sub(r"^text(, | |$)|, static$|\bborrowed until .*", "", part).strip()
            if part and not re.match(
                r"-EINVAL|NULL if|(the (number|mark|value|metric)|0 or 1|1 or 0|a number)$|\d+ if @", part
            ):
                if not re.search(r" if @\w+ is NULL$", part):
                    parts.append(part)
        if (self.kind.name, member.name) in NONE_TOO:
            parts.append(NONE_TOO[self.kind.name, member.name])
        text = re.sub(r"^get ", "", getter.summary).rstrip(".")
        for index, part in enumerate(parts):
            first = index == 0 and not re.search(r'(^| )if |^None |^"" ', part)
            text += (": " if first and ":" not in text else "; ") + part
        return " ".join(sentence(self.translate(each)) for each in (text, *getter.paragraphs))


def quoted(text, indent):
    text = text.replace("\\", "\\\\")
    text = f'"""{text}"""' if not text.endswith('"') else f'"""{text} """'
    return textwrap.wrap(text, WIDTH - 2, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def tuple_of(names):
    names = list(names)
    return "(" + ", ".join(f'"{each}"' for each in names) + ("," if len(names) == 1 else "") + ")"


def wrapped(begin, items, end, indent=""):
    lines = textwrap.wrap(
        ", ".join(items) + ",", WIDTH - 4, initial_indent=f"{indent}    ", subsequent_indent=f"{indent}    "
    )
    return [f"{indent}{begin}", *lines, f"{indent}{end}"]


# ---- Types.


def may_be_empty(member):
    return any('"" if there is none' in each.text for each in member.getter.parameters)


class Members:
    """One kind on its way into Python."""

    def __init__(self, description, kind):
        self.description, self.kind, self.texts = description, kind, Texts(description, kind)
        self.constructor = CONSTRUCTORS.get(kind.name) or Constructor(
            [Parameter(each.name, self.taken(each.name, each.type)) for each in kind.makers[0].parameters[1:-1]]
        )
        given = [*self.constructor.positional, *self.constructor.first, *self.constructor.last]
        self.given = [each.name for each in given]
        self.settable = [each for each in kind.settable if each not in self.given]
        self.class_name = "".join(map(str.capitalize, kind.name.split("_"))) + "Members"
        self.variable = f"{self.class_name.removesuffix('Members')}T"

    def enum(self, member):
        texts = [member.getter.result.text, *(each.text for each in self.setter_texts(member))]
        return next((group for group in (constants_of(self.description, each) for each in texts) if group), None)

    def setter_texts(self, member):
        for setter in self.kind.setters:
            if member.name in setter.members:
                yield setter.function.parameters[1 + setter.members.index(member.name)]

    def convert(self, member):
        """What makes Python's value of the library's, or None."""
        if group := self.enum(member):
            return enum_name(group)
        if member.type == "boolean":
            return "bool"
        if members.is_address(self.kind, member):
            return "to_other_address" if may_be_empty(member) else "to_address"
        return None

    def held(self, member):
        """The type of the member."""
        convert = self.convert(member)
        optional = member.name not in self.given or (self.kind.name, member.name) in NONE_TOO
        if convert == "to_other_address":
            return "Union[Address, str, None]" if optional else "Union[Address, str]"
        kind = "Address" if convert == "to_address" else convert or ("str" if member.type == "text" else "int")
        return f"Optional[{kind}]" if optional or "-ENOENT" in member.getter.result.text else kind

    def taken(self, name, type):
        """The type of a parameter, None apart."""
        member = next((each for each in self.kind.members if each.name == name), None)
        if member and members.is_address(self.kind, member):
            return "AddressLike"
        if member and member.type == "boolean":
            return "bool"
        return "str" if type == "text" else "int"

    def optional(self):
        """The parameters of what can be set."""
        return [
            Parameter(name, f"Optional[{self.taken(name, self.kind.member(name).type)}]", "None")
            for name in self.settable
        ]

    def ordered(self):
        """All members: what it is made of, the rest of what is given, what can be set."""
        names = [each.name for each in self.constructor.positional]
        names += [each for each in self.given if each not in names] + self.settable
        names += [each.name for each in self.kind.members if each.name not in names]
        return [self.kind.member(each) for each in names]

    def parameter_text(self, parameter, maker):
        if parameter.text:
            return parameter.text
        setter = next((each for each in self.kind.setters if parameter.name in each.members), None)
        own = next((each for each in maker.parameters if each.name == parameter.name), None)
        return self.texts.translate(own.text) if own else self.texts.parameter(setter, parameter.name)

    # ---- Writing.

    def documentation(self, maker, parameters):
        summary = sentence(maker.summary)
        if "add" in self.kind.verbs and self.settable:
            summary += (
                " A field that is None is not set: it has its default in an add, and is not changed in an update."
            )
        yield from textwrap.wrap(f'"""{summary}', WIDTH - 2, initial_indent=" " * 8, subsequent_indent=" " * 8)
        if parameters:
            yield ""
        for each in parameters:
            text = f"{each.name}: {self.parameter_text(each, maker)}"
            yield from textwrap.wrap(text, WIDTH - 2, initial_indent=" " * 8, subsequent_indent=" " * 12)
        for setter in self.kind.setters:
            if len(setter.members) > 1:
                names = f"{', '.join(setter.members[:-1])} and {setter.members[-1]}"
                text = f"{names} are set together: of those one that is None is 0."
                yield from textwrap.wrap(text, WIDTH - 2, initial_indent=" " * 8, subsequent_indent=" " * 8)
        yield '        """'

    def signature(self, positional, keywords):
        for each in positional:
            yield f"        {each.name}: {each.type}{f' = {each.default}' if each.default else ''},"
        if keywords:
            yield "        *,"
        for each in keywords:
            yield f"        {each.name}: {each.type} = {each.default},"

    def initializer(self):
        constructor = self.constructor
        keywords = [*constructor.first, *self.optional(), *constructor.last]
        yield from ("    def __init__(", "        self,")
        yield from self.signature(constructor.positional, keywords)
        yield "    ) -> None:"
        yield from self.documentation(self.kind.makers[0], [*constructor.positional, *keywords])
        unseen = [each.name for each in self.ordered() if each.name not in [*self.given, *self.settable]]
        unseen += ["counters"] if self.kind.counters else []
        items = [f"{each}={each}" for each in [*self.given, *self.settable]] + [f"{each}=None" for each in unseen]
        yield from wrapped("self._fill(", items, ")", " " * 8)
        yield "        self._check()"

    def alternative(self, maker):
        name, positional, first = ALTERNATIVES[maker.name]
        keywords = self.optional()
        yield from ("", "    @classmethod", f"    def {name}(", f"        cls: Type[{self.variable}],")
        yield from self.signature(positional, keywords)
        yield f"    ) -> {self.variable}:"
        yield from self.documentation(maker, [*positional, *keywords])
        items = [first, *(f"{each.name}={each.name}" for each in [*positional, *keywords])]
        yield from wrapped("return cls(", items, ")", " " * 8)

    def lines(self):
        kind = self.kind
        setters = [each for each in kind.setters if not set(each.members) & set(self.given)]
        converted = [(each.name, self.convert(each)) for each in kind.members if self.convert(each)]
        yield from ("", "", "@dataclass(frozen=True, init=False, repr=False, **SLOTS)")
        yield f"class {self.class_name}(Value):"
        yield f'    """What {self.class_name.removesuffix("Members")} consists of."""'
        yield from ("", f'    _kind = "lvsdr_{kind.name}"', f"    _identity = {tuple_of(self.given)}")
        yield from wrapped(
            "_settable = (", [f'"{each}"' for each in self.settable], ")", "    "
        ) if self.settable else ("    _settable = ()",)
        yield "    _setters = ("
        yield from (f'        ("{each.function.name}", {tuple_of(each.members)}),' for each in setters)
        yield "    )"
        if converted:
            yield from wrapped("_convert = {", [f'"{name}": {convert}' for name, convert in converted], "}", "    ")
        yield ""
        for member in self.ordered():
            seen_only = member.name not in [*self.given, *self.settable]
            yield f"    {member.name}: {self.held(member)}{' = field(init=False, compare=False)' if seen_only else ''}"
            yield from quoted(self.texts.member(member), "    ")
        if kind.counters:
            yield "    counters: Optional[Counters] = field(init=False, compare=False)"
            yield '    """The counters; None unless they were read."""'
        yield ""
        yield from self.initializer()
        for maker in kind.makers[1:]:
            if maker.name not in ALTERNATIVES:
                sys.exit(f"{maker.place}: say in ALTERNATIVES of {__file__} what Python calls {maker.name}()")
            yield from self.alternative(maker)


def enum_lines(group):
    yield from ("", "", f"class {enum_name(group)}{ENUM_BASES[group.kind]}:", *quoted(sentence(group.text), "    "), "")
    for each in group.constants:
        yield f"    {each.name.removeprefix(group.name + '_')} = _raw.{each.name}"
        if each.text:
            yield from quoted(re.sub(r"`(\w+)`", r'"\1"', sentence(each.text)), "    ")


def parts(description):
    """The kinds of objects that states describe, as an enumeration."""
    group = next(each for each in description.groups if each.name == PARTS)
    constants = [each for each in group.constants if each.name not in NO_PARTS]
    return replace(group, text="the kinds of objects that a state describes", constants=constants)


def write(description):
    all_members = [Members(description, kind) for kind in members.kinds(description)]
    groups = []
    for each in all_members:
        found = [each.enum(member) for member in each.kind.members]
        found += [constants_of(description, parameter.text) for parameter in each.kind.makers[0].parameters]
        groups += [group for group in found if group and group not in groups]
    groups.append(parts(description))
    lines = [
        "# SPDX-License-Identifier: LGPL-2.1-or-later",
        '"""What values consist of, and enumerations. Generated by bindings/generate.py; not to be edited."""',
        "",
        "from __future__ import annotations",
        "",
        "from dataclasses import dataclass, field",
        "from enum import IntFlag",
        "from typing import Optional, Type, TypeVar, Union",
        "",
        "from . import _raw",
        "from ._value import SLOTS, Address, AddressLike, OpenEnum, Value, to_address, to_other_address",
        "from .counters import Counters",
        "",
        *wrapped("__all__ = [", [f'"{name}"' for name in sorted(map(enum_name, groups))], "]"),
        "",
        *(
            f'{each.variable} = TypeVar("{each.variable}", bound="{each.class_name}")'
            for each in all_members
            if len(each.kind.makers) > 1
        ),
    ]
    for group in groups:
        lines += enum_lines(group)
    for each in all_members:
        lines += each.lines()
    return "\n".join(lines) + "\n"
