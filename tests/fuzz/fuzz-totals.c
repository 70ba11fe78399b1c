// SPDX-License-Identifier: LGPL-2.1-or-later
/* The files of /proc/net with totals: the first byte says how many columns and rows are wanted. */
#include "fuzz.h"
#include "codec/proc/totals.h"

#include <lvsdr/totals.h>

enum { ROWS = 16 };

static void read_processors(const char *text, size_t size, size_t columns, size_t rows)
{
	uint64_t *values = malloc((columns * rows + 1) * sizeof(*values));
	int result;

	fuzz_expect(values != NULL);
	values[columns * rows] = 42;
	result = totals_decode_processors(text, size, columns, values, columns * rows);
	fuzz_expect(values[columns * rows] == 42);
	fuzz_expect(result < 0 || (result > 0 && result <= TOTALS_PROCESSORS));
	fuzz_expect(totals_decode_processors(text, size, columns, NULL, 0) == result);
	for (size_t i = TOTALS_COUNTERS; result > 0 && rows && i < columns; i++)
		fuzz_expect(values[i] == UINT64_MAX);
	free(values);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t values[TOTALS_COUNTED], number;
	char *text;

	if (!size)
		return 0;
	text = fuzz_copy(data + 1, size - 1);
	totals_decode(text, size - 1, values);
	if (!totals_decode_table_size(text, size - 1, &number))
		fuzz_expect(number <= 9999999999u);
	if (!totals_decode_connections(text, size - 1, &number))
		fuzz_expect(number <= 9999999999u);
	read_processors(text, size - 1, data[0] % LVSDR_TOTAL_COUNT + 1, data[0] / ROWS);
	free(text);
	return 0;
}
