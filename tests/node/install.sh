#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the Node.js package needs, as its lock file names it, and the package itself, for $NODE_PATH: install.sh FOLDER
# FOLDER/node_modules has them afterwards; nothing else is written. Without npm or a registry it fails.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
package=$top/bindings/node
folder=$1
installed=$folder/node_modules/.installed

command -v npm >/dev/null || { echo "npm is missing (tests/setup.sh languages installs it)" >&2 && exit 1; }
mkdir -p "$folder"
if ! cmp -s "$package/package-lock.json" "$installed"; then
    cp "$package/package.json" "$package/package-lock.json" "$folder"
    chmod u+w "$folder"/package*.json # those of a distribution may not be written to
    npm --prefix "$folder" ci --silent --ignore-scripts --no-audit --no-fund ||
        { echo "npm could not install koffi: is there a registry?" >&2 && exit 1; }
    cp "$package/package-lock.json" "$installed"
fi
ln -sfn "$package" "$folder/node_modules/lvsdr"
