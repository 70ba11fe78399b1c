#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Nothing is found by shellcheck in any shell script, or in the FILEs below the top that are named: check-shell.sh [FILE...]
set -u
export LC_ALL=C

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
# shellcheck source=tests/style/sources.sh
. "$top/tests/style/sources.sh"
command -v shellcheck >/dev/null ||
    { echo "check-shell: not checked: shellcheck is missing (tests/setup.sh style)" && exit 77; }
scripts=$(sources shell "$@")
cd "$top" || exit
[ -n "$scripts" ] || { echo "check-shell: there are no scripts" && exit 1; }
xargs -P2 -n 8 shellcheck -f gcc <<<"$scripts" ||
    { echo "mend them, or say in the line before why it is meant so: # shellcheck disable=SC... # reason" && exit 1; }
