#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""States and plans for shells and scripts: read, plan, apply, undo, announce, probe."""

import argparse
import signal
import sys
from typing import NoReturn, Optional

import common
import lvsdr

SLICE = 0.1  # seconds between two looks at progress, signals and the deadline

HELP = """\
usage: lvsdrctl [OPTION]... read
       lvsdrctl [OPTION]... plan|apply FILE
       lvsdrctl [OPTION]... undo RECORD
       lvsdrctl [OPTION]... announce VIP DEVICE [COUNT [MILLISECONDS]]
       lvsdrctl [OPTION]... probe ADDRESS DEVICE [MILLISECONDS]
Reads what a host has of Linux Virtual Server, and makes it what a file says. FILE is JSON
or what `ipvsadm -Sn` writes; "-" is standard input.

  read             write the state to standard output
  plan             print what apply would do, and do nothing
  apply            do it; all of it, or nothing when a step fails
  undo             put back what an earlier apply did, from its record
  announce         tell the neighbours where the VIP is now: COUNT times (3), one in
                   MILLISECONDS (1000); gratuitous ARP, or neighbour advertisements
  probe            print the MAC addresses that answer for ADDRESS within
                   MILLISECONDS (1000)

  --scope TEXT     what is ours: "192.168.1.41, fwmark:7" or "everything"; nothing outside
                   of it is read or touched, and what FILE does not have inside it goes
  --parts LIST     what read reads, of services, vips, arp-policies, timeouts, sysctls,
                   sync-daemons, marks and statistics (default: services,vips)
  --format FORMAT  what read writes: json (default) or rules, as ipvsadm --restore takes
  --record FILE    apply: first write the plan here, for undo, even after a crash
  --overwrite-record
                   also over a record that is there, which then cannot be undone
  --explain        plan: one line about each step instead of the classic commands
  --dry-run        apply: the same as plan
  --keep-going     apply: when a step fails, go on with those that do not depend on it
  --allow-empty    apply: also when no service is left of those that the scope has
  --insist         plan and apply: also what the library would refuse as nonsense
  --timeout N      apply: undo again what is not done within N seconds
  --netns NAME     act in this network namespace
  --quiet          no progress on a terminal
  --help           this text

Status: 0 done, or nothing to do; 1 failed; 2 wrong call; 130 interrupted and undone."""

PARTS = {
    "services": lvsdr.Part.SERVICES,
    "vips": lvsdr.Part.VIPS,
    "arp-policies": lvsdr.Part.ARP_POLICIES,
    "timeouts": lvsdr.Part.TIMEOUTS,
    "sysctls": lvsdr.Part.SYSCTLS,
    "sync-daemons": lvsdr.Part.SYNC_DAEMONS,
    "marks": lvsdr.Part.MARKS,
}
WORDS = {"read": (1, 1), "plan": (2, 2), "apply": (2, 2), "undo": (2, 2), "announce": (3, 5), "probe": (3, 4)}

interrupted = False


def interrupt(*_: object) -> None:
    global interrupted
    interrupted = True


def complain(error: Exception) -> int:
    return common.complain(error, "lvsdrctl: ")


def wrong(what: str) -> NoReturn:
    print(f"lvsdrctl: {what}; see --help", file=sys.stderr)
    sys.exit(2)


def read_state(host: lvsdr.Host, options: argparse.Namespace) -> int:
    names = options.parts.split(",")
    parts = lvsdr.Part(0)
    for name in names:
        parts |= PARTS.get(name, 0)
    state = host.read(options.scope, parts=parts, statistics="statistics" in names)
    if options.format == "json":
        print(state.to_json())
        return 0
    try:
        print(state.to_rules(), end="")
    except lvsdr.LossError as error:  # rules cannot hold all
        print(state.to_rules(lossy=True), end="")
        complain(error)
    return 0


def load_state(path: str) -> lvsdr.State:
    text = common.read_file(path)
    return lvsdr.State.from_json(text) if text.lstrip().startswith("{") else lvsdr.State.from_rules(text)


def show_progress(done: int, total: int, quiet: bool) -> None:
    if not quiet and sys.stderr.isatty():
        print(f"\r{done} of {total} steps", end="\n" if done == total else "", file=sys.stderr, flush=True)


def cancel(plan: lvsdr.Plan, why: str, status: int) -> int:
    """After an interruption or a deadline."""
    result = "everything is as before"
    try:
        plan.undo()
    except lvsdr.Error as error:
        result = str(error)
    print(f"lvsdrctl: {why}; {result}", file=sys.stderr)
    common.show_notes(plan)
    return status


def carry_out(plan: lvsdr.Plan, options: argparse.Namespace) -> int:
    slices = int(options.timeout / SLICE)
    try:
        for done, total in plan.slices(SLICE):
            show_progress(done, total, options.quiet)
            slices -= 1
            if done < total and interrupted:
                return cancel(plan, "interrupted", 130)
            if done < total and options.timeout and slices <= 0:
                return cancel(plan, "the time is over", 1)
    except lvsdr.Error as error:
        status = complain(error)
        common.show_notes(plan)
        return status
    return 0


def removes_all_services(desired: lvsdr.State, plan: lvsdr.Plan) -> bool:
    """A file that was meant otherwise is the likeliest reason for removing all there is."""
    return not desired.services and any(step.kind == "service" for step in plan)


def reach(host: lvsdr.Host, path: str, options: argparse.Namespace) -> int:
    desired = load_state(path)
    plan = host.plan(desired, scope=options.scope)
    if options.dry_run:
        for step in plan:
            print(step.explanation if options.explain else step.command)
        return 0
    if removes_all_services(desired, plan) and not options.allow_empty:
        print("lvsdrctl: this removes all services of the scope; say --allow-empty if that is meant", file=sys.stderr)
        return 1
    if options.record and plan:
        plan.save(options.record, overwrite=options.overwrite_record)
    plan.keep_going = options.keep_going
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    return carry_out(plan, options)


def undo(host: lvsdr.Host, path: str) -> int:
    plan = host.plan_from_json(common.read_file(path))
    status = 0
    try:
        plan.undo()
    except lvsdr.Error as error:
        status = complain(error)
    common.show_notes(plan)
    return status


def number(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) < 2**31:
        wrong(f'"{word}" is no number above 0')
    return int(word)


def announce(host: lvsdr.Host, address: str, device: str, count: str = "3", interval: str = "1000") -> int:
    times, milliseconds = number(count), number(interval)
    host.announce_vip(lvsdr.Vip(address, device), times, milliseconds / 1000)
    return 0


def probe(host: lvsdr.Host, address: str, device: str, wait: str = "1000") -> int:
    for mac in host.probe_address(address, device, number(wait) / 1000):
        print(mac)
    return 0


def work(options: argparse.Namespace, verb: str, *words: str) -> int:
    with lvsdr.open(options.netns, insist=options.insist) as host:
        if verb == "read":
            return read_state(host, options)
        if verb == "undo":
            return undo(host, *words)
        if verb == "announce":
            return announce(host, *words)
        if verb == "probe":
            return probe(host, *words)
        return reach(host, words[0], options)


def check_options(options: argparse.Namespace) -> None:
    if not set(options.parts.split(",")) <= {*PARTS, "statistics"}:
        wrong(f"--parts takes {', '.join(PARTS)}, statistics")
    if options.format not in ("json", "rules"):
        wrong("--format takes json or rules")
    if options.timeout is not None and not (options.timeout.isdecimal() and 1 <= int(options.timeout) <= 86400):
        wrong("--timeout takes 1 to 86400 seconds")
    options.timeout = int(options.timeout or 0)  # 0: none


def check_words(verb: str, count: int, scope: Optional[str]) -> None:
    least, most = WORDS[verb]
    if verb in ("announce", "probe"):
        if not least <= count <= most:
            wrong("there are too few or too many words")
        return
    if count < least:
        wrong("a file is missing")
    if count > most:
        wrong("there are too many words")
    if scope is None and verb != "undo":
        wrong("say what is ours: --scope ADDRESS,... or --scope everything")


def main() -> int:
    parser = common.Options(HELP)
    for option in "--netns", "--scope", "--record", "--timeout":
        parser.add_argument(option)
    parser.add_argument("--parts", default="services,vips")
    parser.add_argument("--format", default="json")
    for flag in "--overwrite-record", "--dry-run", "--keep-going", "--insist", "--explain", "--allow-empty", "--quiet":
        parser.add_argument(flag, action="store_true")
    options, words = parser.read()
    check_options(options)
    if not words or words[0] not in WORDS:
        wrong("say what to do: read, plan, apply, undo, announce or probe")
    check_words(words[0], len(words), options.scope)
    options.dry_run |= words[0] == "plan"
    try:
        return work(options, *words)
    except (OSError, ValueError) as error:
        return complain(error)


sys.exit(main())
