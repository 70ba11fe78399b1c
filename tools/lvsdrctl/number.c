// SPDX-License-Identifier: LGPL-2.1-or-later
#include "number.h"

#include "../common/escape.h"

#include <stdio.h>
#include <stdlib.h>

int parse_number(const char *word, uint32_t least, uint32_t most, uint32_t *ret_number)
{
	char *end;
	long long value = strtoll(word, &end, 10);

	if (!*word || *end || value < least || value > most) {
		fputs("lvsdrctl: \"", stderr);
		escape_print(stderr, word);
		fprintf(stderr, "\" is not a number from %u to %u; see --help\n", least, most);
		return -1;
	}
	*ret_number = (uint32_t)value;
	return 0;
}
