#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: take a real server out of a service without breaking a connection."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Takes a real server out of a service: weight 0, wait until no connection is active, remove. When "
    "SECONDS are over it ends with status 3 and leaves the weight at 0: run it again to go on. 5-realservers adds the "
    "real server again.",
    epilog="classic: ipvsadm -e -t VIP:80 -r RIP -g -w 0; ipvsadm -Ln, again and again; ipvsadm -d -t VIP:80 -r RIP",
)
parser.add_argument("service", metavar="VIP:PORT")
parser.add_argument("real_server", metavar="RIP")
parser.add_argument("seconds", metavar="SECONDS", type=int, nargs="?", default=300)
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:
        web, real_server = lvsdr.Service("tcp", words.service), lvsdr.Dest(words.real_server)
        for _ in range(words.seconds):
            # Of a persistent service it has to be said what becomes of the templates.
            progress = host.drain_dest(web, real_server, seconds=1, active_only=True, cut_templates=True)
            print(
                f"# {progress.active} active, {progress.inactive} inactive, {progress.templates} templates", flush=True
            )
            if progress.done:
                sys.exit()
except lvsdr.Error as error:
    sys.exit(str(error))
sys.exit(3)
