# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the first Python snippet of a page: readme.py PAGE. Where there is no IPVS, or no right to use it, as far as
that; the others of the page have to be Python."""

import re
import sys

import lvsdr


def main():
    page = open(sys.argv[1], encoding="utf-8").read()
    snippets = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    code = [compile(snippet, sys.argv[1], "exec") for snippet in snippets]
    print(f"{len(code)} snippets, with {lvsdr.__file__} on {lvsdr.library_path()}")
    try:
        exec(code[0], {"__name__": "__main__"})
    except (lvsdr.UnsupportedError, lvsdr.PrivilegeError) as error:
        print("as far as this kernel goes:", error)
        return 0 if "--any-kernel" in sys.argv else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
