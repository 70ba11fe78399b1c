#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# docs/ipvs.md names each command, attribute and flag of the kernel's header, and nothing else, each
# with public functions that exist; and nothing was built with the system's copy of that header.
set -eu

top=${top_srcdir:-.}
page=$top/docs/ipvs.md
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "$1"
    status=1
}

names='IPVS_(CMD|SVC|DEST|DAEMON|STATS|INFO)_[A-Z0-9_]+|IP_VS_(SVC_F|CONN_F|TUNNEL_ENCAP_FLAG|SO_SET|SO_GET)_[A-Z0-9_]+'
sed -nE "s/^(#define)?[[:space:]]*($names)([[:space:],].*)?\$/\2/p" "$top/liblvsdr/uapi/linux/ip_vs.h" |
    grep -vE '^IPVS_.*_MAX$|_TYPE_MAX$|_SO_.*_MAX$' | sort -u >"$scratch/header"
sed -nE "s/^\| \`($names)\` \|.*/\1/p" "$page" | sort >"$scratch/page"
[ -s "$scratch/header" ] || complain "the kernel's header has no names"
diff "$scratch/header" "$scratch/page" ||
    complain "the kernel's header (<) and docs/ipvs.md (>) differ: each name of the header has one row, and no other has"

grep '^| `' "$page" | grep -vE 'lvsdr_|internal|see the flags' &&
    complain "these rows of docs/ipvs.md name no function: say which one sets or tells it, or internal"
cat "$top"/include/lvsdr/*.h | sed '/^ \*/d; /^\/\*/d' | grep -oE '\blvsdr_[a-z0-9_]+\(' | tr -d '(' |
    sort -u >"$scratch/functions"
grep '^[|A-Z]' "$page" | grep -oE 'lvsdr_[a-z0-9_]+' | sort -u | comm -23 - "$scratch/functions" >"$scratch/missing"
[ ! -s "$scratch/missing" ] ||
    { cat "$scratch/missing" && complain "docs/ipvs.md names these, and no public header declares them: correct the page"; }

find . -path '*/.deps/*' -name '*.P*o' -exec grep -ohE '[^ ]*linux/ip_vs\.h' {} + | sort -u |
    grep -v 'liblvsdr/uapi/linux/ip_vs\.h' &&
    complain "the build took this header of the system: -I liblvsdr/uapi has to come first"
exit $status
