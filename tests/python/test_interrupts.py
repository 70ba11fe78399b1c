# SPDX-License-Identifier: LGPL-2.1-or-later
"""KeyboardInterrupt at any moment: afterwards the same objects work as before. Without a kernel."""

import gc
import os
import random
import signal
import sys
import time
import unittest

import lvsdr

WEB = lvsdr.Service("tcp", "192.168.1.41:80", scheduler="rr")
PACKAGE = os.path.dirname(lvsdr.__file__)
HELPERS = ("contextlib.py", "weakref.py")  # of Python, which the package runs in
SIGNALS = 5000
MOST_INSTRUCTIONS = 800  # of one use; of a longer one as many that are spread over it


class Objects:
    """What is used, and interrupted."""

    def __init__(self):
        self.host, self.state = lvsdr.open(), lvsdr.State()
        self.plan, self.added = self.host.new_plan(), 0
        self.state.add_service(WEB)
        self.state.add_dest(WEB, lvsdr.Dest("192.168.1.20"))

    def uses(self):
        host, plan, state = self.host, self.plan, self.state
        return {
            "timeout": lambda: host.timeout,
            "set timeout": lambda: setattr(host, "timeout", 5),
            "new plan": lambda: host.new_plan(),
            "steps": lambda: (len(plan), list(plan), str(plan)),
            "apply nothing": lambda: plan.apply(),
            "close a plan": lambda: host.new_plan().close(),
            "add to a state": lambda: self.add(),
            "update a state": lambda: state.update_service(WEB),
            "read a state": lambda: self.read(),
            "write a state": lambda: (state.to_json(), state.to_text("rules")),
            "parse a state": lambda: lvsdr.State.from_text("-A -t 192.168.1.41:80 -s rr"),
            "describe": lambda: lvsdr.Dest("192.168.1.20", weight=3),
            "refused": lambda: self.refused(),
        }

    def read(self):
        self.state._kept.clear()
        return self.state.services

    def add(self):
        self.added += 1
        self.state.add_dest(WEB, lvsdr.Dest(f"10.{self.added >> 16}.{self.added >> 8 & 255}.{self.added & 255}"))

    @staticmethod
    def refused():
        try:
            lvsdr.Dest("nonsense")
        except lvsdr.InvalidError:
            pass

    def check_usable(self):
        """They are neither busy nor closed."""
        told = self.host.timeout, len(self.plan), self.state.timeouts, gc.isenabled()
        assert told == (5, 0, None, True), told

    def check(self):
        """And hold what they held."""
        self.check_usable()
        assert not self.plan.apply()
        told = self.state.to_dict()["services"][0]["destinations"]
        assert [str(each) for each in self.state.services] == [str(WEB)]
        assert [str(each.address) for each in self.state.dests(WEB)] == [each["address"] for each in told]
        assert str(lvsdr.Dest("192.168.1.20")) and self.host.new_plan().closed is False


def is_ours(code):
    return code.co_filename.startswith(PACKAGE) or code.co_filename.endswith(HELPERS)


def seeded():
    """The same again with LVSDR_SEED=N."""
    seed = int(os.environ.get("LVSDR_SEED") or time.time())
    print(f"interrupts: LVSDR_SEED={seed}")
    return random.Random(seed)


class Interrupted:
    """Raises KeyboardInterrupt before the instruction of a number, if it comes to it, and counts instructions."""

    def __init__(self, number):
        self.number, self.count, self.came = number, 0, False

    def trace(self, frame, event, _):
        if not is_ours(frame.f_code):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            self.count += 1
            if self.count > self.number and not self.came:
                self.came = True
                raise KeyboardInterrupt
        return self.trace

    def __enter__(self):
        self.before = sys.gettrace()
        sys.settrace(self.trace)
        return self

    def __exit__(self, *_):
        sys.settrace(self.before)


class Interrupts(unittest.TestCase):
    def setUp(self):
        # What ends objects is interrupted too, and Python passes nothing on from there.
        self.addCleanup(setattr, sys, "unraisablehook", sys.unraisablehook)
        sys.unraisablehook = lambda _: None

    def test_before_each_instruction(self):
        count, kept, generator = 0, None, seeded()
        for name in Objects().uses():
            objects = Objects()
            use = objects.uses()[name]
            use()
            with Interrupted(sys.maxsize) as whole:
                use()
            step = 1 + whole.count // MOST_INSTRUCTIONS
            for number in range(generator.randrange(step), whole.count, step):
                try:
                    with Interrupted(number) as interrupted:
                        use()
                except KeyboardInterrupt as error:
                    kept = error  # and its frames, with all that they hold
                with self.subTest(use=name, instruction=number):
                    objects.check_usable()
                count += interrupted.came
            objects.check()
        self.assertIsNotNone(kept)
        self.assertGreater(count, 2000)
        print(f"{count} interrupted instructions")

    def test_signals(self):
        count = 0
        before = signal.signal(signal.SIGALRM, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGALRM, before)
        generator = seeded()
        for number in range(SIGNALS):
            if number % 100 == 0:
                objects = Objects()
                uses = list(objects.uses().values())
            use = generator.choice(uses)
            try:
                signal.setitimer(signal.ITIMER_REAL, generator.uniform(1e-6, 3e-4))
                use()
                signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                count += 1
            try:
                objects.check()
            except KeyboardInterrupt:  # Python before 3.13 may handle a signal late, when it next takes its lock
                count += 1
                objects.check()
        self.assertGreater(count, SIGNALS // 100)
        print(f"{count} signals")


if __name__ == "__main__":
    unittest.main()
