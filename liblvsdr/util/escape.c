// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/escape.h"

#include "util/hex.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ESCAPED = 4 }; /* the bytes of \xNN */

static size_t expected_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first >= 0xf5)
		return 0;
	if (first < 0xe0)
		return 2;
	return first < 0xf0 ? 3 : 4;
}

/* The bytes of the UTF-8 character, and what it is; 0 where there is none. */
static size_t decode(const char *text, uint32_t *ret_character)
{
	static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t length = expected_length((unsigned char)*text);
	uint32_t character = (unsigned char)*text;

	if (length > 1)
		character &= 0x7fu >> length;
	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (!length || character < lowest[length] || character > 0x10ffff ||
	    (character >= 0xd800 && character < 0xe000))
		return 0;
	*ret_character = character;
	return length;
}

static bool is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

/* Line and paragraph separators, and what turns the direction of writing. */
static bool misleads(uint32_t character)
{
	return character == 0x061c || character == 0x200e || character == 0x200f ||
	       (character >= 0x2028 && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069);
}

size_t escape_shown(const char *text)
{
	uint32_t character;
	size_t length = decode(text, &character);

	return length && !is_control(character) && !misleads(character) ? length : 0;
}

static void write_escaped(char *to, char byte)
{
	static const char digits[] = "0123456789abcdef";

	to[0] = '\\';
	to[1] = 'x';
	to[2] = digits[(unsigned char)byte >> 4];
	to[3] = digits[(unsigned char)byte & 15];
}

void escape_text(char *text, size_t size)
{
	size_t length = strlen(text), shown;

	for (size_t at = 0; at < length; at += shown ? shown : ESCAPED) {
		shown = escape_shown(text + at);
		if (shown)
			continue;
		if (at + ESCAPED >= size) {
			text[at] = '\0';
			return;
		}
		if (length + ESCAPED - 1 >= size)
			length = size - ESCAPED;
		memmove(text + at + ESCAPED, text + at + 1, length - at - 1);
		write_escaped(text + at, text[at]);
		length += ESCAPED - 1;
		text[length] = '\0';
	}
}

/* JSON writes the control characters of ASCII in its own way. */
static size_t kept_in_json(const char *text)
{
	if ((unsigned char)*text < 0x20)
		return 1;
	return text[0] == '\\' && text[1] == 'x' ? 0 : escape_shown(text);
}

json_t *escape_to_json(const char *text)
{
	char *escaped = malloc(ESCAPED * strlen(text) + 1), *end = escaped;
	json_t *json;
	size_t kept;

	if (!escaped)
		return NULL;
	for (; *text; text += kept ? kept : 1) {
		kept = kept_in_json(text);
		if (kept)
			memcpy(end, text, kept);
		else
			write_escaped(end, *text);
		end += kept ? kept : ESCAPED;
	}
	*end = '\0';
	json = json_string(escaped);
	free(escaped);
	return json;
}

/* The byte that is written as \xNN here, or -1. */
static int take_escaped(const char *text)
{
	int high, low;

	if (text[0] != '\\' || text[1] != 'x')
		return -1;
	high = hex_digit(text[2]);
	low = high < 0 ? -1 : hex_digit(text[3]);
	return low < 0 ? -1 : high << 4 | low;
}

bool escape_from_json(const json_t *json, char *text, size_t size)
{
	const char *from = json_string_value(json);
	size_t length = 0;
	int byte;

	if (!from || strlen(from) != json_string_length(json))
		return false;
	for (; *from; from += byte < 0 ? 1 : ESCAPED) {
		byte = take_escaped(from);
		if (!byte || length + 1 >= size)
			return false;
		text[length++] = byte < 0 ? *from : (char)byte;
	}
	text[length] = '\0';
	return size > 0;
}
