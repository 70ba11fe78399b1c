#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The public headers keep their grammar and their rules, what is generated from them is what is checked
# in, and the description fits its schema.
set -eu

top=${top_srcdir:-.}
python=/usr/bin/python3 # Debian's, which has jsonschema
[ -x $python ] || python=${PYTHON:-python3}
[ "$python" != : ] || { echo "check-description: not checked: there is no python3" && exit 77; }
$python "$top/bindings/generate.py" --check
$python -c 'import jsonschema' 2>/dev/null || {
    echo "check-description: the schema was not tried: Python's jsonschema is missing (tests/setup.sh bindings)"
    exit 77
}
$python - "$top/bindings" <<'PYTHON'
import json, sys
from pathlib import Path
import jsonschema

folder = Path(sys.argv[1])
schema = json.loads((folder / "liblvsdr.schema.json").read_text())
description = json.loads((folder / "liblvsdr.json").read_text())
errors = list(jsonschema.Draft202012Validator(schema).iter_errors(description))
for error in errors[:10]:
    print(f"bindings/liblvsdr.json: {error.json_path}: {error.message}: mend bindings/generator or the schema")
sys.exit(bool(errors))
PYTHON
