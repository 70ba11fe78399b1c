#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tutorial's pages and the READMEs against the sources: both languages have the same pages, code, pictures and
# links; every C snippet compiles, every Python snippet has the right types; functions, examples and pictures that are named exist; the modern
# commands are those that the example is shown to print (tests/kernel/docs.sh runs the examples).
set -u

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
tutorial=$top/docs/tutorial
scratch=$(mktemp -d)
grep -hv '^ \*' "$top"/include/lvsdr/*.h >"$scratch/headers"
trap 'rm -rf "$scratch"' EXIT
status=0
complain() {
    echo "check-tutorial: $*"
    status=1
}

# All fenced blocks of a page, with their fences.
blocks() { # PAGE
    awk '/^```/ { print; inside = !inside; next } inside' "$1"
}

# The lines of the first block of this language after a heading of the English page.
section() { # PAGE HEADING LANGUAGE
    awk -v heading="## $2" -v fence="\`\`\`$3" '
        $0 == heading { here = 1; next }
        /^## / { here = 0 }
        here && !done && $0 == fence { inside = 1; next }
        inside && /^```/ { inside = 0; done = 1 }
        inside' "$1"
}

check_languages() { # NAME, of a page that one language has
    local en=$tutorial/en/$1 zh=$tutorial/zh/$1
    if [ ! -e "$en" ] || [ ! -e "$zh" ]; then
        complain "$1 is not there in both languages"
        return
    fi
    diff <(blocks "$en") <(blocks "$zh") >"$scratch/diff" ||
        { complain "$1: the code blocks differ:" && cat "$scratch/diff"; }
    diff <(grep -o '](\.\./images/[^)]*)' "$en" | sed 's/-en\.svg/.svg/') \
        <(grep -o '](\.\./images/[^)]*)' "$zh" | sed 's/-zh\.svg/.svg/') >/dev/null ||
        complain "$1: the languages show different pictures"
    [ "$(grep -c '^## ' "$en")" = "$(grep -c '^## ' "$zh")" ] ||
        complain "$1: the languages have different sections"
}

# The Chinese README has the programs of the other one; what shells run has comments in either language.
check_readme() {
    local language
    for language in c python; do
        diff <(first "$top/README.md" $language) <(first "$top/README.zh.md" $language) >"$scratch/diff" ||
            { complain "README.zh.md: its example in $language is not that of README.md:" && cat "$scratch/diff"; }
    done
    diff <(shell "$top/README.md") <(shell "$top/README.zh.md") >"$scratch/diff" ||
        { complain "README.zh.md: its commands are not those of README.md:" && cat "$scratch/diff"; }
}

first() { # PAGE LANGUAGE: the first block of it
    awk -v fence="\`\`\`$2" '$0 == fence { inside = 1; next } /^```/ && inside { exit } inside' "$1"
}

shell() { # PAGE: the commands without their comments
    awk '$0 == "```sh" { inside = 1; next } /^```/ { inside = 0 } inside' "$1" | sed 's/ *#.*//'
}

# Every link to a file leads to one.
check_links() { # PAGE
    local link
    # shellcheck disable=SC2013 # links are words
    for link in $(grep -o '](\([^)#]*\)' "$1" | cut -c 3- | grep -v '^http'); do
        [ -e "$(dirname "$1")/$link" ] || complain "${1#"$top/"}: there is no $link"
    done
}

check_names() { # PAGE
    local name
    # shellcheck disable=SC2013 # names are words
    for name in $(grep -o '\blvsdr_[a-z0-9_]*()\?' "$1" | sort -u); do
        grep -qw "${name%%(*}" "$scratch/headers" ||
            complain "${1#"$top/"}: the headers have no ${name%%(*}"
    done
    # shellcheck disable=SC2013
    for name in $(grep -o '\bLVSDR_[A-Z0-9_]*' "$1" | grep -v '_$\|^LVSDR_LIBRARY$' | sort -u); do # that is of the environment
        grep -qw "$name" "$scratch/headers" || complain "${1#"$top/"}: the headers have no $name"
    done
    # shellcheck disable=SC2013,SC2016
    for name in $(grep -o 'examples/[a-z0-9.-]*\|`[0-9][0-9]*-[a-z-]*`' "$1" | tr -d '`' | sort -u); do
        name=${name#examples/}
        [ -e "$top/examples/$name.c" ] || [ -e "$top/examples/$name" ] ||
            complain "${1#"$top/"}: there is no example $name"
    done
}

# A snippet is the inside of a function that has "host" and "result".
check_snippets() { # PAGE
    local number=0 source
    while :; do
        number=$((number + 1))
        source=$scratch/$(basename "$1" .md)-$number.c
        {
            echo '#include <lvsdr/lvsdr.h>'
            echo '#include <stdio.h>'
            echo 'int snippet(struct lvsdr *host);'
            echo 'int snippet(struct lvsdr *host) { int result = 0; (void)host;'
            awk -v wanted=$number '
                /^```c$/ { inside = ++count == wanted; next }
                /^```/ { inside = 0 }
                inside { print; found = 1 }
                END { exit !found }' "$1" || break
            echo 'return result; }'
        } >"$source"
        ${CC:-cc} -std=gnu11 -Wall -Wextra -Werror -fsyntax-only -I"$top/include" "$source" ||
            complain "${1#"$top/"}: C snippet $number does not compile"
    done
}

# The same for Python: all snippets of all pages at once, each the inside of a function that has "host".
check_python_snippets() {
    local page
    for page in "$tutorial"/en/*.md; do
        awk -v name="page_$(basename "$page" .md | tr -c 'a-z0-9\n' _)" '
            /^```python$/ { inside = 1; print "\n\ndef " name "_" ++count "(host: lvsdr.Host) -> None:"; next }
            /^```/ { inside = 0 }
            inside { print $0 == "" ? "" : "    " $0 }' "$page"
    done >"$scratch/functions"
    { echo 'import lvsdr' && cat "$scratch/functions"; } >"$scratch/snippets.py"
    grep -q '^def ' "$scratch/functions" || complain "the pages have no Python snippet"
    if command -v mypy >/dev/null; then
        MYPYPATH=$top/bindings/python mypy --strict --cache-dir "$scratch/mypy" "$scratch/snippets.py" >"$scratch/errors" 2>&1 ||
            { cat "$scratch/errors" && complain "a Python snippet is wrong; def names its page"; }
    elif command -v python3 >/dev/null; then
        python3 -B -c 'import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")' "$scratch/snippets.py" ||
            complain "a Python snippet is wrong; def names its page"
    fi
}

# What is said to be the modern command is what the page shows the example to print.
check_commands() { # PAGE
    local number command
    number=$(basename "$1" | grep -o '^[0-9]*')
    [ -e "$top/examples/$(basename "$1" .md).c" ] && [[ " 1 2 3 4 5 8 9 10 " == *" $number "* ]] || return 0
    section "$1" "The modern command" sh >"$scratch/modern"
    [ -s "$scratch/modern" ] || complain "${1#"$top/"}: no modern command"
    while IFS= read -r command; do
        section "$1" "The example" console | grep -qF -- "$command" ||
            complain "${1#"$top/"}: the example is not shown to print: $command"
    done <"$scratch/modern"
}

[ -n "$(ls "$tutorial"/en)" ] || complain "there are no pages"
for page in "$tutorial"/en/*.md "$tutorial"/zh/*.md; do
    check_languages "$(basename "$page")"
done
for page in "$tutorial"/en/*.md "$tutorial"/zh/*.md "$tutorial/README.md" "$top/README.md" "$top/README.zh.md"; do
    check_links "$page"
    check_names "$page"
done
for page in "$tutorial"/en/*.md; do # the other language has the same code
    check_snippets "$page"
    check_commands "$page"
done
check_readme
check_python_snippets
if command -v python3 >/dev/null; then
    mkdir "$scratch/images"
    python3 -B "$tutorial/images/draw.py" "$scratch/images"
    for image in "$scratch"/images/*.svg; do
        cmp -s "$image" "$tutorial/images/$(basename "$image")" ||
            complain "$(basename "$image") is not as images/draw.py draws it"
    done
fi
exit $status
