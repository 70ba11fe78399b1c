// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/text.h"

#include <stdarg.h>
#include <stdio.h>

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

void text_cut(struct text *text, size_t length)
{
	text->length = length;
	text->data[length] = '\0';
}
