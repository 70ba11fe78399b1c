/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How a line of rules has the options of ipvsadm: ipvsadm(8), popt(3). */

#include "codec/classic/ipvsadm.h"

/* Of a word, in place of the place in ipvsadm_options. */
enum {
	UNKNOWN = 63, /* an option that describes no state */
	NO_OPTION,    /* a word that is none, or no word yet */
};

struct lvsdr_state;

/* The `write` of a format. */
int rules_write(struct lvsdr_state *state);

/* A line on its way; its words are cut apart in place. */
struct rule_line {
	char *rest;
	char *ahead;     /* a word that was looked at and not taken, or NULL */
	char *letters;   /* the short options that are left of a word, or NULL */
	bool only_words; /* "--" was before it */
};

struct rule_word {
	unsigned int option;
	char text[64]; /* the option alone, or the word that is none, shortened where it is long */
	char *value;   /* NULL: none; of NO_OPTION the word itself */
};

/* The next option or word, or false at the end of the line. */
bool rule_next(struct rule_line *line, struct rule_word *ret_word);
/* Of an option, but not of a word that is none: whether it always has a value. */
bool rule_takes_value(unsigned int option);
/* Whether it may have one. */
bool rule_may_have_value(unsigned int option);
bool rule_is_command(unsigned int option);
/* Whether it belongs to a command. */
bool rule_goes_with(unsigned int option, unsigned int command);
