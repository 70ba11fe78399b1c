#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lvsdr-ipvsadm(8) has each reason of tests/kernel/front.differences, and no other; the options of its code are those of
# --help; mandoc finds nothing to warn of in the page.
set -eu
export LC_ALL=C

cd "${top_srcdir:-$(dirname "$0")/../..}"
tool=tools/lvsdr-ipvsadm page=tools/lvsdr-ipvsadm/lvsdr-ipvsadm.8
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "check-front: $*"
    status=1
}

command -v mandoc >/dev/null ||
    { echo "check-front: not checked: mandoc is missing (tests/setup.sh bindings)" && exit 77; }
sed -n '/^\.SH DIFFERENCES/,/^\.SH EXIT/s/^\([^.].*\)/\1/p' "$page" | sed 's/\\-/-/g' | sed 1d | sort >"$scratch/page"
sed -n '/^#/d; s/.* | .* | //p' tests/kernel/front.differences | sort -u >"$scratch/listed"
diff "$scratch/listed" "$scratch/page" >"$scratch/diff" || complain "front.differences, and the page: $(cat "$scratch/diff")"
sed -n 's/^\t{[^,]*, "\([a-z0-9-]*\)", [A-Z]*_\{0,1\}VALUE, .*/--\1/p' $tool/options.c | sort -u >"$scratch/code"
sed -n '/puts("usage/,/);$/p' $tool/help.c | grep -o -e '--[a-z][a-z0-9-]*' | sort -u >"$scratch/help"
diff "$scratch/code" "$scratch/help" >"$scratch/diff" || complain "the options of the code, and of --help: $(cat "$scratch/diff")"
complaints=$(mandoc -T lint -W warning "$page" 2>&1) || true
[ -z "$complaints" ] || complain "mandoc warns: $complaints"
version=$(sed -n 's/^AC_INIT(\[lvsdr\], \[\(.*\)\])$/\1/p' configure.ac)
grep -q "^\.TH LVSDR-IPVSADM 8 .*\"lvsdr $version\"" "$page" || complain "the page is not of version $version"
exit $status
