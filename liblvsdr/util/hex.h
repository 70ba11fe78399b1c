/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The value of a hexadecimal digit, or -1. */
static inline int hex_digit(char character)
{
	if (character >= '0' && character <= '9')
		return character - '0';
	if (character >= 'A' && character <= 'F')
		return character - 'A' + 10;
	return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}
