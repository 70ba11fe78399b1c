#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Python's side of the benchmarks, on the same objects as bench.c.

    bench.py create SERVICES DESTS   plan and apply a ready state
    bench.py read SERVICES DESTS     to a list of all services and destinations, with counters
    bench.py open COUNT 1            COUNT hosts, one after the other, of one request each
    bench.py call COUNT 1            COUNT services added and removed again, one by one
    bench.py get COUNT 1             COUNT readings of one service
    bench.py connect SERVICES DESTS  let each destination count a connection; tells nothing

Times are microseconds, twice, as those of bench.c."""

import ctypes
import socket
import subprocess
import sys
import time

import lvsdr

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of malloc.h


def now():
    return time.monotonic_ns() // 1000


def work_in(netns):
    host = lvsdr.open(netns)
    host.ipvs_version()  # opens the socket, as bench.c does
    return host


def vip(number):
    return f"10.1.{number // 256}.{number % 256}"


def make_state(services, dests):
    state = lvsdr.State()
    for i in range(services):
        service = lvsdr.Service("tcp", vip(i), 80, scheduler="rr")
        state.add_service(service)
        for k in range(dests):
            state.add_dest(service, lvsdr.Dest(f"10.2.{k // 256}.{k % 256}", weight=1))
    return state


def create_in(netns, services, dests):
    with work_in(netns) as host:
        desired = make_state(services, dests)
        started = now()
        plan = host.plan(desired, scope="everything")
        plan.apply()
        took = now() - started
        if len(plan) != services * (dests + 1):
            sys.exit(f"bench.py: {len(plan)} steps")
        return took


def create(services, dests):
    first = create_in("w", services, dests)
    subprocess.run("ip netns del w; sleep 2", shell=True, check=True)  # the kernel clears up in the background
    return create_in("b", services, dests), first


def read_once(host, services, dests):
    started = now()
    rows = list(host.read("everything", counters=True).items())
    took = now() - started
    if len(rows) != services or any(len(row[1]) != dests for row in rows):
        sys.exit(f"bench.py: {len(rows)} services")
    if any(each.counters is None for service, row in rows for each in [service, *row]):
        sys.exit("bench.py: no counters")
    return took


def read(services, dests):
    with work_in("b") as host:
        first = read_once(host, services, dests)
        return read_once(host, services, dests), first


def open_hosts(count, _):
    started = now()
    for _ in range(count):
        with lvsdr.open() as host:
            host.ipvs_version()
    return (now() - started,)


def call(count, _):
    service = lvsdr.Service("tcp", "10.1.255.255:80", scheduler="rr")
    with work_in("b") as host:
        started = now()
        for _ in range(count):
            host.add_service(service)
            host.remove_service(service)
        return (now() - started,)


def get(count, _):
    service = lvsdr.Service("tcp", "10.1.255.255:80", scheduler="rr")
    with work_in("b") as host:
        host.add_service(service)
        started = now()
        for _ in range(count):
            host.read_service(service)
        took = now() - started
        host.remove_service(service)
        return (took,)


def connect(services, dests):
    for number in range(services * dests):
        with socket.socket() as client:
            client.setblocking(False)
            client.connect_ex((vip(number // dests), 80))  # nobody answers
    return ()


if __name__ == "__main__":
    for option in M_MMAP_THRESHOLD, M_TRIM_THRESHOLD:  # memory is kept, as bench.c does
        ctypes.CDLL(None).mallopt(option, 1 << 30)
    works = {"create": create, "read": read, "open": open_hosts, "call": call, "get": get, "connect": connect}
    print(*works[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3])))
