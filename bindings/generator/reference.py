# SPDX-License-Identifier: LGPL-2.1-or-later
"""The reference of the site: a page of Markdown (MyST) for each header, with every function in C and in Python."""

import re

from . import python_names
from .man import TOKEN, first_sentence, sentence, value

FENCE = "`" * 4


def escape(text):
    return re.sub(r"([\\*_<>\[\]{}|$])", r"\\\1", text)


def inline(text, description):
    """Text with links to the functions and constants that it names."""

    def link(match):
        kind, word = match.lastgroup, match[match.lastgroup]
        if kind == "function" and description.function(word):
            return f"{{c:func}}`{word}`"
        if kind == "constant" and not word.endswith("_"):
            return f"{{c:macro}}`{word}`"
        return escape(match[0]) if kind == "page" else f"`{word}`"

    result, end = "", 0
    for match in TOKEN.finditer(text):
        result += escape(text[end : match.start()]) + link(match)
        end = match.end()
    return result + escape(text[end:])


def block(text, description):
    """A paragraph of the headers: text, or a list, or a table of codes."""
    lines = []
    for line in text.split("\n"):
        if match := re.match(r"  - (.*)", line):
            lines.append(f"- {inline(match[1], description)}")
        elif match := re.match(r"  (-E[A-Z]+)\s+(.*)", line):
            lines.append(f"- `{match[1]}`: {inline(match[2], description)}")
        else:
            indent = "  " if lines and lines[-1].startswith(("- ", "  ")) else ""
            lines.append(indent + inline(line.strip(), description))
    first = next((index for index, line in enumerate(lines) if line.startswith("- ")), len(lines))
    return [*lines[:first], *([""] if 0 < first < len(lines) else []), *lines[first:], ""]


def in_python(name, seen):
    """One directive; a name that stands elsewhere already is indexed there."""
    options = [":noindex:"] if name.signature in seen else []
    seen.add(name.signature)
    if name.type:
        options.append(f":type: {name.type}")
    return [
        f"```{{py:{name.kind}}} {name.signature}",
        *options,
        "",
        *([escape(name.text), ""] if name.text else []),
        "```",
        "",
    ]


def errors(description, function):
    """Each code with its general meaning, and what it means here."""
    meaning = {error.code: error.text for error in description.errors}
    for each in function.codes:
        text = sentence(meaning[each.code])
        if each.text:
            text += f" Here: {each.text}{f' (see {each.see}())' if each.see else ''}."
        yield f":retval {each.code}: {inline(text, description)}"


def success(function):
    """What is returned on success: the codes of failures follow as fields of their own."""
    return re.split(r"; (?=(?:other codes as\b|those of\b|the rest as\b|-E))", function.result.text)[0]


def entry(description, function, names, seen):
    fields = [f":param {each.name}: {inline(sentence(each.text), description)}" for each in function.parameters]
    fields += [f":returns: {inline(sentence(success(function)), description)}"] if function.result.text else []
    fields += errors(description, function)
    fields += [f":Privilege: {inline(sentence(function.privilege), description)}"] if function.privilege else []
    fields += [f":Since: {function.since}"]
    lines = [f"### {function.name}", "", f"{FENCE}{{c:function}} {function.declaration.rstrip(';')}", ""]
    lines += [inline(sentence(function.summary), description), ""]
    for text in function.paragraphs:
        lines += block(text, description)
    if names:
        lines += ["In Python:", ""]
        for name in names:
            lines += in_python(name, seen)
    return [*lines, *fields, "", FENCE, ""]


def constants(description, group):
    lines = [inline(group.text, description), ""]
    for each in group.constants:
        text = f" {inline(sentence(each.text), description)}" if each.text else ""
        lines += [f"```{{c:macro}} {each.name}", f"`{value(each, group.kind)}`{':' if text else ''}{text}", "```", ""]
    return lines


def handle(description, each):
    text = f"{sentence(first_sentence(each.text)[0])} Free it with {each.free}()."
    return [f"```{{c:struct}} {each.name}", inline(text, description), "```", ""]


def page(description, header, names, seen):
    lines = [f"# lvsdr/{header.name}", ""]
    for text in header.text:
        lines += block(text, description)
    lines += [f"The header itself: [lvsdr/{header.name}](../include/lvsdr/{header.name})", ""]
    handles = [each for each in description.handles if each.header == header.name]
    groups = [each for each in description.groups if each.header == header.name]
    for each in handles:
        lines += handle(description, each)
    if groups:
        lines += ["## Constants", ""]
        for group in groups:
            lines += constants(description, group)
    lines += ["## Functions", ""]
    for function in description.functions_of(header.name):
        lines += entry(description, function, names[function.name], seen)
    return "\n".join(lines)


def contents(description, headers):
    """The first page, with what holds for all functions."""
    lines = ["# Reference", ""]
    for header in description.headers:
        if header not in headers:
            for text in header.text:
                lines += block(text, description)
    lines += [
        "Each page is about one header: its constants, and its functions in C and in Python. Each function also has a man "
        "page of its name. All functions on one page: [docs/api.md](../docs/api.md).",
        "",
        "| header | what it is about |",
        "|---|---|",
    ]
    for header in headers:
        about = inline(sentence(first_sentence(header.text[0])[0]), description)
        lines.append(f"| [{escape(header.name)}]({header.name.removesuffix('.h')}.md) | {about} |")
    names = [header.name.removesuffix(".h") for header in headers]
    return "\n".join([*lines, "", "```{toctree}", ":hidden:", *names, "```", ""])


def pages(description, package):
    """Each page's file name, and its text."""
    names, seen = python_names.read(description, package), set()
    headers = [each for each in description.headers if description.functions_of(each.name)]
    texts = {f"{each.name.removesuffix('.h')}.md": page(description, each, names, seen) for each in headers}
    return {"index.md": contents(description, headers), **texts}
