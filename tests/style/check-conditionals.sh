#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# No conditional expression of C (a ? b : c) has another one in it, as its condition or in a branch, in brackets or not;
# in all C, or in the FILEs below the top that are named: check-conditionals.sh [FILE...]
set -u

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
# shellcheck source=tests/style/sources.sh
. "$top/tests/style/sources.sh"
command -v python3 >/dev/null || { echo "check-conditionals: not checked: there is no python3" && exit 77; }
files=$(sources c "$@")
cd "$top" || exit
xargs python3 -B tests/style/conditionals.py <<<"$files"
