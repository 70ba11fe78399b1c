// SPDX-License-Identifier: LGPL-2.1-or-later
#include "connections.h"

#include "name.h"
#include "say.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

int connection_count(json_t *counts, const struct lvsdr_connections *connections)
{
	const char *state = connection_state(connections);
	char name[NAME_SIZE];
	json_t *row, *number;

	connection_dest(connections, name, sizeof(name));
	row = json_object_get(counts, name);
	if (!row) {
		row = json_object();
		if (json_object_set_new(counts, name, row))
			return -1;
	}
	number = json_object_get(row, state);
	if (number)
		return json_integer_set(number, json_integer_value(number) + 1);
	return json_object_set_new(row, state, json_integer(1));
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keys of an object, sorted, to be freed; NULL if out of memory. */
static const char **sorted_keys(json_t *object)
{
	const char **keys = calloc(json_object_size(object) + 1, sizeof(*keys)), *key;
	size_t count = 0;
	json_t *value;

	if (!keys)
		return NULL;
	json_object_foreach(object, key, value) {
		keys[count++] = key;
	}
	qsort(keys, count, sizeof(*keys), compare);
	return keys;
}

/* How many there are of each state, of all real servers; NULL if out of memory. */
static json_t *add_up(json_t *counts)
{
	json_t *totals = json_object(), *row, *number;
	const char *name, *state;

	json_object_foreach(counts, name, row) {
		json_object_foreach(row, state, number) {
			json_int_t sum = json_integer_value(json_object_get(totals, state));

			sum += json_integer_value(number);
			if (json_object_set_new(totals, state, json_integer(sum))) {
				json_decref(totals);
				return NULL;
			}
		}
	}
	return totals;
}

static void add_row(struct table *table, const char *name, const json_t *row,
		    const char *const *states)
{
	json_int_t sum = 0, count;

	table_add(table, STYLE_PLAIN, name);
	for (; *states; states++) {
		count = json_integer_value(json_object_get(row, *states));
		sum += count;
		table_add_number(table, (uint64_t)count);
	}
	table_add_number(table, (uint64_t)sum);
}

static void fill(struct table *table, json_t *counts, const json_t *totals,
		 const char *const *servers, const char *const *states)
{
	table_add(table, STYLE_HEADING, "REAL SERVER");
	for (size_t i = 0; states[i]; i++)
		table_add(table, STYLE_HEADING, states[i]);
	table_add(table, STYLE_HEADING, "TOTAL");
	for (; *servers; servers++)
		add_row(table, *servers, json_object_get(counts, *servers), states);
	add_row(table, "total", totals, states);
}

int connection_counts_print(json_t *counts)
{
	json_t *totals = add_up(counts);
	const char **servers = sorted_keys(counts), **states = sorted_keys(totals);
	size_t columns = json_object_size(totals) + 2;
	char *alignment = malloc(columns + 1);
	struct table table = {.alignment = alignment};
	int status = EXIT_FAILURE;

	if (totals && servers && states && alignment) {
		memset(alignment, 'r', columns);
		alignment[0] = 'l';
		alignment[columns] = 0;
		fill(&table, counts, totals, servers, states);
		status = table_print(&table);
	} else {
		status = out_of_memory();
	}
	free(alignment);
	free(states);
	free(servers);
	json_decref(totals);
	return status;
}
