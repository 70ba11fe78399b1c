#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Generates from the public headers what is checked in: the description, the bindings' raw tables, the
linker's map, the index of the interface, the table of privileges and the list of man pages. The pages themselves are written by --man, for make.

include/lvsdr/*.h have a restricted grammar and rules of their own (bindings/generator): what breaks them is
an error, with a sentence that says what to do."""

import argparse
import datetime
import os
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from generator import (  # noqa: E402 (no bytecode beside the sources)
    accessors,
    cpp,
    go,
    headers,
    index,
    ipvs,
    luajit,
    man,
    node,
    privileges,
    python,
    python_members,
    rules,
    rust,
    symbols,
)

OUTPUTS = {  # where it goes: how it is written
    "bindings/liblvsdr.json": lambda description: description.to_json(),
    "bindings/python/lvsdr/_raw.py": python.write,
    "bindings/python/lvsdr/_members.py": python_members.write,
    "bindings/luajit/lvsdr/raw.lua": luajit.write,
    "bindings/luajit/lvsdr/members.lua": luajit.write_members,
    "bindings/cpp/include/lvsdr/cpp/constants.hpp": cpp.write_constants,
    "bindings/cpp/include/lvsdr/cpp/objects.hpp": cpp.write_objects,
    "bindings/rust/lvsdr-sys/src/raw.rs": rust.write_raw,
    "bindings/rust/lvsdr/src/constants.rs": rust.write_constants,
    "bindings/rust/lvsdr/src/objects.rs": rust.write_objects,
    "bindings/go/constants.go": go.write,
    "bindings/go/objects.go": go.write_objects,
    "bindings/node/lib/raw.js": node.write,
    "bindings/node/lib/members.js": node.write_members,
    "bindings/node/lib/members.d.ts": node.write_types,
    "docs/api.md": index.write,
    "liblvsdr/liblvsdr.map": symbols.write,
    "docs/man/pages.mk": man.write_list,
    "tests/unit/accessors.h": accessors.write,
}


def ipvs_page(description, top):
    folder = top / "liblvsdr"
    sources = top / "docs/ipvs.md", folder / "uapi/linux/ip_vs.h", folder / "codec/ipvs/ipvs.c"
    return ipvs.write(description, *(each.read_text(encoding="utf-8") for each in sources))


def security_page(description, top):
    return privileges.write(description, (top / "docs/security.md").read_text(encoding="utf-8"))


def read(top):
    """The description, or None after saying what is wrong with the headers."""
    version = re.search(r"AC_INIT\(\[lvsdr\], \[([\d.]+)\]\)", (top / "configure.ac").read_text())[1]
    try:
        description = headers.read(top / "include/lvsdr", version)
    except headers.Complaint as complaint:
        print(complaint, file=sys.stderr)
        return None
    found = list(rules.complaints(description))
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return None if found else description


def compare(path, text, top):
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return True
    print(
        f"{path.relative_to(top)} is not what the headers say: run bindings/generate.py and look at what changes",
        file=sys.stderr,
    )
    return False


def date_of(top):
    """The day of the release as NEWS tells it; before it, the day of the build."""
    if match := re.match(r"\S+ \((\d{4}-\d\d-\d\d)\)", (top / "NEWS").read_text(encoding="utf-8")):
        return match[1]
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc) if epoch else datetime.datetime.now()
    return now.date().isoformat()


def write_man(description, top, folder):
    folder.mkdir(parents=True, exist_ok=True)
    readme = (top / "README.md").read_text(encoding="utf-8")
    for name, text in man.pages(description, readme, date_of(top)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--top", type=Path, default=Path(__file__).resolve().parent.parent, help="the source tree")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where something would change")
    parser.add_argument("--man", type=Path, metavar="FOLDER", help="write the man pages there, and nothing else")
    options = parser.parse_args()
    description = read(options.top)
    if not description:
        return 1
    if options.man:
        return write_man(description, options.top, options.man)
    good = True
    texts = {name: write(description) for name, write in OUTPUTS.items()}
    texts["docs/ipvs.md"] = ipvs_page(description, options.top)
    texts["docs/security.md"] = security_page(description, options.top)
    for name, text in texts.items():
        path = options.top / name
        if options.check:
            good = compare(path, text, options.top) and good
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
