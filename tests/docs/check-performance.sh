#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tables and plots of docs/performance.md, and what stands for a plot that is not seen, are those of what was measured, docs/performance/*.tsv.
set -eu

top=${top_srcdir:-$(dirname "$0")/../..}
python=${PYTHON:-python3}
{ [ "$python" != : ] && command -v "$python" >/dev/null; } ||
    { echo "check-performance: not checked: there is no python3" && exit 77; }
exec "$python" -B "$top/docs/performance/draw.py" --check
