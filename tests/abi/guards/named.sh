# shellcheck shell=bash disable=SC2016,SC2154 # test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-named.sh catches: functions that no test or page names.
guard=abi/check-named

caught "a function that no test names" $guard '^lvsdr_guard is named by no C test: write one' documented_only

only_told() { # a test that has it in a comment and in a text
    documented_only
    rm "$tree/tests/unit" && mkdir "$tree/tests/unit" && cp "$whole"/tests/unit/*.[ch] "$tree/tests/unit"
    echo '/* lvsdr_guard() */ static const char text[] = "\"lvsdr_guard()";' >>"$tree/tests/unit/test-objects.c"
}
caught "a function that a test only tells of" $guard '^lvsdr_guard is named by no C test' only_told

named() {
    only_told && echo 'int (*guard)(struct lvsdr *host, uint32_t value) = lvsdr_guard;' >>"$tree/tests/unit/test-objects.c"
}
passes "a function that a test names" $guard named
caught "a function without its page" $guard '^lvsdr_free has no man page: run bindings/generate.py' \
    edit docs/man/pages.mk '/lvsdr_free\.3/d'
