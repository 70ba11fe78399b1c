#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Fetches user-mode Linux of another suite of Debian's archive, such as forky, without installing it, and prints the folder:
# fetch-uml.sh SUITE. The folder has the program "linux", to be started there, and "modules".
set -eu

here=$(dirname "$0")
cache=${LVSDR_LAB_CACHE:-${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/lvsdr-lab}/$1
# shellcheck source=tests/lab/archive.sh
. "$here/archive.sh"

# The program wants a C library of its suite, which is laid beside it. The texts in it that name the loader and the folder of
# libraries keep their length.
use_library_beside() { # PROGRAM
    replace "$1" /lib64/ld-linux-x86-64.so.2 ./ld.so
    # shellcheck disable=SC2016 # it is the loader that is to expand it
    replace "$1" /lib64:/lib '$ORIGIN'
}

# A text that ends with a zero byte, by another one, filled up with zero bytes.
replace() { # FILE TEXT OTHER
    local zeros='' i
    for ((i = ${#3}; i < ${#2}; i++)); do zeros+='\x00'; done
    LC_ALL=C sed -i "s|$2\\x00|$3$zeros\\x00|" "$1"
}

kernel=$cache/user-mode-linux
if [ ! -e "$kernel" ]; then
    need_apt
    mkdir -p "$cache"
    use_suite "$1"
    apt-get "${apt_options[@]}" update -qq >&2
    fetch_packages user-mode-linux libc6
    mkdir "$part/uml"
    mv "$part/root/usr/bin/linux.uml" "$part/uml/linux"
    mv "$part/root/usr/lib/uml/modules" "$part/uml/modules"
    cp "$part"/root/usr/lib/x86_64-linux-gnu/libc.so.6 "$part/uml/"
    cp -L "$part"/root/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 "$part/uml/ld.so"
    use_library_beside "$part/uml/linux"
    mv "$part/uml" "$kernel"
fi
echo "$kernel"
