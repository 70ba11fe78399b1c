# SPDX-License-Identifier: LGPL-2.1-or-later
"""Conditional expressions of C (a ? b : c) within others: conditionals.py FILE..."""

import re
import sys

TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[?;,(){}\[\]]""", re.DOTALL)


class Bracket:
    """What is between two brackets, from the last comma or semicolon on."""

    def __init__(self, opener):
        self.opener = opener
        self.begin()

    def begin(self):
        self.conditional = self.inner = False  # itself, or in brackets that were closed


def nested(text):
    """The places of question marks that stand in an expression which has had one."""
    open_ones = [Bracket("{")]
    for token in TOKEN.finditer(text):
        now, what = open_ones[-1], token.group()
        if what in ("(", "[", "{"):
            open_ones.append(Bracket(what))
        elif what in (")", "]", "}") and len(open_ones) > 1:
            closed = open_ones.pop()
            outer = open_ones[-1]
            if what != "}":
                outer.inner |= closed.conditional or closed.inner
            elif outer.opener == "{":
                outer.begin()
        elif what in (",", ";"):
            now.begin()
        elif what == "?":
            around = [now]
            while around[-1].opener != "{":
                around.append(open_ones[-len(around) - 1])
            if now.inner or any(bracket.conditional for bracket in around):
                yield token.start()
            now.conditional = True


status = 0
for path in sys.argv[1:]:
    text = open(path, encoding="utf-8").read()
    for place in nested(text):
        line = text.count("\n", 0, place) + 1
        print(f"{path}:{line}: a conditional expression within another: write an if, a switch, a function or a table")
        status = 1
sys.exit(status)
