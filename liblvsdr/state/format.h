/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct lvsdr_state;

/* A format in which a state is written as a text. */
struct state_format {
	const char *name;
	/* Whether a text without blanks in front is meant to be one; not asked of the last format. */
	bool (*recognizes)(const char *text, size_t size);
	/* Fills an empty state: 0 or a code with its detail. */
	int (*read)(struct lvsdr_state *state, const char *text, size_t size);
	/* Into the state's text, which is empty: 0, 1 with what was left out, or a code. */
	int (*write)(struct lvsdr_state *state);
};

/* All formats. A text has the first one that recognizes it; the last one, rules, has all others. */
#define STATE_FORMATS(format) format(json) format(rules)

#define DECLARE(name) extern const struct state_format state_format_##name;
STATE_FORMATS(DECLARE)
#undef DECLARE
