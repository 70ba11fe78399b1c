# SPDX-License-Identifier: LGPL-2.1-or-later
"""What examples/keepalived-to-json.py makes of files of keepalived: right ones, odd ones, wrong ones, and random changes of
them. The library reads each state that comes out."""

import importlib.util
import json
import pathlib
import random
import subprocess
import sys

import lvsdr

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "examples/keepalived-to-json.py"
specification = importlib.util.spec_from_file_location("keepalived_to_json", PROGRAM)
converter = importlib.util.module_from_spec(specification)
specification.loader.exec_module(converter)
failed = 0

RS = "real_server 192.168.1.20 80 {}"
FULL = """\
! a comment with { and "
global_defs { router_id "a # b { c" }   # another
vrrp_instance VI_1 {
    virtual_ipaddress { 192.168.1.41/32 dev eth0 }
}
virtual_server_group web {
    192.168.1.42-43 80 # two
    2001:db8::f-11 443
}
virtual_server 192.168.1.41 80
{
    delay_loop 6
    protocol tcp
    lvs_sched sh
    sh-port
    sh-fallback
    lvs_method DR
    persistence_timeout
    persistence_granularity 255.255.255.0
    quorum 2
    sorry_server 192.168.1.99 80
    real_server 192.168.1.20 80 { weight 3
        TCP_CHECK { connect_timeout 3 } }
    real_server 192.168.1.21 80 {
        uthreshold 100
        lthreshold 50
        lb_kind TUN type gue port 6080 csum
    }
}
virtual_server fwmark 7 { lb_kind DR
    protocol UDP
    ops
    persistence_timeout 50
    real_server 2001:db8::20 { weight 0 } }
virtual_server 192.168.1.50 53 { protocol SCTP
    real_server 192.168.1.20 5353 }
"""
GOOD = (
    (
        FULL,
        [
            ("tcp 192.168.1.41:80 sh 360", ["192.168.1.20:80 direct 3", "192.168.1.21:80 tunnel 1"]),
            ("fwmark:7 wlc 50", ["2001:db8::20:0 direct 0"]),
            ("sctp 192.168.1.50:53 wlc 0", ["192.168.1.20:5353 masquerade 1"]),
        ],
        ["vrrp_instance", "delay_loop", "quorum", "sorry_server", "TCP_CHECK"],
    ),
    (
        "virtual_server_group g {\n 192.168.1.42-43 80\n fwmark 9\n}\n"
        "virtual_server group g {\n protocol TCP\n lb_algo rr\n lb_kind DR\n real_server 192.168.1.20 {}\n}",
        [
            ("tcp 192.168.1.42:80 rr 0", ["192.168.1.20:80 direct 1"]),
            ("tcp 192.168.1.43:80 rr 0", ["192.168.1.20:80 direct 1"]),
            ("fwmark:9 rr 0", ["192.168.1.20:0 direct 1"]),
        ],
        [],
    ),
    (
        f"virtual_server 192.168.1.41 80 {{ protocol TCP\r\n lb_kind DR\r\n {RS} }}\r\n",
        [("tcp 192.168.1.41:80 wlc 0", ["192.168.1.20:80 direct 1"])],
        [],
    ),
    ('virtual_server "192.168.1.41" 80 {}', [("udp 192.168.1.41:80 wlc 0", [])], ["no protocol"]),
)
BAD = (
    ("", "there is no virtual_server block"),
    ("include /etc/passwd", "line 1: include reads another file"),
    ("\nvirtual_server 192.168.1.41 80 {\n include x.conf\n}", "line 3: include reads another file"),
    ("$VIP=192.168.1.41\nvirtual_server $VIP 80 {}", "line 1: definitions"),
    ("virtual_server 192.168.1.41 80 { ~SEQ(i, 1, 9) weight }", "line 1: definitions"),
    ("@main virtual_server 192.168.1.41 80 {}", 'line 1: "@main" depends on the host'),
    ("virtual_server 192.168.1.41 80 {", "line 1: the block that begins here has no end"),
    ("virtual_server 192.168.1.41 80 {} }", "line 1: a brace closes"),
    ("{", "line 1: a brace opens"),
    ("a {} {}", "line 1: a brace opens"),
    ("a {\n" * 100000, "nested more than"),
    ('virtual_server "192.168.1.41 80 {}', "line 1: a quoted string does not end"),
    ("virtual_server www.example.org 80 {}", "is not an address"),
    ("virtual_server \x1b[2J 80 {}", r"\u001b[2J"),
    ("virtual_server 192.168.1.41 http {}", "is not a number from 0 to 65535"),
    ("virtual_server 192.168.1.41 99999999999999999999 {}", "is not a number"),
    ("virtual_server 192.168.1.41 \u0668\u0660 {}", "is not a number"),  # digits of another script
    ("virtual_server", "lacks its value"),
    ("virtual_server fwmark {}", "fwmark lacks its number"),
    ("virtual_server fwmark 0 {}", "is not a number from 1"),
    ("virtual_server group nowhere {}", "there is no virtual_server_group"),
    ("virtual_server_group a {}\nvirtual_server_group a {}", "line 2: there are two groups"),
    ("virtual_server_group a { 192.168.1.9-8 80 }\nvirtual_server group a {}", "is not a range"),
    ("virtual_server_group a { 2001:db8::0-ffff 80 }\nvirtual_server group a {}", "is not a range"),
    ("virtual_server 192.168.1.41 80 { lb_kind MAGIC }", "is none of DR, NAT, TUN"),
    ("virtual_server 192.168.1.41 80 { lb_kind TUN type foo }", "is no setting of a tunnel"),
    ("virtual_server 192.168.1.41 80 { lb_algo }", "lacks its value"),
    ("virtual_server 192.168.1.41 80 { protocol ICMP }", "is no protocol"),
    ("virtual_server 192.168.1.41 80 { real_server }", "lacks its value"),
    (
        "virtual_server 192.168.1.41 80 { lb_kind DR\n real_server 192.168.1.20 8080 {} }",
        "line 2: port 8080 cannot differ",
    ),
    (f"virtual_server 192.168.1.41 80 {{ {RS}\n {RS} }}", "a real_server is there twice"),
    ("virtual_server 192.168.1.41 80 {}\nvirtual_server 192.168.1.41 80 {}", "line 2: the same service is in line 1"),
)


def check(name, good, *details):
    global failed
    failed += not good
    if not good:
        print("[  FAILED  ]", name, *details)


def convert(text):
    made = converter.Converter()
    return made.convert(converter.parse(text)), made.notes


def described(state):
    """The services as the library reads them."""
    return [
        (
            (f"fwmark:{s.fwmark}" if s.fwmark else f"{s.protocol} {s.address}:{s.port}")
            + f" {s.scheduler} {s.persistence or 0}",
            sorted(
                f"{d.address}{'' if d.port is None else f':{d.port}'} {d.forwarding.name.lower()} {1 if d.weight is None else d.weight}"
                for d in dests
            ),
        )
        for s, dests in lvsdr.State.from_json(json.dumps(state)).items()
    ]


def run(text, *words):
    done = subprocess.run([sys.executable, "-B", PROGRAM, *(words or ["-"])], input=text, capture_output=True)
    return done.returncode, done.stdout, done.stderr.decode()


for text, services, notes in GOOD:
    state, said = convert(text)
    check(text, described(state) == services, described(state))
    check(text, len(said) == len(notes) and all(note in line for note, line in zip(notes, said)), said)
for text, sentence in BAD:
    try:
        convert(text)
        check(text[:200], False, "was accepted")
    except converter.Refused as refused:
        check(text[:200], sentence in str(refused) and str(refused).isprintable(), refused)

# Words and lines of the good ones, removed, doubled and exchanged: a state that the library reads, or a sentence.
chance = random.Random(7)
accepted = 0
for _ in range(3000):
    pieces = chance.choice(GOOD)[0].replace("\n", " \n ").split(" ")
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[at : at + 1] = chance.choice(
            ([], [pieces[at]] * 2, [pieces[other]], ["{"], ["}"], ['"'], ["-1"], ["\0"])
        )
    text = " ".join(pieces)
    try:
        state, _ = convert(text)
    except converter.Refused:
        continue
    try:
        lvsdr.State.from_json(json.dumps(state))
        accepted += 1
    except lvsdr.Error as error:
        check(text, error.args and "/services/" in str(error), error)
check("some of the random files are accepted, and some are not", 100 < accepted < 2900, accepted)

status, output, said = run(FULL.encode())
check(
    "the program writes the state, and says what it leaves out",
    status == 0 and json.loads(output) == convert(FULL)[0] and "sorry_server" in said,
    said,
)
status, output, said = run(b"virtual_server \xff\x1b[2J 80 {}")
check(
    "bytes that are not UTF-8 are refused harmlessly",
    status == 1 and output == b"" and said.strip().isprintable(),
    said,
)
status, output, said = run(b"", "/no/such/file")
check("a file that is not there", status == 1 and said.count("\n") == 1 and "No such file" in said, said)
check("--help", run(b"", "--help")[0] == 0)
print(
    f"{len(GOOD)} good files, {len(BAD)} bad ones, 3000 random ones, of which {accepted} were accepted; {failed} failed"
)
sys.exit(failed > 0)
