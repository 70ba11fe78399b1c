# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random networks: plans are applied, undone, and fail at each of their requests; `ip` decides.

run.py COUNT [crowded] [reduce]: as root, in a network namespace of its own, with refuse.c preloaded. Network number N is the
same whenever it is made; LVSDR_SEED=N begins with it, else at a number that is printed. What is wrong is made
smaller while it stays wrong, and printed as a script. A scope has few addresses, or many that depend on
each other where it is crowded."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Optional

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2] / "bindings/python")]

from library import Refusing  # noqa: E402
from network import random_devices, random_network  # noqa: E402
from reduce import reduce, repeat, script  # noqa: E402
from place import Namespace, kinds_of_devices  # noqa: E402
from trial import PROPERTIES, Trial, Wrong  # noqa: E402

NETWORKS_A_NAMESPACE = 20
MOST_TOLD = 20


def first_seed() -> int:
    given = os.environ.get("LVSDR_SEED")
    return int(given) if given else int(time.time()) * NETWORKS_A_NAMESPACE


class Run:
    def __init__(self) -> None:
        self.refusing = Refusing()
        self.figures: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.kinds = kinds_of_devices()
        self.namespace: Optional[Namespace] = None

    def enter(self, seed: int) -> Namespace:
        """A namespace without addresses, with the devices of this network."""
        number = seed // NETWORKS_A_NAMESPACE
        if not self.namespace or self.namespace.number != number or not self.namespace.clean():
            if self.namespace:
                self.namespace.close()
            self.figures["namespaces"] += 1
            self.namespace = Namespace(number, random_devices(Random(number), self.kinds))
        return self.namespace

    def one(self, seed: int) -> None:
        namespace = self.enter(seed)
        network = random_network(seed, namespace.devices)
        trial = Trial(namespace.ip, network, self.refusing, self.figures, "crowded" in sys.argv)
        started = time.monotonic()
        try:
            trial.run()
        except Wrong as wrong:
            self.tell(trial, wrong, time.monotonic() - started)
        finally:
            trial.close()

    def changes_by_itself(self, trial: Trial, seconds: float) -> bool:
        """The same network, left alone for as long."""
        trial.move(self.enter(trial.network.seed).ip)
        trial.build()
        time.sleep(seconds)
        try:
            trial.check_as_before("control", "")
        except Wrong:
            self.figures["networks that change of themselves"] += 1
            return True
        return False

    def tell(self, trial: Trial, wrong: Wrong, seconds: float) -> None:
        self.refusing.arm()
        trial.figures = Counter()
        if self.changes_by_itself(trial, seconds):
            return
        again = repeat(trial, wrong, lambda: self.enter(trial.network.seed).ip)
        if not again:
            self.figures["differences that could not be repeated"] += 1
            print(f"network {trial.network.seed}, not repeated: {wrong}", flush=True)
            return
        self.found[wrong.kind] += 1
        if sum(self.found.values()) > MOST_TOLD and "all" not in sys.argv:
            return
        if "reduce" in sys.argv:
            wrong = reduce(trial, wrong, lambda: self.enter(trial.network.seed).ip)
        print(f"[  {wrong.kind}  ] network {trial.network.seed}: {wrong}\n{script(trial, wrong)}\n", flush=True)

    def report(self, count: int, seconds: float) -> int:
        for kind, words in PROPERTIES.items():
            if self.found[kind]:
                print(f"[  FAILED  ] networks: {words} ({self.found[kind]} networks)")
            else:
                print(f"[       OK ] networks: {words}")
        for name, number in sorted(self.figures.items()):
            print(f"{name}: {number}")
        print(f"{count} networks in {seconds:.0f} s, {sum(self.found.values())} differences", flush=True)
        return int(bool(self.found))


def main() -> int:
    count, first, started = int(sys.argv[1]), first_seed(), time.monotonic()
    run = Run()
    print(f"networks: LVSDR_SEED={first}, with {', '.join(run.kinds)}", flush=True)
    for seed in range(first, first + count):
        run.one(seed)
        if (seed - first) % 20 == 19:
            seconds = time.monotonic() - started
            print(f"{seed - first + 1} networks, {sum(run.found.values())} differences, {seconds:.0f} s", flush=True)
    return run.report(count, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
