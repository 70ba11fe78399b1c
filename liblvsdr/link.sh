#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Links the library, by the command that follows ARCHIVE; in the ARCHIVE, if that makes one, only the public functions are
# left as symbols of other programs, as in the shared library: link.sh ARCHIVE COMMAND...
# Used by liblvsdr/local.mk, with CC, OBJCOPY, NM, AR and RANLIB in the environment.
set -eu

archive=$1
shift
rm -f "$archive"
"$@"
[ -e "$archive" ] || exit 0

scratch=$archive.hidden
rm -rf "$scratch"
mkdir "$scratch"
trap 'rm -rf "$scratch"' EXIT
# One object, because a symbol that is hidden from programs is hidden from other objects of the archive, too.
# shellcheck disable=SC2086 # CC and others may have arguments
{
    $CC -fno-lto -nostdlib -r -o "$scratch/liblvsdr.o" -Wl,--whole-archive "$archive" -Wl,--no-whole-archive
    # Nothing can be hidden in what gcc leaves for link-time optimization.
    $OBJCOPY --localize-hidden --remove-section='.gnu.lto_*' --remove-section='.gnu.debuglto_*' "$scratch/liblvsdr.o"
    $NM "$scratch/liblvsdr.o" | grep -q ' T lvsdr_new$' || {
        echo "$archive: with -flto, add -ffat-lto-objects to CFLAGS, or --disable-static" >&2
        rm -f "$archive" "${archive%/.libs/*}/liblvsdr.la"
        exit 1
    }
    $AR cr "$scratch/liblvsdr.a" "$scratch/liblvsdr.o"
    $RANLIB "$scratch/liblvsdr.a"
}
mv "$scratch/liblvsdr.a" "$archive"
