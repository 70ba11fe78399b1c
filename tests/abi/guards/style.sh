# shellcheck shell=bash disable=SC2016,SC2086,SC2154 # test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that the guards of style catch. Each looks at the files that are named only, since all take seconds.
guard="style/check-format liblvsdr/model/vip.c include/lvsdr/vip.h bindings/generate.py"

caught "C in another form" "$guard" '^liblvsdr/model/vip\.c is not formatted: run make format$' \
    edit liblvsdr/model/vip.c '0,/\tif \(/s//\tif(/'
caught "a public header in another form" "$guard" '^include/lvsdr/vip\.h is not formatted: run make format$' \
    edit include/lvsdr/vip.h 's/^int (lvsdr_vip_add)\(/int \1 (/'
caught "Python in another form" "$guard" '^bindings/generate\.py is not formatted: run make format$' \
    edit bindings/generate.py 's/^def (\w+)\(/def \1 (/'
caught "a style of another program" "$guard" 'vip\.c is not formatted' edit .clang-format 's/^IndentWidth: 8/IndentWidth: 4/'

formatted_again() {
    edit liblvsdr/model/vip.c '0,/\tif \(/s//\tif(/' bindings/generate.py "0,/import/s//import  /"
    run "style/check-format --update liblvsdr/model/vip.c bindings/generate.py"
    diff -r "$whole/liblvsdr" "$tree/liblvsdr" && diff -r "$whole/bindings" "$tree/bindings" && edit COPYING '$d'
}
caught "what is no Python" "$guard" 'cannot format bindings/generate\.py' edit bindings/generate.py '$ a\def'
passes "make format" "$guard" formatted_again

guard="style/check-shell tests/abi/check-readme.sh tests/abi/guards/style.sh"
caught "a word that may become several" "$guard" 'check-readme\.sh:[0-9]+:.*\[SC2086\]' \
    edit tests/abi/check-readme.sh '/shellcheck disable=/d'
caught "a finding in what is sourced" "$guard" 'guards/style\.sh:[0-9]+:.*\[SC2164\]' \
    edit tests/abi/guards/style.sh '$ a\cd nowhere'

guard="style/check-conditionals liblvsdr/model/vip.c"
with() { # EXPRESSION...: a function for each
    local expression
    for expression; do
        printf 'int f(int a, int b);\nint f(int a, int b)\n{\n\treturn %s;\n}\n' "$expression"
    done >>"$tree/liblvsdr/model/vip.c"
}
title="conditional expressions within others"
if broken "$title" with 'a ? 1 : b ? 2 : 3' 'a ? b ? 1 : 2 : 3' '(a ? b : 1) ? 2 : 3' 'a ? f(0, b ? 1 : 2) : 3' 'a ? 1 /* ; */
: (b ? 2 : 3)'; then
    if ! run "$guard" && [ "$(grep -c 'vip\.c:[0-9]*: a conditional expression within another: write an if' "$log")" = 5 ]; then
        good "$title"
    else
        bad "$title" "$guard did not tell each of them"
    fi
fi
passes "conditional expressions beside each other" "$guard" with 'f(a ? 1 : 2, b ? 1 : 2)' '(a ? 1 : 2) + (b ? 1 : 2)' \
    'a ? "?"[0] : 1 /* b ? 1 : 2 */'

caught "what clang alone warns of" "style/check-clang tools" 'mend what clang warns of' \
    edit tools/lvsdrctl/say.c '$ a\int same(int x);\nint same(int x) { return x = x; }'
