// SPDX-License-Identifier: LGPL-2.1-or-later
#include "style.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum { AUTO, ALWAYS, NEVER } chosen;

int style_choose(const char *when)
{
	static const char *const names[] = {
		[AUTO] = "auto", [ALWAYS] = "always", [NEVER] = "never"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(when, names[i])) {
			chosen = i;
			return 0;
		}
	return -1;
}

/* https://no-color.org: set, and not empty. */
static int has_colors(void)
{
	const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (chosen != AUTO)
		return chosen == ALWAYS;
	return !(refused && *refused) && terminal && strcmp(terminal, "dumb") &&
	       isatty(STDOUT_FILENO);
}

const char *style_on(enum style style)
{
	static const char *const sequences[] = {[STYLE_PLAIN] = "",
						[STYLE_HEADING] = "\033[1m",
						[STYLE_ADDED] = "\033[32m",
						[STYLE_REMOVED] = "\033[31m",
						[STYLE_CHANGED] = "\033[33m"};

	return has_colors() ? sequences[style] : "";
}

const char *style_off(enum style style)
{
	return style != STYLE_PLAIN && has_colors() ? "\033[0m" : "";
}

char *style_escape(const char *text)
{
	static const char digits[] = "0123456789abcdef";
	char *escaped = malloc(strlen(text) * 4 + 1), *to = escaped;

	for (; escaped && *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte >= 0x20 && byte < 0x7f) {
			*to++ = *text;
			continue;
		}
		*to++ = '\\';
		*to++ = 'x';
		*to++ = digits[byte >> 4];
		*to++ = digits[byte & 15];
	}
	if (escaped)
		*to = 0;
	return escaped;
}

void style_print(FILE *file, enum style style, const char *text)
{
	char *escaped = style_escape(text);

	fprintf(file, "%s%s%s", style_on(style), escaped ? escaped : "?", style_off(style));
	free(escaped);
}
