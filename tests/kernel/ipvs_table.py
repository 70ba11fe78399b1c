# SPDX-License-Identifier: LGPL-2.1-or-later
"""What IPVS has in this network namespace, read and put back by generic netlink, without a process and without liblvsdr."""

import os
import socket
import struct

GENERIC, CONTROL, GET_FAMILY, FAMILY_ID, FAMILY_NAME = 16, 16, 3, 1, 2
REQUEST, ACK, DUMP = 1, 4, 0x300
ERROR, DONE = 2, 3

# Commands, and the attributes of their messages: <linux/ip_vs.h>.
NEW_SERVICE, DEL_SERVICE, GET_SERVICE, NEW_DEST, GET_DEST, DEL_DAEMON, GET_DAEMON = 1, 3, 4, 5, 8, 10, 11
SET_CONFIG, GET_CONFIG = 12, 13
SERVICE, DEST, DAEMON = 1, 2, 3
SERVICE_NAMES = " family protocol address port mark scheduler flags timeout netmask stats engine stats64".split(" ")
DEST_NAMES = (
    " address port forwarding weight upper lower active inactive persistent stats family stats64"
    " tunnel-type tunnel-port tunnel-flags"
).split(" ")
DAEMON_NAMES = " role device id length group group6 port ttl".split(" ")
CONFIG_NAMES = [""] * 4 + "tcp tcp-fin udp".split(" ")
FLAGS, HASHED = 7, 2  # the kernel's own flag of a service, with which it takes none


def pack(kind, value):
    return struct.pack("=HH", len(value) + 4, kind) + value + bytes(-len(value) % 4)


def unpack(data):
    """{kind: value}"""
    found, place = {}, 0
    while place + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, place)
        found[kind & 0x3FFF] = data[place + 4 : place + length]
        place += length + 3 & ~3
    return found


def settings(attributes, names):
    """Without the counters, which are those of a moment."""
    return {kind: value for kind, value in attributes.items() if not names[kind].startswith("stats")}


def shown(kind, attributes, names):
    return f"{kind} " + " ".join(f"{names[each]}={value.hex()}" for each, value in attributes.items())


def nested(kind, attributes):
    return pack(kind, b"".join(pack(*each) for each in attributes.items()))


class Table:
    """A list of (service, its destinations) as the kernel has them, the timeouts, and the sync daemons."""

    def __init__(self, services, timeouts, daemons):
        self.services, self.timeouts, self.daemons = services, timeouts, daemons

    def lines(self):
        """Each object as a line; services in an order that does not depend on when they were added."""
        found = [shown("timeouts", self.timeouts, CONFIG_NAMES)]
        found += sorted(shown("daemon", each, DAEMON_NAMES) for each in self.daemons)
        for service, dests in sorted(self.services, key=lambda pair: list(pair[0].items())):
            found.append(shown("service", service, SERVICE_NAMES))
            found += [shown("    destination", dest, DEST_NAMES) for dest in dests]
        return found


class Ipvs:
    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, GENERIC)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.family = CONTROL
        (answer,) = self.ask(GET_FAMILY, pack(FAMILY_NAME, b"IPVS\0"))
        (self.family,) = struct.unpack("=H", answer[FAMILY_ID])

    def ask(self, command, payload=b"", flags=0):
        """What the kernel answers: the attributes of each message."""
        message = struct.pack("=BBH", command, 1, 0) + payload
        self.socket.send(
            struct.pack("=IHHII", 16 + len(message), self.family, REQUEST | (flags or ACK), 0, 0) + message
        )
        answers = []
        while True:
            data, place = self.socket.recv(1 << 20), 0
            while place < len(data):
                length, kind = struct.unpack_from("=IH", data, place)
                if kind in (ERROR, DONE):
                    (error,) = struct.unpack_from("=i", data, place + 16)
                    if error:
                        raise OSError(-error, f"IPVS command {command}: {os.strerror(-error)}")
                    return answers
                answers.append(unpack(data[place + 20 : place + length]))
                place += length + 3 & ~3

    def objects(self, command, kind, names, payload=b""):
        return [settings(unpack(each[kind]), names) for each in self.ask(command, payload, DUMP)]

    def read(self):
        services = self.objects(GET_SERVICE, SERVICE, SERVICE_NAMES)
        return Table(
            [(each, self.objects(GET_DEST, DEST, DEST_NAMES, nested(SERVICE, each))) for each in services],
            self.ask(GET_CONFIG)[0],
            self.objects(GET_DAEMON, DAEMON, DAEMON_NAMES),
        )

    def put(self, table, instead_of):
        """Makes one table the kernel's where that is the other one; of destinations the last one comes first there."""
        for daemon in instead_of.daemons:
            self.ask(DEL_DAEMON, nested(DAEMON, daemon))
        if table.timeouts != instead_of.timeouts:
            self.ask(SET_CONFIG, b"".join(pack(*each) for each in table.timeouts.items()))
        for pair in instead_of.services:
            if pair not in table.services:
                self.ask(DEL_SERVICE, nested(SERVICE, pair[0]))
        for service, dests in table.services:
            if (service, dests) in instead_of.services:
                continue
            flags, mask = struct.unpack("=II", service[FLAGS])
            sent = nested(SERVICE, {**service, FLAGS: struct.pack("=II", flags & ~HASHED, mask)})
            self.ask(NEW_SERVICE, sent)
            for dest in reversed(dests):
                self.ask(NEW_DEST, sent + nested(DEST, dest))
