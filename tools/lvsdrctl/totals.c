// SPDX-License-Identifier: LGPL-2.1-or-later
/* totals: what IPVS has counted in the network namespace, or for each processor. */
#include "say.h"
#include "verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS = LVSDR_TOTAL_OUTGOING_BYTES + 1 }; /* that are counted for each processor */

/* Names have "-" where the library has "_". */
static void print_name(int32_t total)
{
	for (const char *name = lvsdr_totals_get_name(total); name && *name; name++)
		putchar(*name == '_' ? '-' : *name);
}

static void print_value(uint64_t value)
{
	if (value == UINT64_MAX)
		printf(" -");
	else
		printf(" %" PRIu64, value);
}

static int print_totals(struct lvsdr *host)
{
	uint64_t values[LVSDR_TOTAL_COUNT];
	int count = lvsdr_totals_read(host, values, LVSDR_TOTAL_COUNT);

	if (count < 0)
		return complain(host);
	for (int i = 0; i < count; i++) {
		print_name(i);
		print_value(values[i]);
		putchar('\n');
	}
	return end_output();
}

static void print_table(const uint64_t *values, int count)
{
	printf("processor");
	for (int i = 0; i < COLUMNS; i++) {
		putchar(' ');
		print_name(i);
	}
	putchar('\n');
	for (int i = 0; i < count; i++) {
		const uint64_t *row = values + i * COLUMNS;

		if (row[0] == UINT64_MAX) /* there is no such processor */
			continue;
		printf("%d", i);
		for (int k = 0; k < COLUMNS; k++)
			print_value(row[k]);
		putchar('\n');
	}
}

static int print_processors(struct lvsdr *host)
{
	int count = lvsdr_totals_read_processors(host, COLUMNS, NULL, 0), found;
	uint64_t *values;

	if (count < 0)
		return complain(host);
	values = calloc((size_t)count, COLUMNS * sizeof(*values));
	if (!values)
		return out_of_memory();
	found = lvsdr_totals_read_processors(host, COLUMNS, values, (size_t)count * COLUMNS);
	if (found >= 0)
		print_table(values, found < count ? found : count);
	free(values);
	return found < 0 ? complain(host) : end_output();
}

int verb_totals(struct lvsdr *host, const struct options *options, char **words)
{
	(void)words;
	return options->processors ? print_processors(host) : print_totals(host);
}
