# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tells a story: twins.py BUILD TOP WORK LANGUAGE EXAMPLE, with the story on standard input, inside of the host

A line is the words of a call; those of one that begins with "other" are for the twin in the other language, and one
that begins with "!" is a command in between. What became of each call is printed.

Programs start slowly in an emulated kernel. Those in C are run from here; those in Python as "python3 EXAMPLE WORD..."
does it, but in children of this process, which has started Python and imported what all examples import. What can be
read of the host is read here.
"""

import glob
import os
import re
import runpy
import shlex
import signal
import subprocess
import sys
import tempfile
from typing import BinaryIO

build, top, work, language, example = sys.argv[1:]
sys.path[0] = f"{top}/examples"
limit = 60 * int(os.environ.get("LVSDR_SLOWNESS", "1"))

import common  # noqa: E402,F401 # by it also lvsdr


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


def become_python(words: list[str], files: list[BinaryIO]) -> None:
    """In the child."""
    signal.alarm(limit)
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    sys.argv = [f"{top}/examples/{example}.py", *words]
    runpy.run_path(sys.argv[0], run_name="__main__")
    sys.exit()


def run(in_language: str, words: list[str], files: list[BinaryIO]) -> int:
    """The status of a call, whose standard files are these; of a signal it is negative."""
    if in_language == "c":
        stdin, stdout, stderr = files
        command = [f"{build}/examples/{example}", *words]
        return subprocess.run(command, stdin=stdin, stdout=stdout, stderr=stderr, timeout=limit).returncode
    child = os.fork()
    if not child:
        become_python(words, files)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def call(in_language: str, words: list[str]) -> None:
    with open(f"{work}/in", "rb") as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        status = run(in_language, words, [given, out, err])
        out.seek(0)
        err.seek(0)
        said = (out.read() + err.read()).decode()
    said = re.sub(rf"[^ \n]*/examples/[^ \n]*{example}(\.py)?", example, said)
    print(said.replace(work, "FOLDER"), end="")
    print("status", status)
    # Others have changed nothing, or the end will tell.
    if status == 0 and not {"--help", "--dry-run"} & set(words):
        print(*facts(), sep="\n")


for story_line in sys.stdin:
    print(">", story_line, end="", flush=True)
    story_words = shlex.split(story_line.removeprefix("!"))
    if story_line.startswith("!"):
        subprocess.run(story_words, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    elif story_words[:1] == ["other"]:
        call("python" if language == "c" else "c", story_words[1:])
    else:
        call(language, story_words)
    sys.stdout.flush()
print(*facts(), sep="\n")
