/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/* SipHash-1-3 of the four bytes of a number, as they are in memory. */
uint64_t siphash_number(uint64_t key0, uint64_t key1, uint32_t number);
