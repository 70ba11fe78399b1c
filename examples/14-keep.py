#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: hold a desired state against whoever changes it."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Holds the state that is described in FILE, for SECONDS or until interrupted, and prints what it "
    "restores. SCOPE: the addresses that belong to it.",
    epilog="classic: watch ipvsadm -Ln, and so on",
)
parser.add_argument("file", metavar="FILE")
parser.add_argument("scope", metavar="SCOPE")
parser.add_argument("seconds", metavar="SECONDS", type=float, nargs="?")
words = parser.parse_args()


def restore(host: lvsdr.Host, desired: lvsdr.State) -> None:
    host.plan(desired, scope=words.scope).apply()  # every change is printed by the trace


try:
    desired = lvsdr.State.load(words.file)
    with lvsdr.open(trace=sys.stdout) as host:
        with host.watch(words.scope, desired.parts, interval=0.5, timeout=words.seconds) as watch:
            restore(host, desired)  # after the watch: nothing is missed
            for parts in watch:
                restore(host, desired)
except (lvsdr.Error, OSError) as error:
    sys.exit(str(error))
