#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests/coverage.sh and tests/fuzz/coverage.sh print: coverage.py [--lines] BUILD [COUNTS]

Adds up what gcov says of each test's counts in the folder COUNTS, or of those in BUILD itself, function by function: a
function in a header counts once, however many sources have it inlined, and so do its branches.
"""

import collections
import json
import pathlib
import subprocess
import sys


def gcov(files):
    """What gcov says of each source, one after the other; files of counts in one folder tree."""
    said = subprocess.run(
        ["gcov", "--json-format", "--stdout", "--branch-probabilities", *files],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    ).stdout
    for line in said.splitlines():
        yield from json.loads(line)["files"]


class Counts:
    """How often each line of a source, and each branch of it, was taken."""

    def __init__(self):
        self.lines = collections.Counter()
        self.branches = collections.Counter()

    def add(self, said):
        for line in said["lines"]:
            number = line["line_number"]
            self.lines[number] += line["count"]
            for place, branch in enumerate(line["branches"]):
                self.branches[number, line.get("function_name", ""), place] += branch["count"]

    def reached(self, counter):
        return sum(1 for count in counter.values() if count)

    def figures(self):
        return [self.reached(self.lines), len(self.lines), self.reached(self.branches), len(self.branches)]


def read(build, counts):
    """By the source's path from the top."""
    top = pathlib.Path(__file__).resolve().parent.parent
    sources = collections.defaultdict(Counts)
    trees = [build]
    if counts:
        counted = {path.parent for path in counts.rglob("liblvsdr") if path.is_dir()}
        trees = [build, *sorted(counted)] if counted else []
    for tree in trees:
        # The build's own notes tell also the lines of what never ran.
        files = (
            [str(path) for path in tree.rglob("*.gcno")]
            if tree == build
            else [str(path) for path in tree.rglob("*.gcda") if path.stat().st_size]
        )
        for said in gcov(files) if files else ():
            path = (build / said["file"]).resolve()
            if (top / "liblvsdr") in path.parents:
                sources[str(path.relative_to(top))].add(said)
    return sources


def share(reached, all_of_them):
    return 100 * reached / all_of_them if all_of_them else 100


def row(name, figures):
    lines, all_lines, branches, all_branches = figures
    return (
        f"{name:42} {lines:6} of {all_lines:6} {share(lines, all_lines):6.1f} % "
        f"{branches:7} of {all_branches:6} {share(branches, all_branches):6.1f} %"
    )


def tell_table(sources):
    total = [0, 0, 0, 0]
    print(f"{'':42} {'lines':>16} {'':8} {'branches':>17}")
    for name in sorted(sources):
        figures = sources[name].figures()
        total = [one + other for one, other in zip(total, figures)]
        print(row(name, figures))
    print(row("in all", total))


def tell_lines(sources):
    """Each line that nothing ran, and each with branches that nothing took."""
    for name, counts in sorted(sources.items()):
        text = pathlib.Path(__file__).resolve().parent.parent.joinpath(name).read_text().splitlines()
        for number in sorted(counts.lines):
            branches = [count for (line, _, _), count in counts.branches.items() if line == number]
            if not counts.lines[number]:
                what = "never run"
            elif not all(branches):
                what = f"{branches.count(0)} of {len(branches)} branches"
            else:
                continue
            print(f"{name}:{number}: {what}: {text[number - 1].strip()}")


def main():
    lines = sys.argv[1] == "--lines"
    build, *counts = map(pathlib.Path, sys.argv[2 if lines else 1 :])
    sources = read(build, counts[0] if counts else None)
    (tell_lines if lines else tell_table)(sources)


main()
