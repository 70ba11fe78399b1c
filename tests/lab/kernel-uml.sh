# shellcheck shell=bash disable=SC2154 # run.sh sets the variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# User-mode Linux: a real kernel as an ordinary process.

start_kernel() {
    command -v linux >/dev/null || fail "user-mode Linux is missing: tests/setup.sh lab"
    export TMPDIR=/dev/shm
    exec setsid linux mem="${memory:-512}M" root=/dev/root rootfstype=hostfs rootflags=/ ro \
        init="$here/guest-init-uml.sh" con=null con0=null,fd:1 loglevel=1 quiet \
        LAB_HERE="$here" LAB_WORK="$work"
}
