#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Fetches and unpacks Debian's stock kernel, without installing it, and prints the folder: fetch-kernel.sh [SUITE], where
# SUITE is another one of Debian's archive than this machine's, such as bookworm-backports.
set -eu

# The concrete package that Debian's name for "the stock kernel" stands for.
stock_package() {
    apt-cache "${apt_options[@]}" depends linux-image-amd64 2>/dev/null |
        sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1
}

field() { # TYPE OFFSET FILE: a number of the boot protocol's header
    od -A n -t "$1" -j "$2" -N "${1#u}" "$3" | tr -d ' '
}

# Unpacks the kernel itself, which in an emulated processor takes ten seconds at each boot. What it is packed with
# otherwise, it unpacks itself.
unpack_image() { # BOOT-FOLDER
    local packed part begin
    part=$(mktemp "$1/vmlinux.XXXXXX")
    packed=$(echo "$1"/vmlinuz-*)
    begin=$((($(field u1 $((0x1f1)) "$packed") + 1) * 512 + $(field u4 $((0x248)) "$packed")))
    tail -c +$((begin + 1)) "$packed" | head -c "$(field u4 $((0x24c)) "$packed")" |
        xz -dc --single-stream >"$part" 2>/dev/null || cp "$packed" "$part"
    mv "$part" "$1/vmlinux"
}

cache=${LVSDR_LAB_CACHE:-${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/lvsdr-lab}${1:+/$1}
# shellcheck source=tests/lab/archive.sh
. "$(dirname "$0")/archive.sh"
mkdir -p "$cache"
kernel=$(find "$cache" -mindepth 1 -maxdepth 1 -name 'linux-image-*' | sort -V | tail -n 1)
if [ -z "$kernel" ]; then
    need_apt
    [ -z "${1-}" ] || use_suite "$1"
    package=$(stock_package)
    if [ -z "$package" ]; then
        apt-get "${apt_options[@]}" update -qq >&2
        package=$(stock_package)
    fi
    [ -n "$package" ] || { echo "lab: apt knows no linux-image-amd64" >&2; exit 1; }
    fetch_packages "$package"
    depmod -b "$part/root" "$(ls "$part/root/lib/modules")"
    kernel=$cache/$package
    mv "$part/root" "$kernel"
fi
[ -e "$kernel/boot/vmlinux" ] || unpack_image "$kernel/boot"
echo "$kernel"
