#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# clang has nothing to warn of in any C of the library, the tools, the examples and the tests, with the warnings that gcc is
# asked for. It reads each file once, and makes nothing of it. Run it in a build folder: check-clang.sh [FOLDER...]; a folder is
# one that is named below.
#
# Exit status 77: not checked, because clang is missing.
set -u
export LC_ALL=C

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
command -v clang >/dev/null || { echo "check-clang: not checked: clang is missing (tests/setup.sh test)" && exit 77; }
[ -e config.h ] || { echo "there is no config.h: run configure first, and this in the build folder" && exit 1; }
warnings=$(sed -n 's/^WARN_CFLAGS = //p' Makefile)
libraries=$(pkg-config --cflags libmnl libnl-3.0 libnl-genl-3.0 jansson ncursesw yaml-0.1 cmocka libcurl) || exit 1
wanted=$* status=0

# All that is below these folders, with the flags that the Makefile has for it.
look_at() { # FLAGS FOLDER...
    local folder sources
    for folder in "${@:2}"; do
        [[ -z $wanted || " $wanted " == *" $folder "* ]] || continue
        sources=$(find -H "$top/$folder" -name '*.c')
        [ -n "$sources" ] || { echo "check-clang: there are no sources in $folder: mend this script" && status=1; }
        echo "check-clang: $folder" # so that it is heard of: all take a minute
        # shellcheck disable=SC2086 # several words
        xargs -P 2 -n 20 clang -fsyntax-only -std=gnu11 $warnings -Werror -D_GNU_SOURCE -I. -I"$top" -I"$top/include" \
            -I"$top/liblvsdr/uapi" $libraries $1 <<<"$sources" || status=1
    done
}

look_at "-I$top/liblvsdr -include $top/liblvsdr/public.h" liblvsdr
look_at "" tools examples
look_at "-I$top/liblvsdr -DCORPUS=\"\"" tests/bench tests/docs tests/fuzz tests/lab tests/networks tests/scenarios tests/unit
look_at "-I$top/liblvsdr -DRULES=\"\"" tests/kernel
[ $status = 0 ] || echo "check-clang: mend what clang warns of above"
exit $status
