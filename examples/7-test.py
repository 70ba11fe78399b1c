#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 7: a client fetches the page again and again: the real servers take turns."""

import http.client
import sys
import urllib.request
from typing import Optional


def fetch(url: str) -> Optional[str]:
    """The page's first line. Each request is a new connection, since IPVS schedules connections."""
    try:
        with urllib.request.urlopen(url, timeout=5) as page:
            text: bytes = page.read(255)
    except (OSError, ValueError, http.client.HTTPException):
        return None
    return text.decode(errors="replace").split("\n")[0]


def main(words: list[str]) -> int:
    times = 10
    if len(words) == 2:
        times = int(words[1]) if words[1].isdecimal() else 0
    if not 1 <= len(words) <= 2 or words[0].startswith("-") or times < 2:
        print(
            "Fetches a page from the VIP and shows which real server answered.\n"
            f"classic: curl http://VIP/, again and again\n\nusage: {sys.argv[0]} URL [TIMES]"
        )
        return 0 if words == ["--help"] else 2
    alternating = True
    last: Optional[str] = ""
    for i in range(times):
        page = fetch(words[0])
        print(f"{i + 1:2}  {'no answer' if page is None else page}")
        if page is None or page == last:
            alternating = False
        last = page
    print("the pages alternate" if alternating else "the pages do NOT alternate")
    return 0 if alternating else 1


sys.exit(main(sys.argv[1:]))
