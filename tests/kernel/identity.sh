#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What was read is what is changed, in Python and LuaJIT, in the lab: random cases among objects that are nearly the
# same. identity.sh BUILD
set -u

build=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
export LVSDR_LIBRARY=$build/liblvsdr/.libs/liblvsdr.so.0 PYTHONDONTWRITEBYTECODE=1
export LUA_PATH="$top/bindings/luajit/?.lua;$top/bindings/luajit/?/init.lua"
status=0

ip netns add identity && ip -n identity link set lo up || exit 1
ip netns exec identity /usr/bin/python3 "$top/tests/python/report.py" test_identity.py || status=1
ip netns exec identity luajit "$top/tests/luajit/test_identity.lua" || status=1
ip netns del identity
exit $status
