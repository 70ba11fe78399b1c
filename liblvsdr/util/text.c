// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/text.h"

#include "util/escape.h"

#include <ctype.h>
#include <stdarg.h>
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

/* The bytes of a character that no shell gives a meaning to; names of devices may be UTF-8. */
static size_t plain_length(const char *text)
{
	size_t length = escape_shown(text);
	bool plain = length > 1 || isalnum((unsigned char)*text) || strchr("_-+./:@%=,", *text);

	return plain ? length : 0;
}

static bool consists_of(const char *text, size_t (*length_of)(const char *text))
{
	size_t length;

	for (; *text; text += length) {
		length = length_of(text);
		if (!length)
			return false;
	}
	return true;
}

static void add_quoted(struct text *text, const char *word)
{
	text_add(text, "'");
	for (; *word; word++)
		text_add(text, *word == '\'' ? "'\\''" : "%c", *word);
	text_add(text, "'");
}

/* By printf, which every shell has: what cannot be shown is written as a number. */
static void add_printed(struct text *text, const char *word)
{
	size_t shown;

	text_add(text, "\"$(printf -- '");
	for (; *word; word += shown ? shown : 1) {
		shown = escape_shown(word);
		if (!shown)
			text_add(text, "\\%03o", (unsigned char)*word);
		else if (*word == '\'')
			text_add(text, "'\\''");
		else
			text_add(text, *word == '%' || *word == '\\' ? "%.*s%.*s" : "%.*s",
				 (int)shown, word, (int)shown, word);
	}
	text_add(text, "')\"");
}

bool text_is_word(const char *word)
{
	return *word && consists_of(word, plain_length);
}

void text_add_word(struct text *text, const char *word)
{
	if (text_is_word(word))
		text_add(text, "%s", word);
	else if (consists_of(word, escape_shown))
		add_quoted(text, word);
	else
		add_printed(text, word);
}

bool text_is_full(const struct text *text)
{
	return text->length + 1 == sizeof(text->data);
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
