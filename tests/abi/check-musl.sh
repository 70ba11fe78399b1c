#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The library and lvsdrctl compile with musl too, as on Alpine and OpenWrt: no function or header of glibc alone. Headers of
# the kernel and of other libraries are this system's, and nothing else of it is seen. Run it in a build folder.
#
# Exit status 77: not checked, because musl-gcc is missing.
set -eu
export LC_ALL=C

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
command -v musl-gcc >/dev/null ||
    { echo "check-musl: not checked: musl-gcc is missing (tests/setup.sh test)" && exit 77; }
[ -e config.h ] || { echo "there is no config.h: run configure first, and this in the build folder" && exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0

# Where this system has a header.
place() { # HEADER
    # shellcheck disable=SC2046 # several words
    echo "#include <$1>" | ${CC:-cc} $(pkg-config --cflags libmnl libnl-3.0 jansson ncursesw yaml-0.1) -M -x c - | tr ' ' '\n' | grep -m 1 "/$1\$"
}

for header in linux/types.h asm/types.h asm-generic/types.h libmnl/libmnl.h netlink/netlink.h jansson.h jansson_config.h \
    curses.h ncurses_dll.h term.h unctrl.h yaml.h; do
    path=$(place $header) || { echo "check-musl: there is no <$header>: run tests/setup.sh build" && exit 1; }
    case $header in
    */*) ln -s "${path%/*}" "$scratch/${header%/*}" ;;
    *) ln -s "$path" "$scratch/$header" ;;
    esac
done

# The header of IPVS that is the library's own comes first, as in Makefile.am.
compile() { # FOLDER FLAG...
    sources=$(find "$top/$1" -name '*.c')
    [ -n "$sources" ] || { echo "check-musl: there are no sources in $1: mend this script" && exit 1; }
    shift
    # shellcheck disable=SC2086 # several names
    musl-gcc -std=gnu11 -Wall -Wextra -Werror -fsyntax-only -D_GNU_SOURCE -I. -I"$top/include" -I"$top/liblvsdr/uapi" \
        -idirafter "$scratch" "$@" $sources ||
        { echo "check-musl: this does not compile with musl: use what both C libraries have, and include its header" && status=1; }
}

compile liblvsdr -I"$top/liblvsdr" -include "$top/liblvsdr/public.h"
compile tools
exit $status
