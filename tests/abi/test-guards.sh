#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The guards themselves: each break in a scratch copy of the tree has to be caught by its guard, with a
# sentence that says what to do; and the copy has to be fine before it is broken. Run it in a build folder.
# Exit status 77: some guards are left out on this machine, and so are their breaks.
# shellcheck disable=SC2016,SC2086 # backquotes are text; options are words
set -u
export LC_ALL=C

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
built=$(find liblvsdr -path '*/.libs/liblvsdr_inside_la-*.o' 2>/dev/null | sort)
[ -n "$built" ] || { echo "[  FAILED  ] there are no objects: run make first, and this in the build folder" && exit 1; }

# The tree is copied for each break: quickest in memory, where programs may be run from there.
folder=${TMPDIR:-/tmp}
! [ -w /dev/shm ] || findmnt -n -o OPTIONS -T /dev/shm | grep -qw noexec ||
    [ "$(df --output=avail -m /dev/shm | tail -n 1)" -lt 200 ] || folder=/dev/shm
scratch=$(mktemp -d -p "$folder")
trap 'rm -rf "$scratch"' EXIT
whole=$scratch/whole tree=$scratch/tree log=$scratch/log status=0
declare -A left_out=()
parts=()

mkdir -p "$whole/tests"
for part in .clang-format .shellcheckrc autogen.sh CONTRIBUTING.md COPYING NEWS README.md README.zh.md SECURITY.md bindings configure.ac debian docs examples include liblvsdr packaging \
    pyproject.toml tests/abi tests/docs tests/style tests/unit tools; do
    cp -r "$top/$part" "$whole/$part"
done
chmod -R u+w "$whole"
for part in "$top"/tests/*; do # looked at, but not broken
    [ -e "$whole/tests/${part##*/}" ] || ln -s "$part" "$whole/tests"
done
python=$(command -v /usr/bin/python3 || command -v "${PYTHON:-python3}")
# What is not broken is not compiled again: copies keep their times.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$scratch/bytecode

reset() {
    rm -rf "$tree"
    cp -a "$whole" "$tree"
    unset LVSDR_LIBRARY LVSDR_FIELDS
}

run() { # "GUARD [ARGUMENT]"
    local words
    read -ra words <<<"$1"
    top_srcdir=$tree "$tree/tests/${words[0]}.sh" "${words[@]:1}" >"$log" 2>&1 </dev/null
}

good() {
    echo "[       OK ] $1"
}

bad() { # TITLE WHY
    sed 's/^/    /' "$log" | head -n 20
    echo "[  FAILED  ] $1: $2"
    status=1
}

# The guards pass before anything is broken, or their breaks say nothing.
fine() { # "GUARD [ARGUMENT]"...
    local guard result
    reset
    for guard; do
        run "$guard"
        result=$?
        case $result in
        0) good "$guard passes on the tree as it is" ;;
        77) left_out[${guard%% *}]=yes && echo "[ LEFT OUT ] $(cat "$log")" ;;
        *) left_out[${guard%% *}]=yes && bad "$guard" "it fails before anything is broken (status $result)" ;;
        esac
    done
}

broken() { # TITLE COMMAND...
    reset
    : >"$log"
    "${@:2}" >"$log" 2>&1 || { bad "$1" "it could not be broken" && return 1; }
    [ -n "${LVSDR_LIBRARY-}" ] || ! diff -rq "$whole" "$tree" >/dev/null || { bad "$1" "nothing was broken" && return 1; }
}

caught() { # TITLE GUARD MESSAGE COMMAND...
    [ -z "${left_out[${2%% *}]-}" ] || return
    broken "$1" "${@:4}" || return
    cp -r "$tree/tests/abi" "$scratch/frozen"
    run "$2"
    case $? in
    0) bad "$1" "$2 did not catch it" ;;
    77) bad "$1" "$2 was left out" ;;
    *) if ! grep -qE -- "$3" "$log"; then
        bad "$1" "$2 did not say \"$3\""
    elif ! diff -r "$scratch/frozen" "$tree/tests/abi" >"$log"; then
        bad "$1" "$2 failed, and changed what is frozen"
    else
        good "$1"
    fi ;;
    esac
    rm -r "$scratch/frozen"
}

passes() { # TITLE GUARD COMMAND...
    [ -z "${left_out[${2%% *}]-}" ] || return
    broken "$1" "${@:3}" || return
    if run "$2"; then good "$1"; else bad "$1" "$2 fails"; fi
}

edit() { # FILE SED-EXPRESSION [FILE SED-EXPRESSION]...
    while [ $# -gt 0 ]; do
        sed -i -E "$2" "$tree/$1"
        shift 2
    done
}

append() { # HEADER TEXT
    text=$2 awk '/^#ifdef __cplusplus$/ && seen++ { print ENVIRON["text"]; print "" } { print }' \
        "$tree/include/lvsdr/$1" >"$scratch/header" && mv "$scratch/header" "$tree/include/lvsdr/$1"
}

new_function() { # LAST-PARAMETER, documented as it should be
    append version.h "/**
 * lvsdr_guard() - what this test adds. Local.
 * @host: the handle.
 * @value: 0 (the default) to 3.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_guard(struct lvsdr *host, $1);"
}

generate() {
    $python "$tree/bindings/generate.py"
}

in_map() { # FUNCTION
    sed -i "0,/^local:/s//\t$1;\nlocal:/" "$tree/liblvsdr/liblvsdr.map"
}

compile() { # SOURCE OBJECT, of the broken tree
    # shellcheck disable=SC2046 # flags are words
    ${CC:-cc} -DHAVE_CONFIG_H -I. -D_GNU_SOURCE -I"$tree/include" -I"$tree/liblvsdr/uapi" -I"$tree/liblvsdr" \
        -include "$tree/liblvsdr/public.h" -std=gnu11 -w -fvisibility=hidden -pthread -g -O2 -fPIC \
        $(pkg-config --cflags libnl-genl-3.0 2>/dev/null || echo -I/usr/include/libnl3) ${SANITIZE_CFLAGS-} -c -o "$2" "$tree/liblvsdr/$1"
}

libraries=$(pkg-config --libs libmnl libnl-genl-3.0 jansson 2>/dev/null || echo "-lmnl -lnl-genl-3 -lnl-3 -ljansson")

# Makes a library of the built objects; those of the sources that are named are compiled from the broken tree.
relink() { # SOURCE...
    local source objects=$built
    for source; do
        compile "$source" "$scratch/${source//\//-}.o" || return
        objects=$(echo "$objects" | grep -v "/$(dirname "/$source" | sed 's|^/||; s|.$|&/|').libs/liblvsdr_inside_la-$(basename "$source" .c).o")
        objects="$objects $scratch/${source//\//-}.o"
    done
    ${CC:-cc} -shared -fPIC -g ${SANITIZE_CFLAGS-} $objects $libraries -pthread ${link_flags-} -Wl,-soname,liblvsdr.so.0 \
        -Wl,--version-script="$tree/liblvsdr/liblvsdr.map" -o "$scratch/liblvsdr.so" || return
    export LVSDR_LIBRARY=$scratch/liblvsdr.so
}

broken_library() { # SOURCE FILE SED-EXPRESSION [FILE SED-EXPRESSION]...
    edit "${@:2}" && relink "$1"
}

# Breaks that several guards are tried with.
documented_only() {
    new_function 'uint32_t value' && generate
}

dropped_symbol() {
    edit liblvsdr/liblvsdr.map '/\tlvsdr_state_read;/d' && relink
}

moved_symbol() {
    edit liblvsdr/liblvsdr.map '/\tlvsdr_version;/d'
    printf '\nLVSDR_0.2 {\nglobal:\n\tlvsdr_version;\n} LVSDR_0.1;\n' >>"$tree/liblvsdr/liblvsdr.map"
    relink
}

# In a folder of its own.
run_part() { # FILE
    scratch=$scratch/$(basename "$1" .sh)
    mkdir "$scratch"
    tree=$scratch/tree log=$scratch/log
    # shellcheck source=/dev/null
    . "$1"
    exit $status
}

fine abi/check-abi abi/check-constants abi/check-declarations abi/check-description abi/check-hardening abi/check-headers \
    abi/check-layers abi/check-map abi/check-musl abi/check-ipvs-table abi/check-named abi/check-readme abi/check-version docs/check-lvsdrctl docs/check-man docs/check-pages docs/check-schema \
    docs/check-tutorial docs/check-unit docs/check-words \
    "style/check-clang tools" "style/check-conditionals liblvsdr/model/vip.c" "style/check-format liblvsdr/model/vip.c bindings/generate.py" \
    "style/check-shell tests/abi/check-readme.sh"
for part in "$top"/tests/abi/guards/*.sh; do
    run_part "$part" >"$scratch/$(basename "$part" .sh).out" 2>&1 &
    parts[$!]=$part
done
for process in "${!parts[@]}"; do
    wait "$process" || status=1
    cat "$scratch/$(basename "${parts[$process]}" .sh).out"
done
[ $status != 0 ] || [ ${#left_out[@]} = 0 ] || status=77
exit $status
