# SPDX-License-Identifier: LGPL-2.1-or-later
"""Graceful plans between two states. Without a kernel."""

import unittest
from ipaddress import ip_address

import lvsdr

SCOPE = ["192.168.1.41", ip_address("192.168.1.42")]
BEFORE = """-A -t 192.168.1.41:80 -s rr
-a -t 192.168.1.41:80 -r 192.168.1.20 -g -w 3
-a -t 192.168.1.41:80 -r 192.168.1.21 -g -w 1
-A -t 192.168.1.42:80 -s rr
-a -t 192.168.1.42:80 -r 192.168.1.21 -g -w 1
"""
AFTER = """-A -t 192.168.1.41:80 -s rr
-a -t 192.168.1.41:80 -r 192.168.1.21 -g -w 1
-a -t 192.168.1.41:80 -r 192.168.1.22 -g -w 1
"""
GRACEFUL = [
    "-a -t 192.168.1.41:80 -r 192.168.1.22:80 -g -w 1",
    "-e -t 192.168.1.42:80 -r 192.168.1.21:80 -g -w 0",
    "-e -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 0",
    "-d -t 192.168.1.42:80 -r 192.168.1.21:80",
    "-d -t 192.168.1.41:80 -r 192.168.1.20:80",
    "-D -t 192.168.1.42:80",
]
HASHED = BEFORE.replace("41:80 -s rr", "41:80 -s sh")


class Graceful(unittest.TestCase):
    def setUp(self):
        self.host = lvsdr.open()

    def plan(self, before=BEFORE, after=AFTER, **words):
        observed, desired = map(lvsdr.State.from_text, (before, after))
        return self.host.plan(desired, scope=SCOPE, observed=observed, **words)

    def commands(self, plan):
        return [step.command.splitlines()[0].replace("ipvsadm ", "") for step in plan]

    def test_order(self):
        plain, plan = self.plan(), self.plan(graceful=60)
        self.assertNotEqual(self.commands(plain), GRACEFUL)
        self.assertIs(plain.make_graceful(), True)
        self.assertEqual((self.commands(plain), self.commands(plan)), (GRACEFUL, GRACEFUL))
        self.assertEqual(plan.to_dict()["graceful"], {"flags": 0, "milliseconds": 60000})
        self.assertIn("no connections any more", str(plan))

    def test_nothing_to_drain(self):
        plan = self.plan(before=AFTER)
        self.assertEqual((len(plan), plan.make_graceful(1)), (0, False))
        self.assertEqual(plan.draining, lvsdr.Draining(0, 0, 0, 0))
        self.assertIs(plan.apply(), False)

    def test_draining(self):
        plan = self.plan()
        self.assertEqual(plan.draining, lvsdr.Draining(0, 0, 0, 0))
        plan.make_graceful()
        self.assertEqual(plan.draining, lvsdr.Draining(dests=2, active=0, inactive=0, templates=0))

    def test_choices(self):
        for number, name in enumerate(
            ("wait_for_templates", "cut_templates", "active_only", "remove_at_deadline", "set_fallback", "cut_hashed")
        ):
            plan = self.plan()
            plan.make_graceful(2.5, **{name: True})
            self.assertEqual(plan.to_dict()["graceful"], {"flags": 1 << number, "milliseconds": 2500})
        with self.assertRaisesRegex(lvsdr.InvalidError, "both to wait for templates and not to"):
            self.plan().make_graceful(wait_for_templates=True, cut_templates=True)

    def test_written(self):
        plan = self.plan(graceful=60)
        again = self.host.plan_from_json(plan.to_json())
        self.assertEqual((again.to_dict(), again.draining.dests), (plan.to_dict(), 2))

    def test_hashed(self):
        plan = self.plan(HASHED, AFTER.replace("-s rr", "-s sh"))
        with self.assertRaisesRegex(lvsdr.InvalidError, "tcp 192.168.1.41:80 -> 192.168.1.20:80: .* no fallback"):
            plan.make_graceful()
        self.assertNotIn("graceful", plan.to_dict())
        self.assertIs(plan.make_graceful(set_fallback=True), True)
        self.assertIn("-E -t 192.168.1.41:80 -s sh -b flag-1", self.commands(plan))

    def test_twice_and_steps_behind(self):
        plan = self.plan(graceful=60)
        self.assertRaisesRegex(lvsdr.InvalidError, "it is graceful already", plan.make_graceful)
        dest = lvsdr.Dest("192.168.1.23")
        for change in (plan.add_dest, plan.remove_dest):
            with self.assertRaisesRegex(lvsdr.InvalidError, "the plan is graceful already"):
                change(lvsdr.Service("tcp", "192.168.1.41:80"), dest)

    def test_times(self):
        for seconds in (-1, 2147484, float("nan"), float("inf")):
            self.assertRaises(ValueError, self.plan().make_graceful, seconds)
            self.assertRaises(ValueError, self.plan, graceful=seconds)
        for seconds in ("60", True, None):
            self.assertRaises(TypeError, self.plan().make_graceful, seconds)
        self.assertRaises(TypeError, self.plan, graceful="60")
        self.assertRaises(TypeError, self.plan().make_graceful, active_only=1)
        self.assertEqual(self.plan(graceful=0).to_dict()["graceful"]["milliseconds"], 0)
        self.assertEqual(self.plan(graceful=2147483).to_dict()["graceful"]["milliseconds"], 2147483000)


class RealServers(unittest.TestCase):
    """What is refused before the kernel is asked."""

    def test_addresses(self):
        plan = lvsdr.open().new_plan()
        for remove in (plan.remove_real_server, lambda *words: plan.update_real_server(*words, 1)):
            for addresses in (7, None, [7], [["192.168.1.20"]], b"192.168.1.20"):
                with self.subTest(addresses=addresses), self.assertRaisesRegex(TypeError, "^addresses: "):
                    remove("everything", addresses)
            for addresses in ("", [], "nonsense", ["192.168.1.20", "192.168.1.20:80"], "192.168.1.20/32"):
                with self.subTest(addresses=addresses):
                    self.assertRaises(lvsdr.InvalidError, remove, "everything", addresses)
            self.assertRaisesRegex(TypeError, "^scope: ", remove, 7, "192.168.1.20")

    def test_weight(self):
        update = lvsdr.open().new_plan().update_real_server
        for kind, weight in ((ValueError, -1), (ValueError, 2**31), (TypeError, "1"), (TypeError, None)):
            self.assertRaises(kind, update, "everything", "192.168.1.20", weight)


if __name__ == "__main__":
    unittest.main()
