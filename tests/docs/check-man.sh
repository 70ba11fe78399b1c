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
    { [ "$tool" != : ] && command -v "$tool" >/dev/null; } ||
        { echo "check-man: not checked: python3 or mandoc is missing (tests/setup.sh bindings)" && exit 77; }
done
"$python" "$top/bindings/generate.py" --man "$scratch"
cd "$scratch"
mandoc -T lint -W warning ./*.[37] || complain "mandoc warns: mend bindings/generator/man.py, or the comment in the header"
for section in NAME SYNOPSIS DESCRIPTION 'RETURN VALUE' ERRORS PRIVILEGE OWNERSHIP SINCE 'SEE ALSO'; do
    without=$(grep -LxF ".SH \"$section\"" lvsdr_*.3 | head -n 3 | tr '\n' ' ')
    [ -z "$without" ] || complain "pages without a section $section: $without...: mend bindings/generator/man.py"
done

# Lines "lvsdr_x.3": pages that are there, those that the overview lists, and those that any page refers to.
printf '%s\n' lvsdr*.[37] | sort >pages
sed -n '/^\.SH "FUNCTIONS"/,/^\.SH "EXAMPLE"/s/^\\fB\(lvsdr[a-z0-9_]*\)\\fR(3)$/\1.3/p' lvsdr.7 | sort >listed
grep -ohE 'lvsdr[a-z0-9_]*\\fR\([37]\)' ./*.[37] | sed 's/\\fR(\(.\))/.\1/' | sort -u >references
for page in $(comm -23 pages listed | grep -v '^lvsdr\.7$'); do
    complain "lvsdr.7 does not list $page: mend bindings/generator/man.py"
done
for page in $(comm -13 pages references); do
    complain "a page refers to $page, which there is not: name what there is in the header, or write it without ()" \
        "($(grep -lF "${page%.?}\\fR(" ./*.[37] | head -n 1))"
done
exit $status
