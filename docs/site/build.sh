#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the site from the pages of the tree: build.sh FOLDER, in which html is the result. Sphinx has its pages below one
# folder: there they are links to the tree, with the reference and the manual pages, which are made, beside them.
# SPHINX_BUILD and PYTHON name the programs.
set -eu

[ $# = 1 ] || { echo "usage: build.sh FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
python=${PYTHON:-python3}
[ "$python" != : ] || python=python3 # configure found none
sphinx=${SPHINX_BUILD:-sphinx-build}
for program in "$sphinx:python3-sphinx" mandoc:mandoc "$python:python3"; do
    command -v "${program%:*}" >/dev/null || {
        echo "html: ${program%:*} is missing, with which the site is built (Debian: ${program##*:}; tests/setup.sh site installs it)" >&2
        exit 1
    }
done
mkdir -p "$1/pages/man"
cd "$1"
for name in README.md README.zh.md CONTRIBUTING.md SECURITY.md bindings docs examples include liblvsdr packaging tests tools; do
    ln -sfn "$top/$name" "pages/$name"
done
# Sphinx builds anew what pages changed, and does not know that all of them depend on what is here.
if [ ! -e html/index.html ] || [ -n "$(find "$here" -newer html/index.html)" ]; then
    rm -rf doctrees html
fi
"$python" "$top/bindings/generate.py" --reference pages/reference
for page in lvsdrctl/lvsdrctl.8 lvsdrctl/lvsdr-state.5 lvsdr-ipvsadm/lvsdr-ipvsadm.8; do
    name=${page##*/}
    {
        printf '# %s(%s)\n\n```{raw} html\n' "${name%.*}" "${name##*.}"
        mandoc -T html -O fragment "$top/tools/$page"
        printf '```\n'
    } >"pages/man/$name.md"
done
LVSDR_VERSION=$(sed -n 's/^AC_INIT(\[lvsdr\], \[\(.*\)\])$/\1/p' "$top/configure.ac") \
    "$sphinx" -q -W --keep-going -c "$here" -d doctrees pages html
# The name that browsers and servers ask for in a folder.
cp html/README.html html/index.html
