# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plans: the ordered steps from the observed to the desired state of a host, which can be inspected, applied,
recorded and undone."""

from __future__ import annotations

import ctypes
import errno
import json
import os
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Awaitable, Callable, Dict, Iterator, Optional, Sequence, Tuple, Type, Union, overload

from . import _raw
from ._call import check, failure, new_pointer
from ._files import PathLike, load_text, save_text
from ._library import C, text
from ._object import CObject
from ._plain import boolean, decoded, milliseconds, size
from ._value import SLOTS
from .drain import DrainSteps
from .kinds import KindSteps
from .real_server import RealServerSteps
from .scope import ScopeLike, described_scope
from .state import State


class StepStatus(IntEnum):
    """The status of a step."""

    PENDING = _raw.LVSDR_STEP_PENDING
    """Not applied yet."""
    DONE = _raw.LVSDR_STEP_DONE
    """Applied."""
    UNDONE = _raw.LVSDR_STEP_UNDONE
    """Undone."""
    LEFT = _raw.LVSDR_STEP_LEFT
    """Not undone, because it has been changed since; see the note."""
    FAILED = _raw.LVSDR_STEP_FAILED
    """Failed; the note says why."""
    UNKNOWN = _raw.LVSDR_STEP_UNKNOWN
    """Failed, but it may have been applied in part or completely; see the note."""


class PlanStatus(IntEnum):
    """What became of a plan."""

    PENDING = _raw.LVSDR_PLAN_PENDING
    """No step was applied yet."""
    STARTED = _raw.LVSDR_PLAN_STARTED
    """Some steps are applied, and the others are pending."""
    DONE = _raw.LVSDR_PLAN_DONE
    """All steps are applied."""
    UNDONE = _raw.LVSDR_PLAN_UNDONE
    """What was applied is undone, completely."""
    INCOMPLETE = _raw.LVSDR_PLAN_INCOMPLETE
    """Some steps are applied or in doubt, others failed; see the status and the note of each."""


@dataclass(frozen=True, **SLOTS)
class Step:
    """One change of one object."""

    kind: str
    """The kind of the object: "service", "destination", "VIP" ..."""
    before: Optional[Dict[str, Any]]
    """The object before the step, as in docs/state.schema.json; None: it does not exist."""
    after: Optional[Dict[str, Any]]
    """The object after the step."""
    service: Optional[Dict[str, Any]]
    """The service of the destination that the step changes; None: it changes another kind of object."""
    command: str
    """The classic commands with the same effect, one per line."""
    explanation: str
    """What the step does, in one line."""
    status: StepStatus
    """The status."""
    note: str
    """Why it failed or was left; "" if there is no note."""


Progress = Callable[[int, int], object]
"""What is told of the progress of a plan: how many steps are done, and how many there are."""
_BETWEEN_LOOKS = 0.1  # seconds, at the connections of what is drained


def _step_text(host: Any, plan: Any, place: int, name: str) -> str:
    value = C[f"lvsdr_plan_get_step_{name}"](plan, place)
    if value is None:  # the step is there
        raise failure(host, -errno.ENOMEM)
    return text(value)


def _step(host: Any, plan: Any, place: int) -> Step:
    kind, before, after, service, command, explanation, note = (
        _step_text(host, plan, place, name)
        for name in ("kind", "before", "after", "service", "command", "explanation", "note")
    )
    status = StepStatus(C["lvsdr_plan_get_step_status"](plan, place))
    return Step(kind, json.loads(before), json.loads(after), json.loads(service), command, explanation, status, note)


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


class Plan(KindSteps, RealServerSteps, DrainSteps, Sequence[Step]):
    """The steps from the observed to the desired state of a host: a sequence of Step. print() shows the classic
    commands. Its host must stay open."""

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

    @property
    def keep_going(self) -> bool:
        """What happens to the other steps if one fails. False, the default: the steps that were applied are rolled
        back. True: they stay, and the remaining steps are applied too, except those that depend on the failed one."""
        return self._call("lvsdr_plan_get_keep_going") > 0

    @keep_going.setter
    def keep_going(self, keep_going: bool) -> None:
        self._call("lvsdr_plan_set_keep_going", boolean("keep_going", keep_going))

    def apply(self, *, progress: Optional[Progress] = None, slice: float = 0.1, rollback: bool = True) -> bool:
        """Apply the pending steps. Return True if something was changed, False if no step was pending. If a step
        fails, those that were applied are rolled back (but see keep_going), and its exception is raised. A graceful
        plan ends when everything is removed, or raises InUseError at its deadline, and nothing is rolled back then.

        progress: called with the number of steps that are done, and of all, after each slice; draining has what a
            graceful plan is waiting for. An exception that it raises ends the work and is passed on.
        slice: seconds between two such calls, 0 to 3600; Ctrl-C is handled between them too, also while a graceful
            plan waits without progress.
        rollback: undo() what was applied if progress raises an exception or Ctrl-C ends the work; if the undo fails,
            its exception is raised. False: the steps that were applied stay, and the others are pending."""
        if progress is None and not self.draining.dests:
            return self._call("lvsdr_plan_apply") > 0
        changed = False
        with self._undone_after(KeyboardInterrupt, rollback):
            for part, done, total in self._slices(slice):
                changed = changed or part
                with self._undone_after(BaseException, rollback):
                    if progress is not None:
                        progress(done, total)
        return changed

    async def apply_async(
        self, *, progress: Optional[Progress] = None, slice: float = 0.01, rollback: bool = True
    ) -> bool:
        """The same in a coroutine of asyncio, which lets others run after each slice, and while a graceful plan waits
        for connections.

        progress: as for apply(); what it returns is awaited if it can be.
        slice: for how many seconds others wait for the event loop at most, unless one request takes longer.
        rollback: as for apply(), also if the task is cancelled. The undo itself is done in one call."""
        import asyncio

        changed, before = False, 0
        with self._undone_after(KeyboardInterrupt, rollback):
            for part, done, total in self._slices(slice):
                changed = changed or part
                with self._undone_after(BaseException, rollback):
                    told = None if progress is None else progress(done, total)
                    if isinstance(told, Awaitable):
                        await told
                    if done < total:
                        await asyncio.sleep(0 if done > before else _BETWEEN_LOOKS)
                before = done
        return changed

    @contextmanager
    def _undone_after(self, kind: Type[BaseException], rollback: bool) -> Iterator[None]:
        """Undoes the plan if what is done within raises such an exception. A step that fails is not meant: the
        library itself rolls back then, or has a reason not to."""
        boolean("rollback", rollback)
        try:
            yield
        except kind:
            if rollback and not self.closed:
                self.undo()
            raise

    def slices(self, seconds: float = 0.1) -> Iterator[Tuple[int, int]]:
        """Apply the pending steps in slices of so many seconds (0 to 3600), and yield after each how many steps are
        done, and how many there are. For progress in event loops; to cancel, call undo()."""
        for _, done, total in self._slices(seconds):
            yield done, total

    def _slices(self, seconds: float) -> Iterator[Tuple[bool, int, int]]:
        left, total = ctypes.c_size_t(1), len(self)
        while left.value:
            changed = self._call("lvsdr_plan_apply_for", milliseconds("seconds", seconds), left) > 0
            yield changed, total - left.value, total

    @property
    def status(self) -> PlanStatus:
        """What became of the plan: after a failure, UNDONE if the host is as before, and INCOMPLETE if it is not."""
        return PlanStatus(self._call("lvsdr_plan_get_status"))

    def undo(self) -> bool:
        """Undo all steps, the last one first. Settings that have been changed since are left and reported by
        ExistsError and the notes of the steps; the other steps are undone. Return True if something was restored,
        False if nothing had to change."""
        return self._call("lvsdr_plan_undo") > 0

    def to_json(self) -> str:
        """The plan as JSON, its record, from which another process can undo it. It contains the ids of the boot and
        of the network namespace."""
        result = ctypes.c_char_p()

        def write(pointer: Any) -> str:
            check(self._detail, C["lvsdr_plan_to_json"](pointer, result))
            return text(result.value)

        return self._using(write)

    def to_dict(self) -> Dict[str, Any]:
        """The same as json.loads() returns it."""
        content: Dict[str, Any] = json.loads(self.to_json())
        return content

    def save(self, path: PathLike, *, overwrite: bool = False) -> None:
        """Write the record to a file, completely or not at all.

        A plan without steps does not change an existing file.
        overwrite: replace a file that is not empty; otherwise raise FileExistsError, unless it is a plan without
            steps."""
        if self or not os.path.lexists(path):
            save_text(path, self.to_json(), may_go=None if overwrite else _has_no_steps)


def _has_no_steps(written: str) -> bool:
    """Whether a file has no steps that could be undone."""
    try:
        return not written or json.loads(written)["steps"] == []
    except (ValueError, KeyError, TypeError):
        return False


class PlanCalls(CObject):
    """The calls of a host about plans."""

    def plan(
        self,
        desired: State,
        *,
        scope: Optional[ScopeLike] = None,
        observed: Optional[State] = None,
        graceful: Optional[float] = None,
    ) -> Plan:
        """Create a plan with the fewest steps to a desired state; it has none if the states agree.

        desired: objects outside of the scope are an error; objects in the scope that it does not contain, although it
            describes their kind, are removed.
        scope: the addresses and firewall marks that may be changed; None: the desired state's own.
        observed: the state of the host; None: it is read by this call.
        graceful: how many seconds the plan waits for the connections of what it removes: Plan.make_graceful(), which
            has more choices. None: it does not wait."""
        pointer = new_pointer("lvsdr_plan")
        with nullcontext() if scope is None else described_scope(scope) as owned:
            self._using(
                lambda host, before, after: check(
                    self._detail, C["lvsdr_plan_between"](host, owned, before, after, pointer)
                ),
                observed,
                desired,
            )
        plan = Plan(pointer, self)
        if graceful is not None:
            plan.make_graceful(graceful)
        return plan

    def new_plan(self) -> Plan:
        """Create an empty plan."""
        pointer = new_pointer("lvsdr_plan")
        self._call("lvsdr_plan_new", pointer)
        return Plan(pointer, self)

    def plan_from_json(self, content: Union[str, bytes]) -> Plan:
        """Create a plan from its record, as str or in UTF-8. Raise FormatError if the text is not a plan, StaleError if it was made in
        another boot or network namespace."""
        pointer = new_pointer("lvsdr_plan")
        content = decoded(content)
        self._call("lvsdr_plan_from_json", content, size(content), pointer)
        return Plan(pointer, self)

    def load_plan(self, path: PathLike) -> Plan:
        """The same from a file."""
        return self.plan_from_json(load_text(path))
