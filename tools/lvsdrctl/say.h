/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is printed besides the result. */

#include "options.h"

#include <jansson.h>
#include <lvsdr/lvsdr.h>

int complain(const struct lvsdr *host); /* the library's message; the exit status */
int wrong(const char *what);            /* a wrong call; the exit status */
/* The same of a word of the call, which is escaped. */
int wrong_word(const char *word, const char *what);
int out_of_memory(void); /* the exit status */
/* A value as JSON, with a line break, by the flags of json_dumpf(); the exit status. */
int print_json(const json_t *json, size_t flags);
/* After all is printed; the exit status. */
int end_output(void);
/* Each step's classic command, or explanation, or all of it as JSON; the exit status. */
int print_plan(const struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options);
/* What failed, or was left unchanged because another program had changed it. */
void print_notes(const struct lvsdr_plan *plan);
/* Whether standard error is a terminal, and progress is wanted. */
int shows_progress(const struct options *options);
