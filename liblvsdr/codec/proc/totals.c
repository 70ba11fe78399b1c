// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/proc/totals.h"

#include "util/hex.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* What is left of a text, or of a line. */
struct rest {
	const char *at, *end;
};

/* The next whole line without its end; false when there is none. */
static bool take_line(struct rest *rest, struct rest *ret_line)
{
	const char *end = memchr(rest->at, '\n', (size_t)(rest->end - rest->at));

	if (!end)
		return false;
	*ret_line = (struct rest){rest->at, end};
	rest->at = end + 1;
	return true;
}

static void skip_spaces(struct rest *rest)
{
	while (rest->at < rest->end && *rest->at == ' ')
		rest->at++;
}

/* A word of one to 16 hexadecimal digits, and nothing else. */
static bool take_hex(struct rest *rest, uint64_t *ret_value)
{
	uint64_t value = 0;
	size_t digits = 0;

	skip_spaces(rest);
	for (; rest->at < rest->end && *rest->at != ' '; rest->at++, digits++) {
		if (digits == 16 || hex_digit(*rest->at) < 0)
			return false;
		value = value << 4 | (uint64_t)hex_digit(*rest->at);
	}
	*ret_value = value;
	return digits > 0;
}

/* A line of just so many numbers; all others are titles, or empty. */
static bool take_numbers(struct rest line, size_t count, uint64_t *ret_values)
{
	for (size_t i = 0; i < count; i++)
		if (!take_hex(&line, &ret_values[i]))
			return false;
	skip_spaces(&line);
	return line.at == line.end;
}

int totals_decode(const char *text, size_t length, uint64_t ret_values[TOTALS_COUNTED])
{
	struct rest rest = {text, text + length}, line;
	uint64_t values[TOTALS_COUNTED];
	size_t found = 0;

	while (found < TOTALS_COUNTED && take_line(&rest, &line))
		if (take_numbers(line, TOTALS_COUNTERS, values + found))
			found += TOTALS_COUNTERS;
	if (found < TOTALS_COUNTED)
		return -EBADMSG;
	memcpy(ret_values, values, sizeof(values));
	return 0;
}

/* The line with the sums of all processors, which ends their list. */
static bool is_sum(struct rest line)
{
	skip_spaces(&line);
	return line.at < line.end && *line.at == '~';
}

/* The number of the next processor, with its counters behind it, or -1 at the end, or -EBADMSG. */
static int64_t take_processor(struct rest *rest, int64_t before, uint64_t numbers[])
{
	struct rest line;

	while (take_line(rest, &line)) {
		if (is_sum(line))
			return -1;
		if (take_numbers(line, TOTALS_COUNTERS + 1, numbers))
			return numbers[0] < TOTALS_PROCESSORS && (int64_t)numbers[0] > before
				       ? (int64_t)numbers[0]
				       : -EBADMSG;
	}
	return -EBADMSG;
}

static void store(const uint64_t numbers[], size_t columns, uint64_t *row)
{
	for (size_t i = 0; i < columns; i++)
		row[i] = i < TOTALS_COUNTERS ? numbers[i + 1] : UINT64_MAX;
}

static int walk(struct rest rest, size_t columns, uint64_t *values, size_t rows)
{
	uint64_t numbers[TOTALS_COUNTERS + 1];
	int64_t number, before = -1;

	while ((number = take_processor(&rest, before, numbers)) >= 0) {
		if ((uint64_t)number < rows)
			store(numbers, columns, values + (size_t)number * columns);
		before = number;
	}
	if (number != -1)
		return -EBADMSG;
	return before < 0 ? -EBADMSG : (int)before + 1;
}

int totals_decode_processors(const char *text, size_t length, size_t columns, uint64_t *values,
			     size_t count)
{
	struct rest rest = {text, text + length};
	int result = walk(rest, columns, NULL, 0);

	if (result < 0)
		return result;
	for (size_t i = 0; i < count && i < (size_t)result * columns; i++)
		values[i] = UINT64_MAX;
	return walk(rest, columns, values, count / columns);
}

/* A line that is a decimal number between these two texts. */
static bool take_between(struct rest line, const char *before, const char *after,
			 uint64_t *ret_value)
{
	size_t length = strlen(before);
	const char *start;
	uint64_t value = 0;

	if ((size_t)(line.end - line.at) < length || memcmp(line.at, before, length))
		return false;
	line.at += length;
	for (start = line.at; line.at < line.end && *line.at >= '0' && *line.at <= '9'; line.at++) {
		if (line.at - start == 10) /* longer than any of 32 bits */
			return false;
		value = value * 10 + (uint64_t)(*line.at - '0');
	}
	*ret_value = value;
	return line.at > start && (size_t)(line.end - line.at) == strlen(after) &&
	       !memcmp(line.at, after, strlen(after));
}

int totals_decode_table_size(const char *text, size_t length, uint64_t *ret_size)
{
	struct rest rest = {text, text + length}, line;
	uint64_t size;

	if (!take_line(&rest, &line))
		return -EBADMSG;
	/* It stands behind the version. */
	line.at = memchr(line.at, '(', (size_t)(line.end - line.at));
	if (!line.at || !take_between(line, "(size=", ")", &size))
		return -EBADMSG;
	*ret_size = size;
	return 0;
}

int totals_decode_connections(const char *text, size_t length, uint64_t *ret_connections)
{
	struct rest rest = {text, text + length}, line;
	uint64_t connections;

	if (!take_line(&rest, &line) || !take_between(line, "Conns:\t", "", &connections))
		return -EBADMSG;
	*ret_connections = connections;
	return 0;
}
