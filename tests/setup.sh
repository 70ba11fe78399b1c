#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs what this machine lacks: tests/setup.sh GROUP...
#   build     compiler, autotools and the libraries that liblvsdr is built with
#   test      what only the tests need (clang, valgrind, musl)
#   lab       kernels with IPVS, and the tools that act as witnesses
#   web       the real servers' web server
#   bindings  Python and LuaJIT, and what guards the ABI and the reference pages
#   languages  the other languages
#   ansible   what runs examples/ansible
#   style     what formats C and Python, and reads shell scripts (mypy is one of the bindings)
#   packages  what makes packages and releases, in a root of their own, and inspects them
#   site      what "make html" builds the site with, and the browser that looks at it
# Without apt it names what is missing and fails.
# shellcheck disable=SC2034,SC2086,SC2001 # groups are found by name, and words are packages
set -eu

# "probe:package"; a probe is a program, what pkg-config knows, a module of Debian's Python, a language that a font
# has, or clang's libFuzzer.
build="gcc:gcc make:make autoconf:autoconf automake:automake libtoolize:libtool
    pkg-config:pkg-config python3:python3
    libmnl:libmnl-dev libnl-3.0:libnl-3-dev libnl-genl-3.0:libnl-genl-3-dev
    jansson:libjansson-dev cmocka:libcmocka-dev ncursesw:libncurses-dev yaml-0.1:libyaml-dev libcurl:libcurl4-openssl-dev"
test="clang:clang libFuzzer:libclang-rt-dev valgrind:valgrind g++:g++ musl-gcc:musl-tools zsh:zsh fish:fish"
lab="linux:user-mode-linux modprobe:kmod mount:mount ip:iproute2 ipvsadm:ipvsadm busybox:busybox-static
    qemu-system-x86_64:qemu-system-x86 cpio:cpio tcpdump:tcpdump curl:curl arping:iputils-arping
    nft:nftables sysctl:procps ifconfig:net-tools wrk:wrk keepalived:keepalived"
web="lighttpd:lighttpd"
ansible="ansible-playbook:ansible-core"
bindings="/usr/bin/python3:python3 luajit:luajit mypy:mypy abidiff:abigail-tools mandoc:mandoc systemd-analyze:systemd
    python.ensurepip:python3-venv python.pip:python3-pip python.setuptools:python3-setuptools
    python.wheel:python3-wheel python.jsonschema:python3-jsonschema python.yaml:python3-yaml python.prometheus_client:python3-prometheus-client"
languages="cargo:cargo rustc:rustc go:golang-go node:nodejs npm:npm"
style="clang-format:clang-format shellcheck:shellcheck black:black"
packages="mmdebstrap:mmdebstrap eatmydata:eatmydata rpmbuild:rpm rpmlint:rpmlint gpg:gpg gpg-agent:gpg-agent
    dpkg-source:dpkg-dev xz:xz-utils lintian:lintian"
site="python.sphinx:python3-sphinx python.myst_parser:python3-myst-parser python.furo:furo mandoc:mandoc
    chromium:chromium chromedriver:chromium-driver python.selenium:python3-selenium font.zh:fonts-droid-fallback"

groups="build test lab web bindings languages ansible style packages site"

PATH=$PATH:/usr/sbin:/sbin

# The kernel for QEMU is fetched by tests/lab/fetch-kernel.sh when it is first needed.

is_there() {
    if [ "$1" = libFuzzer ]; then
        [ -n "$(find -L "$(clang -print-resource-dir 2>/dev/null)" -name 'libclang_rt.fuzzer*.a' -print -quit 2>/dev/null)" ]
        return
    fi
    case $1 in
    python.*) /usr/bin/python3 -c "import ${1#python.}" 2>/dev/null; return ;;
    font.*) [ -n "$(fc-list ":lang=${1#font.}" 2>/dev/null)" ]; return ;;
    esac
    command -v "$1" >/dev/null || { command -v pkg-config >/dev/null && pkg-config --exists "$1"; }
}

find_missing() {
    local group pair
    for group; do
        case " $groups " in
        *" $group "*) ;;
        *) echo "setup: no group \"$group\" ($groups)" >&2 && exit 2 ;;
        esac
        for pair in ${!group}; do
            is_there "${pair%%:*}" || echo "$pair"
        done
    done
}

# Packages that bring a service must not start it here.
install() {
    local service sudo="" policy=/usr/sbin/policy-rc.d ours=no result=0
    [ "$(id -u)" = 0 ] || sudo=sudo
    command -v "${sudo:-true}" >/dev/null || { echo "setup: run it as root, or install sudo" >&2; exit 1; }
    if [ ! -e $policy ]; then
        ours=yes
        # shellcheck disable=SC2064 # sudo is local
        trap "$sudo rm -f $policy" EXIT
        trap 'exit 130' INT TERM
        printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
        $sudo chmod +x $policy
    fi
    export DEBIAN_FRONTEND=noninteractive
    { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >/dev/null; } || result=$?
    [ $ours = no ] || $sudo rm -f $policy
    # A service that came with a package must not start with the machine either.
    for service in lighttpd keepalived; do
        case " $* " in
        *" $service "*) ! command -v systemctl >/dev/null || $sudo systemctl --quiet disable "$service" 2>/dev/null || true ;;
        esac
    done
    return $result
}

[ $# -gt 0 ] || { echo "usage: setup.sh GROUP...; the groups are $groups" >&2; exit 2; }
missing=$(find_missing "$@")
[ -n "$missing" ] || exit 0
wanted=$(echo "$missing" | sed 's/.*://')
if ! command -v apt-get >/dev/null; then
    echo "setup: this machine has no apt, and these are missing:" >&2
    for pair in $missing; do
        case $pair in
        python.*) echo "    the Python module ${pair%%:*} (Debian: ${pair#*:})" >&2 ;;
        font.*) echo "    a font of the language ${pair%%:*} (Debian: ${pair#*:})" >&2 ;;
        *-dev) echo "    the library and headers that pkg-config calls ${pair%%:*} (Debian: ${pair#*:})" >&2 ;;
        *) echo "    the program ${pair%%:*} (Debian: ${pair#*:})" >&2 ;;
        esac
    done
    exit 1
fi
echo "setup: installing" $wanted
install $wanted
missing=$(find_missing "$@")
[ -z "$missing" ] || { echo "setup: still missing after the installation:" $missing >&2; exit 1; }
