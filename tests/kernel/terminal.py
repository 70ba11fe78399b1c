#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""lvsdrctl top on a terminal of 24 lines and 80 columns: terminal.py LVSDRCTL [OPTION]..."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios

LINES, COLUMNS = 24, 80


class Terminal:
    """A process on a terminal, and what it has written there."""

    def __init__(self, *arguments: str, term: str = "xterm") -> None:
        self.ours, theirs = pty.openpty()
        self.resize(LINES, COLUMNS)
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        self.written = b""
        self.process = subprocess.Popen(
            [*sys.argv[1:], *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={**os.environ, "TERM": term, "LINES": "", "COLUMNS": ""},
        )

    def resize(self, lines: int, columns: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def awaits(self, text: bytes) -> None:
        """Reads until the text is written, for as long as the process goes on writing."""
        start = len(self.written)
        while text not in self.written[start:]:
            assert select.select([self.ours], [], [], 20)[0], (text, self.written[start:])
            self.written += os.read(self.ours, 65536)

    def ends(self, status: int) -> None:
        """Ends with the status, and leaves the terminal as it was."""
        while self.process.poll() is None:
            if select.select([self.ours], [], [], 0.1)[0]:
                self.written += os.read(self.ours, 65536)
        while select.select([self.ours], [], [], 0.1)[0]:
            self.written += os.read(self.ours, 65536)
        assert self.process.returncode == status, (self.process.returncode, self.written)
        assert termios.tcgetattr(self.theirs) == self.before
        os.close(self.ours)
        os.close(self.theirs)


terminal = Terminal("--interval", "60", "top")
terminal.awaits(b"192.168.1.20:53")
assert termios.tcgetattr(terminal.theirs) != terminal.before
os.write(terminal.ours, b"w\x0c")  # and everything is drawn anew
terminal.awaits(b"weight")
os.write(terminal.ours, b"s\x0c")
terminal.awaits(b"services by")
terminal.resize(10, 40)
os.write(terminal.ours, b"\x0c")
terminal.process.send_signal(signal.SIGWINCH)
terminal.awaits(b"CONN/S")
assert terminal.process.poll() is None
os.write(terminal.ours, b"q")
terminal.ends(0)
assert terminal.written.endswith(b"\033[?1l\033>"), terminal.written[-40:]

for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 130)):
    terminal = Terminal("--interval", "60", "top")
    terminal.awaits(b"192.168.1.20:53")
    terminal.process.send_signal(number)
    terminal.ends(status)

terminal = Terminal("--samples", "2", "--interval", "0.1", "top")
terminal.ends(0)
terminal = Terminal("top", term="no-such-terminal")
terminal.ends(1)
assert b"unknown kind" in terminal.written
