// SPDX-License-Identifier: LGPL-2.1-or-later
/* One value of all services or destinations of a state: a field, found once and read row by row. */
#include "core/handle.h"
#include "model/counters.h"
#include "state/state.h"

#include <errno.h>
#include <limits.h>
#include <lvsdr/columns.h>
#include <string.h>

/* Of services: it is no field. */
static const char dest_count[] = "dest_count";

enum value_type { NUMBER, TEXT };

/* One of them is what is asked for. */
struct column {
	const struct object_class *class;
	const struct field *field; /* or NULL */
	int counter;               /* or -1 */
};

/* Rows that lie behind each other. */
struct run {
	const char *first;
	size_t stride, count;
};

/* All services are one run, the destinations of each are another one; `next` begins with 0. */
static bool next_run(const struct lvsdr_state *state, const struct object_class *class,
		     size_t *next, struct run *ret_run)
{
	const struct state_service *service;

	if (*next >= state->service_count)
		return false;
	service = &state->services[*next];
	if (class == &service_class) {
		*ret_run = (struct run){(const char *)&service->service, sizeof(*service),
					state->service_count};
		*next = state->service_count;
		return true;
	}
	*ret_run =
		(struct run){(const char *)service->dests, sizeof(*service->dests), service->count};
	++*next;
	return true;
}

static int refuse(const struct lvsdr_state *state, const char *name, const char *reason)
{
	struct text column = {0};

	text_add(&column, "column \"%s\" of a state", name);
	return error_set(state->host, -EINVAL, OPERATION_GET, column.data, "%s", reason);
}

/* The name that a field has in this type, or NULL. */
static const char *name_of_type(const struct field *field, enum value_type type)
{
	if (type == NUMBER)
		return field_is_number(field) ? field->name : NULL;
	if (!field_is_text(field))
		return NULL;
	return field->dotted ? field->dotted : field->name;
}

static const struct field *find_field(const struct fields *fields, enum value_type type,
				      const char *name)
{
	const char *has;

	for (size_t i = 0; i < fields->count; i++) {
		has = name_of_type(&fields->field[i], type);
		if (has && !strcmp(has, name))
			return &fields->field[i];
	}
	return NULL;
}

static int find_counter(const char *name)
{
	for (int i = 0; i < LVSDR_COUNTER_COUNT; i++)
		if (!strcmp(counter_names[i], name))
			return i;
	return -1;
}

static int refuse_unknown(const struct lvsdr_state *state, const struct object_class *class,
			  enum value_type type, const char *name)
{
	const struct fields *fields = &class->fields;
	struct text list = {0};
	const char *has;

	text_add(&list, "a %s has no %s of this name; there are", class->name,
		 type == NUMBER ? "number" : "text");
	for (size_t i = 0; i < fields->count; i++) {
		has = name_of_type(&fields->field[i], type);
		if (has)
			text_add(&list, " %s", has);
	}
	if (type == NUMBER && class == &service_class)
		text_add(&list, " %s", dest_count);
	for (size_t i = 0; type == NUMBER && i < LVSDR_COUNTER_COUNT; i++)
		text_add(&list, " %s", counter_names[i]);
	return refuse(state, name, list.data);
}

static int find(const struct lvsdr_state *state, const struct object_class *class,
		enum value_type type, const char *name, const void *room, struct column *ret_column)
{
	bool known;

	if (!state)
		return -EINVAL;
	if (!name)
		return error_set(state->host, -EINVAL, OPERATION_GET, "a column of a state",
				 "its name is NULL");
	*ret_column = (struct column){.class = class,
				      .field = find_field(&class->fields, type, name),
				      .counter = type == NUMBER ? find_counter(name) : -1};
	known = ret_column->field || ret_column->counter >= 0 ||
		(type == NUMBER && class == &service_class && !strcmp(name, dest_count));
	if (!known)
		return refuse_unknown(state, class, type, name);
	return room ? 0 : refuse(state, name, "the array for it is NULL");
}

static uint64_t counter_of(const struct object_class *class, const void *row, int counter)
{
	const union object *object = row;
	const struct counters *counters =
		class == &service_class ? object->service.counters : object->dest.counters;

	return counters ? counters->value[counter] : 0;
}

static void get_run(const struct lvsdr_state *state, const struct column *column,
		    const struct run *run, uint64_t *values)
{
	if (column->field) {
		field_numbers(&column->class->fields, column->field, run->first, run->stride,
			      run->count, values);
		return;
	}
	for (size_t i = 0; i < run->count; i++)
		values[i] = column->counter >= 0
				    ? counter_of(column->class, run->first + i * run->stride,
						 column->counter)
				    : state->services[i].count;
}

static int get_numbers(const struct lvsdr_state *state, const struct object_class *class,
		       const char *name, uint64_t *values, size_t count)
{
	struct column column;
	int error = find(state, class, NUMBER, name, values, &column);
	size_t filled = 0, next = 0;
	struct run run;

	if (error)
		return error;
	if (column.counter >= 0 && !(state->parts & LVSDR_STATE_COUNTERS))
		return 0;
	if (count > INT_MAX)
		count = INT_MAX;
	while (filled < count && next_run(state, class, &next, &run)) {
		if (run.count > count - filled)
			run.count = count - filled;
		get_run(state, &column, &run, values + filled);
		filled += run.count;
	}
	return (int)filled;
}

int lvsdr_state_get_service_numbers(const struct lvsdr_state *state, const char *column,
				    uint64_t *values, size_t count)
{
	return get_numbers(state, &service_class, column, values, count);
}

int lvsdr_state_get_dest_numbers(const struct lvsdr_state *state, const char *column,
				 uint64_t *values, size_t count)
{
	return get_numbers(state, &dest_class, column, values, count);
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

static int end(const struct lvsdr_state *state, const char *column, struct lines *lines, bool fits)
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

static int get_texts(const struct lvsdr_state *state, const struct object_class *class,
		     const char *name, char *buffer, size_t size)
{
	struct lines lines = {.buffer = buffer, .size = size};
	char room[ADDRESS_TEXT_SIZE];
	struct column column;
	int error = find(state, class, TEXT, name, buffer, &column);
	struct run run;
	bool fits = true;
	size_t next = 0;

	if (error)
		return error;
	while (fits && next_run(state, class, &next, &run))
		for (size_t i = 0; fits && i < run.count; i++)
			fits = add_line(&lines, field_text(&class->fields, column.field,
							   run.first + i * run.stride, room));
	return end(state, name, &lines, fits);
}

int lvsdr_state_get_service_texts(const struct lvsdr_state *state, const char *column, char *buffer,
				  size_t size)
{
	return get_texts(state, &service_class, column, buffer, size);
}

int lvsdr_state_get_dest_texts(const struct lvsdr_state *state, const char *column, char *buffer,
			       size_t size)
{
	return get_texts(state, &dest_class, column, buffer, size);
}
