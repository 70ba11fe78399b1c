#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Fetches and unpacks Debian's stock kernel, without installing it, and prints the folder.
set -eu

cache=${LVSDR_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lvsdr-lab}
mkdir -p "$cache"
kernel=$(find "$cache" -mindepth 1 -maxdepth 1 -name 'linux-image-*' | sort -V | tail -n 1)
if [ -z "$kernel" ]; then
    command -v apt-get >/dev/null || { echo "lab: fetching a kernel takes apt" >&2; exit 1; }
    package=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-6[^ ]*\)$/\1/p' | head -n 1)
    [ -n "$package" ] || { echo "lab: apt knows no linux-image-amd64; run apt-get update" >&2; exit 1; }
    echo "lab: fetching $package" >&2
    part=$(mktemp -d "$cache/part.XXXXXX")
    trap 'rm -rf "$part"' EXIT
    (cd "$part" && apt-get download -qq "$package" && dpkg -x ./*.deb root && rm ./*.deb) >&2
    depmod -b "$part/root" "$(ls "$part/root/lib/modules")"
    kernel=$cache/$package
    mv "$part/root" "$kernel"
fi
echo "$kernel"
