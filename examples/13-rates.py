#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: a live view of what goes to each real server, per second."""

import argparse
import sys
import time

import lvsdr

parser = argparse.ArgumentParser(
    description="Shows what goes to each real server per second, every SECONDS, COUNT times or until interrupted. "
    "Replies do not pass the director: nothing outgoing is counted.",
    epilog="classic: watch -n 1 ipvsadm -Ln --rate",
)
parser.add_argument("seconds", metavar="SECONDS", type=float, nargs="?", default=2)  # as often as the kernel's rates
parser.add_argument("count", metavar="COUNT", type=int, nargs="?", default=0)
words = parser.parse_args()


def show(host: lvsdr.Host) -> None:
    print(f"{'service':24} {'real server':24} {'connections':>11} {'packets':>11} {'bytes':>11}")
    for service, dests in host.read("everything", counters=True).items():
        for dest in dests:
            rates = dest.counters or lvsdr.Counters()
            print(
                f"{str(service.address or ''):24} {str(dest.address):24} {rates.connection_rate:11}"
                f" {rates.incoming_packet_rate:11} {rates.incoming_byte_rate:11}",
                flush=True,
            )


try:
    with lvsdr.open() as host:
        show(host)
        while words.count != 1:
            time.sleep(words.seconds)
            show(host)
            words.count -= 1
except lvsdr.Error as error:
    sys.exit(str(error))
