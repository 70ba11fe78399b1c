#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every place that has the version by hand (packaging/version.sh) has that of configure.ac, and no page, crate or package
# of this library is missing there.
set -eu
export LC_ALL=C

cd "${top_srcdir:-$(dirname "$0")/../..}"
status=0
complain() {
    echo "check-version: $*"
    status=1
}

command -v bash >/dev/null || { echo "check-version: not checked: there is no bash" && exit 77; }
version=$(sed -n 's/^AC_INIT(\[lvsdr\], \[\(.*\)\])$/\1/p' configure.ac)
places=$(packaging/version.sh)
others=$(echo "$places" | grep -v " $version\$") || true
[ -z "$others" ] || complain "configure.ac has $version, and others have another version: packaging/version.sh $version sets it:
$others"
changed=$(sed -n '1s/^lvsdr (\(.*\)-.*/\1/p' debian/changelog)
[ "$changed" = "$version" ] || complain "debian/changelog begins with $changed, and configure.ac has $version"
changed=$(sed -n '/^%changelog/,/^- /s/^\*.* - \(.*\)-.*/\1/p' packaging/lvsdr.spec)
[ "$changed" = "$version" ] || complain "packaging/lvsdr.spec has $changed in its %changelog, and configure.ac has $version"
files=$(grep -rlE '^\.TH .*"lvsdr [0-9]|^name = "lvsdr(-sys)?"|"name": "lvsdr"' bindings tools tests/scenarios --include='*.[1-9]' \
    --include=Cargo.toml --include=Cargo.lock --include='package*.json' --exclude-dir=node_modules --exclude-dir=target)
for file in $files; do
    echo "$places" | grep -q "^$file " || complain "$file has a version, and packaging/version.sh does not know it: add a place"
done
exit $status
