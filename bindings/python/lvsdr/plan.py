# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plans: the ordered steps from what a host has to what is wanted, to be looked at, applied, written down and
undone."""

from __future__ import annotations

import ctypes
import errno
import json
import os
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Callable, Dict, Iterator, Optional, Sequence, Tuple, Union, overload

from . import _raw
from ._call import check, failure, new_pointer
from ._files import PathLike, load_text, save_text
from ._library import C, text
from ._object import CObject
from ._plain import boolean, milliseconds, size
from ._value import SLOTS
from .arp_policy import ArpPolicy
from .dest import Dest
from .mark import Mark
from .scope import ScopeLike, described_scope
from .service import Service
from .state import State
from .sync_daemon import SyncDaemon, by_role
from .sysctl import Sysctl
from .timeouts import Timeouts
from .vip import Vip


class StepStatus(IntEnum):
    """What became of a step."""

    PENDING = _raw.LVSDR_STEP_PENDING
    """Not applied yet."""
    DONE = _raw.LVSDR_STEP_DONE
    """Applied."""
    UNDONE = _raw.LVSDR_STEP_UNDONE
    """Put back."""
    LEFT = _raw.LVSDR_STEP_LEFT
    """Not put back: somebody changed it since; the note says what."""
    FAILED = _raw.LVSDR_STEP_FAILED
    """Failed; the note says why."""
    UNKNOWN = _raw.LVSDR_STEP_UNKNOWN
    """It may be done in part or whole: its answer was lost, and looking at the host failed too."""


@dataclass(frozen=True, **SLOTS)
class Step:
    """One change of one object."""

    kind: str
    """"service", "destination", "VIP", "ARP policy", "sysctl", "sync daemon", "timeouts" or "packet mark"."""
    before: Optional[Dict[str, Any]]
    """The object as the step expects it, as docs/state.schema.json has it; None: it is missing."""
    after: Optional[Dict[str, Any]]
    """The object as the step leaves it."""
    command: str
    """The classic command or commands it stands for, one a line."""
    explanation: str
    """What it does, in one line."""
    status: StepStatus
    """What became of it."""
    note: str
    """Why it failed or was left; "" when there is nothing to tell."""


def _step_text(host: Any, plan: Any, place: int, name: str) -> str:
    value = C[f"lvsdr_plan_get_step_{name}"](plan, place)
    if value is None:  # the step is there
        raise failure(host, -errno.ENOMEM)
    return text(value)


def _step(host: Any, plan: Any, place: int) -> Step:
    kind, before, after, command, explanation, note = (
        _step_text(host, plan, place, name) for name in ("kind", "before", "after", "command", "explanation", "note")
    )
    status = StepStatus(C["lvsdr_plan_get_step_status"](plan, place))
    return Step(kind, json.loads(before), json.loads(after), command, explanation, status, note)


def _listing(host: Any, plan: Any) -> str:
    count = C["lvsdr_plan_get_step_count"](plan)
    lines = [f"{count or 'no'} step{'' if count == 1 else 's'}{':' if count else ''}"]
    for place in range(count):
        lines += [f"  {line}" for line in _step_text(host, plan, place, "command").split("\n")]
        note = _step_text(host, plan, place, "note")
        if note:
            status = StepStatus(C["lvsdr_plan_get_step_status"](plan, place))
            lines.append(f"  # {status.name.lower()}: {note}")
    return "\n".join(lines)


class Plan(CObject, Sequence[Step]):
    """The steps from what a host has to what is wanted. A sequence of Step; print() shows the classic commands.
    It needs its host open."""

    @overload
    def __getitem__(self, place: int) -> Step:
        ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Step]:
        ...

    def __getitem__(self, place: Union[int, slice]) -> Union[Step, Sequence[Step]]:
        def read(pointer: Any) -> Union[Step, Sequence[Step]]:
            places = range(C["lvsdr_plan_get_step_count"](pointer))[place]
            if isinstance(places, range):
                return [_step(self._detail, pointer, each) for each in places]
            return _step(self._detail, pointer, places)

        return self._using(read)

    def __len__(self) -> int:
        return self._using(lambda pointer: int(C["lvsdr_plan_get_step_count"](pointer)))

    def __str__(self) -> str:
        return self._using(lambda pointer: _listing(self._detail, pointer))

    def add_service(self, service: Service) -> bool:
        """Plans what Host.add_service() would do: reads, does not change. True when a step was appended, False
        when nothing is to be done; so do all that follow."""
        return self._act("lvsdr_plan_add_service", service)

    def update_service(self, service: Service) -> bool:
        """Plans what Host.update_service() would do."""
        return self._act("lvsdr_plan_update_service", service)

    def remove_service(self, service: Service) -> bool:
        """Plans what Host.remove_service() would do: a step for each destination, then one for the service."""
        return self._act("lvsdr_plan_remove_service", service)

    def add_dest(self, service: Service, dest: Dest) -> bool:
        """Plans what Host.add_dest() would do."""
        return self._act("lvsdr_plan_add_dest", service, dest)

    def update_dest(self, service: Service, dest: Dest) -> bool:
        """Plans what Host.update_dest() would do."""
        return self._act("lvsdr_plan_update_dest", service, dest)

    def remove_dest(self, service: Service, dest: Dest) -> bool:
        """Plans what Host.remove_dest() would do."""
        return self._act("lvsdr_plan_remove_dest", service, dest)

    def add_vip(self, vip: Vip) -> bool:
        """Plans what Host.add_vip() would do."""
        return self._act("lvsdr_plan_add_vip", vip)

    def update_vip(self, vip: Vip) -> bool:
        """Plans what Host.update_vip() would do."""
        return self._act("lvsdr_plan_update_vip", vip)

    def remove_vip(self, vip: Vip) -> bool:
        """Plans what Host.remove_vip() would do; the step records the routes that go with the address."""
        return self._act("lvsdr_plan_remove_vip", vip)

    def add_mark(self, mark: Mark) -> bool:
        """Plans what Host.add_mark() would do."""
        return self._act("lvsdr_plan_add_mark", mark)

    def update_mark(self, mark: Mark) -> bool:
        """Plans what Host.update_mark() would do."""
        return self._act("lvsdr_plan_update_mark", mark)

    def remove_mark(self, mark: Mark) -> bool:
        """Plans what Host.remove_mark() would do."""
        return self._act("lvsdr_plan_remove_mark", mark)

    def update_arp_policy(self, policy: ArpPolicy) -> bool:
        """Plans what Host.update_arp_policy() would do."""
        return self._act("lvsdr_plan_update_arp_policy", policy)

    def update_timeouts(self, timeouts: Timeouts) -> bool:
        """Plans what Host.update_timeouts() would do."""
        return self._act("lvsdr_plan_update_timeouts", timeouts)

    def update_sysctl(self, sysctl: Sysctl) -> bool:
        """Plans what Host.update_sysctl() would do."""
        return self._act("lvsdr_plan_update_sysctl", sysctl)

    def add_sync_daemon(self, daemon: SyncDaemon) -> bool:
        """Plans what Host.add_sync_daemon() would do."""
        return self._act("lvsdr_plan_add_sync_daemon", daemon)

    def update_sync_daemon(self, daemon: SyncDaemon) -> bool:
        """Plans what Host.update_sync_daemon() would do."""
        return self._act("lvsdr_plan_update_sync_daemon", daemon)

    def remove_sync_daemon(self, daemon: Union[str, SyncDaemon]) -> bool:
        """Plans what Host.remove_sync_daemon() would do."""
        return self._act("lvsdr_plan_remove_sync_daemon", by_role(daemon))

    @property
    def keep_going(self) -> bool:
        """What a failed step means for the others. False, the default: what was done is undone. True: what was
        done stays, and the other steps are carried out too, but for those that depend on a failed one."""
        return self._call("lvsdr_plan_get_keep_going") > 0

    @keep_going.setter
    def keep_going(self, keep_going: bool) -> None:
        self._call("lvsdr_plan_set_keep_going", boolean("keep_going", keep_going))

    def apply(self, *, progress: Optional[Callable[[int, int], object]] = None, slice: float = 0.1) -> bool:
        """Carries out the pending steps: True when something changed, False when nothing was pending. When a
        step fails, those that were done are undone again (but see keep_going), and its exception is raised.

        progress: called with the number of steps that are done, and of all, after each slice. What it raises
            ends the work and is passed on: what was done stays, and undo() puts it back.
        slice: seconds between two such calls, 0 to 3600; Ctrl-C is heeded between them too."""
        if progress is None:
            return self._call("lvsdr_plan_apply") > 0
        changed = False
        for part, done, total in self._slices(slice):
            changed = changed or part
            progress(done, total)
        return changed

    def slices(self, seconds: float = 0.1) -> Iterator[Tuple[int, int]]:
        """Carries out the pending steps in slices of so many seconds (0 to 3600): each time how many steps are
        done, and how many there are. For progress in event loops; undo() cancels."""
        for _, done, total in self._slices(seconds):
            yield done, total

    def _slices(self, seconds: float) -> Iterator[Tuple[bool, int, int]]:
        left, total = ctypes.c_size_t(1), len(self)
        while left.value:
            changed = self._call("lvsdr_plan_apply_for", milliseconds("seconds", seconds), left) > 0
            yield changed, total - left.value, total

    def undo(self) -> bool:
        """Puts everything back, last step first: what is as the plan made it. What somebody changed since is left
        and told by ExistsError and the notes of the steps; the others are undone. True when something was put
        back, False when everything was as before."""
        return self._call("lvsdr_plan_undo") > 0

    def to_json(self) -> str:
        """The written form, for undo from another process. It bears the boot and the network namespace it
        belongs to."""
        result = ctypes.c_char_p()

        def write(pointer: Any) -> str:
            check(self._detail, C["lvsdr_plan_to_json"](pointer, result))
            return text(result.value)

        return self._using(write)

    def to_dict(self) -> Dict[str, Any]:
        """The same as json.loads() gives it."""
        content: Dict[str, Any] = json.loads(self.to_json())
        return content

    def save(self, path: PathLike, *, overwrite: bool = False) -> None:
        """Writes the written form to a file, as a whole or not at all.

        A plan without steps leaves a file alone that is there.
        overwrite: also over a file with something in it; FileExistsError else, unless that is a plan without
            steps."""
        if self or not os.path.lexists(path):
            save_text(path, self.to_json(), may_go=None if overwrite else _has_no_steps)


def _has_no_steps(written: str) -> bool:
    """Whether nothing can be undone with what stands in a file."""
    try:
        return not written or json.loads(written)["steps"] == []
    except (ValueError, KeyError, TypeError):
        return False


class PlanCalls(CObject):
    """What a host can plan."""

    def plan(self, desired: State, *, scope: ScopeLike, observed: Optional[State] = None) -> Plan:
        """The least set of steps to a desired state; none when the states agree.

        desired: objects outside of the scope are an error; objects inside it that it does not have, though it
            tells of their kind, are planned to be removed.
        scope: what is ours; nothing outside of it is planned to change.
        observed: what the host has; None: it is read now."""
        pointer = new_pointer("lvsdr_plan")
        with described_scope(scope) as owned:
            self._using(
                lambda host, before, after: check(
                    self._detail, C["lvsdr_plan_between"](host, owned, before, after, pointer)
                ),
                observed,
                desired,
            )
        return Plan(pointer, self)

    def new_plan(self) -> Plan:
        """An empty plan, to be filled by hand."""
        pointer = new_pointer("lvsdr_plan")
        self._call("lvsdr_plan_new", pointer)
        return Plan(pointer, self)

    def plan_from_json(self, content: str) -> Plan:
        """A written plan. FormatError when the text is none, StaleError when it was made in another boot or
        network namespace."""
        pointer = new_pointer("lvsdr_plan")
        self._call("lvsdr_plan_from_json", content, size(content), pointer)
        return Plan(pointer, self)

    def load_plan(self, path: PathLike) -> Plan:
        """The same from a file."""
        return self.plan_from_json(load_text(path))
