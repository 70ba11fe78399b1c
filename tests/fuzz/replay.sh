#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Feeds every fuzz target with its corpus: replay.sh BUILD
set -u

here=$(cd "$(dirname "$0")" && pwd)
status=0
for source in "$here"/fuzz-*.c; do
    name=$(basename "$source" .c)
    if counted=$("$1/tests/fuzz/$name" "$here/corpus/${name#fuzz-}"); then
        echo "[       OK ] $name: $counted"
    else
        status=1 && echo "[  FAILED  ] $name"
    fi
done
exit $status
