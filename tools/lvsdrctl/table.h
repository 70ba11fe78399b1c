/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A table with aligned columns. */

#include "style.h"

#include <stddef.h>
#include <stdint.h>

struct table {
	const char *alignment; /* for each column "l" or "r" */
	struct cell {
		char *text;
		enum style style;
	} * cells;
	size_t count;
	int failed; /* out of memory */
};

/* Adds the next cell, row by row; the text is copied, without what could control a terminal. */
void table_add(struct table *table, enum style style, const char *text);
void table_add_number(struct table *table, uint64_t number);
/* Prints all rows, and frees them: 0, or the exit status after it has printed why. */
int table_print(struct table *table);
