# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs examples as "python3 EXAMPLE WORD..." does, each in a child of its own: twins.py EXAMPLES INPUT OUTPUT ERRORS

Python and what all examples import are started once; for each call that would take most of the time in an emulated
kernel. A call comes on standard input as "COUNT", EXAMPLE and its words, each ended by a zero byte; its status is
written to standard output as a shell tells it.
"""

import os
import runpy
import signal
import sys

examples, *files = sys.argv[1:]
sys.path[0] = examples


def read_words() -> list[str]:
    """The next call; empty at the end."""
    data = b""
    while not data or data.count(b"\0") <= int(data.split(b"\0")[0]):
        more = os.read(0, 65536)
        if not more:
            return []
        data += more
    return [os.fsdecode(word) for word in data.split(b"\0")[1:-1]]


def become_example(words: list[str]) -> None:
    """In the child."""
    signal.alarm(60 * int(os.environ.get("LVSDR_SLOWNESS", "1")))
    for number, (name, flags) in enumerate(zip(files, [os.O_RDONLY, os.O_WRONLY | os.O_TRUNC, os.O_WRONLY | os.O_TRUNC])):
        os.dup2(os.open(name, flags | os.O_CREAT), number)
    sys.argv = words
    runpy.run_path(words[0], run_name="__main__")


import common  # noqa: E402,F401 # by it also lvsdr

while words := read_words():
    child = os.fork()
    if not child:
        become_example(words)
        break
    status = os.waitpid(child, 0)[1]
    print(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status), flush=True)
