// SPDX-License-Identifier: LGPL-2.1-or-later
#include "table.h"

#include "../common/escape.h"
#include "say.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2 }; /* between two columns */

void table_add(struct table *table, enum style style, const char *text)
{
	struct cell cell = {escape_copy(text), style};
	struct cell *grown = table->cells;

	if (!(table->count & (table->count + 1))) /* there is room for a power of two less one */
		grown = realloc(grown, (table->count * 2 + 1) * sizeof(*grown));
	if (!grown || !cell.text) {
		free(cell.text);
		table->cells = grown ? grown : table->cells;
		table->failed = 1;
		return;
	}
	grown[table->count++] = cell;
	table->cells = grown;
}

void table_add_number(struct table *table, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	table_add(table, STYLE_PLAIN, text);
}

static void print_cell(const struct cell *cell, size_t width, int is_right, int is_last)
{
	size_t length = strlen(cell->text), space = width > length ? width - length : 0;

	if (is_right)
		printf("%*s", (int)space, "");
	printf("%s%s%s", style_on(cell->style), cell->text, style_off(cell->style));
	if (!is_right && !is_last)
		printf("%*s", (int)space, "");
}

/* No line ends with spaces. */
static void print_row(const struct table *table, size_t first, const size_t *widths, size_t columns)
{
	size_t used = columns;

	while (used && !*table->cells[first + used - 1].text)
		used--;
	for (size_t i = 0; i < used; i++) {
		if (i)
			printf("%*s", GAP, "");
		print_cell(&table->cells[first + i], widths[i], table->alignment[i] == 'r',
			   i == used - 1);
	}
	putchar('\n');
}

static int print_rows(const struct table *table)
{
	size_t columns = strlen(table->alignment), length;
	size_t *widths = calloc(columns, sizeof(*widths));

	if (!widths)
		return out_of_memory();
	for (size_t i = 0; i < table->count; i++) {
		length = strlen(table->cells[i].text);
		if (widths[i % columns] < length)
			widths[i % columns] = length;
	}
	for (size_t i = 0; i + columns <= table->count; i += columns)
		print_row(table, i, widths, columns);
	free(widths);
	return end_output();
}

int table_print(struct table *table)
{
	int status = table->failed ? out_of_memory() : print_rows(table);

	for (size_t i = 0; i < table->count; i++)
		free(table->cells[i].text);
	free(table->cells);
	*table = (struct table){.alignment = table->alignment};
	return status;
}
