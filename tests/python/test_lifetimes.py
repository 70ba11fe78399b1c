# SPDX-License-Identifier: LGPL-2.1-or-later
"""How C objects live and end: closing, forgetting, threads, forks, the end of the interpreter; and how the library
is found. Without a kernel."""

import copy
import ctypes
import gc
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from contextlib import contextmanager

import lvsdr
from lvsdr import _raw
from lvsdr._library import C

WEB = lvsdr.Service("tcp", "192.168.1.41:80")


class Freed:
    """Counts what is freed, and frees it."""

    def __init__(self, name):
        self.name, self.count, self.free = name, 0, C[name]

    def __call__(self, pointer):
        self.count += 1
        self.free(pointer)

    def __enter__(self):
        C[self.name] = self
        return self

    def __exit__(self, *_):
        C[self.name] = self.free


@contextmanager
def a_call_of(each):
    """A call of it goes on."""
    claim = threading.Lock()
    with claim:
        each._guard.take(claim)
        yield


class Ends(unittest.TestCase):
    def test_forgotten(self):
        with Freed("lvsdr_state_free") as states, Freed("lvsdr_free") as hosts:
            state = lvsdr.State()
            self.assertEqual((states.count, hosts.count), (0, 1))  # its handle's memory lives on
            state.add_service(WEB)
            del state
            self.assertEqual(states.count, 1)
            host = lvsdr.open()
            del host
            self.assertEqual(hosts.count, 2)

    def test_closed(self):
        with Freed("lvsdr_state_free") as states:
            state = lvsdr.State()
            self.assertFalse(state.closed)
            with state:
                state.add_service(WEB)
            self.assertTrue(state.closed)
            state.close()
            del state
            self.assertEqual(states.count, 1)

    def test_nothing_goes_on(self):
        state, host = lvsdr.State(), lvsdr.open()
        plan = host.new_plan()
        state.close()
        host.close()
        for use in [
            lambda: state.services,
            lambda: state.to_json(),
            lambda: state.vips,
            lambda: state.timeouts,
            lambda: state.add_service(WEB),
            lambda: state.to_text("rules"),
            lambda: state.dests(WEB),
            lambda: host.add_service(WEB),
            lambda: host.timeout,
            lambda: host.read(""),
            lambda: host.new_plan(),
            lambda: host.connections(),
            lambda: setattr(host, "insist", True),
            lambda: len(plan),
            lambda: list(plan),
            lambda: str(plan),
            lambda: plan.apply(),
            lambda: plan[0],
            lambda: plan.to_json(),
            lambda: plan.undo(),
            lambda: next(plan.slices()),
            lambda: plan.keep_going,
            lambda: lvsdr.open().plan(state, scope=""),
        ]:
            self.assertRaises(lvsdr.ClosedError, use)
        self.assertTrue(plan.closed)

    def test_plan_keeps_its_host(self):
        plan = lvsdr.open().new_plan()
        gc.collect()
        self.assertEqual((len(plan), str(plan), plan.keep_going), (0, "no steps", False))

    def test_failure_to_open(self):
        with Freed("lvsdr_free") as hosts:
            self.assertRaises(lvsdr.InvalidError, lvsdr.open, timeout=0)
            self.assertRaises(lvsdr.NotFoundError, lvsdr.open, netns="there-is-none")
            self.assertRaises(lvsdr.InvalidError, lvsdr.open, netns=os.devnull)
            gc.collect()
            self.assertEqual(hosts.count, 3)

    def test_no_copies(self):
        for each in (lvsdr.open().new_plan(), lvsdr.open()):
            self.assertRaises((TypeError, ValueError), pickle.dumps, each)
            other = copy.copy(each)
            each.close()
            self.assertTrue(other.closed)


class Busy(unittest.TestCase):
    def test_other_thread(self):
        host = lvsdr.open()
        plan = host.new_plan()
        with a_call_of(host):
            for use in [lambda: host.timeout, lambda: len(plan), host.close, plan.close, lambda: host.add_service(WEB)]:
                self.assertRaises(lvsdr.BusyError, use)
        self.assertEqual((host.timeout, len(plan)), (5, 0))

    def test_forgotten_meanwhile(self):
        host = lvsdr.open()
        plan = host.new_plan()
        with Freed("lvsdr_plan_free") as plans:
            with a_call_of(host):
                del plan
                self.assertEqual(plans.count, 0)
            self.assertEqual(host.timeout, 5)
            self.assertEqual(plans.count, 1)

    def test_many_threads(self):
        wrong = []

        def work():
            try:
                state = lvsdr.State()
                for i in range(200):
                    service = lvsdr.Service("tcp", f"10.0.0.{i + 1}:80")
                    state.add_service(service)
                    state.add_dest(service, lvsdr.Dest(f"10.1.0.{i + 1}"))
                    try:
                        lvsdr.Dest("nonsense")
                    except lvsdr.InvalidError as error:
                        assert "nonsense" in str(error)
                assert len(state.services) == 200
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class Forks(unittest.TestCase):
    def child(self, work):
        """Whether a child process does without complaint what is to be done."""
        pid = os.fork()
        if not pid:
            try:
                work()
                os._exit(0)
            except BaseException as error:
                print(repr(error), file=sys.stderr)
                os._exit(1)
        self.assertEqual(os.waitpid(pid, 0)[1], 0)

    def test_what_works(self):
        state, host = lvsdr.State(), lvsdr.open()
        plan = host.new_plan()

        def work():
            state.add_service(WEB)
            assert len(state.services) == 1
            for use in (lambda: host.timeout, lambda: host.add_service(WEB), lambda: len(plan), plan.apply):
                try:
                    use()
                    raise AssertionError
                except lvsdr.ForkError:
                    pass
            assert lvsdr.open().timeout == 5
            plan.close()
            host.close()

        self.child(work)
        self.assertEqual((len(state.services), host.timeout, len(plan)), (0, 5, 0))

    def test_in_the_middle_of_a_call(self):
        state, host = lvsdr.State(), lvsdr.open()
        plan = host.new_plan()

        def work():
            for use in (lambda: host.timeout, lambda: host.plan(state, scope=""), lambda: len(plan), state.to_json):
                try:
                    use()
                    raise AssertionError
                except lvsdr.ForkError:
                    pass
            assert lvsdr.State().services == []
            plan.close()
            host.close()

        with a_call_of(host), a_call_of(state):
            self.child(work)
        self.assertEqual((host.timeout, state.services), (5, []))

    def test_that_python_knows_nothing_of(self):
        host = lvsdr.open()
        pid = ctypes.PyDLL(None).fork()
        if not pid:
            try:
                host.timeout
            except lvsdr.ForkError:
                os._exit(0)
            os._exit(1)
        self.assertEqual(os.waitpid(pid, 0)[1], 0)


class Processes(unittest.TestCase):
    def run_python(self, code, **environment):
        path = os.path.dirname(os.path.dirname(lvsdr.__file__))
        return subprocess.run(
            [sys.executable, "-B", "-c", code],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": path, **environment},
        )

    def test_end_with_open_handles(self):
        for end in ("pass", "sys.exit(0)", "threading.Thread(target=time.sleep, args=[60], daemon=True).start()"):
            done = self.run_python(
                "import lvsdr, sys, threading, time\n"
                "host = lvsdr.open(); plan = host.new_plan(); state = lvsdr.State()\n"
                f"cycle = [host, state, plan]; cycle.append(cycle)\n{end}"
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_import_takes_no_library(self):
        done = self.run_python(
            "import lvsdr\n"
            "try: lvsdr.version()\n"
            "except ImportError as error: print(type(error).__name__, error)\n",
            LVSDR_LIBRARY="/there/is/none.so",
        )
        self.assertRegex(done.stdout, "^LibraryError liblvsdr cannot be loaded: .*/there/is/none.so.*LVSDR_LIBRARY")

    def test_versions_that_do_not_fit(self):
        compiler = os.environ.get("CC", "cc").split()
        if not shutil.which(compiler[0]):
            self.skipTest("there is no compiler")
        numbers = _raw.VERSION.split(".")
        newer, other = f"{numbers[0]}.{int(numbers[1]) + 1}.0", f"{int(numbers[0]) + 1}.0.0"
        for version, expected in [
            ("0.0.9", "is liblvsdr 0.0.9, and this package is for"),
            (other, f"is liblvsdr {other}"),
            (newer, "has no lvsdr_new"),
            (None, "has no lvsdr_version"),
        ]:
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "other.so")
                code = f'const char *lvsdr_version(void) {{ return "{version}"; }}' if version else "int nothing;"
                subprocess.run(
                    [*compiler, "-shared", "-fPIC", "-x", "c", "-", "-o", path], input=code, text=True, check=True
                )
                done = self.run_python("import lvsdr; lvsdr.State()", LVSDR_LIBRARY=path)
                self.assertIn("lvsdr.errors.LibraryError: ", done.stderr)
                self.assertIn(expected, done.stderr)
