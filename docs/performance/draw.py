#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the tables, the plots and their descriptions of docs/performance.md from what `tests/bench/run.sh --data
docs/performance` measured, the *.tsv beside this file: draw.py [--check]. With --check nothing is written, and what would
change is a failure."""

import csv
import math
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "performance.md"
KERNELS = {  # name: title, unit, how many of the table's units that is, colour
    "uml": ("User-mode Linux", "ms", 1000, "#1d4ed8"),
    "qemu": ("QEMU", "ms", 1000, "#047857"),
    "icount": ("QEMU, instructions", "million instructions", 1000, "#a21caf"),
}
CALLS = ("uml-calls", "qemu-calls", "icount-calls")  # tables without a plot
WORKS = {
    "create": "create 10,000 destinations",
    "change": "change 1 % of the weights",
    "read": "read with counters",
    "plain": "read without counters",
}
PROGRAMS = {"floor": "#94a3b8", "liblvsdr": "#1d4ed8", "ipvsadm": "#c2410c"}
SIZE = "1000x10"
WIDTH, LEFT, RIGHT = 800, 210, 100
INK, LINE, GROUND = "#1f2937", "#e2e8f0", "#f8fafc"
FONT = "DejaVu Sans, Arial, sans-serif"


def read(name):
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


def records(name):
    titles, *rows = read(name)
    return [dict(zip(titles, row)) for row in rows]


def table(name):
    titles, *rows = read(name)
    return "".join("| " + " | ".join(row) + " |\n" for row in (titles, *rows)).replace(
        "\n", "\n|" + "---|" * len(titles) + "\n", 1
    )


class Plot:
    """Rows, with a logarithmic scale from `low` to `high`."""

    def __init__(self, title, low, high):
        self.title, self.low, self.high, self.lines, self.y = title, low, high, [], 48

    def x(self, value):
        share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def text(self, x, y, text, size=13, anchor="start", weight=400, colour=INK):
        self.lines.append(
            f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}"'
            f' fill="{colour}">{text}</text>'
        )

    def bar(self, value, colour):
        self.lines.append(
            f'<rect x="{LEFT}" y="{self.y}" width="{self.x(value) - LEFT:.1f}" height="16" rx="2" fill="{colour}"/>'
        )

    def dot(self, value, colour, label):
        self.lines.append(
            f'<circle cx="{self.x(value):.1f}" cy="{self.y}" r="5" fill="{colour}" fill-opacity="0.75">'
            f"<title>{label}</title></circle>"
        )

    def svg(self, marks, label):
        """The whole, with its scale below."""
        scale = []
        for mark in marks:
            x = self.x(mark)
            scale.append(
                f'<line x1="{x:.1f}" y1="44" x2="{x:.1f}" y2="{self.y}" stroke="{INK if mark == 1 else LINE}"'
                f' stroke-width="1"/>'
            )
            self.text(x, self.y + 18, f"{mark:g}", 12, "middle")
        self.text((LEFT + WIDTH - RIGHT) / 2, self.y + 38, label, 12, "middle")
        height = self.y + 52
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
                f' height="{height}" role="img" font-family="{FONT}">',
                f"<title>{self.title}</title>",
                f'<rect x="1" y="1" width="{WIDTH - 2}" height="{height - 2}" rx="12" fill="{GROUND}"'
                f' stroke="{LINE}" stroke-width="2"/>',
                f'<text x="24" y="30" font-size="16" font-weight="700" fill="{INK}">{self.title}</text>',
                *scale,
                *self.lines,
                "</svg>",
                "",
            ]
        )


def shown(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def compare(kernel):
    """Bars: the same work by the floor, by the library and by ipvsadm."""
    title, unit, divisor, _ = KERNELS[kernel]
    rows = {each["work"]: each for each in records(kernel) if each["size"] == SIZE}
    plot = Plot(f"{title}: 1,000 services with 10 destinations each", 10, 10000)
    for work, label in WORKS.items():
        plot.text(LEFT - 12, plot.y + 30, label, anchor="end")
        for program, colour in PROGRAMS.items():
            if rows[work][program]:
                value = float(rows[work][program]) / divisor
                plot.bar(value, colour)
                plot.text(plot.x(value) + 6, plot.y + 13, f"{program} {shown(value)}", 12)
            plot.y += 19
        plot.y += 12
    return plot.svg((10, 100, 1000, 10000), f"{unit}, logarithmic; shorter is better")


def ratios():
    """Dots: what the library costs compared with the floor, for each size."""
    plot = Plot("liblvsdr compared with the floor, for each size", 0.05, 10)
    for index, (title, _, _, colour) in enumerate(KERNELS.values()):
        x = LEFT + 190 * index
        plot.lines.append(f'<circle cx="{x}" cy="56" r="5" fill="{colour}" fill-opacity="0.75"/>')
        plot.text(x + 10, 61, title, 12)
    plot.y = 92
    for work, label in WORKS.items():
        plot.text(LEFT - 12, plot.y + 24, label.replace(" 10,000 destinations", ""), anchor="end")
        for kernel, (title, _, _, colour) in KERNELS.items():
            for each in records(kernel):
                if each["work"] == work:
                    plot.dot(float(each["to the floor"]), colour, f"{title}, {each['size']}: {each['to the floor']}")
            plot.y += 20
        plot.y += 14
    return plot.svg((0.1, 0.2, 0.5, 1, 2, 5, 10), "times the floor, logarithmic; 1 is as fast as without a library")


def taken(kernel, work, program):
    """In words."""
    _, unit, divisor, _ = KERNELS[kernel]
    (value,) = (float(each[program]) for each in records(kernel) if (each["work"], each["size"]) == (work, SIZE))
    if unit == "ms" and value >= 1000 * divisor:
        return f"{value / divisor / 1000:.1f} seconds"
    return f"{value / divisor:,.0f} {unit.split(' ')[0]}"


def costs(work):
    """The least and the most compared with the floor."""
    ratios = [float(each["to the floor"]) for kernel in KERNELS for each in records(kernel) if each["work"] == work]
    return f"{min(ratios):.1f} to {max(ratios):.1f}"


def descriptions():
    """What is read where a plot is not seen."""

    def both(kernel, work):
        return f"{taken(kernel, work, 'liblvsdr')} and ipvsadm {taken(kernel, work, 'ipvsadm')}"

    return {
        "uml": f"Bars: creating takes liblvsdr {both('uml', 'create')}, changing {both('uml', 'change')},"
        f" reading {both('uml', 'read')}",
        "floor": f"Dots: creating costs {costs('create')} times the floor, changing {costs('change')},"
        f" reading with counters {costs('read')}, reading without {costs('plain')}",
        "qemu": f"The same bars in QEMU: creating takes liblvsdr {both('qemu', 'create')}",
        "icount": f"The same bars in instructions: creating takes liblvsdr {both('icount', 'create')}",
    }


def page():
    text = PAGE.read_text(encoding="utf-8")
    for name, description in descriptions().items():
        text, count = re.subn(rf"!\[[^]]*\](\(performance/{name}\.svg\))", rf"![{description}]\1", text)
        if count != 1:
            sys.exit(f"{PAGE.name}: the plot {name}.svg is shown {count} times")
    for name in (*KERNELS, *CALLS):
        marker = f"<!-- performance/{name}.tsv -->\n"
        text, count = re.subn(rf"({marker})(\|.*\n)*", lambda match, name=name: match[1] + table(name), text, count=1)
        if count != 1:
            sys.exit(f"{PAGE.name}: there is no line {marker.strip()} in front of a table")
    return text


def main(arguments):
    check = arguments == ["--check"]
    texts = {PAGE: page(), HERE / "floor.svg": ratios()}
    texts.update({HERE / f"{kernel}.svg": compare(kernel) for kernel in KERNELS})
    status = 0
    for path, text in texts.items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            print(f"{path.name} is not what docs/performance/*.tsv say: run docs/performance/draw.py")
            status = 1
        else:
            path.write_text(text, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
