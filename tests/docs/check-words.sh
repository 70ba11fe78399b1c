#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Public texts say what docs/glossary.md says: none of the words in the last column of its tables is in a comment of a public
# header, a message of the library or of lvsdrctl, a page, a docstring of Python or a comment of another binding. `code` and paths are left out.
set -eu

top=${top_srcdir:-$(dirname "$0")/../..}
python=${PYTHON:-python3}
{ [ "$python" != : ] && command -v "$python" >/dev/null; } ||
    { echo "check-words: not checked: there is no python3" && exit 77; }
"$python" - "$top" <<'PYTHON'
import ast
import re
import sys
from pathlib import Path

top = Path(sys.argv[1]).resolve()
glossary = top / "docs/glossary.md"
LITERALS = re.compile(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*')
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)


def retired_words():
    """Each word with what is said for it."""
    words = {}
    for line in glossary.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) > 1 and not cells[0].startswith("-"):
            words.update((word, cells[0]) for word in re.findall(r"`([^`]+)`", cells[-1]))
    return words


def places(path, pattern):
    """Pieces of a file with their first line; all else is blank, so that lines stay."""
    text = path.read_text(encoding="utf-8")
    for match in pattern.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match[0]


def header(path):
    return [(line, re.sub(r"\n \*", "\n  ", text)) for line, text in places(path, COMMENTS)]


def source(path):
    return [(line, re.sub(r'"(\s*)"', r"\1", text)) for line, text in places(path, LITERALS) if " " in text]


def page(path):
    """A page without its blocks of code, which keep their lines."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```$", lambda block: "\n" * block[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE)
    return [(1, re.sub(r"`[^`\n]*`|\]\([^)]*\)", " . ", text))]


def package(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


def slashes(path):
    return places(path, re.compile(r"(?:^\s*//.*\n)+", re.MULTILINE))


def lua(path):
    return places(path, re.compile(r"(?:^\s*--.*\n)+", re.MULTILINE))


TEXTS = (
    ("*.md", page),
    ("NEWS", page),
    ("docs/*.md", page),
    ("docs/contributing/*.md", page),
    ("docs/tutorial/en/*.md", page),
    ("docs/state.schema.json", lambda path: places(path, re.compile(r'"description": ".*"'))),
    ("bindings/*/README.md", page),
    ("include/lvsdr/*.h", header),
    ("liblvsdr/**/*.c", source),
    ("tools/**/*.c", source),
    ("tools/**/*.8", page),
    ("bindings/python/lvsdr/*.py", package),
    ("bindings/luajit/lvsdr/*.lua", lua),
    ("bindings/cpp/include/lvsdr/**/*.hpp", slashes),
    ("bindings/rust/*/src/*.rs", slashes),
    ("bindings/go/*.go", slashes),
    ("bindings/node/lib/*.js", slashes),
)
retired = retired_words()
words = {" ".join(word.lower().split()): meant for word, meant in retired.items()}
spaced = (r"\s+".join(map(re.escape, word.split())) for word in words)
pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(spaced)})(?![\w-])", re.IGNORECASE)
status = 0
read = 0
if len(words) < 20:
    sys.exit(f"check-words: docs/glossary.md retires {len(words)} words only: put its last column back")
for glob, reader in TEXTS:
    for path in sorted(top.glob(glob)):
        if path == glossary:
            continue
        read += 1
        for first, text in reader(path):
            for match in pattern.finditer(text):
                word = " ".join(match[0].lower().split())
                line = first + text.count("\n", 0, match.start())
                print(f'{path.relative_to(top)}:{line}: "{word}" is retired: say "{words[word]}" (docs/glossary.md)')
                status = 1
if read < 100:
    print(f"check-words: only {read} files were read: correct its table of texts")
    status = 1
sys.exit(status)
PYTHON
