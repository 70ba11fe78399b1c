#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The packages of this tree: they are made, lintian and rpmlint find nothing, apt installs them in a fresh root, where C,
# C++, Python, lvsdrctl and lvsdr-ipvsadm are used, and purges them again without leaving a file. check.sh BUILD; the root to build in is kept there.
set -u
export LC_ALL=C.UTF-8

build=$(realpath "$1")
top=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=tests/check.sh
. "$top/tests/check.sh"
# shellcheck source=packaging/root.sh
. "$top/packaging/root.sh"
output=$build/packages
fresh=$output/fresh
packages=(liblvsdr0 liblvsdr-dev python3-lvsdr lvsdr-tools liblvsdr-doc)

make_packages() {
    "$top/packaging/build.sh" --output "$output" --quick
}

# All that is there but for what apt and dpkg say about it; alternatives, caches of the linker and bytecode are compared too.
files() {
    (cd "$fresh" && find . \( -path ./proc -o -path ./var/lib/apt -o -path ./var/cache/apt -o -path ./var/lib/dpkg -o -path ./var/log \
        -o -path ./packages \) -prune -o -print | sort)
}

apt() { # COMMAND ARGUMENT...
    in_root "$fresh" root apt-get -qq -y -o Dpkg::Use-Pty=0 "$@" >"$output/apt.log" 2>&1 || { tail "$output/apt.log" && return 1; }
}

install_packages() {
    mkdir "$fresh/packages"
    for package in "${packages[@]}"; do cp "$output/${package}"_*.deb "$fresh/packages/" || return; done
    cp "$top/debian/tests/installed" "$fresh/packages/"
    # shellcheck disable=SC2046 # names of files
    apt update && apt install $(cd "$fresh" && printf '/%s ' packages/*.deb)
}

use_packages() {
    in_root "$fresh" root /packages/installed
}

purge_packages() {
    apt purge "${packages[@]}" && apt autoremove --purge && files | diff "$output/files" -
}

rpm_has() { # PACKAGE PATTERN...
    local file pattern
    file=$(find "$output" -maxdepth 1 -name "$1-[0-9]*.rpm" ! -name '*.src.rpm')
    rpm --query --list --package "$file" >"$output/rpm-files" 2>/dev/null || return
    for pattern in "${@:2}"; do
        grep -q -x "$pattern" "$output/rpm-files" || { echo "$1 has no file $pattern" && return 1; }
    done
}

check_rpms() {
    rpm_has liblvsdr0 '.*/liblvsdr.so.0' '.*/COPYING' &&
        rpm_has liblvsdr-devel '.*/include/lvsdr/lvsdr.h' '.*/include/lvsdr/lvsdr.hpp' '.*/liblvsdr.so' '.*/lvsdr.pc' '.*/man3/lvsdr_new.3.gz' &&
        rpm_has liblvsdr-static '.*/liblvsdr.a' &&
        rpm_has python3-lvsdr '.*/lvsdr/__init__.py' '.*/lvsdr/py.typed' &&
        rpm_has lvsdr-tools '.*/lvsdrctl' '.*/lvsdrctl.8.gz' '.*/lvsdr-ipvsadm' '.*/lvsdr-ipvsadm.8.gz' \
            '.*/lvsdr-state.5.gz' '.*/state.schema.json' '.*/lvsdr-state.service' '.*/completions/lvsdrctl' &&
        rpm_has liblvsdr-doc '.*/tutorial/zh/.*' '.*/examples/4-service.c'
}

trap 'rm -rf "$fresh"' EXIT
mkdir -p "$output"
check "Debian packages and RPMs are made, and nothing is found in them" make_packages
[ $status = 0 ] || exit 1
check "the RPMs have what belongs into them" check_rpms
# What runs the tests there; the packages' own dependencies are apt's to install.
make_root "$fresh" g++ libc6-dev pkgconf eatmydata || exit 1
in_root "$fresh" root ldconfig # so that its caches are there before
files >"$output/files"
check "apt installs the packages in a fresh root" install_packages
check "C, C++, Python and the programs find what is installed" use_packages
check "purging them leaves nothing" purge_packages
exit $status
