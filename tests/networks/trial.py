# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is tried on one network. Each attempt is an action, which can be made again by itself."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any, Dict, List

from desired import random_desired, random_scope
from library import Host, Plan, Refused, Refusing
from network import Network, once_in
from outside import check_outside
from witness import Ip, Snapshot, differences, is_named, settle, take

EVER = 1 << 30
PAUSES = [0.003, 0.03, 0.3, 3]
PROPERTIES = {
    "apply": "a plan is applied, and a second one is empty",
    "outside": "what is not ours stays",
    "undo": "applied and undone, all is as before",
    "once": "a step fails, all is as before",
    "ever": "a step fails and cannot go back, what is left is named, and undo puts it back",
    "again": "an undo fails, and its repetition puts all back",
    "refused": "what is refused changes nothing",
    "call": "a plain call fails, all is as before",
}


class Wrong(Exception):
    """A property that does not hold."""

    def __init__(self, kind: str, what: str, sentences: List[str], commands: str = "") -> None:
        super().__init__("\n  ".join([what] + sentences))
        self.kind = kind
        self.commands = commands


@dataclass(frozen=True)
class Fault:
    """Which requests are refused: from `first` to `last`, counted from 1."""

    first: int
    last: int
    invalid: bool  # by a wrong length, where there is one, rather than by permission

    def __str__(self) -> str:
        return f"request {self.first}{' and all later ones' if self.last == EVER else ''} refused"


@dataclass(frozen=True)
class Apply:
    """And undo: by the plan, or by what was written of it before or after it was applied."""

    written: str  # "no", "before", "after"


@dataclass(frozen=True)
class FailApply:
    fault: Fault


@dataclass(frozen=True)
class FailUndo:
    fault: Fault


@dataclass(frozen=True)
class Call:
    function: str
    kind: str  # "vip" or "arp_policy"
    content: Dict[str, Any]  # a state that holds what it is called with
    fault: Fault


class Trial:
    def __init__(self, ip: Ip, network: Network, refusing: Refusing, figures: Counter[str], crowded: bool) -> None:
        self.ip = ip
        self.network = network
        self.refusing = refusing
        self.figures = figures
        self.random = Random(network.seed + (1 << 40))
        self.crowded = crowded
        self.scope = random_scope(self.random, network, crowded)
        self.insist = once_in(self.random, 2)
        self.desired: Dict[str, Any] = {}
        self.action: Any = None  # the last one
        self.host = Host(self.insist)

    def move(self, ip: Ip) -> None:
        """To another network namespace, where there is one."""
        if ip is not self.ip:
            self.close()
            self.ip, self.host = ip, Host(self.insist)

    def close(self) -> None:
        self.refusing.arm()
        self.host.close()

    def build(self) -> None:
        for path, value in self.network.sysctls:
            with open(f"/proc/sys/net/{path}", "w") as file:
                file.write(value)
        self.figures["commands"] += len(self.network.commands)
        self.figures["commands refused"] += self.ip.run(self.network.commands)
        self.before: Snapshot = settle(self.ip)

    def check_as_before(self, kind: str, what: str, plan_text: str = "") -> None:
        found = differences(self.before, take(self.ip), set(self.scope))
        for pause in PAUSES:  # the kernel does some things a little later, such as local routes of IPv6
            if found:
                time.sleep(pause)
                found = differences(self.before, take(self.ip), set(self.scope))
        if found:
            raise Wrong(kind, what, [sentence for sentence, _ in found], plan_text)

    def plan(self) -> Plan:
        return self.host.plan(self.scope, self.desired)

    def wish(self) -> bool:
        """A desired state; False when the library refuses it."""
        try:
            observed = self.host.read(self.scope)
        except Refused:
            self.figures["reads refused"] += 1
            observed = {}
        self.desired = random_desired(self.random, self.network, self.scope, observed, self.crowded)
        try:
            plan = self.plan()
        except Refused as refused:
            self.figures["plans refused"] += 1
            self.check_as_before("refused", f"refused with {refused}")
            return False
        self.figures["empty plans"] += not len(plan)
        plan.free()
        return True

    def do(self, action: Any) -> int:
        self.action = action
        if isinstance(action, Apply):
            return self.apply(action)
        if isinstance(action, FailApply):
            return self.fail_apply(action)
        if isinstance(action, FailUndo):
            return self.fail_undo(action)
        return self.call(action)

    def can_apply(self, plan: Plan) -> bool:
        """Applies it; all is as before, and the plan freed, where that fails."""
        try:
            plan.apply()
        except Refused as refused:
            self.figures["plans that cannot be applied"] += 1
            self.check_as_before("once", f"apply: {refused}", plan.commands())
            plan.free()
            return False
        return True

    def apply(self, action: Apply) -> int:
        """How many requests the plan takes; 0 when it cannot be applied."""
        plan = self.plan()
        words = plan.to_json() if action.written == "before" else ""
        self.refusing.arm()
        if not self.can_apply(plan):
            return 0
        count = self.refusing.count()
        if len(plan) and not count:
            raise RuntimeError("steps were applied, and refuse.c saw no request")
        self.figures["plans applied"] += 1
        self.figures["steps applied"] += len(plan)
        if action.written == "after":
            words = plan.to_json()
        self.check_applied(plan.commands())
        if words:
            plan.free()
            plan = self.host.plan_from_json(words)
        self.undo(plan, "undo", "apply and undo")
        plan.free()
        return count

    def check_applied(self, commands: str) -> None:
        try:
            second = self.plan()
        except Refused as refused:
            raise Wrong("apply", f"a second plan is refused: {refused}", [], commands) from None
        if len(second):
            raise Wrong("apply", "a second plan has steps:", [second.commands()], commands)
        second.free()
        if self.insist:  # then what cannot stand without a VIP may go with it
            return
        policies = {policy["device"] for policy in self.desired.get("arp_policies", [])}
        found = check_outside(self.before, take(self.ip), set(self.scope), policies)
        if found:
            raise Wrong("outside", "applied:", found, commands)

    def undo(self, plan: Plan, kind: str, what: str) -> None:
        self.refusing.arm()
        try:
            plan.undo()
        except Refused as refused:
            raise Wrong(kind, f"{what}: undo: {refused}", [], plan.commands()) from None
        self.check_as_before(kind, f"{what} ({self.refusing.log()})", plan.commands())

    def under(self, fault: Fault, call: Any) -> str:
        """The sentence with which a call fails while requests are refused; "" when it does not."""
        self.refusing.arm(fault.first, fault.last, fault.invalid)
        sentence = ""
        try:
            call()
        except Refused as refused:
            sentence = str(refused)
        self.log = self.refusing.log()
        self.refusing.arm()
        return sentence

    def fail_apply(self, action: FailApply) -> int:
        plan, fault = self.plan(), action.fault
        sentence = self.under(fault, plan.apply)
        what = f"apply with {fault} ({self.log}): {sentence}"
        if not sentence:  # it went another way
            self.figures["refusals got over"] += 1
            self.check_applied(f"{plan.commands()}\n{what}")
            self.undo(plan, "undo", what)
        elif fault.last == EVER:
            self.figures["steps failed, and could not go back"] += 1
            self.check_told(what, sentence + plan.notes(), plan.commands())
            self.undo(plan, "ever", what)
        else:
            self.figures["steps failed"] += 1
            self.check_as_before("once", what, plan.commands())
        plan.free()
        return 0

    def check_told(self, what: str, sentences: str, commands: str) -> None:
        """Each thing that is not as before is named."""
        found = differences(self.before, take(self.ip), set(self.scope))
        self.figures["differences left and named"] += len(found)
        untold = [sentence for sentence, thing in found if not is_named(thing, sentences)]
        if untold:
            raise Wrong("ever", what, ["not named:"] + untold, commands)

    def fail_undo(self, action: FailUndo) -> int:
        plan = self.plan()
        if not self.can_apply(plan):
            return 0
        sentence = self.under(action.fault, plan.undo)
        what = f"undo with {action.fault} ({self.log}): {sentence or 'done'}"
        if sentence:
            self.figures["undos failed"] += 1
            self.undo(plan, "again", what)
        else:
            self.check_as_before("again", what, plan.commands())
        plan.free()
        return 0

    def call(self, action: Call) -> int:
        """Whether it failed."""
        sentence = self.under(action.fault, lambda: self.host.call(action.function, action.content, action.kind))
        if not sentence:
            self.figures["calls made"] += 1
            return 0
        self.figures["calls failed"] += 1
        what = f"{action.function}({action.content}) with {action.fault} ({self.log}): {sentence}"
        self.check_as_before("call", what)
        return 1

    def random_fault(self, first: int, last: int) -> Fault:
        return Fault(first, last, once_in(self.random, 2))

    def run_calls(self) -> None:
        """Plain calls that fail, and one at the end that need not."""
        vips, policies = self.desired["vips"], self.desired.get("arp_policies", [])
        kinds = ["vip"] * len(vips) + ["arp_policy"] * len(policies)
        for number in range(4 if kinds else 0):
            kind = self.random.choice(kinds)
            thing = self.random.choice(vips if kind == "vip" else policies)
            content = {"lvsdr_state": 1, "vips" if kind == "vip" else "arp_policies": [thing]}
            verb = self.random.choice(["add", "update", "remove"]) if kind == "vip" else "update"
            place = self.random.randrange(1, 9) if number < 3 else 0
            if not self.do(Call(f"lvsdr_{kind}_{verb}", kind, content, Fault(place, place, once_in(self.random, 2)))):
                return

    def run(self) -> None:
        self.build()
        if not self.wish():
            return
        count = self.do(Apply(self.random.choice(["no", "before", "after"])))
        chosen = range(1, count + 1)
        for place in chosen if once_in(self.random, 10) else self.random.sample(chosen, min(count, 6)):
            self.do(FailApply(self.random_fault(place, place)))
            if once_in(self.random, 2):
                self.do(FailApply(self.random_fault(place, EVER)))
        for last in [0, EVER] if count else []:
            place = 1 + self.random.randrange(count + 2)
            self.do(FailUndo(self.random_fault(place, last or place)))
        self.run_calls()
