#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: replace the real servers of services without breaking a connection."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Makes the services of SCOPE those of FILE. Real servers that leave get weight 0, and go when they have "
    "no connections. Status 3: SECONDS are over, and some have; run it again to go on.",
)
parser.add_argument("scope", metavar="SCOPE")
parser.add_argument("file", metavar="FILE", type=argparse.FileType(), help="JSON, or rules of ipvsadm")
parser.add_argument("seconds", metavar="SECONDS", type=int, nargs="?", default=300)
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:
        desired = lvsdr.State.from_text(words.file.read())
        plan = host.plan(desired, scope=words.scope, graceful=words.seconds)
        for _ in plan.slices(2):
            left = plan.draining
            if left.dests:
                progress = f"# {left.dests} to drain: {left.active} active connections, {left.inactive} inactive"
                print(progress, file=sys.stderr)
except lvsdr.InUseError as error:
    print(error, file=sys.stderr)
    sys.exit(3)
except lvsdr.Error as error:
    sys.exit(str(error))
