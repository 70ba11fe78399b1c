# SPDX-License-Identifier: LGPL-2.1-or-later
"""The kinds of objects for the description: what members.py finds, by names and without the functions themselves."""

from . import members
from .description import Member, Object, Setter

VERBS = ("add", "update", "remove", "read", "remove_all")  # of a host, and the first three of a plan
STATE = ("add", "update", "set", "get", "count")


def calls(description, names):
    """{verb: function}, of those that there are."""
    return {verb: name for verb, name in names.items() if description.function(name)}


def of_state(verb, name):
    return f"lvsdr_state_get_{name}_count" if verb == "count" else f"lvsdr_state_{verb}_{name}"


def member(kind, each):
    setter = next((setter for setter in kind.setters if each.name in setter.members), None)
    parameter = setter.function.parameters[1 + setter.members.index(each.name)] if setter else None
    return Member(
        each.name,
        each.type,
        each.getter.name,
        setter.function.name if setter else None,
        parameter.name if parameter else None,
        members.is_address(kind, each),
        parameter.constants if parameter and parameter.constants else each.getter.result.constants,
        parameter.default if parameter else None,
    )


def of_kind(description, kind):
    return Object(
        kind.name,
        f"lvsdr_{kind.name}",
        [each.name for each in kind.makers],
        [member(kind, each) for each in kind.members],
        [Setter(each.function.name, each.members) for each in kind.setters],
        f"lvsdr_{kind.name}_get_counters" if kind.counters else None,
        calls(description, {verb: f"lvsdr_{kind.name}_{verb}" for verb in VERBS}),
        calls(description, {verb: f"lvsdr_plan_{verb}_{kind.name}" for verb in VERBS}),
        calls(description, {verb: of_state(verb, kind.name) for verb in STATE}),
        kind.list,
    )


def describe(description):
    description.objects = [of_kind(description, kind) for kind in members.kinds(description)]
