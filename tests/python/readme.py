# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the first Python snippet of a page, and those that need no host, whose comments tell what they print:
readme.py PAGE. Where there is no IPVS, or no right to use it, as far as that; the others of the page have to be Python
(test_kernel.py runs them)."""

import contextlib
import io
import re
import sys

import lvsdr


def told(snippet, code):
    """Whether a snippet prints what its comments begin with."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {"__name__": "__main__", "lvsdr": lvsdr})
    expected = re.findall(r"^print\(.*\)  # (.*)$", snippet, re.MULTILINE)
    lines = printed.getvalue().splitlines()
    good = len(lines) == len(expected) and all(map(str.startswith, expected, lines))
    print("" if good else f"printed: {lines}, and the comments tell: {expected}")
    return good


def main():
    page = open(sys.argv[1], encoding="utf-8").read()
    snippets = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    code = [compile(snippet, sys.argv[1], "exec") for snippet in snippets]
    print(f"{len(code)} snippets, with {lvsdr.__file__} on {lvsdr.library_path()}")
    if not all([told(*each) for each in zip(snippets, code) if "host" not in each[0]]):
        return 1
    try:
        exec(code[0], {"__name__": "__main__"})
    except (lvsdr.UnsupportedError, lvsdr.PrivilegeError) as error:
        print("as far as this kernel goes:", error)
        return 0 if "--any-kernel" in sys.argv else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
