// SPDX-License-Identifier: LGPL-2.1-or-later
/* One value of all services or destinations of a state: each column names the plain getter. */
#include "core/handle.h"
#include "model/counters.h"
#include "state/state.h"

#include <errno.h>
#include <limits.h>
#include <lvsdr/columns.h>
#include <string.h>

enum { FIRST_TEXT = 100 };

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

/* One getter each. */
static const struct {
	uint32_t (*number)(const struct lvsdr_service *service);
	int32_t (*checked)(const struct lvsdr_service *service); /* a number or a negative code */
	size_t (*count)(const struct lvsdr_state *state, size_t index);
} service_numbers[] = {
	[LVSDR_SERVICE_COLUMN_PORT] = {.checked = lvsdr_service_get_port},
	[LVSDR_SERVICE_COLUMN_FWMARK] = {.number = lvsdr_service_get_fwmark},
	[LVSDR_SERVICE_COLUMN_SCHEDULER_FLAGS] = {.number = lvsdr_service_get_scheduler_flags},
	[LVSDR_SERVICE_COLUMN_PERSISTENCE] = {.number = lvsdr_service_get_persistence},
	[LVSDR_SERVICE_COLUMN_PERSISTENCE_PREFIX] = {.checked =
							     lvsdr_service_get_persistence_prefix},
	[LVSDR_SERVICE_COLUMN_ONE_PACKET] = {.checked = lvsdr_service_get_one_packet},
	[LVSDR_SERVICE_COLUMN_DEST_COUNT] = {.count = lvsdr_state_get_dest_count},
};
static const struct {
	const char *(*text)(const struct lvsdr_service *service);
	int (*copy)(const struct lvsdr_service *service, char *buffer, size_t size);
} service_texts[] = {
	[LVSDR_SERVICE_COLUMN_FAMILY - FIRST_TEXT] = {.text = lvsdr_service_get_family},
	[LVSDR_SERVICE_COLUMN_PROTOCOL - FIRST_TEXT] = {.text = lvsdr_service_get_protocol},
	[LVSDR_SERVICE_COLUMN_ADDRESS - FIRST_TEXT] = {.copy = lvsdr_service_get_address},
	[LVSDR_SERVICE_COLUMN_SCHEDULER - FIRST_TEXT] = {.text = lvsdr_service_get_scheduler},
	[LVSDR_SERVICE_COLUMN_PERSISTENCE_ENGINE -
		FIRST_TEXT] = {.text = lvsdr_service_get_persistence_engine},
	[LVSDR_SERVICE_COLUMN_PERSISTENCE_NETMASK -
		FIRST_TEXT] = {.copy = lvsdr_service_get_persistence_netmask},
};
static const struct {
	uint32_t (*number)(const struct lvsdr_dest *dest);
	int32_t (*checked)(const struct lvsdr_dest *dest);
} dest_numbers[] = {
	[LVSDR_DEST_COLUMN_PORT] = {.checked = lvsdr_dest_get_port},
	[LVSDR_DEST_COLUMN_WEIGHT] = {.checked = lvsdr_dest_get_weight},
	[LVSDR_DEST_COLUMN_FORWARDING] = {.checked = lvsdr_dest_get_forwarding},
	[LVSDR_DEST_COLUMN_UPPER_THRESHOLD] = {.number = lvsdr_dest_get_upper_threshold},
	[LVSDR_DEST_COLUMN_LOWER_THRESHOLD] = {.number = lvsdr_dest_get_lower_threshold},
	[LVSDR_DEST_COLUMN_TUNNEL_TYPE] = {.checked = lvsdr_dest_get_tunnel_type},
	[LVSDR_DEST_COLUMN_TUNNEL_PORT] = {.checked = lvsdr_dest_get_tunnel_port},
	[LVSDR_DEST_COLUMN_TUNNEL_FLAGS] = {.number = lvsdr_dest_get_tunnel_flags},
};
static int (*const dest_texts[])(const struct lvsdr_dest *dest, char *buffer, size_t size) = {
	[LVSDR_DEST_COLUMN_ADDRESS - FIRST_TEXT] = lvsdr_dest_get_address,
};

/* The place of what a column is about in a table that begins with `first`. */
static bool is_within(int32_t column, int32_t first, size_t length)
{
	return column >= first && (size_t)(column - first) < length;
}

static bool is_counter(int32_t column)
{
	return is_within(column, LVSDR_COLUMN_COUNTERS, LVSDR_COUNTER_COUNT);
}

static int refuse(const struct lvsdr_state *state, int32_t column, const char *reason)
{
	struct text name = {0};

	text_add(&name, "column %d of a state", column);
	return error_set(state->host, -EINVAL, OPERATION_GET, name.data, "%s", reason);
}

static int check(const struct lvsdr_state *state, int32_t column, bool known, const void *room)
{
	if (!state)
		return -EINVAL;
	if (!known)
		return refuse(
			state, column,
			"there is no such column; numbers are LVSDR_ ... _COLUMN_ values below 100 "
			"and LVSDR_COLUMN_COUNTERS plus a counter, texts are those from 100");
	return room ? 0 : refuse(state, column, "the array for it is NULL");
}

static uint64_t number_of(int32_t checked)
{
	return checked > 0 ? (uint64_t)checked : 0;
}

static uint64_t counter_of(const struct counters *counters, int32_t column)
{
	return counters ? counters->value[column - LVSDR_COLUMN_COUNTERS] : 0;
}

/* How many rows may be filled in, when there is one of each of `count`. */
static size_t room_for(const struct lvsdr_state *state, int32_t column, size_t count)
{
	if (is_counter(column) && !(state->parts & LVSDR_STATE_COUNTERS))
		return 0;
	return count < INT_MAX ? count : INT_MAX;
}

static uint64_t service_number(const struct lvsdr_state *state, size_t index, int32_t column)
{
	const struct lvsdr_service *service = &state->services[index].service;

	if (is_counter(column))
		return counter_of(service->counters, column);
	if (service_numbers[column].count)
		return service_numbers[column].count(state, index);
	return service_numbers[column].number ? service_numbers[column].number(service)
					      : number_of(service_numbers[column].checked(service));
}

int lvsdr_state_get_service_numbers(const struct lvsdr_state *state, int32_t column,
				    uint64_t *values, size_t count)
{
	bool known = is_counter(column) || is_within(column, 0, LENGTH(service_numbers));
	int error = check(state, column, known, values);
	size_t filled = 0;

	if (error)
		return error;
	count = room_for(state, column, count);
	for (; filled < count && filled < state->service_count; filled++)
		values[filled] = service_number(state, filled, column);
	return (int)filled;
}

static uint64_t dest_number(const struct lvsdr_dest *dest, int32_t column)
{
	if (is_counter(column))
		return counter_of(dest->counters, column);
	return dest_numbers[column].number ? dest_numbers[column].number(dest)
					   : number_of(dest_numbers[column].checked(dest));
}

int lvsdr_state_get_dest_numbers(const struct lvsdr_state *state, int32_t column, uint64_t *values,
				 size_t count)
{
	bool known = is_counter(column) || is_within(column, 0, LENGTH(dest_numbers));
	int error = check(state, column, known, values);
	size_t filled = 0;

	if (error)
		return error;
	count = room_for(state, column, count);
	for (size_t i = 0; i < state->service_count; i++)
		for (size_t k = 0; k < state->services[i].count && filled < count; k++)
			values[filled++] = dest_number(&state->services[i].dests[k], column);
	return (int)filled;
}

/* Lines on their way into the caller's buffer. */
struct lines {
	char *buffer;
	size_t size, length;
};

/* False when it does not fit. */
static bool add_line(struct lines *lines, const char *text)
{
	size_t length = strlen(text);
	char *at = lines->buffer + lines->length, *wrapped;

	if (lines->size - lines->length <= length)
		return false;
	memcpy(at, text, length);
	while ((wrapped = memchr(at, '\n', length)))
		*wrapped = ' ';
	at[length] = '\n';
	lines->length += length + 1;
	return true;
}

static int end(const struct lvsdr_state *state, int32_t column, struct lines *lines, bool fits)
{
	if (fits && lines->length < lines->size && lines->length <= INT_MAX) {
		lines->buffer[lines->length] = '\0';
		return (int)lines->length;
	}
	if (lines->size)
		lines->buffer[0] = '\0';
	return refuse(
		state, column,
		"the buffer is too small; 46 bytes for each row and one more are always enough");
}

int lvsdr_state_get_service_texts(const struct lvsdr_state *state, int32_t column, char *buffer,
				  size_t size)
{
	bool known = is_within(column, FIRST_TEXT, LENGTH(service_texts)), fits = true;
	struct lines lines = {.buffer = buffer, .size = size};
	int error = check(state, column, known, buffer);
	char copied[ADDRESS_TEXT_SIZE];

	if (error)
		return error;
	for (size_t i = 0; fits && i < state->service_count; i++) {
		const struct lvsdr_service *service = &state->services[i].service;
		const char *text = copied;

		if (service_texts[column - FIRST_TEXT].text)
			text = service_texts[column - FIRST_TEXT].text(service);
		else
			service_texts[column - FIRST_TEXT].copy(service, copied, sizeof(copied));
		fits = add_line(&lines, text);
	}
	return end(state, column, &lines, fits);
}

int lvsdr_state_get_dest_texts(const struct lvsdr_state *state, int32_t column, char *buffer,
			       size_t size)
{
	bool known = is_within(column, FIRST_TEXT, LENGTH(dest_texts)), fits = true;
	struct lines lines = {.buffer = buffer, .size = size};
	int error = check(state, column, known, buffer);
	char copied[ADDRESS_TEXT_SIZE];

	if (error)
		return error;
	for (size_t i = 0; fits && i < state->service_count; i++)
		for (size_t k = 0; fits && k < state->services[i].count; k++) {
			dest_texts[column - FIRST_TEXT](&state->services[i].dests[k], copied,
							sizeof(copied));
			fits = add_line(&lines, copied);
		}
	return end(state, column, &lines, fits);
}
