#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The static library, as it is installed, defines the public functions for other programs and nothing else: a program may
# have functions of its own with the names of those inside. It is built for this, in a folder of its own.
#
# Exit status 77: not checked, because the sources are built where they are, and configure refuses another folder.
set -eu
export LC_ALL=C

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
[ -x "$top/configure" ] || { echo "there is no configure: run autogen.sh first" && exit 1; }
[ ! -e "$top/config.status" ] || { echo "check-archive: not checked: the sources are built where they are" && exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "check-archive: $*"
    status=1
}

build() {
    mkdir "$scratch/build"
    cd "$scratch/build"
    "$top/configure" --quiet --enable-static --disable-shared --prefix="$scratch/installed" CFLAGS="-O0 -w"
    make -j2 liblvsdr/liblvsdr.la
    make install-libLTLIBRARIES install-lvsdrincludeHEADERS install-pkgconfigDATA
}

unset MAKEFLAGS MAKELEVEL MFLAGS
(build) >"$scratch/log" 2>&1 || { cat "$scratch/log" && exit 1; }
archive=$scratch/installed/lib/liblvsdr.a

nm --extern-only --defined-only "$archive" | sed -n 's/^[0-9a-f]* [A-Z] //p' | sort >"$scratch/archive"
sed -n 's/^\t\(lvsdr[a-z0-9_]*\);$/\1/p' "$top/liblvsdr/liblvsdr.map" | sort >"$scratch/map"
[ -s "$scratch/map" ] || complain "there are no functions in liblvsdr.map: mend this script"
difference=$(diff "$scratch/map" "$scratch/archive" | sed -n 's/^< /lacks /p; s/^> /has besides /p' | head -n 20 | tr '\n' ' ')
[ -z "$difference" ] || complain "the static library, beside liblvsdr.map: it $difference(liblvsdr/link.sh hides what is inside)"

cat >"$scratch/program.c" <<'END'
#include <lvsdr/lvsdr.h>
#include <string.h>

static int called;

/* The library has an error_set() of its own. */
int error_set(void);
int error_set(void)
{
	return ++called;
}

int main(void)
{
	struct lvsdr *host;
	struct lvsdr_service *service;
	int told;

	if (lvsdr_new(&host) < 0)
		return 1;
	told = lvsdr_service_new(host, "tcp", "nonsense", &service) < 0 && strstr(lvsdr_error_message(host), "nonsense");
	lvsdr_free(host);
	return !told || called;
}
END
export PKG_CONFIG_PATH="$scratch/installed/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
# shellcheck disable=SC2046 # flags are words
if ! ${CC:-cc} "$scratch/program.c" -o "$scratch/program" $(pkg-config --static --cflags --libs lvsdr) 2>"$scratch/log"; then
    cat "$scratch/log"
    complain "a program with an error_set() of its own cannot be linked with it"
elif ! "$scratch/program"; then
    complain "a program with an error_set() of its own does not work with it"
fi
exit $status
