// SPDX-License-Identifier: LGPL-2.1-or-later
#include "escape.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 4 }; /* of one byte */

static size_t escape(char character, char text[LONGEST + 1])
{
	unsigned char byte = (unsigned char)character;

	return (size_t)snprintf(text, LONGEST + 1, byte >= ' ' && byte < 127 ? "%c" : "\\x%02x",
				byte);
}

void escape_print(FILE *file, const char *text)
{
	char escaped[LONGEST + 1];

	for (; *text; text++) {
		escape(*text, escaped);
		fputs(escaped, file);
	}
}

char *escape_copy(const char *text)
{
	char *copy = malloc(strlen(text) * LONGEST + 1), *to = copy;

	if (!copy)
		return NULL;
	for (*to = 0; *text; text++)
		to += escape(*text, to);
	return copy;
}
