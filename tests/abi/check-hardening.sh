#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The built library is built hard, as far as this compiler and this C library can: relocations are read-only before it
# runs, no memory is both written to and run, its functions check their stack and their buffers, and indirect calls end
# where they may. Run it in a build folder. Marks of the whole library for CET are not looked at: the linker drops them
# where the C library's own start files have none, as in Debian 12.
#
# Exit status 77: not checked, because the library was built with sanitizers or without optimization.
set -eu
export LC_ALL=C

library=${LVSDR_LIBRARY:-liblvsdr/.libs/liblvsdr.so}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0

skip() {
    echo "check-hardening: not checked: $1"
    exit 77
}

complain() {
    echo "$library $1: configure looks for what makes it so (HARDEN_CFLAGS, HARDEN_LDFLAGS), and Makefile.am uses it"
    status=1
}

[ -e "$library" ] || { echo "there is no $library: run make first, and this in the build folder" && exit 1; }
[ -z "${SANITIZE_CFLAGS-}" ] || skip "the library was built with sanitizers"
[ ! -e Makefile ] || ! sed -n 's/^CFLAGS = //p' Makefile | grep -q -e '-O0' || skip "the library was built without optimization"

knows() { # FLAG...
    echo '#include <string.h>' | ${CC:-cc} -Werror -O2 "$@" -c -x c - -o "$scratch/probe.o" 2>/dev/null
}
uses() { # FUNCTION, as a pattern
    grep -q " UND $1\(@\| \|$\)" "$scratch/symbols"
}

readelf --wide --program-headers "$library" >"$scratch/segments"
readelf --wide --dynamic "$library" >"$scratch/dynamic"
readelf --wide --dyn-syms "$library" >"$scratch/symbols"
grep -q ' GNU_RELRO ' "$scratch/segments" || complain "has relocations that stay writable (-z relro)"
grep -q 'BIND_NOW\|Flags:.* NOW' "$scratch/dynamic" || complain "is bound while it runs (-z now)"
! grep -q 'TEXTREL' "$scratch/dynamic" || complain "has relocations in its code"
! grep -q ' LOAD .* RWE ' "$scratch/segments" || complain "has memory that is written to and run"
grep -q ' GNU_STACK .* RW ' "$scratch/segments" || complain "asks for a stack that can be run (-z noexecstack)"
! knows -fstack-protector-strong || uses __stack_chk_fail || complain "does not check its stack (-fstack-protector-strong)"
! knows -D_FORTIFY_SOURCE=2 || uses '__[a-z]*_chk' || complain "does not check its buffers (-D_FORTIFY_SOURCE)"
if echo 'int function(void) { return 0; }' | ${CC:-cc} -fcf-protection -c -x c - -o "$scratch/probe.o" 2>/dev/null &&
    objdump --disassemble "$scratch/probe.o" | grep -q endbr64; then
    objdump --disassemble=lvsdr_new "$library" | grep -A 1 '<lvsdr_new[@A-Z0-9_.]*>:' | grep -q endbr64 ||
        complain "has functions that do not say that calls may end there (-fcf-protection)"
fi
exit $status
