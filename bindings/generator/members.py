# SPDX-License-Identifier: LGPL-2.1-or-later
"""What objects consist of, read out of the names of functions: lvsdr_dest_get_weight() makes "weight" a member of
destinations, and lvsdr_dest_set_weight() one that can be set. For the bindings of languages that have members."""

import re
from dataclasses import dataclass

from .description import Function


@dataclass
class Member:
    name: str
    getter: Function
    type: str  # "text", "boolean", "int32" or "uint32"
    filled: bool  # a text that is written into a buffer of the caller


@dataclass
class Setter:
    function: Function
    members: list[str]  # what each parameter behind the object sets


@dataclass
class Kind:
    """One kind of object: the C type, and all that can be done with it."""

    name: str  # "dest", of lvsdr_dest
    makers: list[Function]
    members: list[Member]
    setters: list[Setter]  # in the order in which they are called: a later one replaces what an earlier one set
    counters: bool
    verbs: list[str]
    list: str | None  # what many are called, where a state has a list of them by their number

    @property
    def settable(self):
        """The names of the members that can be set, in the order of the header."""
        ordered = sorted(self.setters, key=lambda setter: setter.function.place.line)
        return [name for setter in ordered for name in setter.members]

    def member(self, name):
        return next(each for each in self.members if each.name == name)


VERBS = ("add", "update", "remove", "read")  # of a host, and of a plan


def _type(getter):
    if any(each.type == "text_buffer" for each in getter.parameters):
        return "text"
    return "boolean" if getter.result.type == "int" else getter.result.type


def _members(getters, prefix):
    for getter in getters:
        if not any(each.type.endswith("_array") for each in getter.parameters):
            filled = any(each.type == "text_buffer" for each in getter.parameters)
            yield Member(getter.name.removeprefix(prefix), getter, _type(getter), filled)


def is_address(kind, member):
    """Whether a text is an address: as the texts of its setter and getter have it."""
    texts = [member.getter.summary.removeprefix("get ")]
    texts += [each.function.parameters[1].text for each in kind.setters if each.members == [member.name]]
    pattern = r"(the|an?) (IPv4 |IPv6 |or |multicast )*(address|VIP)\b"
    return member.filled and any(re.match(pattern, each) for each in texts)


def _set_by(parameter, name, names):
    """The member that one of several parameters sets: type of set_tunnel() is "tunnel_type", upper of
    set_thresholds() is "upper_threshold"; or None."""
    own = parameter.name
    return next((each for each in (f"{name}_{own}", f"{own}_{name}", f"{own}_{name[:-1]}") if each in names), None)


def set_members(function, prefix, names):
    """What each parameter of a setter sets, None where no getter returns that."""
    name, parameters = function.name.removeprefix(prefix), function.parameters[1:]
    if len(parameters) == 1:
        return [name if name in names else None]
    return [_set_by(each, name, names) for each in parameters]


def _list(description, name):
    """The LVSDR_STATE_ value of a kind, in small letters: "vips"."""
    parts = {each.name for group in description.groups for each in group.constants}
    many = [each for each in (f"{name}s", f"{name[:-1]}ies") if f"LVSDR_STATE_{each.upper()}" in parts]
    return many[0] if many and description.function(f"lvsdr_state_get_{name}_count") else None


def _is_held(description, handle):
    """Whether a state holds objects of this kind, and lends them."""
    lend = description.function(f"lvsdr_state_get_{handle.name.removeprefix('lvsdr_')}")
    return bool(lend) and lend.result.type == "handle"


def kinds(description):
    """Each kind of object that a state holds."""
    for handle in description.handles:
        name = handle.name.removeprefix("lvsdr_")
        if not _is_held(description, handle):
            continue
        functions = description.functions_of(handle.header)
        getters = [each for each in functions if each.name.startswith(f"{handle.name}_get_")]
        getters += [each for each in description.functions if each.name == f"{handle.name}_get_counters"]
        members = list(_members(getters, f"{handle.name}_get_"))
        setters = [
            Setter(each, set_members(each, f"{handle.name}_set_", [member.name for member in members]))
            for each in functions
            if each.name.startswith(f"{handle.name}_set_")
        ]
        yield Kind(
            name,
            [each for each in functions if each.name.startswith(f"{handle.name}_new")],
            members,
            sorted(setters, key=lambda setter: len(setter.members) == 1),
            bool(description.function(f"{handle.name}_get_counters")),
            [verb for verb in VERBS if description.function(f"{handle.name}_{verb}")],
            _list(description, name),
        )


def complaints(description, function):
    """A setter whose values nothing returns leaves the bindings without members."""
    for handle in description.handles:
        prefix = f"{handle.name}_set_"
        if not function.name.startswith(prefix) or not _is_held(description, handle):
            continue
        getters = f"{handle.name}_get_"
        names = [each.name.removeprefix(getters) for each in description.functions if each.name.startswith(getters)]
        for parameter, member in zip(function.parameters[1:], set_members(function, prefix, names)):
            if not member:
                yield (
                    f"no getter returns what @{parameter.name} sets: add "
                    f"{getters}{function.name.removeprefix(prefix)}(), or, where one call sets several values, a getter "
                    f"with the parameter's name before or behind that"
                )
