# shellcheck shell=bash disable=SC2154 # who sources it sets $cache, the folder that everything is kept in
# SPDX-License-Identifier: LGPL-2.1-or-later
# Packages of Debian's archive, of this machine's suite or of another, unpacked without being installed.

apt_options=()

# Another suite is looked up in lists of its own: this machine's apt stays as it is.
use_suite() { # SUITE
    local archive
    # shellcheck disable=SC2016 # apt is to expand it
    archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' | head -n 1)
    mkdir -p "$cache/apt/partial"
    echo "deb ${archive:-http://deb.debian.org/debian} $1 main" >"$cache/sources"
    apt_options=(-o "Dir::Etc::sourcelist=$cache/sources" -o Dir::Etc::sourceparts=/dev/null
        -o "Dir::State::lists=$cache/apt" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
}

need_apt() {
    command -v apt-get >/dev/null || { echo "lab: fetching a kernel takes apt" >&2; exit 1; }
}

# Into the folder "root" of a new one, $part, which goes at the end where it is still there.
fetch_packages() { # PACKAGE...
    local file
    echo "lab: fetching $*" >&2
    part=$(mktemp -d "$cache/part.XXXXXX")
    trap 'rm -rf "$part"' EXIT
    (cd "$part" && apt-get "${apt_options[@]}" download -qq "$@" && for file in *.deb; do dpkg -x "$file" root; done &&
        rm ./*.deb) >&2
}
