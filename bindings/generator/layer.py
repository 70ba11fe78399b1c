# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the layers in C++ and Rust have in common: the types of members, enumerations, structures of numbers, and texts."""

import re
from dataclasses import dataclass, replace

from . import members
from .python_members import Texts, enum_name, sentence
from .values import constants_of

ENUM_NAMES = {
    "LVSDR_STEP": "StepStatus",
    "LVSDR_PLAN": "PlanStatus",
    "LVSDR_IPVS": "IpvsInterface",
}  # others as in Python
NUMBERS = {"LVSDR_COUNTER": "Counters", "LVSDR_TOTAL": "Totals"}  # arrays that become structures
TEXTS = {"LVSDR_SYSCTL": "sysctl_name"}
VERBS = {"add": "Add", "update": "Update", "remove": "Remove", "read": "Read"}


@dataclass
class Type:
    """What a value is in a language with types: "text", "boolean", "seconds", "enum", "int32" or "uint32"."""

    name: str
    c_type: str  # int32, uint32, boolean or text
    enum: str | None = None
    optional: bool = False


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


def name_of(group):
    return ENUM_NAMES.get(group.name) or enum_name(group)


def enumerations(description):
    """Groups of constants that are types of their own: those with a name, but for the places in an array."""
    for group in description.groups:
        if (
            group.kind != "texts"
            and group.name != "LVSDR"
            and not any(each.name.endswith("_COUNT") for each in group.constants)
        ):
            yield group


def constant(group, each):
    return each.name.removeprefix(group.name + "_")


def structures(description):
    """(name, group, fields) of each array of numbers that becomes a structure."""
    for group in description.groups:
        if group.name in NUMBERS:
            fields = [each for each in group.constants if not each.name.endswith("_COUNT")]
            yield NUMBERS[group.name], group, fields


def _typed(description, c_type, unit, text, codes=()):
    if c_type in ("text", "boolean"):
        return Type(c_type, c_type)
    group = constants_of(description, text)
    optional = any(code.code in ("-ENOENT", "-EBADMSG") for code in codes)
    if group and group.kind != "texts" and "such as" not in text:
        return Type("enum", c_type, name_of(group), optional)
    return Type("seconds" if unit == "seconds" else c_type, c_type, None, optional)


def type_of_member(description, member):
    result = member.getter.result
    return _typed(description, member.type, result.unit, result.text, member.getter.codes)


def type_of_parameter(description, kind, setter, index):
    """Of what a setter takes: as the member that it sets, but never optional."""
    member = kind.member(setter.members[index])
    return replace(type_of_member(description, member), optional=False)


def connections(description):
    """The members of the current connection of a stream."""
    prefix = "lvsdr_connections_get_"
    getters = [
        each for each in description.functions if each.name.startswith(prefix) and each.name != f"{prefix}state_name"
    ]
    return members.Kind(
        "connections",
        [description.function("lvsdr_connections_open")],
        list(members._members(getters, prefix)),
        [],
        False,
        [],
        None,
    )


def changes(function):
    """Whether a call tells if it changed something: 1 or 0."""
    return bool(re.match(r"1 if\b", function.result.text))


def general(text):
    """A header's words for any language: no @ before parameters, names of C and codes as code."""
    text = re.sub(r"@(\w+)", r"`\1`", text.replace(" Copied.", "").replace("Copied. ", ""))
    text = re.sub(r"(?<![`\w])(lvsdr_\w+\(\))", r"`\1`", text)
    return re.sub(r"(?<![`\w])(LVSDR_\w+)", r"`\1`", text)


def about(function):
    return general(sentence(function.summary))


def about_member(description, kind, member):
    text = general(Texts(description, kind).member(member))
    return re.sub(r"\b([A-Z]\w+)\.([A-Z][A-Z_0-9]+)\b", r"\1::\2", text)


def _with_parameters(function, parameters):
    """The summary, and what each parameter may be."""
    return [about(function), *(f"`{each.name}`: {general(sentence(each.text))}" for each in parameters)]


def about_setter(function):
    return _with_parameters(function, function.parameters[1:])


def about_maker(function):
    return _with_parameters(function, function.parameters[1:-1])


def about_constant(each):
    return general(sentence(each.text))
