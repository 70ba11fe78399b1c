#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# docs/state.schema.json has what the tables of fields have, with the texts of the public headers; states that a kernel may
# hold fit it, and it takes and refuses what the library does. In a build folder. --update writes it.
set -eu

top=${top_srcdir:-$(dirname "$0")/../..}
fields=${LVSDR_FIELDS:-tests/docs/fields}
library=${LVSDR_LIBRARY:-$PWD/liblvsdr/.libs/liblvsdr.so.0}
python=/usr/bin/python3 # Debian's, which has jsonschema
[ -x $python ] || python=${PYTHON:-python3}
scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT

[ "$python" != : ] || { echo "check-schema: not checked: there is no python3" && exit 77; }
[ -x "$fields" ] || {
    echo "check-schema: not checked: there is no $fields (make check TESTS= builds it, where there is cmocka)"
    exit 77
}
"$fields" >"$scratch"
[ "${1-}" != --update ] || { $python "$top/tests/docs/schema.py" --update "$scratch" && exit; }
$python -c 'import jsonschema' 2>/dev/null || {
    echo "check-schema: not checked: Python's jsonschema is missing (tests/setup.sh bindings)"
    exit 77
}
case $(ldd "$library") in *libasan* | *libubsan*)
    echo "check-schema: not checked: the library has a sanitizer" && exit 77
    ;;
esac
$python "$top/tests/docs/schema.py" "$scratch" "$library"
