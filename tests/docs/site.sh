#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The site: it is built without a warning, its links lead somewhere, and a browser shows every page (site.py). The
# browser's pictures of some pages are left in the build folder: site.sh BUILD
set -eu

build=$(cd "$1" && pwd)
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
for program in sphinx-build chromium chromedriver; do
    command -v $program >/dev/null || { echo "there is no $program (tests/setup.sh site installs it)" && exit 77; }
done
make --no-print-directory -C "$build" html
exec /usr/bin/python3 -B "$top/tests/docs/site.py" "$build/site/html" "$build/site/screenshots"
