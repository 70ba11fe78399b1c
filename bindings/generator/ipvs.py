# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/ipvs.md: a row for each attribute of IPVS that the codec has a line for, and the page has none yet. What else
the page says is written by hand."""

import re

KINDS = {
    "SVC": ("SERVICE_ATTRIBUTE", "service"),
    "DEST": ("DEST_ATTRIBUTE", "dest"),
    "DAEMON": ("DAEMON_ATTRIBUTE", "sync_daemon"),
}


def attributes(codec, macro):
    """The member of each attribute, as the codec's table has it: DEST_ATTRIBUTE(WEIGHT, U32, WHOLE, weight)."""
    return dict(re.findall(rf"\b{macro}\((\w+), \w+, \w+, (\w+)\)", codec))


def names(header, prefix):
    return re.findall(rf"^\t({prefix}\w+)", header, re.MULTILINE)


def row(description, name, kind, member):
    functions = [f"lvsdr_{kind}_{verb}_{member}" for verb in ("set", "get")]
    known = [f"`{function}`" if description.function(function) else "" for function in functions]
    return f"| `{name}` | {known[0]} | {known[1]} |".replace("|  |", "| |") if any(known) else None


def write(description, page, header, codec):
    """The page, with the rows that it lacks behind those of the attributes before them."""
    for short, (macro, kind) in KINDS.items():
        members, before = attributes(codec, macro), None
        for name in names(header, f"IPVS_{short}_ATTR_"):
            there = re.search(rf"^\| `{name}` \|.*\n", page, re.MULTILINE)
            member = members.get(name.replace(f"IPVS_{short}_ATTR_", ""))
            if not there and member and before and (new := row(description, name, kind, member)):
                page = page.replace(before, f"{before}{new}\n")
                there = re.search(rf"^\| `{name}` \|.*\n", page, re.MULTILINE)
            before = there[0] if there else before
    return page
