#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws the tutorial's pictures, one SVG for each scene and language: draw.py [FOLDER]"""
import pathlib
import sys
from xml.sax.saxutils import escape

import scenes

WIDTH = 1000
HOSTS = {  # name: lifeline, colour, the address of the wire, the last byte of its MAC address
    "client": (125, "#1d4ed8", "192.168.1.100", 0x64),
    "director": (375, "#a21caf", "192.168.1.40", 0x28),
    "rs1": (625, "#047857", "192.168.1.20", 0x14),
    "rs2": (875, "#0e7490", "192.168.1.21", 0x15),
    "director2": (625, "#7e22ce", "192.168.1.42", 0x2A),  # in place of rs1
}
VIP, VIP_COLOUR, INK, PALE = "192.168.1.41", "#c2410c", "#1f2937", "#94a3b8"
FONT = (
    "'DejaVu Sans','Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei',sans-serif"
)
MONO = "'DejaVu Sans Mono',Menlo,Consolas,monospace"
LETTER = 7.0  # the width of a monospaced letter of 11.5


def mac(host):
    return "02:00:c0:a8:01:%02x" % HOSTS[host][3]


def width_of(text, size):
    """About how wide a text of the proportional font is."""
    return sum(size if ord(letter) > 0x2E80 else size * 0.6 for letter in text)


class Picture:
    def __init__(self, language, columns):
        self.language = language
        self.columns = {host: HOSTS[host] for host in columns}
        self.parts = []
        self.y = 0
        self.hops = 0

    def say(self, text):
        """Texts are one string for all languages, or a pair: English, Chinese."""
        return text if isinstance(text, str) else text[self.language == "zh"]

    def add(self, shape):
        self.parts.append(shape)

    def text(self, x, y, text, size=13, colour=INK, anchor="middle", bold=False, mono=False):
        weight = ' font-weight="700"' if bold else ""
        self.add(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"'
            f' font-family="{MONO if mono else FONT}"{weight}>{escape(text)}</text>'
        )

    def line(self, x1, y1, x2, y2, colour, width=2.0, dash="", head=False):
        more = f' stroke-dasharray="{dash}"' if dash else ""
        self.add(
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}"'
            f' stroke-width="{width:g}"{more}/>'
        )
        if head:
            way = 10 if x2 > x1 else -10
            self.add(f'<path d="M{x2:g} {y2:g} l{-way} -5.5 v11 z" fill="{colour}"/>')

    def box(self, x, y, width, height, fill, stroke, radius=8.0, line=1.5):
        self.add(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"'
            f' fill="{fill}" stroke="{stroke}" stroke-width="{line:g}"/>'
        )

    def hosts(self, lines):
        """The topology: four hosts on one segment; lines: what else a host's box tells."""
        self.box(40, 22, WIDTH - 80, 26, "#e2e8f0", "#cbd5e1", 13)
        self.text(WIDTH / 2, 40, self.say(("one Ethernet segment 192.168.1.0/24", "同一以太网段 192.168.1.0/24")), 13)
        height = 82 + 19 * max((len(lines.get(host, ())) for host in self.columns), default=0)
        for host, (x, colour, address, _) in self.columns.items():
            self.line(x, 48, x, 70, "#64748b", 3)
            self.box(x - 112, 70, 224, height, "#ffffff", colour, 10, 2)
            self.add(
                f'<path d="M{x - 111:g} 98 v-17 a10 10 0 0 1 10 -10 h202 a10 10 0 0 1 10 10 v17 z"'
                f' fill="{colour}"/>'
            )
            self.text(x, 90, self.say(scenes.NAMES[host]), 14, "#ffffff", bold=True)
            self.text(x, 118, f"eth0 {address}", 12.5, mono=True)
            self.text(x, 138, mac(host), 12.5, colour, mono=True)
            for i, line in enumerate(lines.get(host, ())):
                line = self.say(line)
                self.text(
                    x,
                    159 + 19 * i,
                    line,
                    12.5,
                    VIP_COLOUR if VIP in line else INK,
                    bold=VIP in line,
                    mono=line.isascii(),
                )
        self.y = 70 + height

    def number(self, x, y):
        self.hops += 1
        self.add(f'<circle cx="{x:g}" cy="{y:g}" r="10.5" fill="{INK}"/>')
        self.text(x, y + 4.5, str(self.hops), 12, "#ffffff", bold=True)

    def field(self, text):
        """What a word of a packet means: its text and its colour."""
        if text in HOSTS:
            return mac(text), HOSTS[text][1]
        for colour, _, address, _ in ((v[1], 0, v[2], 0) for v in HOSTS.values()):
            if text.startswith(address):
                return text, colour
        return text, VIP_COLOUR if text.startswith(VIP) else INK

    def card(self, middle, rows):
        """The packet: rows of (layer, words, changed words), each word coloured by its host."""
        widths = [sum(len(self.field(word)[0]) for word in words) + len(words) - 1 for _, words, _ in rows]
        width = max(widths) * LETTER + 76
        left = min(max(middle - width / 2, 14), WIDTH - 14 - width)
        self.box(left, self.y, width, 21 * len(rows) + 8, "#ffffff", PALE, 6, 1.2)
        for i, (layer, words, changed) in enumerate(rows):
            y = self.y + 19 + 21 * i
            self.add(f'<rect x="{left + 6:g}" y="{y - 13:g}" width="42" height="17" rx="4" fill="#e2e8f0"/>')
            self.text(left + 27, y - 0.5, layer, 10.5, "#334155", bold=True)
            x = left + 58
            for k, word in enumerate(words):
                text, colour = self.field(word)
                if k in changed:
                    self.add(
                        f'<rect x="{x - 4:g}" y="{y - 13:g}" width="{len(text) * LETTER + 8:g}"'
                        ' height="18" rx="4" fill="#fef08a" stroke="#ca8a04" stroke-width="1"/>'
                    )
                self.add(
                    f'<text x="{x:g}" y="{y:g}" font-size="11.5" fill="{colour}" font-family="{MONO}"'
                    f' font-weight="{400 if colour == INK else 700}"'
                    f' textLength="{len(text) * LETTER:g}">{escape(text)}</text>'
                )
                x += (len(text) + 1) * LETTER
        self.y += 21 * len(rows) + 8

    def hop(self, source, target, title, rows, bad=False, lost=False):
        """One packet from host to host; bad: it should not be; lost: nobody takes it."""
        start, end = HOSTS[source][0], HOSTS[target][0]
        colour = "#dc2626" if bad or lost else INK
        way = 1 if end > start else -1
        self.y += 38
        self.line(
            start, self.y, end - way * (34 if lost else 3), self.y, colour, 2.2, "7 4" if lost else "", head=not lost
        )
        if lost:
            x = end - way * 24
            self.line(x - 7, self.y - 7, x + 7, self.y + 7, colour, 3)
            self.line(x - 7, self.y + 7, x + 7, self.y - 7, colour, 3)
        middle = (start + end) / 2
        title = self.say(title)
        half = width_of(title, 13) / 2 + 6
        middle = min(max(middle, half + 14), WIDTH - 14 - half)
        self.add(
            f'<rect x="{middle - half:g}" y="{self.y - 26:g}" width="{2 * half:g}" height="19"' ' fill="#f8fafc"/>'
        )
        self.text(middle, self.y - 11, title, 13, colour, bold=True)
        self.number(start, self.y)
        self.y += 11
        self.card((start + end) / 2, rows)

    def broadcast(self, source, title, rows):
        start = HOSTS[source][0]
        self.y += 38
        for host, (x, *_) in self.columns.items():
            if host != source:
                self.line(start, self.y, x + (-3 if x > start else 3), self.y, INK, 2.2, head=True)
        self.number(start, self.y)
        title = self.say(title)
        left = max(start, 125) + 20
        self.add(
            f'<rect x="{left - 4:g}" y="{self.y - 26:g}" width="{width_of(title, 13) + 8:g}"'
            ' height="19" fill="#f8fafc"/>'
        )
        self.text(left, self.y - 11, title, 13, anchor="start", bold=True)
        self.y += 11
        self.card(WIDTH / 2, rows)

    def notes(self, notes):
        """Remarks on lifelines, side by side: host -> one or more lines."""
        self.y += 18
        tall = 0
        for host, lines in notes.items():
            lines = [self.say(line) for line in ([lines] if isinstance(lines, (str, tuple)) else lines)]
            x, colour = HOSTS[host][0], HOSTS[host][1]
            width = max(width_of(line, 12.5) for line in lines) + 26
            left = min(max(x - width / 2, 14), WIDTH - 14 - width)
            self.box(left, self.y, width, 19 * len(lines) + 10, "#fffbeb", colour, 12, 1.5)
            for i, line in enumerate(lines):
                self.text(left + width / 2, self.y + 19 + 19 * i, line, 12.5)
            tall = max(tall, 19 * len(lines) + 10)
        self.y += tall

    def svg(self, title):
        top, height = self.top, self.y + 28
        lifelines = "".join(
            f'<line x1="{x:g}" y1="{top:g}" x2="{x:g}" y2="{height - 12:g}" stroke="{colour}"'
            ' stroke-width="2" stroke-dasharray="2 5" opacity="0.55"/>\n'
            for x, colour, *_ in self.columns.values()
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}"'
            f' height="{height:g}" role="img">\n<title>{escape(self.say(title))}</title>\n'
            f'<rect x="1" y="1" width="{WIDTH - 2}" height="{height - 2:g}" rx="14" fill="#f8fafc"'
            f' stroke="#e2e8f0" stroke-width="2"/>\n{lifelines}' + "\n".join(self.parts) + "\n</svg>\n"
        )


def draw(scene, language):
    picture = Picture(language, scene.get("columns", scenes.COLUMNS))
    picture.hosts(scene.get("hosts", {}))
    picture.top = picture.y
    for verb, *arguments in scene["wire"]:
        more = arguments.pop() if isinstance(arguments[-1], dict) and verb != "notes" else {}
        getattr(picture, verb)(*arguments, **more)
    return picture.svg(scene["title"])


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    for name, scene in scenes.SCENES.items():
        for language in ("en", "zh"):
            (folder / f"{name}-{language}.svg").write_text(draw(scene, language), encoding="utf-8")


main()
