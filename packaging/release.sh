#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Prepares a release, and makes what is published of it.
set -eu
export LC_ALL=C.UTF-8

usage() {
    cat <<'USAGE'
usage: release.sh prepare VERSION [DATE]
       release.sh make [--output FOLDER] [--key KEY]
A release in two steps, with a commit in between; docs/contributing/releasing.md tells what else belongs to it.

prepare sets the version in configure.ac, debian/changelog, packaging/lvsdr.spec, the man pages of the programs and the
manifests of the bindings (packaging/version.sh), gives it and the date (default: today) to the heading [Unreleased] of NEWS,
generates what is generated from the headers, and freezes the ABI in tests/abi. It changes files of the tree, and commits
nothing.

make takes a clean tree whose version NEWS has with a date. It makes tarball and Debian packages twice, in two roots, and
compares all bytes, and puts the tarball, the packages, RPMs, a bill of materials (CycloneDX) and SHA256SUMS into FOLDER
(default: build-release). It takes root.

  --key KEY     sign SHA256SUMS and the tarball with this key of gpg; without it, they are not signed
  --help        this text
USAGE
}

die() {
    echo "release.sh: $1" >&2
    exit "${2-1}"
}

step() {
    echo "release: $*"
}

top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"

version_of_tree() {
    sed -n 's/^AC_INIT(\[lvsdr\], \[\(.*\)\])$/\1/p' configure.ac
}

# The newest heading of NEWS: "VERSION DATE", or "Unreleased".
newest() {
    sed -n '/^## \[/{s/^## \[\([^]]*\)\] - /\1 /;s/^## \[\([^]]*\)\]$/\1/;p;q}' NEWS
}

check_clean() {
    [ -z "$(git status --porcelain)" ] || die "the tree has changes: commit them, or use a fresh clone"
}

# What is built in a folder of its own, with debug information, for the baseline of the ABI.
freeze() {
    local build
    build=$(mktemp -d)
    /usr/bin/python3 bindings/generate.py
    [ -x configure ] || ./autogen.sh >"$build/autogen.log" 2>&1 || die "autogen.sh failed: see $build/autogen.log"
    (cd "$build" && "$top/configure" --quiet --enable-werror CC=gcc CFLAGS='-g -O2' && make -s -j"$(nproc)" liblvsdr/liblvsdr.la) \
        >"$build/make.log" 2>&1 || die "the build failed: see $build/make.log"
    for list in constants declarations abi; do
        (cd "$build" && top_srcdir=$top "$top/tests/abi/check-$list.sh" --update) ||
            die "check-$list.sh did not freeze the ABI: what was released before must not change"
    done
    rm -rf "$build"
}

prepare() { # VERSION DATE
    local version=$1 day=$2 was entries
    [[ $version =~ ^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$ ]] || die "a version is MAJOR.MINOR.PATCH, such as 0.2.0, and not \"$version\"" 2
    [ "$(date -u -d "$day" +%F 2>/dev/null)" = "$day" ] || die "a date is YYYY-MM-DD, and not \"$day\"" 2
    [ "$(date -u -d "$day" +%s)" -le "$EPOCHSECONDS" ] || die "$day is in the future, and make takes files with such a time for wrong ones" 2
    check_clean
    [ "$(newest)" = Unreleased ] || die "the newest heading of NEWS is \"$(newest)\": write what is new below a heading \"## [Unreleased]\""
    ! git rev-parse -q --verify "refs/tags/v$version" >/dev/null || die "there is a tag v$version: a version is released once"
    ! grep -q "^## \[$version\]" NEWS || die "NEWS has a heading of $version: a version is released once"
    was=$(version_of_tree)
    [ "$(printf '%s\n' "$was" "$version" | sort -V | tail -n 1)" = "$version" ] || die "the tree is of $was, which is newer than $version"
    step "version $version in NEWS, debian/changelog, packaging/lvsdr.spec and the places of packaging/version.sh"
    packaging/version.sh "$version"
    sed -i "0,/^## \[Unreleased\]/s/^## \[Unreleased\].*/## [$version] - $day/" NEWS
    # A first entry that was not released is that of this version.
    if ! sed -n 1p debian/changelog | grep -q UNRELEASED; then
        entries=$(cat debian/changelog)
        printf 'lvsdr (-) UNRELEASED; urgency=medium\n\n  * New release: see NEWS.\n\n%s  -\n\n%s\n' \
            "$(sed -n '/^ -- /{s/>.*/>/p;q}' debian/changelog)" "$entries" >debian/changelog
    fi
    sed -i "1s/.*/lvsdr ($version-1~upstream1) unstable; urgency=medium/
        0,/^ -- /s/^\( -- .*>\)  .*/\1  $(date -u -R -d "$day 12:00")/" debian/changelog
    sed -i "/^%changelog/,/^- /s/^\* .*> - .*/* $(date -u -d "$day" '+%a %b %d %Y') liblvsdr maintainers <maintainers@lvsdr.example> - $version-0/" packaging/lvsdr.spec
    step "the interface as data, and the frozen ABI"
    freeze
    git --no-pager diff --stat
    step "look at the changes and at -version-info in liblvsdr/local.mk, run tests/run.sh, commit, and run: packaging/release.sh make"
}

compare() { # FOLDER FOLDER
    local file different=no
    for file in "$1"/*.tar.* "$1"/*.deb "$1"/*.dsc; do
        cmp "$file" "$2/${file##*/}" || different=yes
    done
    [ $different = no ] || die "two builds of one tree differ, as named above: a release can be built again with the same bytes"
}

# A library without its debug information and without the path of the build.
library() { # FOLDER
    mkdir "$1/library"
    dpkg-deb --fsys-tarfile "$1"/liblvsdr0_*.deb | tar -x -C "$1/library"
    find "$1/library" -name 'liblvsdr.so.*' -type f
}

make_release() { # OUTPUT KEY
    local output=$1 key=$2 version day scratch shared
    check_clean
    version=$(version_of_tree)
    [[ $(newest) = "$version "* ]] || die "configure.ac has $version, and the newest heading of NEWS is \"$(newest)\": run release.sh prepare first, and commit"
    day=$(newest) && day=${day#* }
    [ "$(sed -n '1s/^lvsdr (\(.*\)-.*) \(.*\);.*/\1 \2/p' debian/changelog)" = "$version unstable" ] || die "debian/changelog does not begin with a released $version: run release.sh prepare"
    grep -q "^Version: *$version$" packaging/lvsdr.spec || die "packaging/lvsdr.spec is not of $version: run release.sh prepare"
    [ -z "$key" ] || gpg --list-secret-keys "$key" >/dev/null 2>&1 || die "gpg has no secret key \"$key\": name one of gpg --list-secret-keys"
    SOURCE_DATE_EPOCH=$(date -u -d "$day" +%s)
    export SOURCE_DATE_EPOCH
    mkdir -p "$output"
    output=$(realpath "$output")
    [ -z "$(ls -A "$output")" ] || die "$output is not empty: remove what is in it, or name another folder by --output"
    scratch=$(mktemp -d)
    # shellcheck disable=SC2064 # scratch is local
    trap "rm -rf '$scratch'" EXIT
    trap 'exit 130' INT TERM
    step "first build of $version"
    packaging/build.sh --output "$scratch/first" >/dev/null
    step "second build, of a clone in another folder, in another root"
    git clone -q "$top" "$scratch/clone/of-the-same"
    (umask 077 && TZ=Asia/Tokyo "$scratch/clone/of-the-same/packaging/build.sh" --output "$scratch/second" --quick --no-lint tarball deb >/dev/null)
    compare "$scratch/first" "$scratch/second"
    shared=$(library "$scratch/first")
    step "the same bytes twice: tarball, Debian packages, and with them the stripped library"
    cp "$scratch"/first/{*.tar.*,*.deb,*.dsc,*.rpm} "$output/"
    packaging/sbom.py "$version" "$output/lvsdr-$version.tar.gz" "$shared" >"$output/lvsdr-$version.cdx.json"
    (cd "$output" && sha256sum -- * >SHA256SUMS)
    if [ -n "$key" ]; then
        gpg --batch --yes --local-user "$key" --armor --detach-sign "$output/SHA256SUMS"
        gpg --batch --yes --local-user "$key" --armor --detach-sign "$output/lvsdr-$version.tar.gz"
        step "signed with $key"
    else
        step "NOT SIGNED: --key KEY signs"
    fi
    (cd "$output" && ls -l)
    step "now: git tag -s v$version, and what docs/contributing/releasing.md tells"
}

case ${1-} in
--help) usage ;;
prepare)
    { [ $# -ge 2 ] && [ $# -le 3 ]; } || die "prepare takes a version, and a date (--help tells more)" 2
    prepare "$2" "${3-$(date -u +%F)}"
    ;;
make)
    shift
    output=build-release key=''
    while [ $# -gt 0 ]; do
        case $1 in
        --output | --key)
            [ -n "${2-}" ] || die "$1 takes a value (--help tells more)" 2
            declare "${1#--}=$2" && shift
            ;;
        *) die "make has no option \"$1\" (--help tells more)" 2 ;;
        esac
        shift
    done
    make_release "$output" "$key"
    ;;
*) usage >&2 && exit 2 ;;
esac
