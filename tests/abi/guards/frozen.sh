# shellcheck shell=bash disable=SC2016,SC2086,SC2154 # backquotes are text, options words; test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-constants.sh, check-declarations.sh and check-abi.sh catch: what programs were built with changed.
guard=abi/check-constants

caught "a constant renumbered" $guard 'LVSDR_FORWARD_DIRECT was 3 and is now 5: .* give it back' \
    edit include/lvsdr/dest.h 's/(LVSDR_FORWARD_DIRECT +)3/\15/'
caught "a flag renumbered" $guard 'LVSDR_STATE_MARKS was 0x40u and is now 0x80u' \
    edit include/lvsdr/state.h 's/0x40u/0x80u/'
caught "a flag that becomes a number" $guard 'LVSDR_STATE_MARKS was 0x40u and is now 64' edit include/lvsdr/state.h 's/0x40u/64/'
caught "a text changed" $guard 'LVSDR_SYSCTL_CONNTRACK was "conntrack" and is now "connections"' \
    edit include/lvsdr/sysctl.h 's/"conntrack"/"connections"/'
caught "a constant removed" $guard 'LVSDR_TUNNEL_GRE is gone from the public headers, .* put it back as 2' \
    edit include/lvsdr/dest.h '/LVSDR_TUNNEL_GRE/d'
caught "a count that shrinks" $guard 'LVSDR_COUNTER_COUNT was 13 and is now 12' \
    edit include/lvsdr/counters.h 's/(LVSDR_COUNTER_COUNT +)13/\112/'
caught "a count that grows" $guard 'LVSDR_COUNTER_COUNT has grown from 13 to 14: run tests/abi/check-constants.sh --update' \
    edit include/lvsdr/counters.h 's/(LVSDR_COUNTER_COUNT +)13/\114/'
caught "a constant redefined elsewhere" $guard 'LVSDR_FORWARD_DIRECT was 3 and is now 9' append drain.h '#undef LVSDR_FORWARD_DIRECT
#define LVSDR_FORWARD_DIRECT 9'
caught "a new constant" $guard 'LVSDR_GUARD is new: run tests/abi/check-constants.sh --update, which adds' \
    append version.h '#define LVSDR_GUARD 1'
caught "a macro with parameters, and the constants" $guard 'make it a function' append version.h '#define LVSDR_TWICE(x) (2 * (x))'
caught "a constant of another type" $guard 'a public constant is a number' append version.h '#define LVSDR_GUARD 1.5'
caught "no snapshot of constants" $guard 'constants.txt is missing or empty' edit tests/abi/constants.txt d
caught "--update after a renumbering" "$guard --update" 'nothing was changed in tests/abi/constants.txt' \
    edit include/lvsdr/dest.h 's/(LVSDR_FORWARD_DIRECT +)3/\15/; s/^#define LVSDR_TUNNEL_GRE.*/&\n#define LVSDR_TUNNEL_NEW 3/'
caught "--update after a removal" "$guard --update" 'nothing was changed' edit include/lvsdr/dest.h '/LVSDR_TUNNEL_GRE/d'

updated_constants() {
    append version.h '#define LVSDR_GUARD 1'
    edit include/lvsdr/counters.h 's/(LVSDR_COUNTER_COUNT +)13/\114/'
    run "abi/check-constants --update" && grep -q '^LVSDR_GUARD 1$' "$tree/tests/abi/constants.txt"
}
passes "--update adds new constants, and counts may grow" $guard updated_constants

guard=abi/check-declarations
changed() { # HEADER SED-EXPRESSION
    edit "include/lvsdr/$1" "$2" && generate
}
caught "one handle in place of another" $guard \
    'lvsdr_connections_get_expiry was uint32_t \(const struct lvsdr_connections \*\) and is now .*lvsdr_plan' \
    changed connections.h 's/(lvsdr_connections_get_expiry\(const struct lvsdr_)connections/\1plan/'
caught "a const that leaves" $guard 'lvsdr_service_get_port was int32_t \(const struct lvsdr_service \*\) and is now' \
    edit bindings/liblvsdr.json 's/lvsdr_service_get_port\(const /lvsdr_service_get_port(/'
caught "a parameter's type" $guard 'lvsdr_set_timeout was int \(struct lvsdr \*, int32_t\) and is now .*uint32_t.* give it back' \
    changed handle.h 's/int32_t milliseconds/uint32_t milliseconds/'
caught "a parameter more" $guard 'lvsdr_set_insist was int \(struct lvsdr \*, int\) and is now' \
    changed handle.h 's/int insist\)/int insist, int32_t value)/; s/^ \* Values that cannot be rep/ * @value: 0 to 3.\n *\n&/'
caught "a code that leaves the closed set" $guard '-ESTALE is gone from the public headers' \
    edit bindings/liblvsdr.json '/^  "errors": /,/^  \]/ { /"code": "-ESTALE"/d }'

new_code() {
    edit include/lvsdr/error.h 's/^ \*   -EIO .*/ *   -EDOM        it is out of bounds\n&/' \
        bindings/generator/names.py 's/^ERRORS = .*/&\n    "-EDOM": "OutOfBounds",/' && generate
}
caught "a new code" $guard '-EDOM is new: run tests/abi/check-declarations.sh --update' new_code
caught "a function removed" $guard 'lvsdr_version is gone from the public headers' \
    edit bindings/liblvsdr.json '/"declaration": "const char \*lvsdr_version/d'
caught "a function that is new to the declarations" $guard \
    'lvsdr_guard is new: run tests/abi/check-declarations.sh --update' documented_only
caught "--update after a changed parameter" "$guard --update" 'nothing was changed' \
    changed handle.h 's/int32_t milliseconds/uint32_t milliseconds/'

updated_declarations() {
    new_function 'uint32_t value' && generate && run "abi/check-declarations --update"
}
passes "--update adds new functions" $guard updated_declarations

guard=abi/check-abi
passes "the inside of a struct in a source" $guard broken_library calls/connections.c \
    liblvsdr/calls/connections.c 's/^struct lvsdr_connections \{/&\n\tint inside[3];/'
passes "the inside of a struct in a header" $guard broken_library model/service.c \
    liblvsdr/model/service.h 's/^struct lvsdr_service \{/&\n\tint inside[3];/'
caught "a parameter's type in the library" $guard 'is gone or has other types: give it back' broken_library model/service.c \
    include/lvsdr/service.h 's/uint32_t seconds\)/uint64_t seconds)/' liblvsdr/model/service.c 's/uint32_t seconds\)/uint64_t seconds)/'
caught "the sign of a parameter" $guard 'is gone or has other types' broken_library model/service.c \
    include/lvsdr/service.h 's/uint32_t seconds\)/int32_t seconds)/' liblvsdr/model/service.c 's/uint32_t seconds\)/int32_t seconds)/'
caught "the type of a result" $guard 'is gone or has other types' broken_library model/service.c \
    include/lvsdr/service.h 's/^int32_t lvsdr_service_get_port/int64_t lvsdr_service_get_port/' \
    liblvsdr/model/service.c 's/^int32_t lvsdr_service_get_port/int64_t lvsdr_service_get_port/'
caught "a parameter more in the library" $guard 'is gone or has other types' broken_library model/service.c \
    include/lvsdr/service.h 's/(lvsdr_service_get_port\(.*)\)/\1, int flags)/' \
    liblvsdr/model/service.c 's/(lvsdr_service_get_port\(.*)\)/\1, int flags)/'
caught "a function removed from the library" $guard 'Removed function.*|is gone or has other types' dropped_symbol

added() {
    append version.h 'int lvsdr_guard(void);'
    echo 'int lvsdr_guard(void) { return 0; }' >>"$tree/liblvsdr/calls/version.c"
    in_map lvsdr_guard && relink calls/version.c
}
caught "a function added to the library" $guard \
    'functions were added: run tests/abi/check-abi.sh --update in the build folder, and commit' added
caught "a baseline that was cut off" $guard 'liblvsdr.abi is not whole: take it from the last commit' \
    edit tests/abi/liblvsdr.abi '1500,$d'
caught "a baseline without the types of a function" $guard 'liblvsdr.abi is not whole' \
    edit tests/abi/liblvsdr.abi "/<function-decl name='lvsdr_version'/,/<.function-decl>/d"
caught "a baseline that abidiff cannot read" $guard 'compared nothing' edit tests/abi/liblvsdr.abi "3s/'//"
caught "a library without the version of its symbols" $guard 'is gone or has other types' moved_symbol

renewed() {
    added && run "$guard --update"
}
passes "--update makes the baseline anew" $guard renewed

[ -n "${left_out[$guard]-}" ] || {
    relink && strip -g "$LVSDR_LIBRARY" && run $guard
    if [ $? = 77 ] && grep -q "no debug information .* configure it with CFLAGS='-g -O2'" "$log"; then
        good "a library without debug information is left out, and said"
    else
        bad "a library without debug information" "it has to be left out, and said"
    fi
}
