# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tells stories in C and in Python, and compares what came of them: twins.py BUILD TOP WORK EXAMPLE...

The story of an example is in WORK/EXAMPLE.story. A line is the words of a call; those of one that begins with "other"
are for the twin in the other language, and one that begins with "!" is a command in between. What became of each call
goes to WORK/EXAMPLE.LANGUAGE.

Programs start slowly in an emulated kernel. Those in C are run from here; those in Python as "python3 EXAMPLE WORD..."
does it, but in children of this process, which has started Python and imported what all examples import. What can be
read of the host is read here.
"""

import ctypes
import gc
import glob
import os
import re
import runpy
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

build, top, work, *examples = sys.argv[1:]
sys.path[0] = f"{top}/bindings/python"
limit = 60 * int(os.environ.get("LVSDR_SLOWNESS", "1"))

import argparse  # noqa: E402,F401
import lvsdr  # noqa: E402,F401

gc.freeze()  # children leave what there is alone


def output_of(command: list[str], given: str = "") -> list[str]:
    return subprocess.run(command, input=given, capture_output=True, check=True, text=True).stdout.splitlines()


def facts() -> list[str]:
    """What other programs see of the host, sorted: a namespace has its own order of services."""
    lines = output_of(["ip", "-o", "-batch", "-"], "addr\nroute show table all\n")
    if os.environ["LVSDR_LAB_KERNEL"] != "uml":
        lines += output_of(["nft", "list", "ruleset"])
    for pattern in "ipv4/conf/*/arp_ignore", "ipv4/conf/*/arp_announce":
        for name in glob.glob(f"/proc/sys/net/{pattern}"):
            lines += [f"{name}: {line}" for line in open(name)]
    lines += open("/proc/net/ip_vs")
    return sorted(re.sub(" *valid_lft.*", "", line.rstrip("\n")) for line in lines)


def become_python(example: str, words: list[str], files: list[BinaryIO]) -> None:
    """In the child."""
    signal.alarm(limit)
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    sys.argv = [f"{top}/examples/{example}.py", *words]
    status: object = 0
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        status = end.code
    if isinstance(status, str):  # as the interpreter does
        print(status, file=sys.stderr)
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # Not sys.exit(), which touches each object that there is: its memory would be copied from the parent.
    os._exit(status if isinstance(status, int) else 0 if status is None else 255)


def run(example: str, language: str, words: list[str], files: list[BinaryIO]) -> int:
    """The status of a call, whose standard files are these; of a signal it is negative."""
    if language == "c":
        stdin, stdout, stderr = files
        command = [f"{build}/examples/{example}", *words]
        return subprocess.run(command, stdin=stdin, stdout=stdout, stderr=stderr, timeout=limit).returncode
    child = os.fork()
    if not child:
        become_python(example, words, files)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def call(example: str, language: str, words: list[str]) -> None:
    """At the end of the words, "<" and a file may say what comes in."""
    words, file = (words[:-2], words[-1]) if words[-2:-1] == ["<"] else (words, os.devnull)
    with open(file, "rb") as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        status = run(example, language, words, [given, out, err])
        out.seek(0)
        err.seek(0)
        said = (out.read() + err.read()).decode()
    if status != 2 and words != ["--help"]:  # how each language says what the words are is its own
        print(said.replace(work, "FOLDER"), end="")
    print("status", status)
    # Others have changed nothing, or the end will tell.
    if status == 0 and words != ["--help"]:
        print(*facts(), sep="\n")


def tell(example: str, language: str) -> None:
    for line in open(f"{work}/{example}.story"):
        print(">", line, end="", flush=True)
        words = shlex.split(line.removeprefix("!"))
        if line.startswith("!"):
            subprocess.run(words, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        elif words[:1] == ["other"]:
            call(example, "python" if language == "c" else "c", words[1:])
        else:
            call(example, language, words)
        sys.stdout.flush()
    print(*facts(), sep="\n", flush=True)


def become_host() -> None:
    """A fresh one, for this process and its children."""
    new_network = 0x40000000  # CLONE_NEWNET of <linux/sched.h>
    if ctypes.CDLL(None).unshare(new_network):
        raise OSError("no network namespace")
    ip_commands = """link set lo up
link add eth0 address 02:00:00:00:00:28 type dummy
addr add 192.168.1.40/24 dev eth0
link set eth0 up
"""
    output_of(["ip", "-batch", "-"], ip_commands)


def tell_on_host(example: str, language: str) -> bool:
    """In a child; whether the story came to its end."""
    for record in Path(work).glob("*record"):
        record.unlink()
    child = os.fork()
    if not child:
        with open(f"{work}/{example}.{language}", "wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        become_host()
        tell(example, language)
        sys.exit()
    return os.waitpid(child, 0)[1] == 0


def compare(example: str) -> bool:
    """Alike, and both what works and what does not was tried."""
    ended = [tell_on_host(example, language) for language in ("c", "python")]
    files = [f"{work}/{example}.{language}" for language in ("c", "python")]
    alike = subprocess.run(["diff", *files]).returncode == 0
    said = Path(files[0]).read_text()
    tried = re.search("^status 0$", said, re.M) and re.search("^status [12]$", said, re.M)
    if all(ended) and alike and tried:
        return True
    print(*said.splitlines()[-5:], sep="\n")
    return False


status = 0
for name in examples:
    good = compare(name)
    status |= not good
    print(f"[       OK ] {name}" if good else f"[  FAILED  ] {name}", flush=True)
sys.exit(status)
