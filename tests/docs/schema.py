# SPDX-License-Identifier: LGPL-2.1-or-later
"""The schema of states, docs/state.schema.json: schema.py FIELDS [LIBRARY] compares it with the tables of fields, which
the program tests/docs/fields wrote into the file FIELDS, and with the texts of the public headers; then with states that a
kernel may hold, and with tests/docs/states.json, of which the library takes the same. schema.py --update FIELDS writes it."""

import ctypes
import json
import re
import string
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOP / "bindings"))
from generator import headers, members, python_members  # noqa: E402 (a folder of its own)

MANY = 70  # characters: of a text that may have more of them the schema does not tell which
WIDTH = 120
SCHEMA = TOP / "docs/state.schema.json"

# ---- What neither a table nor a header says.

TITLE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:liblvsdr:state:1",
    "title": "A state of liblvsdr, version 1",
    "description": "The observed or desired state of Linux Virtual Server on one host. A list that is missing means that the "
    "state does not describe that kind of object; an empty list means that there must be none.",
    "type": "object",
    "required": ["lvsdr_state"],
    "additionalProperties": False,
}
OBSERVED = {
    "description": "The state was read from a kernel: it can be restored even if the library would reject its objects as new "
    "ones, and their values are accepted as they are.",
    "type": "boolean",
    "default": False,
}
DEFS = {
    "u16": {"type": "integer", "minimum": 0, "maximum": 65535},
    "u32": {"type": "integer", "minimum": 0, "maximum": 4294967295},
    "address": {
        "description": "IPv4 or IPv6 in the usual notation; host names are not resolved.",
        "type": "string",
        "minLength": 2,
        "pattern": "^[0-9a-fA-F.:]*$",
    },
    "counter": {
        "description": "A decimal number up to 2^64-1. Written as a text, because numbers above 2^53 do not survive in many "
        "languages.",
        "anyOf": [{"type": "string", "pattern": "^[0-9]+$"}, {"type": "integer", "minimum": 0}],
    },
    "counters": {
        "description": "Written when they were read; ignored in a desired state.",
        "type": "object",
        "additionalProperties": {"$ref": "#/$defs/counter"},
    },
}
SCOPE = {
    "description": "The addresses and firewall marks that the state is meant for, separated by commas or spaces; or "
    "everything. It holds where no other one is given.",
    "type": "string",
    "examples": ["192.168.1.41, fwmark:7"],
}
DESTINATIONS = {"type": "array", "items": {"$ref": "#/$defs/destination"}, "default": []}
COUNTERS = {"$ref": "#/$defs/counters"}
MORE_MEMBERS = {
    "service": {"destinations": DESTINATIONS, "counters": COUNTERS},
    "destination": {"counters": COUNTERS},
}
TEXTS = {
    ("service", "other_flags"): "Flags of a newer kernel.",
    ("sysctl", "name"): "The name without net.ipv4.vs: 1 to 31 letters, digits and underscores.",
    ("destination", "port"): "The port; if it is missing, that of the service.",
}
C_NAMES = {"destination": "dest", "packet mark": "mark"}  # the others are called in C as they are

ONLY = "only where observed is true"

# ---- Texts.


class Words(python_members.Texts):
    """The header's words as those of JSON, where constants are names."""

    def __init__(self, description, kind):
        super().__init__(description, kind)
        self.constants = {}

    def translate(self, text, names=()):
        text = re.sub(r"\ban? LVSDR\w+_ (value|name)\b", r"one of these names", text)
        text = re.sub(r"\b(a combination|combinations) of LVSDR\w+_ \w+", "a list of these names", text)
        text = re.sub(r"\bLVSDR_(\w+)", lambda match: self.names.get(match[0], match[0]), text)
        text = re.sub(r" \(lvsdr\w+\(\)\)| with -EINVAL\b", "", text)
        text = re.sub(r" unless lvsdr_set_insist\(\) is set", ", if the caller does not insist", text)
        return super().translate(text, names)


def names_of_constants(description, field):
    """LVSDR_FORWARD_DIRECT -> "direct": by the value of the constant, in the group that the texts speak of."""
    words = {value: f'"{name}"' for name, value in reversed(field["names"].items())}
    return {
        each.name: words[each.value]
        for group in description.groups
        for each in group.constants
        if each.value in words and group.kind != "texts"
    }


def told_by_constructor(kind, name):
    """What a function that makes the object says of it; of an address it says more."""
    parameters = [each for maker in kind.makers for each in maker.parameters if each.name == name]
    return parameters[0].text if parameters and name != "address" else None


def describe_field(kind, words, field, name):
    """What it is, by the getter, and what is taken, by what sets it."""
    member = next((each for each in kind.members if each.name == name), None)
    setter = next((each for each in kind.setters if name in each.members), None)
    alone = setter and len(setter.members) == 1
    if (field["kind"], name) in TEXTS:
        text = TEXTS[field["kind"], name]
    elif not member:
        sys.exit(f'no getter returns "{name}" of a {field["kind"]}: say what it is in TEXTS of tests/docs/schema.py')
    else:
        summary = setter.function.summary.removeprefix("set ") if alone else member.getter.summary.removeprefix("get ")
        text = words.translate(summary).rstrip(".")
        taken = told_by_constructor(kind, name) or (words.parameter(setter, name) if setter else "")
        taken = re.sub("True|False", lambda match: match[0].lower(), words.translate(taken))
        if taken:
            text = taken if re.sub("^(the|an?) ", "", text) in taken else f"{text}: {taken}"
    if field["seen_only"]:
        text = ". ".join([text, "It can be read, but not set", *map(words.translate, member.getter.paragraphs)])
    if field["open"] and narrow(field):
        text = f"{text.rstrip('.')}; {'' if field['type'] == 'flags' and not field['names'] else 'other values '}{ONLY}"
    return python_members.sentence(text)


def narrow(field):
    """Whether less is taken than the kernel can hold."""
    return field["names"] or field["values"] or "lowest" in field or field["type"] == "flags"


# ---- Types.


def integer(least, most):
    for name in ("u16", "u32"):
        if (least, most) == (DEFS[name]["minimum"], DEFS[name]["maximum"]):
            return {"$ref": f"#/$defs/{name}"}
    return {"type": "integer", "minimum": least, "maximum": most}


def numbers(field):
    """What a number is: where it is open, all that its type holds."""
    if field["open"] or "lowest" not in field:
        return integer(field["least"], field["most"])
    return integer(field["lowest"], field["highest"])


def pattern_of(characters):
    """A text of these characters only, which are letters, digits and underscores."""
    for all_of, short in ((string.digits, "0-9"), (string.ascii_uppercase, "A-Z"), (string.ascii_lowercase, "a-z")):
        characters = characters.replace(all_of, short)
    return f"^[{characters}]*$"


def type_of(field):
    names = {"enum": list(field["names"])}
    if field["type"] == "boolean":
        return {"type": "boolean"}
    if field["type"] == "netmask":
        return {"type": "integer", "minimum": 0, "maximum": 128}
    if field["type"] == "flags":
        each = {"anyOf": [names, numbers(field)]} if field["names"] and field["open"] else names
        return {"type": "array", "items": each if field["names"] else numbers(field)}
    if field["type"] == "address":
        return {"type": "string"} if field["empty"] else {"$ref": "#/$defs/address"}
    if field["type"] == "text":
        least = {} if field["empty"] else {"minLength": 1}
        few = {"pattern": pattern_of(field["characters"])} if 0 < len(field["characters"]) <= MANY else {}
        return {"type": "string", **least, "maxLength": field["longest"], **few}
    if field["type"] == "ports":
        return {"type": "string"}
    if field["names"]:
        return {"anyOf": [names, numbers(field)]} if field["open"] or field["some_named"] else names
    return numbers(field) if field["open"] or not field["values"] else {"enum": field["values"]}


def properties(description, kind, table):
    words = Words(description, kind)
    result = {}
    for field in table["fields"]:
        field["kind"] = table["name"]
        words.names = names_of_constants(description, field)
        text = describe_field(kind, words, field, field["name"])
        result[field["name"]] = {"description": text, **type_of(field)}
        if field["name"] in table["defaults"] and not field["required"]:
            result[field["name"]]["default"] = table["defaults"][field["name"]]
        if dotted := field.get("dotted"):
            text = describe_field(kind, words, {**field, "open": False}, dotted)
            result[dotted] = {"description": text, "type": "string"}
    return {**result, **MORE_MEMBERS.get(table["name"], {})}


def ways_of(table):
    """The fields that it has only without and only with a firewall mark."""
    ways = ("without_fwmark", "with_fwmark")
    return [[each["name"] for each in table["fields"] if each["presence"] == way] for way in ways]


def listed(names):
    return f"{', '.join(names[:-1])} and {names[-1]}"


def identities(table):
    """What has to be there, and for a service by address or by firewall mark what not."""
    ways = ways_of(table)
    if not all(ways):
        required = [each["name"] for each in table["fields"] if each["required"]]
        return {"required": required} if required else {}
    return {
        "oneOf": [
            {"required": one, "not": {"anyOf": [{"required": [each]} for each in other]}}
            for one, other in (ways, reversed(ways))
        ]
    }


def describe_kind(description, kind, table):
    handle = next(each for each in description.handles if each.name == f"lvsdr_{kind.name}")
    text = re.match(r"(.*?\.)(?: |$)", handle.text)[1]
    text = re.sub(r" \(lvsdr\w+\(\)\)", "", text)
    ways = ways_of(table)
    if all(ways):
        text += f" It has either {listed(ways[0])}, or {listed(ways[1])}."
    if table["partial"]:
        text += " What is missing is not changed."
    elif table["of_host"] and table["name"] not in MORE_MEMBERS:
        text += " Those that are not listed are not changed."
    return text


def items(table, reference):
    """The list of a state; it has at most as many as there are names that tell its objects apart."""
    identity = [each for each in table["fields"] if each["identity"]]
    few = len(identity) == 1 and identity[0]["names"] and not identity[0]["open"]
    return {"type": "array", **({"maxItems": len(identity[0]["names"])} if few else {}), "items": reference}


def write(description, tables):
    kinds = {kind.name: kind for kind in members.kinds(description)}
    lists, definitions = {}, dict(DEFS)
    for table in sorted(tables, key=lambda table: "destinations" not in MORE_MEMBERS.get(table["name"], {})):
        kind = kinds[C_NAMES.get(table["name"], re.sub("[ -]", "_", table["name"].lower()))]
        name = table["name"] if kind.name == "dest" else kind.name
        reference = {"$ref": f"#/$defs/{name}"}
        if table["name"] != "destination":
            lists[table["list"]] = reference if table["single"] else items(table, reference)
        definitions[name] = {
            "description": describe_kind(description, kind, table),
            "type": "object",
            "additionalProperties": False,
            **identities(table),
            "properties": properties(description, kind, table),
        }
    some = {"anyOf": [{"required": [each]} for each in lists]}
    return {
        **TITLE,
        **some,
        "properties": {"lvsdr_state": {"const": 1}, "observed": OBSERVED, "scope": SCOPE, **lists},
        "$defs": definitions,
    }


def layout(value, depth=0):
    """JSON, on one line what fits into it."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict) or not value or len(line) + depth <= WIDTH and depth > 1:
        return line
    space = " " * (depth + 1)
    members = [f"{space}{json.dumps(name)}: {layout(each, depth + 1)}" for name, each in value.items()]
    return "{\n" + ",\n".join(members) + "\n" + " " * depth + "}"


# ---- What is compared.


def stale(text):
    if SCHEMA.read_text(encoding="utf-8") != text:
        yield "docs/state.schema.json is not what the tables of fields and the headers say: run tests/docs/check-schema.sh --update"


def taken_by(library):
    """Whether the library takes a state."""
    library, host, state = ctypes.CDLL(library), ctypes.c_void_p(), ctypes.c_void_p()
    library.lvsdr_new(ctypes.byref(host))

    def taken(value):
        text = json.dumps(value).encode()
        size = ctypes.c_size_t(len(text))
        good = library.lvsdr_state_from_text(host, b"json", text, size, ctypes.byref(state)) == 0
        if good:
            library.lvsdr_state_free(state)
        return good

    return taken


def disagreements(schema, states, library):
    import jsonschema

    validator = jsonschema.Draft202012Validator(schema)
    for state in states:
        for error in validator.iter_errors(state):
            yield f"{error.json_path} of a state that the library writes does not fit: {error.message}"
    taken = taken_by(library)
    for word, cases in json.loads((TOP / "tests/docs/states.json").read_text(encoding="utf-8")).items():
        for case in cases:
            state = {"lvsdr_state": 1, **case}
            if validator.is_valid(state) != (word == "good"):
                yield f"the schema takes {json.dumps(case)} otherwise than tests/docs/states.json, where it is {word}"
            if taken(state) != (word == "good"):
                yield f"the library takes {json.dumps(case)} otherwise than tests/docs/states.json, where it is {word}"


def main():
    arguments = sys.argv[1:]
    update = arguments[0] == "--update"
    seed, _, fields = Path(arguments[update]).read_text(encoding="utf-8").partition("\n")
    fields = json.loads(fields)
    text = layout(write(headers.read(TOP / "include/lvsdr", "0", ""), fields["kinds"])) + "\n"
    if update:
        SCHEMA.write_text(text, encoding="utf-8")
        return 0
    found = list(stale(text)) or list(disagreements(json.loads(text), fields["states"], arguments[1]))
    print("\n".join([*found[:10], *([seed] if found else [])]), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
