#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Mutants of the library's decision code: which small changes of it do the tests not notice?

    mutants.py run [every=N | sample=N] [FILE[:FIRST-LAST]]...
    mutants.py lab [FILE[:FIRST-LAST]]...
    mutants.py report [FILE[:FIRST-LAST]]...

"run" makes one mutant after the other of the source files, by default of all in the table below, and runs the tests
of the file on this machine until one fails, those first that killed most in the time they take. A mutant that does
not compile, or gives the same object code, does not count. With every=N it tries one mutant of N, with sample=N so
many of each file at random; the seed is printed, and LVSDR_SEED repeats it. "lab" tries those that survived with the
tests in user-mode Linux that need IPVS. "report" lists the survivors.

What was found is kept in build-mutants, or the folder LVSDR_MUTANTS, and not tried again: a stopped run goes on where
it was. A mutant is known by its line's text, so that lines that are changed, and new ones, are tried anew; after new
tests, "again" in front of the files tries those anew that survived. Takes root; tests run in namespaces of their own.
"""

import collections
import fcntl
import hashlib
import json
import os
import random
import re
import resource
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORK = os.path.abspath(os.environ.get("LVSDR_MUTANTS", os.path.join(TOP, "build-mutants")))

# Which tests of tests/tests.list may notice a change of a file, on this machine and in the lab. Those of decoders run
# with AddressSanitizer, which sees what is read behind the end.
DECODERS = "unit/attributes unit/answers unit/messages unit/codecs"
FUZZ = "fuzz-netlink fuzz-answers fuzz-record"
RTNL = "unit/requests unit/attributes unit/messages unit/codecs fuzz-rtnl"
NETWORKS = "network vips networks"
PLANS = "unit/plans unit/states unit/memory ipvs-missing vips networks"
LAB = "undo plans ipvs"
SOURCES = [
    # file, build, tests on this machine, tests in the lab
    ("plan/difference.c", "plain", PLANS, LAB + " states"),
    ("plan/undo.c", "plain", PLANS, LAB),
    ("plan/apply.c", "plain", PLANS, LAB),
    ("plan/send.c", "plain", "unit/plans unit/memory ipvs-missing", LAB + " options"),
    ("plan/step_make.c", "plain", PLANS, LAB),
    ("plan/step_work.c", "plain", PLANS, LAB),
    ("util/attributes.h", "address", DECODERS + " unit/nft " + FUZZ + " fuzz-ipvs fuzz-rtnl fuzz-nft", "ipvs"),
    ("transport/reply.c", "address", DECODERS + " unit/nft fuzz-netlink", "ipvs forged"),
    ("transport/family.c", "address", "unit/family unit/answers", "forged reload-numbers"),
    ("transport/netlink.c", "address", DECODERS + " unit/nft fuzz-netlink", "ipvs forged"),
    ("drivers/network_list.c", "plain", NETWORKS, ""),
    ("kernel/network_snapshot.c", "plain", NETWORKS, ""),
    ("kernel/network_restore.c", "plain", NETWORKS, ""),
    ("drivers/arp_devices.c", "plain", "devices " + NETWORKS, ""),
    ("drivers/arp_policy.c", "plain", "devices " + NETWORKS, ""),
    ("drivers/vip_bystanders.c", "plain", NETWORKS, ""),
    ("drivers/vip.c", "plain", NETWORKS, ""),
    ("drivers/vip_read.c", "plain", NETWORKS, ""),
    ("drivers/vip_record.c", "plain", NETWORKS, ""),
    ("drivers/vip_write.c", "plain", NETWORKS, ""),
    ("codec/nft/decode.c", "address", "unit/nft fuzz-nft unit/attributes marks", ""),
    ("codec/nft/encode.c", "address", "unit/nft fuzz-nft unit/messages marks", ""),
    ("codec/proc/connection.c", "address", "unit/connections fuzz-connections", "connections"),
    ("codec/proc/service_line.c", "address", "unit/service_line fuzz-service_line", "options"),
    ("codec/rtnl/address.c", "address", RTNL + " fuzz-record vips networks", ""),
    ("codec/rtnl/link.c", "address", RTNL + " devices vips networks", ""),
    ("codec/rtnl/object.c", "address", RTNL + " vips networks", ""),
    ("codec/rtnl/route.c", "address", RTNL + " fuzz-record vips networks", ""),
    ("codec/rtnl/kept_route.c", "address", RTNL + " fuzz-record vips networks", ""),
    ("codec/ipvs/encoding.c", "address", DECODERS + " unit/libnl unit/requests fuzz-ipvs fuzz-option", "ipvs options"),
    (
        "codec/ipvs/ipvs.c",
        "address",
        DECODERS + " unit/libnl unit/libnl-answers fuzz-ipvs",
        "ipvs counters plans sync_daemon",
    ),
    ("codec/ipvs/attribute.c", "address", DECODERS + " unit/libnl unit/libnl-answers fuzz-ipvs", "ipvs counters plans"),
    ("codec/ipvs/option.c", "address", DECODERS + " unit/requests fuzz-option", "options"),
    ("codec/packet/arp.c", "address", "unit/packets fuzz-packet", ""),
    ("codec/packet/ndisc.c", "address", "unit/packets fuzz-packet", ""),
    ("codec/classic/ipvsadm.c", "plain", "unit/states unit/validation unit/output fuzz-rules", "sync_daemon"),
    ("state/format.c", "plain", "unit/states unit/memory unit/validation", ""),
    ("state/columns.c", "plain", "unit/columns unit/memory", ""),
    ("util/port_names.c", "address", "unit/port-names", ""),
    ("util/field.c", "address", "unit/objects unit/validation unit/states fuzz-state fuzz-name", "states"),
]

# ---- Making mutants.

TOKEN = re.compile(
    r"[A-Za-z_]\w*|0[xX][0-9a-fA-F]+[uUlL]*|\d+[uUlL]*|->|\+\+|--|<<=|>>=|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|<<|>>|\S"
)
SWAPS = {
    "<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",),
    "&&": ("||",), "||": ("&&",), "+": ("-",), "-": ("+",), "&": ("|",), "|": ("&",), "+=": ("-=",), "-=": ("+=",),
    "++": ("--",), "--": ("++",), "|=": ("=",), "true": ("false",), "false": ("true",), "!": ("",),
}  # fmt: skip
OPERAND = re.compile(r"[\w)\]]")
DECLARATION = re.compile(
    r"(const|static|struct|union|enum|unsigned|_Alignas)\b|[A-Za-z_]\w*\s+\**\s*[A-Za-z_]\w*\s*[=;,[]"
)
WORDS_BEFORE_UNARY = {"return", "case", "else", "sizeof"}

Mutant = collections.namedtuple("Mutant", "file line begin end new key")


def blank(text):
    """The code alone: comments, what is in quotes, and what is for the preprocessor become spaces, at their length."""
    hide = lambda found: re.sub(r"[^\n]", " ", found.group())  # noqa: E731
    text = re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", hide, text, flags=re.S)
    return re.sub(r"^#(?:\\\n|[^\n])*", hide, text, flags=re.M)


def closing(tokens, at):
    """The place of the bracket that closes the one at `at`."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place][0] in "([{") - (tokens[place][0] in ")]}")
        if not depth:
            return place
    raise ValueError("a bracket is not closed")


def changed_number(word):
    number = int(re.sub("[uUlL]+$", "", word), 0)
    return "1" if number == 0 else "0" if number == 1 else str(number + 1)


def of_tokens(tokens):
    """Operators and constants: (begin, end, new)."""
    for place, (word, begin, end) in enumerate(tokens):
        before = tokens[place - 1][0] if place else ";"
        after = tokens[place + 1][0] if place + 1 < len(tokens) else ";"
        if word[0].isdigit():
            if not (before == "{" and after == "}"):
                yield begin, end, changed_number(word)
        elif word in "+-&" and (not OPERAND.match(before[-1]) or before in WORDS_BEFORE_UNARY):
            continue
        else:
            for new in SWAPS.get(word, ()):
                yield begin, end, new


def of_conditions(tokens):
    for place, (word, _, _) in enumerate(tokens):
        if word in ("if", "while") and tokens[place + 1][0] == "(":
            last = closing(tokens, place + 1)
            inside = [token[0] for token in tokens[place + 2 : last]]
            single = not {"&&", "||", "<", ">", "<=", ">=", "==", "!="} & set(inside) and inside[0] != "!"
            if single or {"&&", "||"} & set(inside):
                yield tokens[place + 1][2], tokens[place + 1][2], "!("
                # the same change has a second part: see apply()


def of_statement(text, tokens):
    """A statement without the semicolon at its end."""
    begin, end = tokens[0][1], tokens[-1][2]
    if tokens[0][0] == "return":
        value = text[tokens[1][1] : end] if len(tokens) > 1 else ""
        if not value:
            yield begin, end, ""
        elif not re.fullmatch(r"\d+|true|false|NULL", value):
            yield begin, end, "return 0"
            if not value.startswith("-E"):
                yield begin, end, "return 1"
    elif not DECLARATION.match(text[begin : end + 1]):
        yield begin, end, ""


def of_statements(text, tokens):
    place, start = 0, True
    while place < len(tokens):
        word = tokens[place][0]
        if not start or word in "{};":
            place, start = place + 1, True
        elif word in ("if", "for", "while", "switch"):
            place = closing(tokens, place + 1) + 1
        elif word in ("else", "do"):
            place += 1
        elif word in ("case", "default"):
            while tokens[place][0] != ":":
                place += 1
            place += 1
        else:
            first = place
            while place < len(tokens) and tokens[place][0] != ";":
                place = closing(tokens, place) + 1 if tokens[place][0] in "([{" else place + 1
            yield from of_statement(text, tokens[first:place])


def functions(code):
    """Where the bodies of functions are: their brackets stand at the beginning of a line."""
    for found in re.finditer(r"\)\n\{\n.*?\n\}", code, flags=re.S):
        yield found.start() + 2, found.end()


def mutants_of(name):
    with open(os.path.join(TOP, "liblvsdr", name)) as file:
        text = file.read()
    code = blank(text)
    changes = set()
    for first, last in functions(code):
        tokens = [(t.group(), t.start(), t.end()) for t in TOKEN.finditer(code, first, last)]
        for source in (of_tokens(tokens), of_conditions(tokens), of_statements(code, tokens)):
            changes.update(source)
    lines, seen = text.split("\n"), collections.Counter()
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    number, numbered = 0, []
    for begin, end, new in sorted(changes):
        while starts[number + 1] <= begin:
            number += 1
        numbered.append((number, begin, end, new))
    times = collections.Counter()
    place_of = {}
    for number, line in enumerate(lines):
        times[line.strip()] += 1
        place_of[number] = times[line.strip()]
    for number, begin, end, new in numbered:
        line = lines[number].strip()
        parts = [name, line, place_of[number], begin - starts[number] - lines[number].find(line), text[begin:end], new]
        key = hashlib.sha1(json.dumps(parts).encode()).hexdigest()[:16]
        if not seen[key]:
            yield Mutant(name, number + 1, begin, end, new, key)
        seen[key] += 1


def apply(text, mutant):
    """The text of the file with the change."""
    if mutant.new == "!(":
        code = blank(text)
        depth, end = 1, mutant.end
        while depth:
            depth += (code[end] == "(") - (code[end] == ")")
            end += 1
        return text[: mutant.begin] + "!(" + text[mutant.begin : end] + text[end - 1 :]
    lost = text[mutant.begin : mutant.end].count("\n")
    return text[: mutant.begin] + mutant.new + "\n" * lost + text[mutant.end :]


def tell(text, mutant):
    """The change, in one line."""
    start = text.rfind("\n", 0, mutant.begin) + 1
    end = text.find("\n", mutant.end)
    old = text[mutant.begin : mutant.end]
    if mutant.new == "!(":
        return "negated: " + " ".join(text[start:end].split())
    if not mutant.new and old != "!":
        return "without: " + " ".join(old.split())
    new = text[start : mutant.begin] + "[" + old + " -> " + mutant.new + "]" + text[mutant.end : end]
    return " ".join(new.split())


# ---- Building them.


def quiet(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode:
        sys.exit(f"mutants: {shlex.join(command)}:\n{done.stdout.decode(errors='replace')[-3000:]}")
    return done.stdout.decode()


IP = """#!/bin/sh
# Where a test asks for a dummy device, one of kind ifb, which is the same to it: some kernels have only that.
words=$#
batch=
while [ $words -gt 0 ]; do
    case $1 in
    dummy) set -- "$@" ifb ;;
    -batch) batch=yes && set -- "$@" "$1" ;;
    *) set -- "$@" "$1" ;;
    esac
    shift
    words=$((words - 1))
done
[ -n "$batch" ] || exec /sbin/ip "$@"
sed "s/type dummy/type ifb/" | /sbin/ip "$@"
"""


def make_ip():
    """The folder of the tool ip for tests on this machine."""
    path = os.path.join(WORK, "bin", "ip")
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(IP)
        os.chmod(path, 0o755)
    return os.path.dirname(path)


# Warnings are of no interest, but what no compiler should take is no mutant. All that is inside can be called.
MORE_FLAGS = ["-w", "-Werror=int-conversion", "-Werror=incompatible-pointer-types", "-g0", "-fPIC", "-c"]
MORE_FLAGS += ["-fvisibility=default", "-fno-semantic-interposition"]
LIBRARIES = ["-lmnl", "-lnl-genl-3", "-lnl-3", "-ljansson"]


class Build:
    """A build whose programs all take the library, its insides too, from one shared object."""

    def __init__(self, name):
        self.name = name
        self.folder = os.path.join(WORK, name)
        self.objects = os.path.join(self.folder, "whole")
        if not os.path.exists(os.path.join(self.folder, "Makefile")):
            os.makedirs(self.objects, exist_ok=True)
            if not os.path.exists(TOP + "/configure"):
                quiet([TOP + "/autogen.sh"], cwd=TOP)
            options = [] if name == "plain" else [f"--enable-sanitizers={name},undefined"]
            quiet([TOP + "/configure", "--quiet", "CFLAGS=-g1 -O2"] + options, cwd=self.folder)
        with open(os.path.join(self.folder, "lock"), "w") as lock:  # another run may build too
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.make("config.h")
            self.commands = self.compile_commands()
            self.make_whole()
            self.make_tests()

    def make(self, *words):
        return quiet(["make", "-C", self.folder, "--no-print-directory", *words])

    def compile_commands(self):
        """How each source of the library is compiled."""
        sources = [line for line in self.make_list() if line.endswith(".c")]
        asked = [word for source in sources for word in ("-W", os.path.join(TOP, source))]
        commands = {}
        for line in self.make("-n", "V=1", *asked, "liblvsdr/liblvsdr-inside.la").split("\n"):
            if "--mode=compile" not in line:
                continue
            words = re.sub(r"`[^`]*`| -M[TF] \S+| -o \S+| -M[DP]| -c\b| -Werror", "", line.split("--mode=compile")[1])
            *command, source = shlex.split(words)
            commands[source] = command + MORE_FLAGS
        return commands

    def make_list(self):
        with open(os.path.join(TOP, "liblvsdr/local.mk")) as file:
            text = file.read()
        return re.search(r"^liblvsdr_liblvsdr_inside_la_SOURCES = ((?:.*\\\n)*.*)", text, flags=re.M).group(1).split()

    def compile(self, source, output, overlay):
        """Whether `source` of the overlay, a folder in front of the tree, compiles."""
        command = self.commands[source]
        copied = os.path.join(overlay, source)
        if not os.path.exists(copied):
            os.makedirs(os.path.dirname(copied), exist_ok=True)
            shutil.copyfile(os.path.join(TOP, source), copied)
        front = ["-iquote", os.path.join(overlay, "liblvsdr"), "-iquote", os.path.join(TOP, "liblvsdr")]
        words = [command[0], *front, *command[1:], "-o", output, copied, "-ffile-prefix-map=" + overlay + "=."]
        return not subprocess.run(words, cwd=self.folder, stderr=subprocess.DEVNULL).returncode

    def object_of(self, source):
        return os.path.join(self.objects, source.replace("/", "_")[:-1] + "o")

    def make_whole(self):
        """The objects without a change, and the library made of them."""
        headers = [os.path.join(folder, name) for folder, _, names in os.walk(TOP + "/liblvsdr") for name in names]
        newest = max(os.path.getmtime(name) for name in headers if name.endswith(".h"))
        overlay = os.path.join(self.objects, "sources")
        shutil.rmtree(overlay, ignore_errors=True)
        for source in self.commands:
            output = self.object_of(source)
            wanted = max(newest, os.path.getmtime(os.path.join(TOP, source)))
            if os.path.exists(output) and os.path.getmtime(output) > wanted:
                continue
            if not self.compile(source, output, overlay):
                sys.exit(f"mutants: {source} does not compile")
        with open(os.path.join(TOP, "liblvsdr/liblvsdr.map")) as file:
            text = re.sub(r"local:\s*\*;", "", file.read())
        with open(os.path.join(self.objects, "map"), "w") as file:
            file.write(text + "LVSDR_INSIDE {\nglobal:\n\t*;\n};\n")
        self.link({}, os.path.join(self.objects, "liblvsdr.so.0"))

    def link(self, changed, output):
        objects = [changed.get(source, self.object_of(source)) for source in self.commands]
        compiler = next(iter(self.commands.values()))[0]
        sanitizers = [] if self.name == "plain" else [f"-fsanitize={self.name},undefined"]
        quiet([compiler, "-shared", "-o", output, *objects, "-Wl,-soname,liblvsdr.so.0", "-pthread", *sanitizers,
               "-Wl,--version-script=" + os.path.join(self.objects, "map"), *LIBRARIES])  # fmt: skip

    def make_tests(self):
        whole = os.path.join(self.objects, "liblvsdr.so.0")
        names = {test for _, kind, here, there in SOURCES for test in words_of(kind, self.name, here, there)}
        targets = ["tests/networks/refuse.la"] + [program_of(name) for name in sorted(names) if program_of(name)]
        libraries = f"tests/kernel/libwitness.la {whole} -lcmocka {' '.join(LIBRARIES)}"
        not_needed = ["-o", "liblvsdr/liblvsdr.la", "-o", "liblvsdr/liblvsdr-inside.la"]
        replay = "FUZZ_LIBS=tests/fuzz/libreplay.la " + " ".join([whole, *LIBRARIES])
        self.make(*not_needed, "INSIDE_LIBS=" + libraries, "LDADD=" + libraries, replay, *targets)


def words_of(kind, build, here, there):
    """Of the tests of a file, those that run in this build."""
    return (here.split() if kind == build else []) + (there.split() if build == "plain" else [])


# ---- Running tests.


def command_of(test, build):
    """The words that run a test."""
    if test.startswith("fuzz-"):
        return [os.path.join(build, "tests/fuzz", test), os.path.join(TOP, "tests/fuzz/corpus", test[5:])]
    if test == "networks":
        return ["bash", TOP + "/tests/kernel/networks.sh", build, "10"]
    words = quiet([TOP + "/tests/list.sh", "command", test]).split()[1:]
    if words[0].endswith(".sh"):
        return ["bash", os.path.join(TOP, "tests", words[0])] + [build if w == "BUILD" else w for w in words[1:]]
    return [os.path.join(build, "tests", words[0])] + words[1:]


def program_of(test):
    command = command_of(test, "")
    return None if command[0] == "bash" else command[0].lstrip("/")


FAILED = re.compile(r"^\[  [^]]+  \] (\S+)", re.M)  # also what tests/networks/run.py says of a network
PASSED = re.compile(r"^\[       OK \] (\S+)", re.M)


class Tests:
    """Runs tests on this machine; what passes without a change has to pass with one."""

    def __init__(self, build):
        self.build = build
        self.known = {}  # test: (seconds, names that pass, status)
        self.kills = collections.Counter()

    def run(self, test, library, seconds, passed=frozenset()):
        """(status, what it said). It is ended when it takes too long, or one of those fails that have to pass."""
        environment = dict(os.environ, LD_LIBRARY_PATH=os.path.dirname(library), top_srcdir=TOP, LVSDR_SEED="1000")
        environment["LVSDR_LIBRARY"] = library
        if "LVSDR_LAB_KERNEL" not in os.environ:
            environment["PATH"] = make_ip() + ":" + environment["PATH"]
        environment["ASAN_OPTIONS"] = "hard_rss_limit_mb=2000:max_allocation_size_mb=1000:detect_leaks=1"
        words = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        words += ["sh", "-c", 'mount -t tmpfs none /run && exec "$@"', "test"]  # network namespaces have names there

        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        words += command_of(test, self.build.folder)
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment,
            preexec_fn=limit, start_new_session=True, cwd=WORK,
        )  # fmt: skip
        said, deadline = self.listen(process, time.time() + 30 + 3 * seconds, passed)
        if time.time() > deadline or set(FAILED.findall(said)) & passed:
            os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        status = process.wait()
        return status, said

    def listen(self, process, deadline, passed):
        """What it says, until it ends, is too late, or a test fails that has to pass."""
        said = ""
        while time.time() < deadline and not set(FAILED.findall(said)) & passed:
            ready, _, _ = select.select([process.stdout], [], [], 1)
            if ready:
                part = os.read(process.stdout.fileno(), 65536)
                if not part:
                    break
                said = (said + part.decode(errors="replace"))[-200000:]
            elif process.poll() is not None:
                break
        return said, deadline

    def learn(self, test):
        if test not in self.known:
            whole = os.path.join(self.build.objects, "liblvsdr.so.0")
            begun = time.time()
            status, said = self.run(test, whole, 600)
            seconds = time.time() - begun
            passed = set(PASSED.findall(said)) | {"network"}
            self.known[test] = (seconds, passed, status)
            print(f"    {self.build.name} {test}: {seconds:.1f} s, status {status}, {len(passed)} passed", flush=True)
        return self.known[test]

    def notices(self, test, library):
        seconds, passed, status = self.learn(test)
        result, said = self.run(test, library, 3 + 3 * seconds, passed)
        if status == 0:
            return result != 0
        return not passed - {"network"} <= set(PASSED.findall(said))

    def killer(self, tests, library):
        """The first test that notices, or None."""
        for test in tests:
            self.learn(test)
        for test in sorted(tests, key=lambda name: self.known[name][0] / (1 + self.kills[name])):
            if self.notices(test, library):
                self.kills[test] += 1
                return test
        return None


# ---- What was found.


class Results:
    def __init__(self):
        self.path = os.path.join(WORK, "results")
        self.found = {}
        if os.path.exists(self.path):
            with open(self.path) as file:
                for line in file:
                    key, _, result = line.strip().partition(" ")
                    self.found[key] = result

    def note(self, key, result):
        self.found[key] = result
        with open(self.path, "a") as file:
            file.write(f"{key} {result}\n")


class Machine:
    """Tries mutants of one file."""

    def __init__(self, builds, results, entry):
        self.name, self.kind, tests, self.in_lab = entry
        self.tests = tests.split()
        self.builds, self.results = builds, results
        self.hashes = {}

    def build_of(self, kind):
        if kind not in self.builds:
            build = Build(kind)
            self.builds[kind] = (build, Tests(build))
        return self.builds[kind]

    def make(self, build, mutant):
        """{source: object} of those that differ, None where it does not compile."""
        overlay = self.overlay(build)
        shutil.rmtree(overlay, ignore_errors=True)
        changed = os.path.join(overlay, "liblvsdr", mutant.file)
        os.makedirs(os.path.dirname(changed))
        with open(os.path.join(TOP, "liblvsdr", mutant.file)) as file:
            text = apply(file.read(), mutant)
        with open(changed, "w") as file:
            file.write(text)
        objects = {}
        for source in self.sources(build):
            output = os.path.join(overlay, os.path.basename(source) + ".o")
            if not build.compile(source, output, overlay):
                return None
            if read(output) != read(build.object_of(source)):
                objects[source] = output
        return objects

    def overlay(self, build):
        return os.path.join(WORK, "overlays", f"{build.name}-{os.getpid()}")

    def sources(self, build):
        if not self.name.endswith(".h"):
            return ["liblvsdr/" + self.name]
        include = f'#include "{self.name}"'
        return [source for source in build.commands if include in read(os.path.join(TOP, source)).decode()]

    def attempt(self, mutant):
        objects = self.make(self.build_of("plain")[0], mutant)
        if objects is None:
            return "invalid"
        if not objects:
            return "equal"
        code = hashlib.sha1(b"".join(read(objects[source]) for source in sorted(objects))).hexdigest()
        if code in self.hashes:
            return "twin " + self.hashes[code]
        self.hashes[code] = mutant.key
        build, tests = self.build_of(self.kind)
        if self.kind != "plain":
            objects = self.make(build, mutant)
        library = os.path.join(self.overlay(build), "liblvsdr.so.0")
        build.link(objects, library)
        killer = tests.killer(self.tests, library)
        if killer:
            return "killed " + killer
        if self.in_lab and build.name == "plain":
            shutil.copy(library, place_for_lab(mutant))
        return "survived"


# ---- The lab.


def place_for_lab(mutant):
    library = os.path.join(WORK, "lab", mutant.key, "liblvsdr.so.0")
    os.makedirs(os.path.dirname(library), exist_ok=True)
    return library


def lab(words):
    """Libraries of those that survived are made first; one boot of the guest tries them all."""
    results, machines, builds, jobs = Results(), {}, {}, []
    for part in chosen(words):
        entry = part[0]
        for mutant in of_part(part) if entry[3] else []:
            if results.found.get(mutant.key) != "survived":
                continue
            library = place_for_lab(mutant)
            if not os.path.exists(library):
                machine = machines.setdefault(entry[0], Machine(builds, results, entry))
                build, _ = machine.build_of("plain")
                build.link(machine.make(build, mutant), library)
            jobs.append(" ".join([mutant.key, library, *entry[3].split()]))
    while jobs:
        done = boot(jobs, results)
        jobs = jobs[done:]
        if jobs and not done:
            sys.exit("mutants: the lab does not work")
    shutil.rmtree(os.path.join(WORK, "lab"), ignore_errors=True)
    report(words)


def boot(jobs, results):
    """How many of the jobs are done: where the guest ends too early, that was by the one it was at."""
    with open(os.path.join(WORK, "jobs"), "w") as file:
        file.write("\n".join(jobs) + "\n")
    command = ["tests/lab/run.sh", "--kernel", "uml", "--timeout", "100000", "--quiet-limit", "600"]
    command += ["--env", "LVSDR_MUTANTS=" + WORK, "/usr/bin/python3", "tests/mutants.py", "guest"]
    begun, done = False, 0
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True, errors="replace") as guest:
        for line in guest.stdout:
            print(line, end="", flush=True)
            word, _, rest = line.strip().partition(" ")
            begun |= word == "begins"
            if word == "found":
                key, _, result = rest.partition(" ")
                results.note(key, result)
                done += 1
    if begun and done < len(jobs):
        results.note(jobs[done].split()[0], "killed lab/all")
        done += 1
    return done


def guest(_words):
    with open(os.path.join(WORK, "jobs")) as file:
        jobs = [line.split() for line in file]
    build = Build.__new__(Build)
    build.name, build.folder = "plain", os.path.join(WORK, "plain")
    build.objects = os.path.join(build.folder, "whole")
    tests = Tests(build)
    for key, library, *names in jobs:
        for name in names:
            tests.learn(name)
        print("begins", key, flush=True)
        killer = tests.killer(names, library)
        print("found", key, "killed lab/" + killer if killer else "survived in the lab too", flush=True)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def chosen(words):
    """(entry, first, last) for each of the files that are named, or all."""
    if not words:
        return [(entry, 1, sys.maxsize) for entry in SOURCES]
    result = []
    for word in words:
        name, _, lines = word.partition(":")
        entries = [entry for entry in SOURCES if entry[0] == name or os.path.basename(entry[0]) == name]
        if not entries:
            sys.exit(f'mutants: no file "{name}" in the table (see tests/mutants.py)')
        first, _, last = lines.partition("-")
        result.append((entries[0], int(first or 1), int(last or first or sys.maxsize)))
    return result


def of_part(part):
    entry, first, last = part
    return [mutant for mutant in mutants_of(entry[0]) if first <= mutant.line <= last]


def run(words):
    options = dict(word.split("=") for word in words if "=" in word)
    names = [word for word in words if "=" not in word and word != "again"]
    every, sample = int(options.get("every", 1)), int(options.get("sample", 0))
    seed = int(os.environ.get("LVSDR_SEED") or random.randrange(1 << 32))
    if every > 1 or sample:
        print(f"LVSDR_SEED={seed}")
    chance = random.Random(seed)
    os.makedirs(WORK, exist_ok=True)
    results, builds = Results(), {}
    for part in chosen(names):
        machine = Machine(builds, results, part[0])
        mutants = of_part(part)
        if sample:
            mutants = sorted(chance.sample(mutants, min(sample, len(mutants))), key=lambda mutant: mutant.begin)
        for mutant in mutants[chance.randrange(every) :: every]:
            known = results.found.get(mutant.key)
            if not known or ("again" in words and known.startswith("survived")):
                try_one(machine, mutant)
    report(names)


def try_one(machine, mutant):
    begun = time.time()
    result = machine.attempt(mutant)
    machine.results.note(mutant.key, result)
    told = tell(read(os.path.join(TOP, "liblvsdr", mutant.file)).decode(), mutant)
    print(f"{mutant.file}:{mutant.line}: {result} ({time.time() - begun:.1f} s): {told}", flush=True)


def report(words):
    results = Results()
    total = collections.Counter()
    for part in chosen(words):
        text = read(os.path.join(TOP, "liblvsdr", part[0][0])).decode()
        counts = collections.Counter()
        for mutant in of_part(part):
            result = results.found.get(mutant.key, "untried").split()[0]
            counts[result] += 1
            if result == "survived":
                print(f"{mutant.file}:{mutant.line}: {tell(text, mutant)}")
        if set(counts) != {"untried"}:
            print(f"{part[0][0]}: {figures(counts)}")
            total.update(counts)
    print(f"all: {figures(total)}")


def figures(counts):
    tried = counts["killed"] + counts["survived"]
    return (
        f"{tried} mutants, {counts['killed']} killed, {counts['survived']} survived; besides {counts['equal']} with "
        f"equal object code, {counts['twin']} the same as another, {counts['invalid']} not compiled, "
        f"{counts['untried']} not tried"
    )


def main():
    commands = {"run": run, "lab": lab, "guest": guest, "report": report}
    if len(sys.argv) < 2 or sys.argv[1] in ("--help", "-h"):
        print(__doc__.strip())
        sys.exit(0 if len(sys.argv) > 1 else 2)
    if sys.argv[1] not in commands:
        sys.exit(f'mutants: no command "{sys.argv[1]}" (run, lab, report; --help tells more)')
    commands[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
