#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The Python package without a kernel: its tests, the examples in its docstrings, its types, its wheel and its
# sdist, and the wheel in a clean environment with the snippets of the READMEs. In a build folder.
set -u

export LVSDR_LIBRARY="$PWD/liblvsdr/.libs/liblvsdr.so.0" PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_NO_INDEX=1 PIP_ROOT_USER_ACTION=ignore
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
# shellcheck source=tests/check.sh
. "$top/tests/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for python in "${PYTHON:-}" /usr/bin/python3 ""; do # one that has what is needed
    "$python" -c 'import setuptools, mypy, pip, venv, wheel' 2>/dev/null && break
done
[ -n "$python" ] ||
    { echo "no Python has mypy, pip, setuptools, venv and wheel (tests/setup.sh bindings installs them)" && exit 77; }
# A library with a sanitizer needs its runtime to be there first.
case $(ldd "$LVSDR_LIBRARY") in *libasan* | *libubsan*)
    echo "a library with sanitizers is tested in the lab" && exit 77
    ;;
esac

types() {
    "$python" -m mypy --strict --cache-dir "$work/mypy" "$work/source/lvsdr"
}

# What users write is checked against the package's types too.
typed_use() {
    cat >"$work/good.py" <<'CODE'
import lvsdr
service = lvsdr.Service("tcp", "192.168.1.41", 80, scheduler="rr")
with lvsdr.open(netns=3) as host:
    changed: bool = host.add_dest(service, lvsdr.Dest("192.168.1.20", weight=3))
    weights = [dest.weight for dest in host.read(["192.168.1.41"]).dests(service)]
CODE
    cat >"$work/bad.py" <<'CODE'
import lvsdr
service = lvsdr.Service("tcp", "192.168.1.41:80", schedule="rr")
with lvsdr.open(timeout="5") as host:
    host.add_dest(lvsdr.Dest("192.168.1.20"), service)
service.port = 81
CODE
    MYPYPATH=$work/source "$python" -m mypy --strict --cache-dir "$work/mypy" "$work/good.py" || return
    MYPYPATH=$work/source "$python" -m mypy --strict --cache-dir "$work/mypy" "$work/bad.py" >"$work/errors"
    cat "$work/errors"
    grep -q "Found 5 errors" "$work/errors"
}

programs() { # the examples, and the scenarios
    local folder
    for folder in examples tests/scenarios; do
        MYPYPATH=$work/source:$top/$folder "$python" -m mypy --strict --cache-dir "$work/mypy" "$top/$folder"/*.py || return
    done
}

documented() { # every public name, and what it holds
    PYTHONPATH=$work/source "$python" - <<'CODE'
import inspect
import lvsdr

bare = []
for name in (name for name, each in vars(lvsdr).items() if not name.startswith("_") and not inspect.ismodule(each)):
    each = getattr(lvsdr, name)
    bare += [name] * (not inspect.getdoc(each))
    for member, value in inspect.getmembers(each):
        if inspect.isclass(each) and not member.startswith("_") and (callable(value) or isinstance(value, property)):
            bare += [f"{name}.{member}"] * (not inspect.getdoc(value))
print(*bare, "without a docstring" if bare else "")
raise SystemExit(bool(bare))
CODE
}

build_wheel() {
    (cd "$work/source" && "$python" -m pip wheel --no-build-isolation --no-deps --wheel-dir "$work/dist" .) &&
        "$python" -m zipfile --list "$work"/dist/lvsdr-*-py3-none-any.whl | grep -q 'lvsdr/py.typed'
}

build_sdist() {
    (cd "$work/source" && "$python" -c '
from setuptools import build_meta
import sys
build_meta.build_sdist(sys.argv[1])' "$work/dist") &&
        tar -tzf "$work"/dist/lvsdr-*.tar.gz | grep -q 'lvsdr/_raw.py'
}

wheel_from_sdist() {
    mkdir "$work/again" &&
        "$python" -m pip wheel --no-build-isolation --no-deps --wheel-dir "$work/again" "$work"/dist/lvsdr-*.tar.gz &&
        diff <("$python" -m zipfile --list "$work"/dist/*.whl | awk '{ print $1 }') \
            <("$python" -m zipfile --list "$work"/again/*.whl | awk '{ print $1 }')
}

environment() {
    "$python" -m venv --without-pip "$work/venv" &&
        "$python" -m pip --python "$work/venv/bin/python" install --no-index "$work"/dist/*.whl
}

snippets() { # in a network namespace of their own, where that is possible
    local page
    for page in "$top/README.md" "$top/bindings/python/README.md"; do
        (cd "$work" && unshare --map-root-user --net \
            venv/bin/python -I "$top/tests/python/readme.py" "$page" --any-kernel) || return
    done
}

says() { # EXPECTED COMMAND...: where no $LVSDR_LIBRARY names the library
    local expected=$1 said
    shift
    said=$(env -u LVSDR_LIBRARY "$@" -c 'import lvsdr; print(lvsdr.library_path())')
    [ "$said" = "$expected" ] || { echo "$said, and not $expected" && return 1; }
}

found() { # the one that was built in the package's own source tree, and the one that the dynamic linker finds
    mkdir -p "$work"/tree/{bindings/python,build/liblvsdr} &&
        cp -R "$work/source/lvsdr" "$work/tree/bindings/python" &&
        cp -R "${LVSDR_LIBRARY%/*}" "$work/tree/build/liblvsdr" || return
    says "$work/tree/build/liblvsdr/.libs/liblvsdr.so.0" env PYTHONPATH="$work/tree/bindings/python" "$python" &&
        says "${LVSDR_LIBRARY%/*}/liblvsdr.so.0" env LD_LIBRARY_PATH="${LVSDR_LIBRARY%/*}" "$work/venv/bin/python"
}

for test in values description states plans lifetimes interrupts; do
    "$python" "$top/tests/python/report.py" "test_$test.py" || status=1
done
LD_PRELOAD=$PWD/tests/networks/.libs/refuse.so "$python" "$top/tests/python/report.py" test_memory.py || status=1
mkdir "$work/source"
cp -RL "$top"/bindings/python/{lvsdr,pyproject.toml,README.md,COPYING} "$work/source"
chmod -R u+w "$work/source" # that of a distribution may not be written to
check "examples in docstrings" "$python" "$top/tests/python/run_doctests.py"
check "everything has a docstring" documented
check "mypy --strict" types
check "types as users see them" typed_use
check "types of the examples and the scenarios" programs
check "wheel" build_wheel
check "sdist" build_sdist
check "wheel of the sdist" wheel_from_sdist
check "wheel in a clean environment" environment
check "the library is found" found
if unshare --map-root-user --net true 2>/dev/null; then
    check "snippets of the READMEs" snippets
fi
exit $status
