/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/* A word that is a number in a range: 0, or -1 after it has printed what is wrong. */
int parse_number(const char *word, uint32_t least, uint32_t most, uint32_t *ret_number);
