/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The rates of services and real servers, sorted, and where they are shown. */

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum { TOP_COLUMNS = 6 };

/* A column: the heading, the key that sorts by it, and its counter. */
struct top_column {
	const char *heading, *name, *counter;
	char key;
};
extern const struct top_column top_columns[TOP_COLUMNS];

struct top_row {
	char service[96], real_server[96]; /* the latter is "" for a service as a whole */
	uint64_t values[TOP_COLUMNS];
};

struct top {
	struct top_row *rows;
	size_t count;
	int by_service; /* rows are services, and not real servers */
	size_t sort;    /* the column, the highest number first */
};

/* Puts the rows of a state, as observed_read() returns it, in place of the old ones: 0, or -1. */
int top_fill(struct top *top, const json_t *state);
void top_sort(struct top *top);
/* One row, as it is printed; of usual IPv4 addresses it has room in 80 columns. */
void top_format(const struct top_row *row, char *line, size_t size);
void top_format_headings(char *line, size_t size);
