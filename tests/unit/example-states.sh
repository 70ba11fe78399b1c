#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The states that are installed as examples, and those of lvsdr-state(5): the schema and lvsdrctl accept them, and they say
# the same.
set -u

lvsdrctl=$PWD/tools/lvsdrctl/lvsdrctl
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 1
/usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null ||
    { echo "example-states: not checked: a module of Python is missing (tests/setup.sh bindings)" && exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@" >"$scratch/out" 2>&1; then
        echo "[       OK ] example-states: $name"
    else
        status=1 && echo "[  FAILED  ] example-states: $name"
        cat "$scratch/out"
    fi
}

fits_schema() { # FILE: read by other programs than the library
    /usr/bin/python3 - "$1" <<'PYTHON'
import json
import sys

import jsonschema
import yaml

schema = json.load(open("docs/state.schema.json"))
jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(open(sys.argv[1])))
PYTHON
}

differs() {
    "$lvsdrctl" diff "$@"
    [ $? = 1 ]
}

# The first and the second text of the section EXAMPLES.
sed -n '/^\.SH EXAMPLES/,$p' tools/lvsdrctl/lvsdr-state.5 | sed 's/\\-/-/g' |
    awk -v scratch="$scratch" '/^\.fi/ {inside = 0} inside {print >file} /^\.nf/ {inside = 1; file = scratch "/page" (texts++ ? ".yaml" : ".json")}'

states=examples/states
for file in "$states"/*.* "$scratch"/page.*; do
    check "${file##*/} fits the schema" fits_schema "$file"
    check "${file##*/} is read" "$lvsdrctl" diff "$file" "$file"
    check "${file##*/} has a scope" grep -qw scope "$file"
done
for file in "$states"/director.yaml "$scratch"/page.json "$scratch"/page.yaml; do
    check "${file##*/} has the state of director.json" "$lvsdrctl" diff $states/director.json "$file"
done
check "real-server.json has another one" differs $states/director.json $states/real-server.json
exit $status
