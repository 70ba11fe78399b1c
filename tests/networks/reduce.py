# SPDX-License-Identifier: LGPL-2.1-or-later
"""Making a network smaller on which something is wrong, and writing it as a script."""

from __future__ import annotations

import copy
import json
import shlex
from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from library import Refused
from network import Devices
from trial import EVER, Call, FailApply, FailUndo, Trial, Wrong
from witness import Ip

REPETITIONS = 5
Enter = Callable[[], Ip]  # an empty namespace


@dataclass
class Case:
    """What there is to be made smaller."""

    sysctls: List[Tuple[str, str]]
    commands: List[str]
    scope: List[str]
    desired: Dict[str, Any]
    action: Any

    def smaller(self) -> Iterator[Case]:
        """Each with one thing less; the last things first, since what comes later needs what came before."""
        for name in "commands", "scope":
            for place in reversed(range(len(getattr(self, name)))):
                case = copy.deepcopy(self)
                del getattr(case, name)[place]
                yield case
        for place, (path, value) in enumerate(self.sysctls):
            if value != "0":
                case = copy.deepcopy(self)
                case.sysctls[place] = (path, "0")
                yield case
        yield from (replace(self, desired=desired) for desired in smaller_states(self.desired))
        if isinstance(self.action, Call):
            for content in smaller_states(self.action.content):
                if content.get("vips") or content.get("arp_policies"):
                    yield replace(self, action=replace(self.action, content=content))


def smaller_states(state: Dict[str, Any]) -> Iterator[Dict[str, Any]]:
    for kind in "vips", "arp_policies":
        for place, thing in enumerate(state.get(kind, [])):
            less = copy.deepcopy(state)
            del less[kind][place]
            yield less
            for member in thing:
                if member not in ("address", "device"):
                    less = copy.deepcopy(state)
                    del less[kind][place][member]
                    yield less
    for name in "arp_policies", "observed":
        if not state.get(name, True) or state.get(name) is True:
            yield {key: value for key, value in state.items() if key != name}


def actions_like(action: Any) -> Iterator[Any]:
    """With fewer commands a plan has fewer requests."""
    yield action
    if isinstance(action, (FailApply, FailUndo)):
        for place in range(action.fault.first - 1, 0, -1):
            last = EVER if action.fault.last == EVER else place
            yield replace(action, fault=replace(action.fault, first=place, last=last))


def attempt(trial: Trial, enter: Enter, case: Case, kind: str) -> Optional[Wrong]:
    """What is wrong in the same way on a network that was made anew; the case then has the action that shows it."""
    trial.network.sysctls, trial.network.commands = case.sysctls, case.commands
    trial.scope, trial.desired = case.scope, case.desired
    for action in actions_like(case.action):
        trial.move(enter())
        trial.build()
        try:
            trial.do(action)
        except Refused:
            continue
        except Wrong as wrong:
            if wrong.kind == kind:
                case.action = action
                return wrong
        finally:
            trial.refusing.arm()
    return None


def whole(trial: Trial) -> Case:
    return Case(trial.network.sysctls, trial.network.commands, trial.scope, trial.desired, trial.action)


def repeat(trial: Trial, wrong: Wrong, enter: Enter) -> bool:
    """Whether the last action by itself, on the same network made anew, shows the same once in a few times."""
    return not trial.action or any(attempt(trial, enter, whole(trial), wrong.kind) for _ in range(REPETITIONS))


def reduce(trial: Trial, wrong: Wrong, enter: Enter) -> Wrong:
    """The same kind of fault with as little as it takes."""
    network = trial.network
    case = whole(trial)
    number, smaller = 0, list(case.smaller())
    if not trial.action or not attempt(trial, enter, case, wrong.kind):
        smaller = []
    while number < len(smaller):
        still = attempt(trial, enter, smaller[number], wrong.kind)
        if still:  # those before it were tried already
            case, wrong = smaller[number], still
            smaller = list(case.smaller())
        else:
            number += 1
    network.sysctls, network.commands = case.sysctls, case.commands
    trial.scope, trial.desired, trial.action = case.scope, case.desired, case.action
    return wrong


def needed_devices(devices: Devices, rest: str) -> List[str]:
    """The commands for those devices that the rest, and other devices, speak of."""
    commands = [command for commands in devices.commands for command in commands]
    words = set(rest.replace("/", " ").replace('"', " ").replace(":", " ").split())
    kept: List[str] = []
    for command in reversed(commands):
        if command.startswith("link add") and words.isdisjoint(command.split()[2:]):
            continue
        if not command.startswith("link add") and words.isdisjoint(command.split()[2:4]):
            continue
        words.update(command.split()[2:])
        kept.insert(0, command)
    return kept


def script(trial: Trial, wrong: Wrong) -> str:
    """The network, and what is done to it, in the manner of a shell."""
    network = trial.network
    rest = "\n".join(network.commands + [path for path, value in network.sysctls if value != "0"])
    rest += json.dumps(trial.desired) + str(trial.action)
    lines = [f"ip {command}" for command in needed_devices(network.devices, rest)]
    lines += [f"echo {value} >/proc/sys/net/{path}" for path, value in network.sysctls if value != "0"]
    lines += [f"ip {command}" for command in network.commands]
    lines.append(f"echo {shlex.quote(json.dumps(trial.desired))} >state.json")
    options = f"--scope {shlex.quote(','.join(trial.scope))}{' --insist' if trial.insist else ''}"
    lines += attempts(trial.action, options)
    return "\n".join(lines + [f"# {line}" for line in wrong.commands.split("\n") if line])


def attempts(action: Any, options: str) -> List[str]:
    apply, undo = f"lvsdrctl {options} --record record apply state.json", "lvsdrctl undo record"
    if isinstance(action, Call):
        return [f"# {action.function}({json.dumps(action.content)}), {action.fault}; {options}"]
    if isinstance(action, (FailApply, FailUndo)):
        fault = action.fault
        refused = f"LD_PRELOAD=refuse.so LVSDR_REFUSE='{fault.first} {fault.last} {int(fault.invalid)}'"
        if isinstance(action, FailApply):
            return [f"{refused} {apply}", undo]
        return [apply, f"{refused} {undo}", undo]
    return [apply, undo]
