#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether a layer in another language calls each function of the C interface: called.py TOP [--all] SOURCE...
With --all it is a raw table, which has those too that a layer does not need."""

import json
import re
import sys
from pathlib import Path

NOT_NEEDED = {
    "lvsdr_error_code",  # the result of the call is the code
    "lvsdr_totals_get_name",  # the members of a structure have these names
}


def main():
    top, sources = Path(sys.argv[1]), [each for each in sys.argv[2:] if each != "--all"]
    exempt = set() if "--all" in sys.argv else NOT_NEEDED
    text = "\n".join(Path(each).read_text(encoding="utf-8") for each in sources)
    text = re.sub(r"//[^\n]*", "", text)
    called = set(re.findall(r"\blvsdr_\w+", text))
    names = [each["name"] for each in json.loads((top / "bindings/liblvsdr.json").read_text())["functions"]]
    missing = [name for name in names if name not in called | exempt]
    for name in missing:
        print(f"{name}() is not called: add it to the layer")
    return 1 if missing or not names else 0


if __name__ == "__main__":
    sys.exit(main())
