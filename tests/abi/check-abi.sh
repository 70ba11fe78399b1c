#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The built library against the baseline liblvsdr.abi: what programs were linked with is still there, with
# the same types. Run it in a build folder. --update makes the baseline anew from what is built there.
#
# Exit status 77: not compared, because debug information of another architecture or compiler is described in
# other words than the baseline's. What was found out about abidiff 2.2, and is tested by test-guards.sh:
# - any exit status but 0 is a failure: it tells added functions by a bit of it, and sometimes aborts; of a
#   baseline that was cut off it complains and ends with 0;
# - the baseline must hold all types and no places (--no-show-locs). Made for public types only, or with
#   places, it lets changed parameters pass in silence;
# - the headers' folders have to be given, or the insides of opaque structs count; but then a handle in place
#   of another one passes, hence check-declarations.sh; constants are numbers, hence check-constants.sh.
set -eu
export LC_ALL=C

top=${top_srcdir:-$(dirname "$0")/../..}
baseline=$top/tests/abi/liblvsdr.abi
library=${LVSDR_LIBRARY:-liblvsdr/.libs/liblvsdr.so}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

skip() {
    echo "check-abi: not compared: $1"
    exit 77
}

[ -e "$library" ] || { echo "there is no $library: run make first, and this in the build folder" && exit 1; }
command -v abidiff >/dev/null || skip "abidiff is not installed (Debian: abigail-tools)"
case $(abidiff --version) in
*" 2.2."*) ;;
*) skip "the baseline is for abidiff 2.2, and this is $(abidiff --version)" ;;
esac
${CC:-cc} -E -dM -x c /dev/null >"$scratch/compiler"
{ grep -q '__x86_64__' "$scratch/compiler" && ! grep -q '__ILP32__' "$scratch/compiler"; } ||
    skip "the baseline is for amd64"
! grep -q '__clang__' "$scratch/compiler" || skip "the baseline is for gcc, and this was built with clang"
[ -z "${SANITIZE_CFLAGS-}" ] || skip "the library was built with sanitizers"
readelf --section-headers --wide "$library" | grep -q ' \.debug_info ' ||
    skip "the library has no debug information to read types from: configure it with CFLAGS='-g -O2'"

# Every function symbol has its types: a baseline that was cut off would be taken without a word.
whole() { # BASELINE
    tail -n 1 "$1" | grep -qx '</abi-corpus>' &&
        [ "$(grep -c '<elf-symbol name=' "$1")" = "$(grep -c ' elf-symbol-id=' "$1")" ]
}

if [ "${1-}" = --update ]; then
    abidw --exported-interfaces-only --no-show-locs --no-comp-dir-path --no-corpus-path --no-parameter-names \
        --no-write-default-sizes --out-file "$scratch/abi" "$library"
    whole "$scratch/abi" || { echo "abidw left functions out: nothing was changed" && exit 1; }
    # Paths of the machine say nothing: only the source's name in the tree stays.
    sed "s|path='[^']*liblvsdr/|path='liblvsdr/|" "$scratch/abi" >"$baseline"
    exit
fi
whole "$baseline" || { echo "tests/abi/liblvsdr.abi is not whole: take it from the last commit" && exit 1; }
status=0
abidiff --headers-dir1 "$top/include" --headers-dir2 "$top/include" "$baseline" "$library" >"$scratch/report" \
    2>"$scratch/errors" || status=$?
[ $status != 0 ] || [ -s "$scratch/errors" ] || exit 0
cat "$scratch/report" "$scratch/errors"
if [ -s "$scratch/errors" ] || ! grep -q '^Functions changes summary: ' "$scratch/report"; then
    echo "abidiff ended with status $status and compared nothing: this is no finding, but no comparison either"
elif grep -q '^Functions changes summary: 0 Removed, 0 Changed.* [1-9][0-9]* Added' "$scratch/report" &&
    ! grep -q '^Variables changes summary: .*[1-9] ' "$scratch/report"; then
    echo "functions were added: run tests/abi/check-abi.sh --update in the build folder, and commit tests/abi/liblvsdr.abi"
else
    echo "what programs were linked with is gone or has other types: give it back as it was, and let what is new have" \
        "a new name. (While no release has it: tests/abi/check-abi.sh --update makes the baseline anew.)"
fi
exit 1
