# shellcheck shell=bash disable=SC2016,SC2086,SC2154 # backquotes are text, options words; test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-hardening.sh catches: a library that was linked or compiled softly.
guard=abi/check-hardening

linked() { # FLAG...
    link_flags=$* relink
}

caught "a library that is bound while it runs" $guard 'is bound while it runs' linked -Wl,-z,lazy
caught "relocations that stay writable" $guard 'has relocations that stay writable' linked -Wl,-z,norelro -Wl,-z,now
caught "a stack that can be run" $guard 'asks for a stack that can be run' linked -Wl,-z,now -Wl,-z,execstack

soft() { # as if all of it had been compiled without the flags
    echo "int lvsdr_new(void); int lvsdr_new(void) { return 0; }" |
        ${CC:-cc} -shared -fPIC -O2 -fcf-protection=none -Wl,-z,now -x c - -o "$scratch/liblvsdr.so" &&
        export LVSDR_LIBRARY=$scratch/liblvsdr.so
}
caught "a stack that is not checked" $guard 'does not check its stack' soft
caught "buffers that are not checked" $guard 'does not check its buffers' soft
caught "calls that may end anywhere" $guard 'do not say that calls may end there' soft
