#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns the virtual_server blocks of keepalived.conf into a desired state in JSON, for lvsdrctl or 19-agent."""

import argparse
import ipaddress
import json
import re
import sys
from typing import Any, Dict, Iterator, List, NamedTuple, NoReturn, Optional, Tuple

FORWARDING = {"DR": "direct", "NAT": "masquerade", "TUN": "tunnel"}
TUNNEL_TYPES = ("ipip", "gue", "gre")
FLAGS = {"flag-1", "flag-2", "flag-3", "sh-port", "sh-fallback", "mh-port", "mh-fallback"}
DEFAULT_PERSISTENCE = 360  # of persistence_timeout without a number
MOST_ADDRESSES = 256  # of one range
DEEPEST = 20


class Refused(Exception):
    """A sentence that says what is wrong with which line."""


class Statement(NamedTuple):
    line: int
    words: List[str]
    block: Optional[List[Any]]  # of Statement; None: it has no braces


def shown(text: str) -> str:
    """A word of the file, harmless on a terminal."""
    return json.dumps(text[:60])


def refuse(line: int, sentence: str) -> NoReturn:
    raise Refused(f"line {line}: {sentence}")


def words_of(line: int, text: str) -> List[str]:
    """The words of a line without its comment, with braces as words of their own; a quoted word begins with a quote."""
    words = []
    at = 0
    while at < len(text):
        if text[at] in "!#":
            break
        if text[at].isspace():
            at += 1
        elif text[at] == '"':
            end = text.find('"', at + 1)
            if end < 0:
                refuse(line, "a quoted string does not end on its line")
            words.append(text[at:end])
            at = end + 1
        elif text[at] in "{}":
            words.append(text[at])
            at += 1
        else:
            word = re.match(r'[^\s"{}!#]+', text[at:])
            assert word
            words.append(word[0])
            at += len(word[0])
    return words


def refuse_what_is_computed(line: int, words: List[str]) -> None:
    first = words[0]
    if first in ("include", "includer", "includem", "includew", "includeb", "includea"):
        refuse(line, f"{first} reads another file, which is not done here: put its contents in place of the line")
    if first.startswith("@"):
        refuse(line, f"{shown(first)} depends on the host: leave only the lines of the host in question")
    if any(word.startswith("$") or "~SEQ" in word or "~LST" in word or "${" in word for word in words):
        refuse(line, "definitions ($NAME) and sequences (~SEQ, ~LST) are not expanded here: write what they stand for")


def parse(text: str) -> List[Statement]:
    top: List[Statement] = []
    blocks = [(0, top)]
    for number, content in enumerate(text.split("\n"), 1):
        statement: List[str] = []
        for word in [*words_of(number, content), "\n"]:
            if word not in ("{", "}", "\n"):
                statement.append(word)
                continue
            here = blocks[-1][1]
            if statement:
                refuse_what_is_computed(number, statement)
                here.append(Statement(number, [word.lstrip('"') for word in statement], None))
                statement = []
            if word == "{":
                if not here or here[-1].block is not None:
                    refuse(number, "a brace opens a block that has no name")
                if len(blocks) > DEEPEST:
                    refuse(number, f"blocks are nested more than {DEEPEST} deep")
                inside: List[Statement] = []
                here[-1] = here[-1]._replace(block=inside)
                blocks.append((number, inside))
            elif word == "}":
                if len(blocks) == 1:
                    refuse(number, "a brace closes a block that was never opened")
                blocks.pop()
    if len(blocks) > 1:
        refuse(blocks[-1][0], "the block that begins here has no end")
    return top


def number(statement: Statement, word: str, most: int, least: int = 0) -> int:
    if not re.fullmatch("[0-9]{1,10}", word) or not least <= int(word) <= most:
        refuse(statement.line, f"{shown(word)} is not a number from {least} to {most}")
    return int(word)


def argument(statement: Statement) -> str:
    if len(statement.words) < 2:
        refuse(statement.line, f"{shown(statement.words[0])} lacks its value")
    return statement.words[1]


def address(statement: Statement, word: str) -> str:
    try:
        return str(ipaddress.ip_address(word))
    except ValueError:
        refuse(statement.line, f"{shown(word)} is not an address (host names are not resolved)")


def addresses(statement: Statement, word: str) -> List[str]:
    """An address, or a range such as 192.168.1.41-45 or 2001:db8::41-4f, of its last part."""
    first, dash, last = word.partition("-")
    start = ipaddress.ip_address(address(statement, first))
    if not dash:
        return [str(start)]
    base, most = (10, 0xFF) if start.version == 4 else (16, 0xFFFF)
    if not re.fullmatch("[0-9]{1,3}" if base == 10 else "[0-9A-Fa-f]{1,4}", last):
        refuse(statement.line, f"{shown(word)} is not a range: its end is the last part of an address")
    count = int(last, base) - (int(start) & most) + 1
    if int(last, base) > most or not 1 <= count <= MOST_ADDRESSES:
        refuse(statement.line, f"{shown(word)} is not a range of 1 to {MOST_ADDRESSES} addresses")
    return [str(start + i) for i in range(count)]


Where = Dict[str, Any]  # the members of a service that say which one it is


def endpoints(statement: Statement, words: List[str]) -> Iterator[Where]:
    """The services that "ADDRESS PORT" or "fwmark NUMBER" names."""
    if words and words[0] == "fwmark":
        if len(words) < 2:
            refuse(statement.line, "fwmark lacks its number")
        yield {"fwmark": number(statement, words[1], 0xFFFFFFFF, 1)}
        return
    if not words:
        refuse(statement.line, "an address and a port are missing")
    port = number(statement, words[1], 65535) if len(words) > 1 else 0
    for one in addresses(statement, words[0]):
        yield {"address": one, "port": port}


class Converter:
    def __init__(self) -> None:
        self.notes: List[str] = []
        self.groups: Dict[str, Statement] = {}
        self.services: List[Dict[str, Any]] = []
        self.seen: Dict[Tuple[Any, ...], int] = {}

    def note(self, statement: Statement, sentence: str) -> None:
        self.notes.append(f"line {statement.line}: {sentence}")

    def left_out(self, statement: Statement) -> None:
        name = statement.words[0]
        if name == "sorry_server":
            why = "a server for when all others fail: a program that checks their health has to add it"
        elif re.search("_CHECK$|_GET$", name):
            why = "a health check: 19-agent is a program that sets weights by such checks"
        elif re.match("quorum|alpha|omega|delay|retry|warmup|connect_|inhibit|notify|virtualhost|ha_suspend", name):
            why = "keepalived's own checks need it; a state has no counterpart"
        else:
            why = "a state has no counterpart"
        self.note(statement, f"{shown(name)} is left out: {why}")

    def convert(self, file: List[Statement]) -> Dict[str, Any]:
        for statement in file:
            if statement.words[0] == "virtual_server_group":
                name = argument(statement)
                if name in self.groups:
                    refuse(statement.line, f"there are two groups {shown(name)}")
                self.groups[name] = statement
        servers = 0
        for statement in file:
            if statement.words[0] == "virtual_server":
                servers += 1
                self.virtual_server(statement)
            elif statement.words[0].startswith("vrrp"):
                self.note(
                    statement, f"{shown(statement.words[0])} is left out: who has the VIP stays keepalived's business"
                )
        if servers == 0:
            raise Refused("there is no virtual_server block")
        return {"lvsdr_state": 1, "services": self.services}

    def places(self, statement: Statement) -> List[Where]:
        if argument(statement) != "group":
            return list(endpoints(statement, statement.words[1:]))
        name = statement.words[2] if len(statement.words) > 2 else ""
        if name not in self.groups:
            refuse(statement.line, f"there is no virtual_server_group {shown(name)}")
        return [where for line in self.groups[name].block or [] for where in endpoints(line, line.words)]

    def virtual_server(self, statement: Statement) -> None:
        common: Dict[str, Any] = {"scheduler": "wlc"}
        shared: Dict[str, Any] = {"forwarding": "masquerade"}  # keepalived's default
        settings: Dict[str, str] = {}
        real: List[Statement] = []
        for line in statement.block or []:
            if line.words[0] == "real_server":
                real.append(line)
            elif not self.service_setting(line, common, settings) and not self.dest_setting(line, shared):
                self.left_out(line)
        if "persistence_netmask" in common or "persistence_prefix" in common:
            common.setdefault("persistence", DEFAULT_PERSISTENCE)
        places = self.places(statement)
        if "protocol" not in settings and any("port" in where for where in places):
            self.note(statement, "there is no protocol, for which keepalived takes UDP since 2.0")
            settings["protocol"] = "udp"
        for where in places:
            dests = [self.real_server(line, shared, where) for line in real]
            service = {**self.identity(statement, where, settings, dests), **common, "destinations": dests}
            self.add(statement, service)

    def identity(
        self, statement: Statement, where: Where, settings: Dict[str, Any], dests: List[Dict[str, Any]]
    ) -> Dict[str, Any]:
        if "fwmark" not in where:
            return {"protocol": settings["protocol"], **where}
        family = settings.get("family")
        if family is None:
            family = "ipv6" if dests and ":" in dests[0]["address"] else "ipv4"
        return {"family": family, **where}

    def add(self, statement: Statement, service: Dict[str, Any]) -> None:
        key = tuple(service.get(name) for name in ("protocol", "address", "port", "family", "fwmark"))
        if key in self.seen:
            refuse(statement.line, f"the same service is in line {self.seen[key]}")
        self.seen[key] = statement.line
        names = [(dest["address"], dest.get("port")) for dest in service["destinations"]]
        if len(set(names)) < len(names):
            refuse(statement.line, "a real_server is there twice")
        self.services.append(service)

    def service_setting(self, line: Statement, common: Dict[str, Any], settings: Dict[str, Any]) -> bool:
        """True if it is one, of those that a state has."""
        name = line.words[0]
        if name in ("lb_algo", "lvs_sched"):
            common["scheduler"] = self.matching(line, "[a-z0-9_-]{1,15}", "scheduler")
        elif name == "protocol":
            settings["protocol"] = self.matching(line, "(?i:tcp|udp|sctp)", "protocol").lower()
        elif name == "persistence_timeout":
            seconds = line.words[1] if len(line.words) > 1 else str(DEFAULT_PERSISTENCE)
            common["persistence"] = number(line, seconds, 0xFFFFFFFF, 1)
        elif name == "persistence_granularity":
            if "." in argument(line):
                common["persistence_netmask"] = address(line, line.words[1])
            else:
                common["persistence_prefix"] = number(line, line.words[1], 128, 1)
        elif name == "persistence_engine":
            common["persistence_engine"] = self.matching(line, "[a-z0-9_-]{1,15}", "persistence engine")
        elif name == "ops":
            common["one_packet"] = True
        elif name in FLAGS:
            common["scheduler_flags"] = sorted({*common.get("scheduler_flags", ()), name})
        elif name == "ip_family":
            settings["family"] = "ipv6" if self.matching(line, "inet6?", "family") == "inet6" else "ipv4"
        else:
            return False
        return True

    def matching(self, line: Statement, pattern: str, what: str) -> str:
        if not re.fullmatch(pattern, argument(line)):
            refuse(line.line, f"{shown(line.words[1])} is no {what}")
        return line.words[1]

    def dest_setting(self, line: Statement, dest: Dict[str, Any]) -> bool:
        name = line.words[0]
        if name in ("lb_kind", "lvs_method"):
            if argument(line) not in FORWARDING:
                refuse(line.line, f"{shown(line.words[1])} is none of {', '.join(FORWARDING)}")
            dest["forwarding"] = FORWARDING[line.words[1]]
            self.tunnel(line, dest)
        elif name == "weight":
            dest["weight"] = number(line, argument(line), 65535)
        elif name == "uthreshold":
            dest["upper_threshold"] = number(line, argument(line), 0xFFFFFFFF)
        elif name == "lthreshold":
            dest["lower_threshold"] = number(line, argument(line), 0xFFFFFFFF)
        else:
            return False
        return True

    def tunnel(self, line: Statement, dest: Dict[str, Any]) -> None:
        words = line.words[2:]
        while words and dest["forwarding"] == "tunnel":
            word = words.pop(0)
            if word == "type" and words and words[0] in TUNNEL_TYPES:
                dest["tunnel_type"] = words.pop(0)
            elif word == "port" and words:
                dest["tunnel_port"] = number(line, words.pop(0), 65535, 1)
            elif word in ("csum", "remcsum"):
                dest["tunnel_flags"] = [word]
            elif word != "nocsum":
                refuse(line.line, f"{shown(word)} is no setting of a tunnel")

    def real_server(self, statement: Statement, shared: Dict[str, Any], where: Where) -> Dict[str, Any]:
        dest: Dict[str, Any] = {"address": address(statement, argument(statement)), **shared}
        if len(statement.words) > 2:
            dest["port"] = number(statement, statement.words[2], 65535)
        for line in statement.block or []:
            if not self.dest_setting(line, dest):
                self.left_out(line)
        if dest["forwarding"] == "direct" and dest.get("port", where.get("port")) != where.get(
            "port", dest.get("port")
        ):
            refuse(statement.line, f"port {dest['port']} cannot differ from the service's in direct routing")
        return dest


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Writes the virtual_server blocks of keepalived.conf as a desired state in JSON, to be applied by "
        "lvsdrctl. What has no counterpart is said on standard error. VRRP, and so the VIP, remains with keepalived.",
    )
    parser.add_argument("file", metavar="FILE", help='keepalived.conf, or "-" for standard input')
    words = parser.parse_args()
    converter = Converter()
    try:
        with open(0 if words.file == "-" else words.file, "rb") as file:
            text = file.read().decode("utf-8", "backslashreplace")
        state = converter.convert(parse(text))
    except OSError as error:
        sys.exit(f"keepalived-to-json: {shown(words.file)}: {error.strerror}")
    except Refused as refused:
        sys.exit(f"keepalived-to-json: {refused}")
    for note in dict.fromkeys(converter.notes):
        print(f"keepalived-to-json: {note}", file=sys.stderr)
    print(json.dumps(state, indent=1))


if __name__ == "__main__":
    main()
