# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the tests of unittest files, and reports them as cmocka does: report.py FILE..."""

import importlib
import os
import sys
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), os.path.join(TOP, "bindings", "python")]


class Report(unittest.TestResult):
    """A line for each test, and what went wrong before it."""

    def __init__(self):
        super().__init__()
        self.before = []

    def wrong(self):
        """What went wrong so far, in this order."""
        return [[f"{test}\n{text}" for test, text in found] for found in (self.errors, self.failures)] + [
            self.unexpectedSuccesses
        ]

    def startTest(self, test):  # noqa: N802 (unittest's names)
        super().startTest(test)
        self.before = [len(each) for each in self.wrong()]

    def stopTest(self, test):  # noqa: N802
        wrong = [text for texts, before in zip(self.wrong(), self.before) for text in texts[before:]]
        print(*wrong, sep="\n", end="\n" if wrong else "")
        print("[  FAILED  ]" if wrong else "[       OK ]", f"python: {test.id().partition('.')[2]}", flush=True)
        super().stopTest(test)


def main():
    result = Report()
    for path in sys.argv[1:]:
        module = importlib.import_module(os.path.basename(path)[:-3])
        unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    broken = [text for test, text in result.errors if not isinstance(test, unittest.TestCase)]
    print(*broken, sep="\n", end="")  # classes that could not be set up
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
