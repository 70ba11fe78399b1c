#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the scenarios in Node.js require, for run.sh: build-node.sh BUILD
set -eu

exec "$(dirname "$0")/../node/install.sh" "$1/tests/scenarios/node"
