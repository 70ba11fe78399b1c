# shellcheck shell=bash disable=SC2016,SC2086,SC2154 # backquotes are text, options words; test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-headers.sh and check-map.sh catch: headers, description, map and library disagree.
guard=abi/check-headers map=abi/check-map

caught "a documented function that is not in the map" $map \
    'lvsdr_guard is in version.h but not in liblvsdr.map: run bindings/generate.py' new_function 'uint32_t value'

not_described() {
    new_function 'uint32_t value' && in_map lvsdr_guard
}
caught "a function that is not in the description" $guard \
    'lvsdr_guard is in version.h but not in bindings/liblvsdr.json: run bindings/generate.py' not_described

only_mapped() {
    in_map lvsdr_guard
}
caught "a symbol that no header declares" $map \
    'lvsdr_guard is in liblvsdr.map \(LVSDR_0.1\) but in no public header: declare and document it' only_mapped
caught "a symbol that the library has not" $guard \
    'lvsdr_guard is in liblvsdr.map, and the library does not export it: define it' only_mapped

hidden() { # the map names it, but its header is not included where it is defined
    in_map lvsdr_guard
    echo 'int lvsdr_guard(void); int lvsdr_guard(void) { return 0; }' >>"$tree/liblvsdr/calls/version.c"
    relink calls/version.c
}
caught "a symbol that is hidden in the library" $guard \
    'lvsdr_guard is in liblvsdr.map, and the library does not export it' hidden

caught "a symbol dropped from the map" $map \
    'lvsdr_state_read is in state.h but not in liblvsdr.map: run bindings/generate.py' \
    edit liblvsdr/liblvsdr.map '/\tlvsdr_state_read;/d'
caught "a symbol dropped from the map, before it is linked anew" $guard \
    'the library exports lvsdr_state_read, and liblvsdr.map has it not: run make' \
    edit liblvsdr/liblvsdr.map '/\tlvsdr_state_read;/d'

described_only() {
    edit include/lvsdr/version.h '/^const char \*lvsdr_version\(void\);/d'
}
caught "a function that only the description has" $guard \
    'lvsdr_version is in bindings/liblvsdr.json but in no public header: put it back' described_only

variable() {
    echo '__attribute__((visibility("default"))) int lvsdr_debug = 1;' >>"$tree/liblvsdr/calls/version.c"
    in_map lvsdr_debug && relink calls/version.c
}
caught "an exported variable in the library" $guard 'the library exports lvsdr_debug, which is no function' variable

later() {
    edit include/lvsdr/version.h '0,/^ \* Since: 0\.1/s// * Since: 0.2/' && generate &&
        cp "$whole/liblvsdr/liblvsdr.map" "$tree/liblvsdr/liblvsdr.map"
}
caught "a new function in an old node" $guard \
    'lvsdr_version says Since: 0.2 and stands in node LVSDR_0.1 of liblvsdr.map: a released node is never added to' later

caught "a function moved to a newer node" $guard 'lvsdr_version says Since: 0.1 and stands in node LVSDR_0.2' moved_symbol

caught "a header that needs another one" $guard 'lvsdr/version.h does not compile alone as C99: it includes' \
    edit include/lvsdr/version.h '/#include <stdint.h>/d'
caught "a word that C++ reserves" $guard 'lvsdr/handle.h does not compile alone as C\+\+: it has extern' \
    edit include/lvsdr/handle.h 's/\bfd\);/class);/'
caught "a comment that C99 does not have" $guard 'does not compile alone as C\+\+|does not compile alone as C99' \
    edit include/lvsdr/handle.h 's/^struct lvsdr;/struct lvsdr; struct {};/'
caught "a header that is not installed" $guard 'lvsdr/drain.h is not installed: add it to lvsdrinclude_HEADERS' \
    edit liblvsdr/local.mk '/include\/lvsdr\/drain.h/d'
caught "a header that lvsdr.h leaves out" $guard 'lvsdr/drain.h is not part of lvsdr.h: include it there' \
    edit include/lvsdr/lvsdr.h '/drain\.h/d'

no_library() {
    export LVSDR_LIBRARY=$scratch/none.so
}
caught "no library" $guard 'run make first' no_library
