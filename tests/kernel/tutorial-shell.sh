#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The prompt of `examples/tutorial.sh --shell`: tutorial-shell.sh BUILD
exec /usr/bin/python3 -B "$(dirname "$0")/tutorial-shell.py" "$@"
