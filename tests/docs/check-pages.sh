#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The pages for those who work on this (docs/*.md, docs/contributing, the README of each folder, CONTRIBUTING.md, SECURITY.md):
# each link leads to a file, and each file that is named in backquotes is there, in some folder. NAME stands for any.
set -eu

top=${top_srcdir:-$(dirname "$0")/../..}
python=${PYTHON:-python3}
{ [ "$python" != : ] && command -v "$python" >/dev/null; } ||
    { echo "check-pages: not checked: there is no python3" && exit 77; }
"$python" - "$top" <<'PYTHON'
import os
import re
import sys
from pathlib import Path

top = Path(sys.argv[1]).resolve()
FOLDERS = ("bindings", "docs", "examples", "include", "liblvsdr", "packaging", "tests", "tools")
KERNEL = r"(?:net/)?(?:ip_vs_\w+|addrconf|genetlink|sysctl_net)\.c"  # its sources, of which pages tell
ENDING = r"\.(?:c|h|json|list|lua|map|md|mk|py|sh|txt)"
pages = [*top.glob("*.md"), *top.glob("docs/*.md"), *top.glob("docs/contributing/*.md")]
pages += [page for folder in FOLDERS for page in (top / folder).glob("**/README.md")]
there = {"/" + name for name in os.listdir(top)}
for folder in FOLDERS:
    for root, _, names in os.walk(top / folder, followlinks=True):
        there.update(f"/{os.path.relpath(root, top)}/{name}" for name in names)
endings = {path[at:] for path in there for at in range(len(path)) if path[at] == "/"}
status = len(pages) < 10
for page in sorted(set(pages)):
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)", text):
        if not link.startswith("http") and not (page.parent / link).exists():
            print(f"{page.relative_to(top)}: there is no {link}")
            status = 1
    for name in re.findall(rf"(?<!`)`([a-z][\w./-]*{ENDING})`", text):
        if "NAME" not in name and f"/{name}" not in endings and not re.fullmatch(KERNEL, name):
            print(f"{page.relative_to(top)}: no file is called {name}")
            status = 1
sys.exit(status)
PYTHON
