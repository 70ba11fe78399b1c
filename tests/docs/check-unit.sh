#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The unit of systemd: systemd reads it without a complaint, and rates it as docs/security.md says.
set -eu
export LC_ALL=C

cd "${top_srcdir:-$(dirname "$0")/../..}"
unit=lvsdr-state.service
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0

command -v systemd-analyze >/dev/null ||
    { echo "check-unit: not checked: systemd-analyze is missing (tests/setup.sh bindings)" && exit 77; }
# Neither lvsdrctl nor the man page need be installed here.
sed -e 's,/usr/local/sbin/lvsdrctl,/bin/true,' -e '/^Documentation=/d' "tools/lvsdrctl/$unit" >"$scratch/$unit"
complaints=$(systemd-analyze verify "$scratch/$unit" 2>&1) || status=1
[ -z "$complaints" ] || { echo "check-unit: tools/lvsdrctl/$unit: $complaints" && status=1; }
rating=$(systemd-analyze security --offline=true --no-pager "tools/lvsdrctl/$unit" 2>/dev/null |
    sed -n 's/.*Overall exposure level for .*: \([0-9.]* [A-Z]*\).*/\1/p')
expected=$(sed -n 's/.*exposure of \*\*\([0-9.]*\), OK\*\*.*/\1 OK/p' docs/security.md)
case $(systemd-analyze --version) in
"systemd 252 "*) ;; # whose figure is in the page; for others OK is enough
*) expected="${rating%% *} OK" ;;
esac
[ "$rating" = "$expected" ] ||
    { echo "check-unit: systemd rates tools/lvsdrctl/$unit \"$rating\": mend it, or what docs/security.md says" && status=1; }
exit $status
