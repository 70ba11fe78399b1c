#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The C example of the README compiles and links.
# shellcheck disable=SC2016,SC2086 # backquotes are text; flags are words
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sed -n '/^```c$/,/^```$/ { /^```/!p }' "${top_srcdir:-.}/README.md" >"$scratch/readme.c"
grep -q 'lvsdr_service_add' "$scratch/readme.c" ||
    { echo "README.md has no C example that calls lvsdr_service_add(): put it back" && exit 1; }
${CC:-cc} -std=c99 -Wall -Wextra -Werror ${SANITIZE_CFLAGS-} -I"${top_srcdir:-.}/include" \
    "$scratch/readme.c" -o "$scratch/readme" -Lliblvsdr/.libs -llvsdr \
    -Wl,-rpath-link,liblvsdr/.libs ||
    { echo "the C example of README.md does not compile and link: mend it there; lvsdr(7) shows it too" && exit 1; }
