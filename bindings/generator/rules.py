# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules that every public function keeps, beyond the grammar of headers.py: each is a function that
yields complaints, a sentence that says what is wrong and what to do."""

import re

from . import members
from .names import ERRORS
from .values import NUMBERS

RANGE = r"\d|LVSDR_[A-Z_]+|\bflags\b|descriptor|length in bytes"


def names(description, function):
    if not re.fullmatch(r"lvsdr(_[a-z0-9]+)+", function.name):
        yield "a function is called lvsdr_concept_verb, in small letters"


def since(description, function):
    if not re.fullmatch(r"\d+\.\d+", function.since):
        yield f'add " * Since: {description.version.rpartition(".")[0]}" at the end of its documentation'


def privilege(description, function):
    text = function.privilege
    if function.local or function.name.endswith("_free"):
        if text:
            yield "it is local and needs no privilege: leave Privilege: away"
    elif not text:
        yield (
            'add " * Privilege: ..." (none, or the capability and where it has to hold), or end its summary with '
            '"Local." when it costs no system call'
        )
    elif not re.match(r"none\b|CAP_[A-Z_]+ |CAP_[A-Z_]+\.|root |as lvsdr_\w+\(\)", text):
        yield f'Privilege: begins with none, a CAP_ name, root, or as lvsdr_x(), not with "{text}"'


def results(description, function):
    result = function.result
    if result.type in NUMBERS and result.text and not result.kind:
        yield (
            'Returns: begins with a phrase that says what kind of result it is, such as "0 on success", "1 if something '
            'was changed; 0 if nothing had to change", "1 if ...; 0 if ...", "the number of" or "the length of the text"'
        )
    if result.type == "none":
        if result.text:
            yield "it returns nothing: leave Returns: away"
    elif not result.text:
        yield 'add " * Returns: ..." with every value and code that it may return'


def codes(description, function):
    known = {error.code for error in description.errors}
    told = {code.code for code in function.codes}
    for code in sorted(told - known):
        yield f"{code} is not in the closed set of codes of error.h: return one of those, or add it there"
    for code in re.findall(r"-E[A-Z]+", " ".join([function.summary, *function.paragraphs])):
        if code not in known:
            yield f"{code} is not in the closed set of codes of error.h"
    if told and function.result.type not in ("int", "int32"):
        yield f"{function.result.c_type} cannot hold a negative code"
    changes = any(each.direction != "in" for each in function.parameters)
    if changes and function.result.type == "int" and "-EINVAL" not in told:
        yield "Returns: has to name -EINVAL, for a NULL argument at least"
    if changes and function.result.type not in ("int", "none"):
        yield "a function that can fail returns int"


def ownership(description, function):
    frees = {handle.name: handle.free for handle in description.handles}
    for each in function.parameters:
        if each.direction == "out" and each.type == "handle" and f"{frees[each.handle]}()" not in each.text:
            yield f'@{each.name} has to say who frees it: "free it with {frees[each.handle]}()"'
        if each.direction == "out" and each.type == "text" and "borrowed until" not in each.text:
            yield f'@{each.name} has to say how long the text lives: "borrowed until ..."'
    if function.result.ownership == "?":
        yield 'Returns: has to say how long the pointer lives: "borrowed until ...", or "static"'


def last(description, function):
    """Results come last, and room follows its array."""
    parameters = function.parameters
    seen = False
    for index, each in enumerate(parameters):
        if each.type.endswith(("_array", "_buffer")):
            if index + 1 == len(parameters) or parameters[index + 1].size_of != each.name:
                yield f"after @{each.name} has to come how much fits into it, a size_t"
        elif each.name.startswith("ret_"):
            seen = True
        elif seen and not each.size_of:
            yield f"@{each.name} stands behind a ret_ parameter: results come last"


def units(description, function):
    flags = [group for group in description.groups if group.kind == "flags"]
    for each in function.parameters:
        if each.type not in NUMBERS or each.size_of or each.direction == "out":
            continue
        if each.kind == "number" and each.minimum is None and each.values is None or not re.search(RANGE, each.text):
            yield f'@{each.name} has to tell its range, such as "0 (the default) to 255"'
        if re.search(r"timeout|interval|wait|persistence|expiry", each.name) and not each.unit:
            yield f"@{each.name} has to tell its unit: seconds or milliseconds"
        if each.name == "port" and each.unit != "host byte order":
            yield f"@{each.name} has to say that it is in host byte order"
        if each.name == "flags" and each.type != "uint32":
            yield f"@{each.name} are flags: uint32_t"
        if "combination of LVSDR_" in each.text and not any(group.name + "_ " in each.text + " " for group in flags):
            yield f"@{each.name} names flags that no group of constants has"
    text = f"{function.summary} {function.result.text}"
    if re.search(r"_get_\w*port$", function.name) and not re.search(r"host byte order|\bport\b", text):
        yield "say that the port is in host byte order"
    if function.result.type in NUMBERS and re.search(r"_get_(tcp|udp|persistence|expiry|\w*timeout)$", function.name):
        if not function.result.unit:
            yield "Returns: has to tell the unit: seconds or milliseconds"


def constants(description, function):
    known = {group.name for group in description.groups}
    for each in function.parameters:
        for name in re.findall(r"\b(LVSDR\w+)_ (?:value|name)", each.text):
            if name not in known:
                yield f"@{each.name} names {name}_, and no group of constants has this name"


def structure(description, function):
    if re.search(r"_(new|free|set|get)(_|$)", function.name) and not (
        function.local or function.name.endswith("_free")
    ):
        if not function.name.startswith(("lvsdr_new", "lvsdr_set_")):
            yield 'new, free, set and get cost no system call: its summary ends with "Local."'
    if re.search(r"^lvsdr_(?!plan_|state_)\w*_(read|add|update|remove|apply)(_|$)", function.name) and function.local:
        if not function.name.startswith("lvsdr_scope_"):
            yield "read, add, update, remove and apply talk to the kernel: it is not local"


RULES = (names, since, privilege, results, codes, ownership, last, units, constants, structure, members.complaints)


def of_constants(description):
    seen = {}
    for group in description.groups:
        if not group.text:
            yield group.header, f"{group.name}: a group of constants needs a text"
        for constant in group.constants:
            if constant.name in seen:
                yield group.header, f"{constant.name} is there twice"
            seen[constant.name] = group
            if isinstance(constant.value, int) and not 0 <= constant.value < 2**32:
                yield group.header, f"{constant.name} does not fit into 32 bits"


def complaints(description):
    """Every breach of a rule, as a line."""
    for function in description.functions:
        for rule in RULES:
            for complaint in rule(description, function):
                yield f"{function.place}: {function.name}(): {complaint}"
    for header, complaint in of_constants(description):
        yield f"include/lvsdr/{header}: {complaint}"
    for error in description.errors:
        if error.code not in ERRORS:
            yield f"include/lvsdr/error.h: {error.code} has no name for the languages: add it to bindings/generator/names.py"
