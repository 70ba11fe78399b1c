// SPDX-License-Identifier: LGPL-2.1-or-later
#include "style.h"

#include "../common/escape.h"

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

void style_print(FILE *file, enum style style, const char *text)
{
	fputs(style_on(style), file);
	escape_print(file, text);
	fputs(style_off(style), file);
}
