# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the values of parameters and results may be, read out of the fixed phrases of the headers: "0 (no new
connections) to 2147483647; the default is 1", "an LVSDR_FORWARD_ value", "1 if something was changed"."""

import re

from .description import Constants

NUMBERS = ("int", "int32", "uint32", "uint64", "size")
LIMITS = {"int32": 2**31 - 1, "uint32": 2**32 - 1, "uint64": 2**64 - 1}
GROUPS = (  # kind of the groups that are meant, pattern
    (("values", "flags"), r"\b(?:an?|the) (LVSDR\w+)_ value\b(?!s)"),
    (("flags",), r"\bcombination of (LVSDR\w+)_ (?:values|flags)"),
    (("texts",), r"\ban? (LVSDR\w+)_ name"),
    (("values",), r"\b(?:in the order of|indexed by) the (LVSDR\w+)_ values"),
)
REMARK = r"(?: \([^)]*\))?"
NUMBER = r"(\d+|LVSDR_[A-Z_]+)"
RANGE = re.compile(rf"(?<![\w.]){NUMBER}{REMARK} to {NUMBER}\b")
FROM = re.compile(rf"(?<![\w.]){NUMBER}{REMARK} or more|^from {NUMBER}\b")
LIST = re.compile(rf"^{NUMBER}{REMARK}(?:, {NUMBER}{REMARK})* or {NUMBER}{REMARK}(?=[.;]|$)")
BOOLEAN = re.compile(rf"^(?:0 or 1|1 or 0)\b|^0{REMARK} or 1\b|^0{REMARK}: .*\b1{REMARK}: |^0, the default: .*\b1: ")
WORDS = re.compile(r'^"[^"]*"(?:, "[^"]*")* or "[^"]*"\.$')
VALUE = r'(-?\d+|LVSDR_[A-Z0-9_]+|"[^"]*"|none\b)'
DEFAULTS = (
    re.compile(rf"{VALUE} \(the default\b"),
    re.compile(rf"{VALUE}, the default\b"),
    re.compile(rf"{VALUE} for the default\b"),
    re.compile(rf"(?<!'s )\b[Tt]he default is {VALUE}(?! for\b)"),
)
RESULTS = (  # the first that fits
    ("none", r"0 on success\b"),
    (
        "changed",
        r"1 if (?:it was (?:added|removed|changed|started|stopped)|something was (?:changed|restored)|values were raised"
        r"|a step was added)",
    ),
    ("boolean", r"0 or 1\b|1 or 0\b|[01] if .*; [01] if |1 if .*; 0 at the end"),
    ("length", r"the length of the text\b"),
    ("count", r"the number of\b|the number;"),
    ("descriptor", r"the descriptor\b"),
    ("code", r"a negative code\b"),
)


def constants_of(description, text):
    """The group of constants that a text speaks of, or None."""
    for kinds, pattern in GROUPS:
        for match in re.finditer(pattern, text):
            for kind in kinds:
                for group in description.groups:
                    if (group.name, group.kind) == (match[1], kind):
                        return group
    return None


def value_of(description, word):
    """0 for "none", 4294967295 for LVSDR_FOREVER, None for the name of no constant."""
    if word[0] == '"':
        return word[1:-1]
    if word == "none":
        return 0
    if word.lstrip("-").isdigit():
        return int(word)
    return next((each.value for group in description.groups for each in group.constants if each.name == word), None)


def default_of(description, text):
    match = next((match for match in (each.search(text) for each in DEFAULTS) if match), None)
    return value_of(description, match[1]) if match else None


def limits(description, type, text):
    """(lowest, highest); those of the type where the text tells none, None if the type has negative numbers."""
    ranges = [(value_of(description, match[1]), value_of(description, match[2])) for match in RANGE.finditer(text)]
    if ranges:
        return min(low for low, _ in ranges), max(high for _, high in ranges)
    if match := FROM.search(text):
        return value_of(description, match[1] or match[2]), LIMITS.get(type)
    return (0, LIMITS[type]) if type.startswith("uint") else (None, None)


def listed(description, text):
    """The values that a text lists, all that there are, or None."""
    if match := WORDS.match(text):
        return re.findall(r'"([^"]*)"', match[0])
    if match := LIST.match(text):
        return sorted(value_of(description, word) for word in re.findall(rf"{NUMBER}{REMARK}(?=, | or |$)", match[0]))
    return None


def kind_of_number(parameter, group, text):
    if parameter.size_of:
        return "size"
    if BOOLEAN.search(text):
        return "boolean"
    if group:
        return "flags" if re.search(r"combination of LVSDR", text) else "enumeration"
    if re.search(r"\bdescriptor\b", text):
        return "descriptor"
    if re.match(r"receives the number of\b", text):
        return "count"
    return "index" if text.startswith("from 0") else "number"


def describe_parameter(description, parameter):
    text = parameter.text
    group = constants_of(description, text)
    if group:
        parameter.constants = Constants(group.name, group.kind)
    if parameter.type == "text_buffer" or parameter.direction == "out" and parameter.type not in NUMBERS:
        return
    if parameter.type in NUMBERS:
        parameter.kind = kind_of_number(parameter, group, text)
    if parameter.kind == "size":
        match = re.search(r"(?<![*\w] )\b(\d+) is always enough", text)
        parameter.enough = int(match[1]) if match else None
    if parameter.direction != "in" or parameter.type == "handle":
        return
    parameter.values = listed(description, text) if parameter.kind != "boolean" else None
    if parameter.kind == "number" and not parameter.values or parameter.kind == "enumeration" and RANGE.search(text):
        parameter.minimum, parameter.maximum = limits(description, parameter.type, text)
    if parameter.kind not in ("size", "index"):
        parameter.default = default_of(description, text)


def kind_of_result(description, function):
    result, text = function.result, function.result.text
    if result.type not in NUMBERS:
        return None
    if match := re.match(r"as (lvsdr\w+)\(\)", text):
        other = description.function(match[1])
        return kind_of_result(description, other) if other and other is not function else None
    for kind, pattern in RESULTS:
        if re.match(pattern, text) and (kind != "count" or result.type != "uint32"):
            return kind
    if constants_of(description, text):
        return "flags" if "combination of LVSDR" in text else "enumeration"
    return "number" if "_get_" in function.name or function.name.startswith("lvsdr_error_") else None


def describe_result(description, function):
    result = function.result
    group = constants_of(description, result.text)
    result.constants = Constants(group.name, group.kind) if group else None
    result.kind = kind_of_result(description, function)
    if result.kind == "number" or result.kind == "enumeration" and RANGE.search(result.text):
        result.minimum, result.maximum = limits(description, result.type, result.text)
    if result.type in ("text", "handle"):
        result.nullable = "NULL" in re.sub(r"NULL if @\w+ is NULL", "", result.text) or result.text.startswith("as ")


def describe(description):
    for function in description.functions:
        for parameter in function.parameters:
            describe_parameter(description, parameter)
        describe_result(description, function)
