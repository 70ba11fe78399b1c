# shellcheck shell=bash disable=SC2034 # who sources it ends with $status
# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced by the check.sh of each folder: runs a check, and reports it as one of the folder's. Of a check that fails its
# output is shown, and $status is 1 then.
status=0

check() { # NAME COMMAND...
    local title said # no names that what is called may use for its own
    title="$(basename "$(dirname "$0")"): $1"
    shift
    if said=$("$@" 2>&1); then
        echo "[       OK ] $title"
    else
        status=1
        printf '%s\n' "$said"
        echo "[  FAILED  ] $title"
    fi
}
