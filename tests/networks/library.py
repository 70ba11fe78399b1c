# SPDX-License-Identifier: LGPL-2.1-or-later
"""The calls of the library that the networks are tried with, and the requests that are refused to it."""

from __future__ import annotations

import ctypes
import json
from typing import Any, Callable, Dict, List, Tuple

from lvsdr import _raw
from lvsdr._call import free, new_pointer
from lvsdr._library import C, text

PARTS = _raw.LVSDR_STATE_VIPS | _raw.LVSDR_STATE_ARP_POLICIES


class Refused(Exception):
    """A code below 0, with the library's sentence."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


class Host:
    """A handle on the network namespace of this thread."""

    def __init__(self, insist: bool) -> None:
        self.pointer = new_pointer("lvsdr")
        if C["lvsdr_new"](self.pointer) < 0:
            raise MemoryError
        C["lvsdr_set_insist"](self.pointer, int(insist))

    def close(self) -> None:
        free(self.pointer)

    def check(self, code: int) -> int:
        if code < 0:
            raise Refused(code, self.sentence())
        return code

    def sentence(self) -> str:
        return text(C["lvsdr_error_message"](self.pointer))

    def state(self, content: Dict[str, Any]) -> Any:
        state = new_pointer("lvsdr_state")
        words = json.dumps(content)
        self.check(C["lvsdr_state_from_text"](self.pointer, "json", words, len(words), state))
        return state

    def _scoped(self, scope: List[str], call: Callable[[Any], int]) -> None:
        owned = new_pointer("lvsdr_scope")
        self.check(C["lvsdr_scope_new"](self.pointer, ", ".join(scope), owned))
        try:
            self.check(call(owned))
        finally:
            free(owned)

    def read(self, scope: List[str]) -> Dict[str, Any]:
        state = new_pointer("lvsdr_state")
        self._scoped(scope, lambda owned: int(C["lvsdr_state_read"](self.pointer, owned, PARTS, state)))
        words = ctypes.c_char_p()
        try:
            self.check(C["lvsdr_state_to_text"](state, "json", words))
            content: Dict[str, Any] = json.loads(text(words.value))
            return content
        finally:
            free(state)

    def plan(self, scope: List[str], desired: Dict[str, Any]) -> Plan:
        state, plan = self.state(desired), new_pointer("lvsdr_plan")
        try:
            self._scoped(scope, lambda owned: int(C["lvsdr_plan_between"](self.pointer, owned, None, state, plan)))
        finally:
            free(state)
        return Plan(self, plan)

    def plan_from_json(self, words: str) -> Plan:
        plan = new_pointer("lvsdr_plan")
        self.check(C["lvsdr_plan_from_json"](self.pointer, words, len(words.encode()), plan))
        return Plan(self, plan)

    def call(self, function: str, desired: Dict[str, Any], kind: str) -> int:
        """A plain call with the first VIP or ARP policy of a state."""
        state = self.state(desired)
        try:
            return int(self.check(C[function](self.pointer, C[f"lvsdr_state_get_{kind}"](state, 0))))
        finally:
            free(state)


class Plan:
    def __init__(self, host: Host, pointer: Any) -> None:
        self.host = host
        self.pointer = pointer

    def free(self) -> None:
        free(self.pointer)

    def __len__(self) -> int:
        return int(C["lvsdr_plan_get_step_count"](self.pointer))

    def apply(self) -> int:
        return int(self.host.check(C["lvsdr_plan_apply"](self.pointer)))

    def undo(self) -> int:
        return int(self.host.check(C["lvsdr_plan_undo"](self.pointer)))

    def to_json(self) -> str:
        words = ctypes.c_char_p()
        self.host.check(C["lvsdr_plan_to_json"](self.pointer, words))
        return text(words.value)

    def notes(self) -> str:
        return "; ".join(text(C["lvsdr_plan_get_step_note"](self.pointer, place)) for place in range(len(self)))

    def commands(self) -> str:
        lines = []
        for place in range(len(self)):
            status = C["lvsdr_plan_get_step_status"](self.pointer, place)
            note = text(C["lvsdr_plan_get_step_note"](self.pointer, place))
            lines.append(f"{text(C['lvsdr_plan_get_step_command'](self.pointer, place))} # {status} {note}")
        return "\n".join(lines)


class Refusing:
    """The preloaded refuse.c."""

    def __init__(self) -> None:
        preloaded = ctypes.CDLL(None)
        self._arm = preloaded.refuse_arm
        self._count = preloaded.refuse_count
        self._log = preloaded.refuse_log
        self._log.restype = ctypes.c_char_p

    def arm(self, first: int = 0, last: int = 0, invalid: bool = False) -> None:
        self._arm(first, last, int(invalid))

    def count(self) -> int:
        return int(self._count())

    def log(self) -> str:
        return text(self._log())
