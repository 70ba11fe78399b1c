// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void text_add(struct text *text, const char *format, ...)
{
	size_t room = sizeof(text->data) - text->length;
	va_list arguments;
	int added;

	va_start(arguments, format);
	added = vsnprintf(text->data + text->length, room, format, arguments);
	va_end(arguments);
	if (added > 0)
		text->length += (size_t)added < room ? (size_t)added : room - 1;
}

/* What no shell gives a meaning to; names of devices may be UTF-8. */
static bool is_plain(char character)
{
	return (signed char)character < 0 || isalnum((unsigned char)character) ||
	       strchr("_-+./:@%=,", character);
}

void text_add_word(struct text *text, const char *word)
{
	const char *end = word;

	while (*end && is_plain(*end))
		end++;
	if (!*end && end > word) {
		text_add(text, "%s", word);
		return;
	}
	text_add(text, "'");
	for (; *word; word++)
		text_add(text, *word == '\'' ? "'\\''" : "%c", *word);
	text_add(text, "'");
}

void text_cut(struct text *text, size_t length)
{
	text->length = length;
	text->data[length] = '\0';
}
