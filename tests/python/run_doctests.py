# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the examples in the docstrings of the Python package; they need no kernel."""

import doctest
import importlib
import os
import pkgutil
import sys

sys.dont_write_bytecode = True
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "bindings", "python"))

import lvsdr  # noqa: E402 (found by the path above)


def main():
    failed = attempted = 0
    for name in sorted(module.name for module in pkgutil.iter_modules(lvsdr.__path__)):
        module = importlib.import_module(f"lvsdr.{name}")
        done = doctest.testmod(module, extraglobs={"lvsdr": lvsdr})
        failed, attempted = failed + done.failed, attempted + done.attempted
    print(f"{attempted} examples, {failed} failed")
    return 0 if attempted and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
