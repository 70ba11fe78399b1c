#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The C example of the README compiles and links; the calls in its table are those that the example programs make.
set -u

top=${top_srcdir:-.} status=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
complain() {
    echo "check-readme: $*"
    status=1
}

check_snippet() {
    # shellcheck disable=SC2016 # a fence, no command
    sed -n '/^```c$/,/^```$/ { /^```/!p }' "$top/README.md" >"$scratch/readme.c"
    grep -q 'lvsdr_service_add' "$scratch/readme.c" ||
        complain "README.md has no C example that calls lvsdr_service_add(): put it back"
    # shellcheck disable=SC2086 # several words
    ${CC:-cc} -std=c99 -Wall -Wextra -Werror ${SANITIZE_CFLAGS-} -I"$top/include" \
        "$scratch/readme.c" -o "$scratch/readme" -Lliblvsdr/.libs -llvsdr \
        -Wl,-rpath-link,liblvsdr/.libs ||
        complain "the C example of README.md does not compile and link: mend it there; lvsdr(7) shows it too"
}

# A program has to need each call of its row, and the row to name each call that reads or changes the host.
check_row() { # EXAMPLE CALL...
    local example=$1 call
    shift
    nm -u "examples/$example" | grep -o 'lvsdr_[a-z_]*' >"$scratch/made"
    for call; do
        grep -qxF "$call" "$scratch/made" || complain "README.md: the example $example does not call $call()"
    done
    # shellcheck disable=SC2013 # names are words
    for call in $(grep -xE 'lvsdr_(service|dest|vip|mark|state|connections)_(add|update|drain|read|open)|lvsdr_plan_(add|update)_.*' \
        "$scratch/made"); do
        [[ " $* " == *" $call "* ]] || complain "README.md: the row of $example does not name $call()"
    done
}

check_table() {
    local rows=0 example calls
    while IFS='|' read -r _ _ _ example calls _; do
        example=$(tr -d ' `' <<<"$example")
        rows=$((rows + 1))
        # shellcheck disable=SC2046 # several words
        [ ! -e "examples/$example" ] || check_row "$example" $(grep -o 'lvsdr_[a-z_]*' <<<"$calls")
    done < <(grep -E '^\| [0-9]+ ' "$top/README.md")
    [ "$rows" = "$(find "$top/examples" -name '[0-9]*.c' | wc -l)" ] ||
        complain "README.md: the table has $rows rows, not one for each example"
}

check_snippet
check_table
exit $status
