# SPDX-License-Identifier: LGPL-2.1-or-later
"""The prompt of `examples/tutorial.sh --shell`, at a terminal and behind a pipe: tutorial-shell.py BUILD. It boots two labs."""

import fcntl
import os
import pathlib
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
TUTORIAL = TOP / "examples/tutorial.sh"
LIMIT = 100 * int(os.environ.get("LVSDR_SLOWNESS", "1"))  # seconds for each answer, the boot included
PIPED = """\
ip -br -4 addr show dev eth0 | tr -s ' '
on rs1 'ip -br -4 addr show dev eth0 | tr -s " "'
fresh web 1 2 3 4 5
host director
ipvsadm -Sn
on client curl -s http://192.168.1.41/
host nowhere; echo status $?
examples/4-service.py --undo 192.168.1.41:80
exit 7
"""
PIPED_ANSWER = """\
eth0@if3 UP 192.168.1.100/24
eth0@if5 UP 192.168.1.20/24
-A -t 192.168.1.41:80 -s rr
-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1
-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 1
server is working: RS2 192.168.1.21
no host "nowhere" (client, director, rs1, rs2, segment)
status 2
ipvsadm -D -t 192.168.1.41:80
"""
# What is waited for, and what is typed then. A command runs when its prompt has been left (?2004l).
TYPED = (
    ("client# ", "ip -br -4 addr show dev eth0; stty size; tty\r"),
    ("192.168.1.100/24", ""),
    ("33 101", ""),
    ("/dev/tty1", ""),
    ("client# ", "sleep 1000\r"),
    ("?2004l", ""),
    ("", "\x03"),
    ("client# ", "echo status $?\r"),
    ("status 130", ""),
    ("client# ", "host dir\t\r"),  # completed
    ("director# ", "fresh 1\r"),
    ("director# ", "ip -br -4 addr show dev eth0\r"),
    ("192.168.1.40/24 192.168.1.41/32", ""),
    ("director# ", "exit 5\r"),
)
failed = 0


def check(name, good, *details):
    global failed
    failed += not good
    print("[       OK ]" if good else "[  FAILED  ]", name, *([] if good else details), flush=True)


def lab(build):
    return [TOP / "tests/lab/run.sh", "--kernel", "uml", "--interactive", TOP / "examples/tutorial-shell.sh", build]


def converse(terminal, shell, lines):
    """Types each line when its text has come; returns what has come, and what was not typed."""
    came, read, end = "", 0, time.monotonic() + LIMIT
    left = list(lines)
    while time.monotonic() < end and (left or shell.poll() is None):
        if select.select([terminal], [], [], 0.2)[0]:
            came += os.read(terminal, 4096).decode(errors="replace")
        while left and left[0][0] in came[read:]:
            expected, line = left.pop(0)
            read = came.index(expected, read) + len(expected)
            if line == "\x03":
                time.sleep(1)  # until it has begun to sleep
            os.write(terminal, line.encode())
            end = time.monotonic() + LIMIT
    return came, left


def at_a_terminal(build):
    ours, theirs = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 101, 0, 0))
    before = termios.tcgetattr(theirs)
    shell = subprocess.Popen(
        lab(build),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
        start_new_session=True,
    )
    came, left = converse(ours, shell, TYPED)
    check("at a terminal every prompt names its host, and its commands run there", not left, left, came)
    shell.poll() is not None or shell.terminate()
    check("exit ends it, with its status", shell.wait() == 5, shell.returncode)
    check("the terminal is as it was", termios.tcgetattr(theirs) == before)


def behind_a_pipe(build):
    done = subprocess.run(lab(build), input=PIPED, capture_output=True, text=True, timeout=3 * LIMIT)
    answer = "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"
    check(
        "behind a pipe the commands' output comes, and nothing else", answer == PIPED_ANSWER, done.stdout, done.stderr
    )
    check("the status of exit comes back", done.returncode == 7, done.returncode)


def calls():
    for words, status in ((["--help"], 0), (["--shell", "--python"], 2), (["--nonsense"], 2)):
        done = subprocess.run([TUTORIAL, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        text = done.stdout if status == 0 else done.stderr
        check(f"tutorial.sh {' '.join(words)}", done.returncode == status and "[--python | --shell]" in text, text)


def left_running(folder):
    found = []
    for line in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [line.parent.name] * (folder.encode() in line.read_bytes())
        except OSError:
            pass  # it has ended
    return found


with tempfile.TemporaryDirectory() as folder:
    os.environ["TMPDIR"] = folder
    build = str(pathlib.Path(sys.argv[1]).resolve())
    calls()
    behind_a_pipe(build)
    at_a_terminal(build)
    time.sleep(1)  # killed processes take a moment
    check(
        "nothing is left",
        os.listdir(folder) == [] and left_running(folder) == [],
        os.listdir(folder),
        left_running(folder),
    )
sys.exit(failed > 0)
