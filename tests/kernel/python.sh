#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The Python package on a real kernel, in the lab: fifty wrong uses, each missing pointer of the C interface and, unless
# BUILD has a sanitizer, memory that ends, every call of a host, and the READMEs' snippets with the wheel in a clean
# environment. python.sh BUILD
set -u

build=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
python=/usr/bin/python3
status=0
export LVSDR_LIBRARY=$build/liblvsdr/.libs/liblvsdr.so.0 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_NO_INDEX=1 PIP_ROOT_USER_ACTION=ignore

report() { # NAME STATUS
    if [ "$2" = 0 ]; then
        echo "[       OK ] python: $1"
    else
        status=1 && echo "[  FAILED  ] python: $1 (status $2)"
    fi
}

environment() { # FOLDER: with the wheel
    cp -RL "$top"/bindings/python "$1/source" &&
        "$python" -m pip wheel --quiet --no-build-isolation --no-deps --wheel-dir "$1" "$1/source" &&
        "$python" -m venv --without-pip "$1/venv" &&
        "$python" -m pip --python "$1/venv/bin/python" install --quiet "$1"/*.whl
}

snippet() { # FOLDER PAGE: run twice, and seen by ipvsadm
    local ended=0
    for _ in 1 2; do
        (cd "$1" && venv/bin/python -I "$top/tests/python/readme.py" "$top/$2") || ended=$?
    done
    [ "$(ipvsadm -Sn | grep -c -e '-a -t 192.168.1.41:80 -r 192.168.1.2')" -gt 0 ] || ended=1
    ipvsadm -C
    return $ended
}

runtime=$(ldd "$LVSDR_LIBRARY" | sed -n 's/.*=> \(.*lib[au][sb]*san\.so[.0-9]*\).*/\1/p' | tr '\n' ' ')
with_library() { # TESTS: with what a sanitizer needs to be there first; Python itself gives back little
    LD_PRELOAD=$runtime ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=${runtime:+malloc} \
        "$python" "$top/tests/python/report.py" "$1"
}

with_library wrong_uses.py
report "wrong uses" $?
with_library test_nulls.py
report "missing pointers" $?
[ -z "$runtime" ] || exit $status
LVSDR_EVERY=10 LD_PRELOAD=$build/tests/networks/.libs/refuse.so "$python" "$top/tests/python/report.py" test_memory.py
report "memory that ends" $?
with_library test_kernel.py
report "every call" $?
work=$(mktemp -d)
environment "$work"
report "the wheel in a clean environment" $?
for page in README.md bindings/python/README.md; do
    snippet "$work" "$page"
    report "the first snippet of $page" $?
done
exit $status
