// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"

#include <string.h>

#define COMMAND_LINE(NAME, name) [KIND_##NAME] = classic_##name,
static void (*const commands[KIND_COUNT])(const union object *before, const union object *after,
					  struct text *text) = {KINDS(COMMAND_LINE)};
#undef COMMAND_LINE

/* What is cut may end within quotes. */
static void refuse_cut(struct text *text)
{
	if (!text_is_full(text))
		return;
	text_cut(text, 0);
	text_add(text, "# this command is too long to be shown");
}

void classic_command(const struct object_class *class, const union object *before,
		     const union object *after, struct text *text)
{
	commands[class->kind](before, after, text);
	refuse_cut(text);
}

void classic_line(const struct object_class *class, const union object *before,
		  const union object *after, struct text *text)
{
	const char *separator = "";
	struct text lines = {0};
	size_t length;

	classic_command(class, before, after, &lines);
	for (const char *at = lines.data; *at; at += length + (at[length] == '\n')) {
		length = strcspn(at, "\n");
		if (*at == '#') /* would make a comment of what comes after it */
			continue;
		text_add(text, "%s%.*s", separator, (int)length, at);
		separator = " && ";
	}
	if (!*separator)
		text_add(text, "%s", lines.data);
	refuse_cut(text);
}
