# shellcheck shell=bash disable=SC2154 # test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-musl.sh catches: what only glibc has, or has in another header.
guard=abi/check-musl

caught "a function without its header" $guard 'does not compile with musl' \
    edit liblvsdr/codec/nft/encode.c '/#include <endian.h>/d'
caught "a function of glibc alone" $guard 'does not compile with musl' \
    edit tools/lvsdrctl/file-move.c 's/\(int\)syscall\(SYS_renameat2, /renameat2(/'
