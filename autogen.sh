#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Makes ./configure from configure.ac; run once after a fresh checkout.
set -eu
cd "$(dirname "$0")"
mkdir -p m4 build-aux
tests/list.sh makefile >tests/tests.mk
exec autoreconf --install --force
