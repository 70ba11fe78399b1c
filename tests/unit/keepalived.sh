#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# examples/keepalived-to-json.py: keepalived.sh [BUILD]
LVSDR_LIBRARY=$(realpath "${1:-.}")/liblvsdr/.libs/liblvsdr.so.0 PYTHONPATH=$(dirname "$0")/../../bindings/python \
    exec /usr/bin/python3 -B "$(dirname "$0")/keepalived.py"
