# shellcheck shell=bash disable=SC2016,SC2086,SC2154 # options are words; test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-schema.sh catches: the schema of states, the tables of fields and the headers disagree.
guard=docs/check-schema stale='docs/state.schema.json is not what the tables of fields and the headers say: run tests/docs/check-schema.sh --update'

# Links the program that writes the tables with a source of the broken tree.
fields_of() { # SOURCE
    local objects
    objects=$(echo "$built" | grep -v "/$(dirname "$1")/.libs/liblvsdr_inside_la-$(basename "$1" .c).o$")
    compile "$1" "$scratch/source.o" &&
        ${CC:-cc} ${SANITIZE_CFLAGS-} -o "$scratch/fields" tests/docs/fields-fields.o "$scratch/source.o" $objects -lcmocka \
            $libraries -pthread &&
        export LVSDR_FIELDS=$scratch/fields
}

changed_table() { # SED-EXPRESSION
    edit liblvsdr/model/dest.c "$1" && fields_of model/dest.c
}
caught "a schema edited by hand" $guard "$stale" edit docs/state.schema.json '/"default": "wlc"/d'
caught "a field without a getter" $guard 'no getter returns "limit" of a destination: say what it is in TEXTS of tests/docs/schema.py' \
    changed_table 's/DEST\(upper_threshold, FIELD_U32,/FIELD(struct lvsdr_dest, upper_threshold, FIELD_U32, "limit",/'
caught "a range that is another one" $guard "$stale" changed_table 's/(DEST\(weight, FIELD_S32, \.highest = )INT32_MAX/\165535/'
caught "a default that is another one" $guard "$stale" changed_table 's/dest->weight = 1;/dest->weight = 2;/'
caught "a name that is another one" $guard "$stale" changed_table 's/"remcsum"/"remote-csum"/'
caught "a text of a header that is another one" $guard "$stale" \
    edit include/lvsdr/dest.h 's/0 \(no new connections\) to/0 (none) to/'

regenerated() { # FILE SED-EXPRESSION
    edit "$@" && top_srcdir=$tree "$tree/tests/docs/check-schema.sh" --update
}
caught "a schema that refuses what a kernel holds" $guard 'of a state that the library writes does not fit' \
    regenerated tests/docs/schema.py 's/if field\["open"\] or "lowest" not in field/if "lowest" not in field/'
caught "a schema that takes what the library refuses" $guard 'the schema takes .* where it is bad' \
    regenerated tests/docs/schema.py 's/"additionalProperties": False/"additionalProperties": True/'
caught "a library that takes what it should not" $guard 'the library takes .* where it is bad' \
    edit tests/docs/states.json 's/^ "bad": \[/&\n  {"services": []},/'
