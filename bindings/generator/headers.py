# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the public headers. Their grammar is a small one: a line that is not understood is an error.

    header    = SPDX line, guard, [comment], includes, [comment], 'extern "C"' {, items, '}', #endif
    item      = "struct lvsdr_x;" | group of constants | documented function
    group     = comment, then lines [comment] "#define LVSDR_X value" [comment], without empty lines
    function  = documentation, declaration
    documentation = "/**", " * name() - summary.", " * @parameter: text", paragraphs,
                " * Privilege: text", " * Returns: text", " * Since: version", " */"
"""

import errno
import re
from pathlib import Path

from . import objects, types, values
from .description import Code, Constant, Description, Error, Function, Group, Handle, Header, Parameter, Place, Result

BEGIN = ["#ifdef __cplusplus", 'extern "C" {', "#endif"]
END = ["#ifdef __cplusplus", "}", "#endif"]
DEFINE = re.compile(r'#define (LVSDR_\w+)\s+(0x[0-9a-f]+u|\d+|"[^"]*")(?:\s+/\* (.*) \*/)?')
DECLARATION = re.compile(r"((?:const )?(?:struct )?\w+ \*?)\s*(lvsdr\w*)\((.*)\);")
PARAMETER = re.compile(r"((?:const )?(?:struct )?\w+ (?:\*{0,2}))(\w+)")
ERRNO = {  # of asm-generic/errno.h; alpha, mips, parisc and sparc have others
    "EAGAIN": 11,
    "EBADMSG": 74,
    "EOPNOTSUPP": 95,
    "ETIMEDOUT": 110,
    "ESTALE": 116,
}
SAME_EVERYWHERE = 34  # up to this number, EAGAIN apart
TAG = re.compile(r"(Privilege|Returns|Since): (.*)")
RANKS = {"paragraph": 2, "Privilege": 3, "Returns": 4, "Since": 5}
CODE = re.compile(r"-E[A-Z]+")
AS = re.compile(r"\b(?:as|[Tt]he rest as|those of) ((?:lvsdr\w*\(\)(?:,? and |, )?)+)")


class Complaint(Exception):
    """A header that breaks the grammar or a rule: where, what, and what to do."""

    def __init__(self, place, text):
        super().__init__(f"{place}: {text}")


def join(lines):
    return " ".join(line.strip() for line in lines if line.strip())


class Reader:
    """One header, line by line."""

    def __init__(self, path):
        self.name = path.name
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.at = 0
        self.text = []
        self.structs, self.groups, self.functions = [], [], []

    def complain(self, text, line=None):
        raise Complaint(Place(self.name, (self.at if line is None else line) + 1), text)

    @property
    def line(self):
        return self.lines[self.at] if self.at < len(self.lines) else ""

    def expect(self, *lines):
        for line in lines:
            if self.line != line:
                self.complain(f'here has to stand "{line}", not "{self.line}"')
            self.at += 1

    def skip_empty(self):
        while self.at < len(self.lines) and not self.line:
            self.at += 1

    def comment(self):
        """The lines of the comment that begins here, without its stars."""
        begin = self.at
        if not self.line.startswith("/*"):
            self.complain("a comment has to stand here")
        while not self.line.endswith("*/"):
            self.at += 1
            if self.at >= len(self.lines):
                self.complain("this comment has no end", begin)
        self.at += 1
        lines = self.lines[begin : self.at]
        lines[0] = re.sub(r"^/\*\*? ?", "", lines[0])
        lines[-1] = re.sub(r" ?\*/$", "", lines[-1])
        return [lines[0]] + [re.sub(r"^ \* ?", "", line) for line in lines[1:]]

    def file_comment(self):
        if self.line.startswith("/*"):
            self.text += paragraphs_of(self.comment())
            self.skip_empty()

    def read(self):
        guard = f"LVSDR_{self.name[:-2].upper()}_H"
        self.expect("/* SPDX-License-Identifier: LGPL-2.1-or-later */", f"#ifndef {guard}", f"#define {guard}", "")
        self.file_comment()
        self.includes()
        self.file_comment()
        if self.name != "lvsdr.h":
            self.expect(*BEGIN, "")
            while self.line != END[0]:
                self.item()
                self.skip_empty()
            self.expect(*END, "")
        self.expect("#endif")
        if self.at != len(self.lines):
            self.complain("nothing may stand behind the header's guard")
        return self

    def includes(self):
        allowed = r"#include <lvsdr/(\w+\.h)>" if self.name == "lvsdr.h" else r"#include <(stddef|stdint)\.h>"
        self.included = []
        while match := re.fullmatch(allowed, self.line):
            self.included.append(match[1])
            self.at += 1
        self.skip_empty()

    def item(self):
        if match := re.fullmatch(r"struct (lvsdr\w*);", self.line):
            self.structs.append(match[1])
            self.at += 1
        elif self.line == "/**":
            self.function()
        elif self.line.startswith("/*"):
            self.group()
        elif self.line.startswith("#define"):
            self.complain("a group of constants begins with a comment that says what it is")
        elif "(" in self.line:
            self.complain(
                'this function has no documentation: write "/**", " * name() - what it does.", a line '
                '" * @parameter: " for each parameter, Privilege:, Returns: and Since: above it'
            )
        else:
            self.complain(f'"{self.line}" is nothing that a public header may hold')

    def group(self):
        begin = self.at
        text = join(self.comment())
        constants = []
        while self.line.startswith(("#define", "/* ", "/*")):
            before = join(self.comment()) if self.line.startswith("/*") else ""
            match = DEFINE.fullmatch(self.line)
            if not match:
                self.complain(
                    'a constant is "#define LVSDR_NAME value" with a decimal number, a hexadecimal one that '
                    "ends in u, or a text"
                )
            value = match[2][1:-1] if match[2][0] == '"' else int(match[2].rstrip("u"), 0)
            constants.append((Constant(match[1], value, before or match[3] or ""), match[2]))
            self.at += 1
        if not constants:
            self.complain("a comment stands before constants or, as /** */, before a function", begin)
        name = common_name([each.name for each, _ in constants])
        kinds = {"texts" if word[0] == '"' else "flags" if word.endswith("u") else "values" for _, word in constants}
        if len(kinds) > 1:
            self.complain("one group holds flags (0x1u), numbers (1) or texts", begin)
        kind = "numbers" if name == "LVSDR" else kinds.pop()
        for each, _ in constants:
            each.is_count = True if kind == "values" and each.name == f"{name}_COUNT" else None
        self.groups.append(Group(name, self.name, kind, text, [each for each, _ in constants]))

    def function(self):
        begin = self.at
        documentation = self.comment()
        first = self.at
        while self.at < len(self.lines) and not self.line.endswith(";"):
            self.at += 1
        declaration = join(self.lines[first : self.at + 1])
        match = DECLARATION.fullmatch(declaration)
        if not match:
            self.complain(
                f'"{declaration}" is no declaration that the ABI allows: TYPE lvsdr_name(TYPE name, ...) with '
                "int, fixed-width integers, size_t, const char *, arrays with their room, and pointers to "
                "opaque structs",
                first,
            )
        self.at += 1
        self.functions.append(Declaration(self, begin, documentation, declaration, match).function())


class Declaration:
    """A documented function on its way into the description."""

    def __init__(self, reader, begin, documentation, declaration, match):
        self.reader, self.begin, self.declaration = reader, begin, declaration
        self.c_result, self.name, self.words = match[1].strip(), match[2], match[3]
        self.parse(documentation)

    def complain(self, text):
        self.reader.complain(f"{self.name}(): {text}", self.begin)

    def parse(self, lines):
        """Cuts the documentation into its parts: the summary, parameters, paragraphs and tags."""
        match = re.fullmatch(rf"{self.name}\(\) - (.*)", lines[1] if len(lines) > 1 else "")
        if not match:
            self.complain(f'its documentation has to begin with " * {self.name}() - what it does."')
        parts = [["summary", [match[1]]]]
        for line in lines[2:]:
            if parameter := re.fullmatch(r"@(\w+): (.*)", line):
                parts.append([f"@{parameter[1]}", [parameter[2]]])
            elif tag := TAG.fullmatch(line):
                parts.append([tag[1], [tag[2]]])
            elif re.search(r"\b(Privilege|Returns|Since):", line):
                self.complain("Privilege:, Returns: and Since: begin a line of their own")
            elif not line:
                parts.append(["paragraph", []])
            else:
                parts[-1][1].append(line)
        parts = [(kind, join(text)) for kind, text in parts if join(text)]
        kinds = [kind for kind, _ in parts if kind != "paragraph"]
        for kind in kinds:
            if kinds.count(kind) > 1:
                self.complain(f"{kind} stands there twice")
        ranks = [RANKS.get(kind, 1 if kind[0] == "@" else 0) for kind, _ in parts]
        if ranks != sorted(ranks):
            self.complain("the order is: summary, parameters, paragraphs, Privilege:, Returns:, Since:")
        self.parts = dict(part for part in parts if part[0] != "paragraph")
        self.paragraphs = [text for kind, text in parts if kind == "paragraph"]

    def parameters(self):
        words = [] if self.words == "void" else self.words.split(", ")
        result = []
        for word in words:
            match = PARAMETER.fullmatch(word)
            kind = match and types.parameter_type(match[2], match[1].strip())
            if not kind:
                self.complain(
                    f'"{word}" is no parameter that the ABI allows: int, int32_t, uint32_t, uint64_t, size_t, '
                    "const char *, arrays of the caller with their room, pointers to opaque structs, and "
                    "ret_ parameters for results"
                )
            if f"@{match[2]}" not in self.parts:
                self.complain(f'its parameter is not documented: add a line " * @{match[2]}: ..."')
            result.append(self.parameter(match[2], match[1].strip(), kind, self.parts[f"@{match[2]}"], result))
        documented = [part[1:] for part in self.parts if part[0] == "@"]
        if documented != [each.name for each in result]:
            self.complain(
                f"it documents {', '.join(documented)}, and has {', '.join(each.name for each in result)}: "
                "the same parameters in the same order"
            )
        return result

    def parameter(self, name, c_type, kind, text, before):
        type, handle, direction = kind
        ownership = "call"
        if direction == "out" and type in ("handle", "text"):
            ownership = "caller" if type == "handle" else "borrowed"
        if self.name.endswith("_free"):
            ownership = "taken"
        sized = before and before[-1].type.endswith(("_array", "_buffer")) and type == "size"
        sized = sized or re.match(r"the length in bytes of @", text)
        nullable = bool(re.search(r"\bor NULL\b|\bNULL:|\bmay\s+be NULL\b", text))
        return Parameter(
            name,
            c_type,
            type,
            handle,
            direction,
            ownership,
            nullable,
            unit_of(name, type, text),
            before[-1].name if sized else None,
            text,
        )

    def result(self):
        kind = types.result_type(self.c_result)
        if not kind:
            self.complain(f"{self.c_result} is no result that the ABI allows")
        text = self.parts.get("Returns", "")
        ownership = None
        if kind[0] in ("text", "handle"):
            ownership = (
                "borrowed"
                if re.search(r"\bborrowed\b", text, re.I)
                else "static"
                if re.search(r"\bstatic\b|[Nn]ever freed", text)
                else "?"
            )
        return Result(self.c_result, *kind, ownership, unit_of("", kind[0], self.parts["summary"] + " " + text), text)

    def function(self):
        summary = self.parts["summary"]
        local = re.search(r" Local(, but for [^.]+)?\.$", summary)
        parameters = self.parameters()
        return Function(
            self.name,
            self.reader.name,
            self.declaration,
            summary[: local.start()] if local else summary,
            bool(local),
            parameters,
            self.paragraphs,
            self.parts.get("Privilege"),
            self.result(),
            codes_of(self.parts.get("Returns", "")),
            self.parts.get("Since", ""),
            Place(self.reader.name, self.begin + 1),
        )


def paragraphs_of(lines):
    """Paragraphs as one line each; lists and tables, which are indented, keep their lines."""
    result, open_paragraph = [], False
    for line in lines:
        if not line.strip():
            open_paragraph = False
        elif open_paragraph and line.startswith("  "):
            result[-1] += "\n" + line
        elif open_paragraph and not result[-1].rpartition("\n")[2].startswith("  "):
            result[-1] += " " + line.strip()
        else:
            result.append(line.rstrip() if line.startswith("  ") else line.strip())
            open_paragraph = True
    return result


def common_name(names):
    words = [name.split("_") for name in names]
    common = []
    for column in zip(*words):
        if len(set(column)) > 1:
            break
        common.append(column[0])
    if len(names) == 1:
        common = common[:-1]
    return "_".join(common)


def unit_of(name, type, text):
    if type not in ("int", "int32", "uint32", "uint64", "size"):
        return None
    for unit in ("milliseconds", "seconds"):
        if unit in name or re.search(rf"\b{unit}\b", text):
            return unit
    if name == "bytes" or re.search(r"\b(in bytes|buffer's size)\b", text):
        return "bytes"
    return "host byte order" if "host byte order" in text else None


def codes_of(text):
    """Each code with the clause of the text that tells of it, and functions whose codes are meant too."""
    result = []
    for clause in re.split(r"; |(?<=[a-z)])\. ", text.rstrip(".")):
        for code in CODE.findall(clause):
            told = re.sub(r"^-E[A-Z]+,? ?", "", clause) if len(CODE.findall(clause)) == 1 else ""
            result.append(Code(code, told, None))
        if match := AS.search(clause):
            for name in re.findall(r"lvsdr\w*", match[1]):
                result.append(Code("", "", name))
    return result


def errno_of(reader, name):
    number = ERRNO.get(name) or getattr(errno, name, SAME_EVERYWHERE + 1)
    if name not in ERRNO and number > SAME_EVERYWHERE:
        reader.complain(f"say in ERRNO of bindings/generator/headers.py which number {name} has", 0)
    return number


def errors_of(reader):
    """The closed set of codes, from the table in error.h."""
    result = []
    for line in "\n".join(reader.text).splitlines():
        if match := re.fullmatch(r"\s*(-E[A-Z]+)\s+(.*)", line):
            result.append(Error(match[1], match[1][1:], errno_of(reader, match[1][1:]), match[2]))
        elif result and line.startswith("   "):
            result[-1].text += " " + line.strip()
    return result


def other_function(description, function, name):
    other = description.function(name)
    if not other:
        raise Complaint(function.place, f"{function.name}(): there is no {name}()")
    return other


def resolve_privileges(description):
    """Puts what "as lvsdr_x()" stands for in its place."""
    for function in description.functions:
        seen = {function.name}
        while match := re.match(r"as (lvsdr\w+)\(\)", function.privilege or ""):
            other = other_function(description, function, match[1])
            if other.name in seen or not other.privilege:
                raise Complaint(function.place, f"{function.name}(): {match[1]}() tells no privilege of its own")
            seen.add(other.name)
            function.privilege = other.privilege.rstrip(".") + function.privilege[match.end() :]


def resolve_codes(description):
    """Puts the codes that "the rest as lvsdr_x()" stands for in its place."""
    resolved = {}

    def resolve(function, path):
        if function.name in path:
            raise Complaint(function.place, f"{function.name}(): its codes refer to each other in a circle")
        if function.name not in resolved:
            codes = {}
            for code in function.codes:
                if code.code:
                    codes.setdefault(code.code, code)
            for code in function.codes:
                if not code.code:
                    other = other_function(description, function, code.see)
                    for each in resolve(other, path + [function.name]):
                        codes.setdefault(each.code, Code(each.code, each.text, each.see or other.name))
            resolved[function.name] = list(codes.values())
        return resolved[function.name]

    for function in description.functions:
        resolve(function, [])
    for function in description.functions:
        function.codes = resolved[function.name]


def handles_of(readers):
    names = sorted({name for reader in readers for name in reader.structs})
    result = []
    for name in names:
        free = f"{name}_free"
        owner = next((reader for reader in readers for each in reader.functions if each.name == free), None)
        if not owner:  # nobody could give it back
            raise Complaint(Place(readers[0].name, 1), f"struct {name} has no {free}()")
        result.append(Handle(name, owner.name, free, owner.text[0]))
    return result


def read(folder, version, soname):
    """The description of all headers, in the order of lvsdr.h; raises a Complaint."""
    paths = {path.name: path for path in Path(folder).glob("*.h")}
    umbrella = Reader(paths["lvsdr.h"]).read()
    readers = [umbrella]
    for name in umbrella.included:
        if name not in paths:
            umbrella.complain(f"there is no {name}")
        readers.append(Reader(paths[name]).read())
    if missing := sorted(set(paths) - {reader.name for reader in readers}):
        umbrella.complain(f"it has to include {', '.join(missing)} too", 0)
    by_name = {reader.name: reader for reader in readers}
    description = Description(
        version,
        soname,
        [Header(reader.name, reader.text) for reader in readers],
        errors_of(by_name["error.h"]),
        handles_of(readers),
        [group for reader in readers for group in reader.groups],
        [function for reader in readers for function in reader.functions],
    )
    resolve_codes(description)
    resolve_privileges(description)
    values.describe(description)
    objects.describe(description)
    return description
