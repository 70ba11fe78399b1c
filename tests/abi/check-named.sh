#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every public function is named by a C test of tests/unit, tests/kernel or tests/scenarios, not only in a comment or a text
# there, and has a man page of its own, which is made from its comment in the header.
set -eu

top=${top_srcdir:-$(dirname "$0")/../..}
python=${PYTHON:-python3}
{ [ "$python" != : ] && command -v "$python" >/dev/null; } ||
    { echo "check-named: not checked: there is no python3" && exit 77; }
"$python" - "$top" <<'PYTHON'
import json
import re
import sys
from pathlib import Path

top = Path(sys.argv[1])
functions = [each["name"] for each in json.loads((top / "bindings/liblvsdr.json").read_text())["functions"]]
no_code = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)
named = set()
for folder in "unit", "kernel", "scenarios":
    for path in (top / "tests" / folder).glob("*.[ch]"):
        named.update(re.findall(r"\blvsdr_\w+", no_code.sub(" ", path.read_text())))
pages = set(re.findall(r"docs/man/(\w+)\.3", (top / "docs/man/pages.mk").read_text()))
status = not functions
for name in functions:
    if name not in named:
        print(f"{name} is named by no C test: write one in tests/unit or tests/kernel that fails without it")
    if name not in pages:
        print(f"{name} has no man page: run bindings/generate.py")
    status |= name not in named or name not in pages
sys.exit(status)
PYTHON
