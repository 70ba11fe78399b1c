#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lvsdrctl has the same verbs and options in its code, in --help, in its man page and in its completion; mandoc finds
# nothing to warn of in the page, which refers to pages that there are.
set -eu
export LC_ALL=C

cd "${top_srcdir:-$(dirname "$0")/../..}"
tool=tools/lvsdrctl
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "check-lvsdrctl: $*"
    status=1
}

command -v mandoc >/dev/null ||
    { echo "check-lvsdrctl: not checked: mandoc is missing (tests/setup.sh bindings)" && exit 77; }
echo 'int main(void) { help(); return 0; }' >"$scratch/main.c"
${CC:-cc} -include "$tool/help.c" -I"$tool" "$scratch/main.c" -o "$scratch/help"
"$scratch/help" >"$scratch/help.txt"
sed 's/\\-/-/g' "$tool/lvsdrctl.8" >"$scratch/page"

# Each place as a list, a word on a line. Short options stand before the long ones that they are.
{
    sed -n 's/^\t\t{"\([a-z-]*\)", [a-z]*_argument, .*/--\1/p' $tool/options.c
    sed -n 's/.*getopt_long(argc, argv, ":\([a-zA-Z]*\)", .*/\1/p' $tool/options.c | grep -o . | sed 's/^/-/'
} | sort >"$scratch/options.code"
grep -o '^  -[^ ]*\(, --[a-z-]*\)\{0,1\}' "$scratch/help.txt" | tr -d ' ' | tr , '\n' | sort >"$scratch/options.help"
sed -n '/^\.SH OPTIONS/,/^\.SH PRIVILEGE/s/^\.BI\{0,1\} \(--[a-z-]*\).*/\1/p
    s/^\.BR \(-[a-zA-Z]\) ", " \(--[a-z-]*\)$/\1\n\2/p' "$scratch/page" | grep -v -- '--restore' | sort -u >"$scratch/options.page"
# What the completions are made of. They know which options have a value.
for shell in bash zsh fish; do
    (cd $tool/completion && awk -v shell=$shell -f script.awk ../help.c names.awk lvsdrctl.$shell.in) >"$scratch/completion.$shell"
done
sed -n 's/^    local \(with_value\|alone\)="\(.*\)"/\2/p' "$scratch/completion.bash" | tr ' ' '\n' | sort >"$scratch/options.completion"
sed -n 's/^\t\t{"\([a-z-]*\)", required_argument, .*/--\1/p' $tool/options.c | sort >"$scratch/values.code"
sed -n 's/^    local with_value="\(.*\)"/\1/p' "$scratch/completion.bash" | tr ' ' '\n' | sort >"$scratch/values.bash"
sed -n "s/^        '\\(--[a-z-]*\\)=\\[.*/\\1/p" "$scratch/completion.zsh" | sort >"$scratch/values.zsh"
sed -n 's/^complete .* -l \([a-z-]*\) \(-x\|-rF\) .*/--\1/p' "$scratch/completion.fish" | sort >"$scratch/values.fish"
sed -n 's/^\t{"\([a-z]*\)", [0-9].*/\1/p' $tool/main.c | sort >"$scratch/verbs.code"
sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' "$scratch/help.txt" | sort >"$scratch/verbs.help"
sed -n '/^\.SH VERBS/,/^\.SH OPTIONS/p' "$scratch/page" | grep -A 1 '^\.TP' | sed -n 's/^\.BI\{0,1\} \([a-z]*\).*/\1/p; s/^\\fB\([a-z]*\)\\fR.*/\1/p' |
    sort >"$scratch/verbs.page"
sed -n 's/^    local verbs="\(.*\)"/\1/p' "$scratch/completion.bash" | tr ' ' '\n' | sort >"$scratch/verbs.completion"
sed -n 's/^       lvsdrctl \[OPTION\]... \([a-z|]*\).*/\1/p; s/^usage: lvsdrctl \[OPTION\]... \([a-z|]*\).*/\1/p' "$scratch/help.txt" |
    tr '|' '\n' | sort >"$scratch/verbs.usage"
sed -n '/^\.SH SYNOPSIS/,/^\.SH DESCRIPTION/s/^.*\.\.\. //p' "$scratch/page" | grep -o 'fB[a-z]*' | cut -c 3- | sort >"$scratch/verbs.synopsis"

for kind in options values verbs; do
    [ -s "$scratch/$kind.code" ] || complain "no $kind are found in the code: mend this script"
    for place in "$scratch/$kind".*; do
        difference=$(diff "$scratch/$kind.code" "$place" | sed -n 's/^< /lacks /p; s/^> /has besides /p' | tr '\n' ' ')
        [ -z "$difference" ] || complain "the $kind of the ${place##*.}, beside those of the code: it $difference"
    done
done

complaints=$(mandoc -T lint -W warning "$tool/lvsdrctl.8" 2>&1) || true
[ -z "$complaints" ] || complain "mandoc warns: $complaints"
# lvsdr-state(5) has the members of the schema, each on a line of its own.
page=$tool/lvsdr-state.5
complaints=$(mandoc -T lint -W warning "$page" 2>&1) || true
[ -z "$complaints" ] || complain "mandoc warns: $complaints"
/usr/bin/python3 - >"$scratch/members" <<'PYTHON'
import json

schema = json.load(open("docs/state.schema.json"))
for part in [schema, *schema["$defs"].values()]:
    for name in part.get("properties", {}):
        print(name)
PYTHON
[ -s "$scratch/members" ] || complain "no members are found in the schema: mend this script"
sort "$scratch/members" >"$scratch/members.schema"
sed -n 's/^\.B \([a-z_0-9]*\)$/\1/p' "$page" | sort >"$scratch/members.page"
difference=$(diff "$scratch/members.schema" "$scratch/members.page") || complain "the members of $page and of the schema differ: $difference"
version=$(sed -n 's/^AC_INIT(\[lvsdr\], \[\(.*\)\])$/\1/p' configure.ac)
grep -q "^\.TH LVSDRCTL 8 .*\"lvsdr $version\"" "$tool/lvsdrctl.8" || complain "the page is not of version $version"
# shellcheck disable=SC2013 # names are words
for name in $(sed -n 's/^\.BR \(lvsdr[a-z0-9_]*\) (\([37]\)).*/\1.\2/p' "$tool/lvsdrctl.8"); do
    grep -q "docs/man/$name\( \|$\)" docs/man/pages.mk || complain "the page refers to $name, which there is not"
done
exit $status
