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

static bool begins_with(const char *given, size_t size, const char *mark)
{
	return size >= strlen(mark) && !memcmp(given, mark, strlen(mark));
}

const char *text_refuse(const char *given, size_t size)
{
	size_t blank = 0;

	if (begins_with(given, size, "\xef\xbb\xbf"))
		return "it begins with a byte order mark; save it without one";
	if (begins_with(given, size, "\xff\xfe") || begins_with(given, size, "\xfe\xff"))
		return "it is UTF-16; save it as UTF-8";
	while (blank < size && given[blank] && strchr(" \t\r\n", given[blank]))
		blank++;
	return blank == size ? "it is empty" : NULL;
}
