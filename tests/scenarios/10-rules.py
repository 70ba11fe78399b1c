# SPDX-License-Identifier: LGPL-2.1-or-later
"""A state from what ipvsadm --save writes, and to what ipvsadm --restore takes."""

from pathlib import Path

import lvsdr
from lvsdr import State
from scenario import netns, tell

with lvsdr.open(netns) as host:
    state = State.from_text(Path("web.rules").read_text())
    more = State.load("full.json")

    print(state.to_json())
    print("to rules: 0")
    print(state.to_text("rules"), end="")
    tell("apply", host.plan(state, scope="everything").apply)

    try:
        more.to_text("rules")
    except lvsdr.LossError as loss:
        print("to rules: 1")
        print(more.to_text("rules", lossy=True), end="")
        print(loss)
