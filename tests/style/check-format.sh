#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# All C and C++ is formatted as .clang-format says, and all Python as pyproject.toml does, or only the FILEs below the top that are
# named: check-format.sh [--update] [FILE...]. With --update they are formatted, which is `make format`.
set -u
export LC_ALL=C

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
# shellcheck source=tests/style/sources.sh
. "$top/tests/style/sources.sh"
update=no
[ "${1-}" != --update ] || { update=yes && shift; }
clang_format=$(command -v clang-format-14 || command -v clang-format)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

not_checked() { # WHY
    echo "check-format: not checked: $1 (tests/setup.sh style)"
    exit 77
}

# Each version formats in its own way: that of Debian 12 counts.
[ -n "$clang_format" ] || not_checked "clang-format is missing"
"$clang_format" --version | grep -q 'version 14\.' || not_checked "this is $("$clang_format" --version), and not version 14"
command -v black >/dev/null || not_checked "black is missing"
black --version | grep -q '^black, 23\.' || not_checked "this is $(black --version | head -n 1), and not version 23"

sources c "$@" | grep '\.[ch]$\|\.[ch]pp$' >"$work/c"
sources python "$@" | grep '\.py$' >"$work/python"
cd "$top" || exit
if [ $update = yes ]; then
    xargs -r "$clang_format" -i <"$work/c" && xargs -r black --quiet --config pyproject.toml <"$work/python"
    exit
fi
xargs -r "$clang_format" --dry-run -Werror <"$work/c" >"$work/said-of-c" 2>&1 &
xargs -r black --check --config pyproject.toml <"$work/python" >"$work/said-of-python" 2>&1
wait
{
    sed -n 's/^\([^:]*\):[0-9:]* error: code should be clang-formatted.*/\1/p' "$work/said-of-c"
    sed -n "s|^would reformat \($top/\)\{0,1\}||p" "$work/said-of-python"
} | sort -u >"$work/wrong"
sed 's/$/ is not formatted: run make format/' "$work/wrong"
# What is no matter of form, such as a file that cannot be read.
grep -h '^error:\|: error: \|^No such' "$work/said-of-c" "$work/said-of-python" | grep -v 'code should be clang-formatted' &&
    exit 1
[ ! -s "$work/wrong" ]
