#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The man pages: mandoc finds nothing to warn of, every function has one with all its sections, and what a
# page refers to exists.
set -eu
export LC_ALL=C

top=${top_srcdir:-$(dirname "$0")/../..}
python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "check-man: $*"
    status=1
}

for tool in "$python" mandoc; do
    [ "$tool" != : ] && command -v "$tool" >/dev/null ||
        { echo "check-man: not checked: python3 or mandoc is missing (tests/setup.sh bindings)" && exit 77; }
done
"$python" "$top/bindings/generate.py" --man "$scratch"
cd "$scratch"
mandoc -T lint -W warning ./*.[37] || complain "mandoc warns: mend bindings/generator/man.py, or the comment in the header"
for page in lvsdr_*.3; do
    for section in NAME SYNOPSIS DESCRIPTION 'RETURN VALUE' ERRORS PRIVILEGE OWNERSHIP SINCE 'SEE ALSO'; do
        grep -qxF ".SH \"$section\"" "$page" || complain "$page has no section $section: mend bindings/generator/man.py"
    done
    grep -q "fB${page%.3}\\\\fR(3)" lvsdr.7 || complain "lvsdr.7 does not list ${page%.3}(3): mend bindings/generator/man.py"
done
grep -ohE 'lvsdr[a-z0-9_]*\\fR\([37]\)' ./*.[37] | sed 's/\\fR(\(.\))/.\1/' | sort -u >references
while read -r page; do
    [ -e "$page" ] || complain "a page refers to $page, which there is not: $(grep -lF "${page%.?}\\fR(" ./*.[37] | head -n 1)"
done <references
exit $status
