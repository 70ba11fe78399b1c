#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every plain getter of a service and of a destination has its column, so that whoever reads a state by
# columns misses nothing.
set -eu

headers=${top_srcdir:-.}/include/lvsdr
status=0
for object in service dest; do
    # shellcheck disable=SC2013 # names are words
    for getter in $(sed -n "s/^.*\b\(lvsdr_${object}_get_[a-z_]*\)(const .*/\1/p" "$headers/$object.h"); do
        grep -q "_COLUMN_.* /\* $getter() \*/" "$headers/columns.h" && continue
        echo "$getter() has no column: add it to columns.h, liblvsdr/state/columns.c and tests/unit/test-columns.c"
        status=1
    done
done
exit $status
