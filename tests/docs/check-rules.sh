#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# docs/rules.md with tests/kernel/rules.differences: each file that ipvsadm and the library treat differently stands in one
# row of the table, with what both do and the reason, and no others do.
set -eu

cd "${top_srcdir:-$(dirname "$0")/../..}"
python3 - <<'PYTHON'
import re
import sys

words = {"takes it otherwise": "otherwise"}
told = set()
for line in open("docs/rules.md", encoding="utf-8"):
    cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
    if line.startswith("| ") and len(cells) == 5:
        for name in re.findall("`([^`]+)`", cells[4]):
            told.add((name, cells[1], words.get(cells[2], cells[2]), cells[3]))
listed = set()
for line in open("tests/kernel/rules.differences", encoding="utf-8"):
    if not line.startswith("#"):
        listed.add(tuple(cell.strip() for cell in line.split("|", 3)))
for entry in sorted(listed - told):
    print("docs/rules.md has no row for:", " | ".join(entry))
for entry in sorted(told - listed):
    print("tests/kernel/rules.differences has no line for:", " | ".join(entry))
sys.exit(listed != told)
PYTHON
