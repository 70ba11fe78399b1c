#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Makes the tarball and the packages of this tree.
set -eu
export LC_ALL=C.UTF-8

usage() {
    cat <<'USAGE'
usage: build.sh [OPTION]... [tarball|deb|rpm]...
Makes the tarball of this tree, and of it Debian packages and RPMs; all of them by default. The Debian packages are made
in a clean root of this machine's suite, as an unprivileged user; this takes root. RPMs are made by this machine's rpmbuild.

  --output FOLDER   where they are put (default: build-packages)
  --root FOLDER     the root to build in; it is made if it does not exist, and kept (default: root in the output's folder)
  --tarball FILE    make the packages of this tarball of liblvsdr, instead of one of this tree
  --quick           to try the packaging: without the tests of the packages' builds, and RPMs without optimization
  --no-lint         without lintian and rpmlint
  --help            this text

SOURCE_DATE_EPOCH is the time of what is made; the default is the day of the release as NEWS tells it, or else that of the
last commit. What packages need is installed by tests/setup.sh build packages.
USAGE
}

die() {
    echo "build.sh: $1" >&2
    exit "${2-1}"
}

top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=packaging/root.sh
. "$top/packaging/root.sh"
output=$top/build-packages root='' tarball='' quick=no lint=yes
wanted=()
while [ $# -gt 0 ]; do
    case $1 in
    --output | --root | --tarball)
        [ -n "${2-}" ] || die "$1 takes a path (--help tells more)" 2
        declare "${1#--}=$2" && shift
        ;;
    --quick) quick=yes ;;
    --no-lint) lint=no ;;
    --help) usage && exit ;;
    tarball | deb | rpm) wanted+=("$1") ;;
    *) die "what is \"$1\"? It makes tarball, deb and rpm (--help tells more)" 2 ;;
    esac
    shift
done
[ ${#wanted[@]} -gt 0 ] || wanted=(tarball deb rpm)
[ -z "$tarball" ] || [ -r "$tarball" ] || die "the tarball $tarball cannot be read"
[ -z "$tarball" ] || tarball=$(realpath "$tarball")
mkdir -p "$output"
output=$(realpath "$output")
root=$(realpath -m "${root:-$output/root}")
version=$(sed -n 's/^AC_INIT(\[lvsdr\], \[\(.*\)\])$/\1/p' "$top/configure.ac")
name=lvsdr-$version
work=$(mktemp -d "$output/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

is_wanted() {
    case " ${wanted[*]} " in
    *" $1 "*) ;;
    *) return 1 ;;
    esac
}

run() { # LOG COMMAND...: says what it printed only if it fails
    local log=$output/$1.log
    echo "build: $1" >&2
    shift
    "$@" >"$log" 2>&1 </dev/null || { tail -n 40 "$log" >&2 && die "\"$1\" failed: see $log"; }
}

find_epoch() {
    local day
    day=$(sed -n '/^## \[/{s/^## \[[^]]*\] - \([0-9-]*\)$/\1/p;q}' "$top/NEWS")
    if [ -n "$day" ]; then
        date -u -d "$day" +%s
    else
        git -C "$top" log -1 --format=%ct 2>/dev/null || stat -c %Y "$top/NEWS"
    fi
}

# The same bytes whoever makes it, and when.
make_tarball() {
    local build=$work/build
    [ -x "$top/configure" ] || (cd "$top" && run autogen ./autogen.sh)
    [ ! -e "$top/config.status" ] || die "the tree was configured in its own folder: make distclean there first"
    mkdir -p "$build"
    cd "$build"
    run configure "$top/configure" --quiet
    # shellcheck disable=SC2016 # make expands it
    run dist make dist-gzip GZIP_ENV='--best --no-name' am__tar='tar --format=ustar --sort=name --mtime=@'"$SOURCE_DATE_EPOCH"' \
        --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -chf - "$(distdir)"'
    cp "$name.tar.gz" "$output/"
    cd "$top"
    tarball=$output/$name.tar.gz
}

# The packages that the build needs are read from debian/control.
prepare_root() {
    local needs
    needs=$(perl -MDpkg::Control::Info -MDpkg::Deps -e '
        my $needs = deps_parse(Dpkg::Control::Info->new($ARGV[0])->get_source->{"Build-Depends"}, build_dep => 1, reduce_restrictions => 1);
        foreach my $need ($needs->get_deps) {
            $need = ($need->get_deps)[0] if $need->isa("Dpkg::Deps::OR");
            my $name = $need->{package};
            print $name eq "debhelper-compat" ? "debhelper" : $name, "\n";
        }' "$top/debian/control")
    [ "$(cat "$root/needs" 2>/dev/null)" != "$needs" ] || return 0
    # shellcheck disable=SC2086 # words
    run root make_root "$root" build-essential eatmydata $needs
    echo "$needs" >"$root/needs"
}

# What it finds is told by what it prints: its status tells of what is overridden, too. Most of its time goes into man pages,
# which tests/docs/check-man.sh inspects as well.
inspect_deb() {
    local options=(--pedantic --display-info --tag-display-limit 0 --allow-root)
    [ $quick = no ] || options+=(-X documentation/manual)
    lintian "${options[@]}" "$output"/lvsdr_*.changes >"$work/found" 2>&1 || [ $? = 2 ] || { cat "$work/found" && return 1; }
    cat "$work/found"
    [ ! -s "$work/found" ]
}

make_deb() {
    local changed source=$root/build/$name profiles=() file
    changed=$(sed -n '1s/^lvsdr (\(.*\)-[^-]*) .*/\1/p' "$top/debian/changelog")
    [ "$changed" = "$version" ] || die "debian/changelog begins with $changed, and configure.ac has $version"
    prepare_root
    rm -rf "$root/build"
    mkdir -p "$source"
    tar -xzf "$tarball" -C "$source" --strip-components=1 --no-same-owner
    rm -rf "$source/debian"
    cp -r "$top/debian" "$source/debian"
    chmod -R u=rwX,go=rX "$source/debian" # whatever the umask is
    cp "$tarball" "$root/build/lvsdr_$version.orig.tar.gz"
    chown -R 1000:1000 "$root/build"
    [ $quick = no ] || profiles=("DEB_BUILD_OPTIONS=nocheck" "DEB_BUILD_PROFILES=nocheck")
    # shellcheck disable=SC2016 # expanded there
    run deb in_root "$root" 1000:1000 env "${profiles[@]}" sh -c 'cd "$1" && exec eatmydata dpkg-buildpackage -us -uc --no-check-builddeps -j"$(nproc)"' sh "/build/$name"
    rm -f "$output"/*.deb "$output"/lvsdr_*
    for file in "$root/build"/*.*; do [ ! -f "$file" ] || cp "$file" "$output/"; done
    rm -rf "$root/build"
    [ $lint = no ] || run lintian inspect_deb
}

make_rpm() {
    local folder=$work/rpm options scripts=/usr/lib/rpm
    # Debian's rpm has scripts for this, but runs them by a shell that they are not written for.
    options=(--define "_topdir $work/rpm" --define "__os_install_post %{expand:
        bash $scripts/brp-compress /usr
        find %{buildroot} -type f '(' -name '*.so.*' -o -path '*/bin/*' -o -path '*/sbin/*' ')' -exec strip --strip-unneeded '{}' +
        }" --define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1"
        --define "_buildhost localhost")
    mkdir -p "$folder/SOURCES"
    cp "$tarball" "$folder/SOURCES/"
    [ $quick = no ] || options+=(--nocheck --define "optflags -O0")
    # Debian's rpm knows nothing of Debian's packages.
    run rpm rpmbuild -ba --nodeps "${options[@]}" "$top/packaging/lvsdr.spec"
    rm -f "$output"/*.rpm
    find "$folder/RPMS" "$folder/SRPMS" -name '*.rpm' -exec cp {} "$output/" \;
    [ $lint = no ] || run rpmlint rpmlint --strict --config "$top/packaging/rpmlint.toml" "$top/packaging/lvsdr.spec" "$output"/*.rpm
}

"$top/tests/setup.sh" build packages || die "this machine lacks what the packages are made with"
[ -n "$version" ] || die "configure.ac names no version"
! is_wanted deb || [ "$(id -u)" = 0 ] || die "the root for Debian packages is made by root: run it by sudo, or ask for \"tarball rpm\" only"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(find_epoch)}
export SOURCE_DATE_EPOCH
[ -n "$tarball" ] || make_tarball
! is_wanted deb || make_deb
! is_wanted rpm || make_rpm
cd "$output"
find . -maxdepth 1 -type f \( -name '*.deb' -o -name '*.rpm' -o -name '*.tar.*' -o -name '*.dsc' \) -printf "$output/%f\n" | sort
