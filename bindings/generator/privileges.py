# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/security.md: the table of what each call needs. What else the page says is written by hand."""

import re
import sys

BEGIN = "<!-- From the Privilege: lines of include/lvsdr, by bindings/generate.py; not to be edited. -->\n"
END = "<!-- The end of that. -->\n"


def needs(function):
    """The privilege without remarks, so that calls with the same one stand together."""
    return re.sub(r" \(.*\)", "", function.privilege).rstrip(".")


def is_step(description, function):
    """Whether it plans a call that needs the same: lvsdr_plan_add_vip() for lvsdr_vip_add()."""
    match = re.fullmatch(r"lvsdr_plan_([a-z]+)_(\w+)", function.name)
    planned = description.function(f"lvsdr_{match[2]}_{match[1]}") if match else None
    return planned is not None and planned.privilege == function.privilege


def table(description):
    rows = {}
    for function in description.functions:
        if function.privilege and not is_step(description, function):
            rows.setdefault(needs(function), []).append(f"`{function.name}()`")
    yield from ("| privilege | calls |\n", "|---|---|\n")
    for privilege in sorted(rows):
        yield f"| {privilege} | {', '.join(rows[privilege])} |\n"


def write(description, page):
    """The page with this table between its two comments."""
    before, begin, rest = page.partition(BEGIN)
    _, end, behind = rest.partition(END)
    if not (begin and end):
        sys.exit(f"docs/security.md: put these two lines back, between which the table stands:\n{BEGIN}{END}")
    return "".join([before, BEGIN, "\n", *table(description), "\n", END, behind])
