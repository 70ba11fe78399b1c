#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appendix: take a real server out of a service without breaking a connection."""

import argparse
import sys

import common
import lvsdr

SLICE = 0.5  # seconds between two lines of progress

HELP = f"""Takes a real server out of a service: weight 0, wait for its connections, remove.
classic: ipvsadm -e -t VIP:80 -r RIP -g -w 0; ipvsadm -Ln, again and again;
         ipvsadm -d -t VIP:80 -r RIP

usage: {sys.argv[0]} [OPTION]... VIP:PORT RIP
  --netns NAME      act in this network namespace
  --record FILE     write a plan here before, to put everything back with
                    `lvsdrctl undo FILE`
  --overwrite-record
                    also over a record that is there
  --timeout N       give up after N seconds (default 300); call it again to go on
  --force           then remove it anyway
  --wait-templates  wait until persistent clients have kept away for their timeout
  --cut-templates   do not: they get another real server
  --active-only     do not wait for connections that the client has closed
  --help            this text

Status: 0 removed; 1 failed; 2 wrong call; 3 the time is over and something is left."""


def write_record(host: lvsdr.Host, service: lvsdr.Service, dest: lvsdr.Dest, path: str, overwrite: bool) -> None:
    """The two changes as a plan, for its record only: Host.drain_dest() makes them in its time."""
    plan = host.new_plan()
    plan.update_dest(service, dest)
    plan.remove_dest(service, dest)
    if plan:
        plan.save(path, overwrite=overwrite)


def show(progress: lvsdr.DrainProgress, first: bool, last: bool) -> None:
    terminal = sys.stdout.isatty()
    if terminal or first or last:  # in a log the first and the last line are enough
        print(
            "\r\033[K" if terminal else "",
            f"{progress.active} active, {progress.inactive} inactive, {progress.templates} templates",
            sep="",
            end="" if terminal and not last else "\n",
            flush=True,
        )


def drain(host: lvsdr.Host, service: lvsdr.Service, dest: lvsdr.Dest, options: argparse.Namespace) -> bool:
    """Whether it is over; if not, the time is."""
    slices = int(options.timeout / SLICE)
    for i in range(slices):
        progress = host.drain_dest(
            service,
            dest,
            seconds=SLICE,
            wait_for_templates=options.wait_templates,
            cut_templates=options.cut_templates,
            active_only=options.active_only,
        )
        show(progress, first=i == 0, last=progress.done or i == slices - 1)
        if progress.done:
            return True
    return False


def work(address: str, rip: str, options: argparse.Namespace) -> int:
    with lvsdr.open(options.netns) as host:
        service = lvsdr.Service("tcp", address)
        dest = lvsdr.Dest(rip, weight=0)
        if options.record:
            write_record(host, service, dest, options.record, options.overwrite_record)
        removed = drain(host, service, dest, options)
        if not removed and options.force:
            host.remove_dest(service, dest)
            removed = True
    print("removed" if removed else "the time is over; its weight is 0")
    return 0 if removed else 3


def main() -> int:
    parser = common.Options(HELP)
    parser.add_argument("--netns")
    parser.add_argument("--record")
    parser.add_argument("--timeout", default="300")
    for flag in "--overwrite-record", "--force", "--wait-templates", "--cut-templates", "--active-only":
        parser.add_argument(flag, action="store_true")
    options, words = parser.read()
    options.timeout = common.number(options.timeout)
    if len(words) != 2 or not options.timeout:
        parser.error("wrong call; see --help")
    try:
        return work(words[0], words[1], options)
    except (OSError, ValueError) as error:
        return common.complain(error)


sys.exit(main())
