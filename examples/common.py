# SPDX-License-Identifier: LGPL-2.1-or-later
"""What every example program does around its one step; common.c is the same in C."""

import argparse
import signal
import sys
from pathlib import Path
from typing import Callable, NoReturn

try:
    import lvsdr
except ModuleNotFoundError:  # it is not installed: take that of this source tree
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bindings/python"))
    import lvsdr

# Ctrl-C, and a reader that goes away, end a program silently, as they do in C.
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)


class Options(argparse.ArgumentParser):
    """Options in any place; --help; and the words of getopt_long() when they are wrong."""

    def __init__(self, help_text: str) -> None:
        super().__init__(prog=sys.argv[0], add_help=False, exit_on_error=False)
        self.add_argument("--help", action="help")
        self.help_text = help_text

    def format_help(self) -> str:
        return f"{self.help_text}\n"

    def read(self) -> tuple[argparse.Namespace, list[str]]:
        """The options, and the other words."""
        try:
            options, words = self.parse_known_args()
        except argparse.ArgumentError as error:
            missing = error.message.startswith("expected")
            self.error(f"option '{error.argument_name}' {'requires' if missing else 'does not allow'} an argument")
        for word in words:
            if word.startswith("--"):
                self.error(f"unrecognized option '{word}'")
        return options, words

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def complain(error: Exception, prefix: str = "") -> int:
    """Says what is wrong: with a file as perror() does, else by the library's sentence."""
    if isinstance(error, OSError) and error.filename:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    else:
        print(f"{prefix}{error}", file=sys.stderr)
    return 1


def number(text: str) -> int:
    """A number that the caller gave, decimal or 0x..."""
    try:
        value = int(text, 16 if text.startswith("0x") else 10)
    except ValueError:
        value = -1
    if not 0 <= value < 2**32:
        print(f'{sys.argv[0]}: "{text}" is no number; see --help', file=sys.stderr)
        sys.exit(2)
    return value


def read_file(path: str) -> str:
    """A file's text, or that of standard input for "-"."""
    with open(0 if path == "-" else path, encoding="utf-8", errors="backslashreplace") as file:
        return file.read()


def show_notes(plan: lvsdr.Plan) -> None:
    """What failed, or was left as somebody changed it."""
    for step in plan:
        if step.note:
            print(f"  {step.note}", file=sys.stderr)


def undo(host: lvsdr.Host, path: str) -> int:
    plan = host.plan_from_json(read_file(path))
    status = 0
    try:
        print("undone" if plan.undo() else "nothing to undo")
    except lvsdr.Error as error:
        status = complain(error)
    show_notes(plan)
    return status


def carry_out(plan: lvsdr.Plan, options: argparse.Namespace) -> int:
    for step in plan:
        print(step.command)
    if not plan:
        print("nothing to do")
    elif not options.dry_run:
        if options.record:
            plan.save(options.record, overwrite=options.overwrite_record)
        plan.apply()
    return 0


def main(step: Callable[..., object], purpose: str, arguments: str) -> NoReturn:
    """Reads the options, lets the step fill the plan, prints the classic commands, writes the plan down
    and applies it; or undoes a written plan.

    step: called with the plan and the words after the options.
    purpose: the first lines of --help.
    arguments: names for these words; "..." at the end stands for any number more."""
    parser = Options(
        f"{purpose}\n\nusage: {sys.argv[0]} [OPTION]... {arguments}\n"
        "  --netns NAME   act in this network namespace\n"
        "  --record FILE  write the plan here before it is applied\n"
        "  --overwrite-record  also over a record that is there\n"
        "  --undo         undo the plan written in --record FILE\n"
        "  --dry-run      only print the classic commands\n"
        "  --help         this text"
    )
    parser.add_argument("--netns")
    parser.add_argument("--record")
    parser.add_argument("--overwrite-record", action="store_true")
    parser.add_argument("--undo", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    options, words = parser.read()
    surplus = len(words) - len(arguments.split())
    if options.undo and not options.record:
        parser.error("--undo takes --record FILE; see --help")
    if surplus < 0 and not options.undo:
        parser.error("too few arguments; see --help")
    if surplus > 0 and not options.undo and not arguments.endswith("..."):
        parser.error("too many arguments; see --help")
    try:
        with lvsdr.open(options.netns) as host:
            if options.undo:
                sys.exit(undo(host, options.record))
            plan = host.new_plan()
            step(plan, *words)
            sys.exit(carry_out(plan, options))
    except (OSError, ValueError) as error:
        sys.exit(complain(error))
