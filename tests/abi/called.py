#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether a layer in another language calls each function of the C interface: called.py TOP [--all] SOURCE...
With --all it is a raw table, which has those too that a layer does not need. In sources of Node.js a name can have
holes, `lvsdr_state_get_${kind}`, whose names tell what they stand for."""

import json
import re
import sys
from pathlib import Path

NOT_NEEDED = {
    "lvsdr_error_code",  # the result of the call is the code
    "lvsdr_totals_get_name",  # the members of a structure have these names
}
# Of a language, by the suffix of its sources.
NOT_NEEDED_IN = {
    ".go": {
        "lvsdr_scope_add",  # a scope is one text there
        "lvsdr_state_get_service_numbers",  # a call by cgo costs little: there are no columns
        "lvsdr_state_get_service_texts",
        "lvsdr_state_get_dest_numbers",
        "lvsdr_state_get_dest_texts",
    },
    ".js": {
        "lvsdr_scope_add",  # a scope is one text there, or an array
        "lvsdr_part_name",  # flagNames() has them from the constants
        "lvsdr_state_get_dest",  # services and destinations are read by columns
        "lvsdr_state_get_dest_count",
        "lvsdr_state_get_service",
        "lvsdr_service_get_counters",
        "lvsdr_dest_get_counters",
    },
}
VERBS = "add|update|remove|read|set"


def hole(name, kinds):
    """What can stand in a hole of a name."""
    if name.endswith("kind"):
        return "|".join(kinds)
    return VERBS if name == "verb" else r"\w+"


def with_holes(text, kinds):
    """A pattern for each name with holes."""
    for name in re.findall(r"`(lvsdr_[\w${}.]+)`", text):
        parts = re.split(r"\$\{([\w.]+)\}", name)
        yield "".join(f"({hole(part, kinds)})" if i % 2 else part for i, part in enumerate(parts))


def main():
    top, sources = Path(sys.argv[1]), [Path(each) for each in sys.argv[2:] if each != "--all"]
    exempt = (
        set() if "--all" in sys.argv else NOT_NEEDED.union(*(NOT_NEEDED_IN.get(each.suffix, ()) for each in sources))
    )
    text = "\n".join(each.read_text(encoding="utf-8") for each in sources)
    text = re.sub(r"//[^\n]*", "", text)
    description = json.loads((top / "bindings/liblvsdr.json").read_text())
    called = set(re.findall(r"\blvsdr_\w+\b(?!\$)", text))
    patterns = list(with_holes(text, [each["name"] for each in description["objects"]]))
    names = [each["name"] for each in description["functions"]]
    missing = [
        name for name in names if name not in called | exempt and not any(re.fullmatch(each, name) for each in patterns)
    ]
    for name in missing:
        print(f"{name}() is not called: add it to the layer")
    return 1 if missing or not names else 0


if __name__ == "__main__":
    sys.exit(main())
