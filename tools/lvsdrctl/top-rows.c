// SPDX-License-Identifier: LGPL-2.1-or-later
#include "top.h"

#include "name.h"
#include "observed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct top_column top_columns[TOP_COLUMNS] = {
	{"CONN/S", "connections", "connection_rate", 'c'},
	{"PKT/S", "packets", "incoming_packet_rate", 'p'},
	{"BYTE/S", "bytes", "incoming_byte_rate", 'b'},
	{"ACTIVE", "active", "active_connections", 'a'},
	{"INACT", "inactive", "inactive_connections", 'i'},
	{"WGHT", "weight", NULL, 'w'},
};

static void fill_row(struct top_row *row, const json_t *service, const json_t *dest)
{
	const json_t *object = dest ? dest : service;

	memset(row, 0, sizeof(*row));
	name_service(service, row->service, sizeof(row->service));
	if (dest)
		name_dest(dest, row->real_server, sizeof(row->real_server));
	for (size_t i = 0; i < TOP_COLUMNS; i++)
		row->values[i] =
			top_columns[i].counter
				? observed_counter(object, top_columns[i].counter)
				: (uint64_t)json_integer_value(json_object_get(object, "weight"));
}

/* The kernel counts for a service what is of its real servers together, but for these. */
static void add_dests(struct top_row *row, const json_t *dests)
{
	json_t *dest;
	size_t i;

	json_array_foreach(dests, i, dest) {
		struct top_row one;

		fill_row(&one, json_null(), dest);
		for (size_t k = 3; k < TOP_COLUMNS; k++)
			row->values[k] += one.values[k];
	}
}

static size_t count_rows(const struct top *top, const json_t *services)
{
	size_t count = 0, i;
	json_t *service;

	if (top->by_service)
		return json_array_size(services);
	json_array_foreach(services, i, service) {
		count += json_array_size(json_object_get(service, "destinations"));
	}
	return count;
}

int top_fill(struct top *top, const json_t *state)
{
	const json_t *services = json_object_get(state, "services");
	size_t count = count_rows(top, services), i, k;
	struct top_row *rows = calloc(count + 1, sizeof(*rows)), *row = rows;
	json_t *service, *dest;

	if (!rows)
		return -1;
	json_array_foreach(services, i, service) {
		json_t *dests = json_object_get(service, "destinations");

		if (top->by_service) {
			fill_row(row, service, NULL);
			add_dests(row++, dests);
			continue;
		}
		json_array_foreach(dests, k, dest) {
			fill_row(row++, service, dest);
		}
	}
	free(top->rows);
	top->rows = rows;
	top->count = count;
	top_sort(top);
	return 0;
}

static int compare(const void *a, const void *b, void *data)
{
	const struct top_row *one = a, *other = b;
	size_t sort = *(const size_t *)data;
	int result;

	if (one->values[sort] != other->values[sort])
		return one->values[sort] < other->values[sort] ? 1 : -1;
	result = strcmp(one->service, other->service);
	return result ? result : strcmp(one->real_server, other->real_server);
}

void top_sort(struct top *top)
{
	qsort_r(top->rows, top->count, sizeof(*top->rows), compare, &top->sort);
}

void top_format_headings(char *line, size_t size)
{
	size_t length = 0;

	*line = 0;
	for (size_t i = 0; i < TOP_COLUMNS && length < size; i++)
		length += (size_t)snprintf(line + length, size - length, "%*s ",
					   (int)strlen(top_columns[i].heading),
					   top_columns[i].heading);
	if (length < size)
		snprintf(line + length, size - length, "%-21s %s", "REAL SERVER", "SERVICE");
}

/* "999999", "1000k" ...: a number that has room in a column. */
static void format_number(uint64_t number, size_t width, char *text, size_t size)
{
	static const char units[] = " kMGTPE";
	size_t unit = 0;

	snprintf(text, size, "%" PRIu64, number);
	while (strlen(text) > width && units[unit + 1]) {
		number /= 1000;
		unit++;
		snprintf(text, size, "%" PRIu64 "%c", number, units[unit]);
	}
}

void top_format(const struct top_row *row, char *line, size_t size)
{
	size_t length = 0, width;
	char number[32];

	*line = 0;
	for (size_t i = 0; i < TOP_COLUMNS && length < size; i++) {
		width = strlen(top_columns[i].heading);
		format_number(row->values[i], width, number, sizeof(number));
		length +=
			(size_t)snprintf(line + length, size - length, "%*s ", (int)width, number);
	}
	if (length < size)
		snprintf(line + length, size - length, "%-21s %s", row->real_server, row->service);
}
