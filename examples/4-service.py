#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Step 4: the virtual service, round robin."""

import argparse
import sys

import lvsdr

parser = argparse.ArgumentParser(
    description="Adds the virtual service, with scheduler rr.",
    epilog="classic: ipvsadm -A -t VIP:80 -s rr",
)
parser.add_argument("--undo", action="store_true", help="remove it")
parser.add_argument("service", metavar="VIP:PORT")
words = parser.parse_args()

try:
    with lvsdr.open(trace=sys.stdout) as host:
        web = lvsdr.Service("tcp", words.service, scheduler="rr")
        changed = host.remove_service(web) if words.undo else host.add_service(web)
except lvsdr.Error as error:
    sys.exit(str(error))
if not changed:
    print("nothing to do")
