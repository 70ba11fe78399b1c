# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced: roots of Debian to build and to install in. Both functions take root, and need no mount: without the privilege
# to mount, /proc is empty in the root.

# The archive and the suite are those of this machine, and so is a proxy that apt has been told.
make_root() { # FOLDER PACKAGE...
    local folder=$1 suite sources options=()
    shift
    # shellcheck source=/dev/null
    suite=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
    sources=/etc/apt/sources.list.d/debian.sources
    [ -e "$sources" ] || sources=/etc/apt/sources.list
    if ! { [ -n "$suite" ] && [ -s "$sources" ]; }; then
        echo "root: this machine has no sources of apt of a suite of Debian: make packages on Debian" >&2
        return 1
    fi
    mapfile -t options < <(apt-config dump --format '%f "%v";%n' Acquire::http::Proxy Acquire::https::Proxy |
        grep -v ' "";$' | sed 's/^/--aptopt=/')
    rm -rf "$folder"
    eatmydata mmdebstrap --quiet --mode=root --variant=apt --format=directory "${options[@]}" \
        --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
        --include="$(IFS=, && echo "$*")" "$suite" "$folder.new" "$sources" 2> >(grep -v '^W: skipping' >&2) ||
        { rm -rf "$folder.new" && echo "root: mmdebstrap failed, see above" >&2 && return 1; }
    printf '#!/bin/sh\nexit 101\n' >"$folder.new/usr/sbin/policy-rc.d" # no service is started in it
    chmod +x "$folder.new/usr/sbin/policy-rc.d"
    mv "$folder.new" "$folder"
}

in_root() { # FOLDER USER COMMAND ARGUMENT...: as the user of this name or number, in an environment that is always the same
    local folder=$1 user=$2
    shift 2
    set -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        ${SOURCE_DATE_EPOCH:+"SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH"} chroot --userspec="$user" "$folder" "$@"
    if unshare --mount mount -t proc proc "$folder/proc" 2>/dev/null; then
        # shellcheck disable=SC2016 # expanded there
        unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec "$@"' "$folder" "$@"
    else
        "$@"
    fi
}
