// SPDX-License-Identifier: LGPL-2.1-or-later
#include "yaml.h"

#include "../common/escape.h"
#include "say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH = 32, POINTER = 1024 };

struct reader {
	const char *path;
	yaml_parser_t parser;
	yaml_event_t event; /* the current one */
	json_t *lines;
	char pointer[POINTER]; /* of the value that is read */
	int failed;
};

int yaml_is_there(void)
{
	return 1;
}

static json_t *refuse(struct reader *reader, size_t line, const char *why, const char *what)
{
	if (!reader->failed) {
		escape_print(stderr, reader->path);
		fprintf(stderr, ":%zu: %s", line + 1, why);
		escape_print(stderr, what);
		fputc('\n', stderr);
	}
	reader->failed = 1;
	return NULL;
}

static json_t *refuse_event(struct reader *reader, const char *why)
{
	return refuse(reader, reader->event.start_mark.line, why, "");
}

static int next(struct reader *reader)
{
	yaml_event_delete(&reader->event);
	if (yaml_parser_parse(&reader->parser, &reader->event))
		return 0;
	memset(&reader->event, 0, sizeof(reader->event));
	refuse(reader, reader->parser.problem_mark.line, "it is not YAML: ",
	       reader->parser.problem ? reader->parser.problem : "out of memory");
	return -1;
}

/* As the core schema of YAML 1.2 has it; "yes" and "on" are texts. */
static json_t *read_plain(struct reader *reader, const char *text)
{
	char *end;
	long long number;

	if (!strcmp(text, "true") || !strcmp(text, "false"))
		return json_boolean(*text == 't');
	if (!*text || !strcmp(text, "null") || !strcmp(text, "~"))
		return json_null();
	if (text[strspn(text, "+-0123456789")] || !strpbrk(text, "0123456789"))
		return json_string(text);
	errno = 0;
	number = strtoll(text, &end, 10);
	if (*end)
		return json_string(text);
	return errno ? refuse_event(reader, "the number is too large") : json_integer(number);
}

static json_t *read_scalar(struct reader *reader)
{
	const char *text = (const char *)reader->event.data.scalar.value;
	size_t length = reader->event.data.scalar.length;
	json_t *value;

	if (strlen(text) != length)
		return refuse_event(reader, "the text has a null byte");
	value = reader->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE
			? read_plain(reader, text)
			: json_string(text);
	if (!value && !reader->failed)
		refuse_event(reader, "out of memory");
	return value;
}

static json_t *read_value(struct reader *reader, int depth);

/* Adds a part to the pointer: its old length. */
static size_t enter(struct reader *reader, const char *part)
{
	size_t length = strlen(reader->pointer);

	snprintf(reader->pointer + length, sizeof(reader->pointer) - length, "/%s", part);
	return length;
}

static json_t *read_list(struct reader *reader, int depth)
{
	json_t *list = json_array(), *value;
	char number[24];
	size_t length;

	while (!next(reader) && reader->event.type != YAML_SEQUENCE_END_EVENT) {
		snprintf(number, sizeof(number), "%zu", json_array_size(list));
		length = enter(reader, number);
		value = read_value(reader, depth + 1);
		reader->pointer[length] = 0;
		if (!value)
			break;
		if (json_array_append_new(list, value)) {
			refuse_event(reader, "out of memory");
			break;
		}
	}
	return list;
}

/* The value behind a name. */
static int read_member(struct reader *reader, json_t *object, int depth)
{
	char *name = strdup((const char *)reader->event.data.scalar.value);
	size_t line = reader->event.start_mark.line, length;
	json_t *value = NULL;
	int result = -1;

	if (!name) {
		refuse(reader, line, "out of memory", "");
	} else if (strlen(name) != reader->event.data.scalar.length) {
		refuse(reader, line, "the name has a null byte", "");
	} else if (json_object_get(object, name)) {
		refuse(reader, line, "a member is there twice: ", name);
	} else if (!next(reader)) {
		length = enter(reader, name);
		value = read_value(reader, depth + 1);
		reader->pointer[length] = 0;
		result = value ? json_object_set_new(object, name, value) : -1;
		if (value && result)
			refuse(reader, line, "out of memory", "");
	}
	free(name);
	return result;
}

static json_t *read_object(struct reader *reader, int depth)
{
	json_t *object = json_object();

	while (!next(reader) && reader->event.type != YAML_MAPPING_END_EVENT) {
		if (reader->event.type != YAML_SCALAR_EVENT) {
			refuse_event(reader, "the name of a member must be a word");
			break;
		}
		if (read_member(reader, object, depth))
			break;
	}
	return object;
}

static int is_tagged(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor || event->data.scalar.tag;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor || event->data.sequence_start.tag;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor || event->data.mapping_start.tag;
	default:
		return event->type == YAML_ALIAS_EVENT;
	}
}

/* NULL if it failed. */
static json_t *read_value(struct reader *reader, int depth)
{
	json_t *value;

	if (is_tagged(&reader->event))
		return refuse_event(reader, "anchors, aliases and tags are not supported");
	if (depth > DEPTH)
		return refuse_event(reader, "it is nested too deeply");
	if (json_object_set_new(reader->lines, reader->pointer,
				json_integer((json_int_t)reader->event.start_mark.line + 1)))
		return refuse_event(reader, "out of memory");
	if (reader->event.type == YAML_SCALAR_EVENT)
		return read_scalar(reader);
	if (reader->event.type == YAML_SEQUENCE_START_EVENT)
		value = read_list(reader, depth);
	else if (reader->event.type == YAML_MAPPING_START_EVENT)
		value = read_object(reader, depth);
	else
		return refuse_event(reader, "a value is missing");
	if (!value)
		return refuse_event(reader, "out of memory");
	if (!reader->failed)
		return value;
	json_decref(value);
	return NULL;
}

/* One document, and nothing behind it. */
static json_t *read_document(struct reader *reader)
{
	json_t *value = NULL;

	if (next(reader) || next(reader))
		return NULL;
	if (reader->event.type != YAML_DOCUMENT_START_EVENT)
		return refuse_event(reader, "it is empty");
	if (next(reader))
		return NULL;
	value = read_value(reader, 0);
	if (value && !next(reader) && !next(reader) && reader->event.type != YAML_STREAM_END_EVENT)
		refuse_event(reader, "a second document is not supported");
	if (!reader->failed)
		return value;
	json_decref(value);
	return NULL;
}

json_t *yaml_read(const char *path, const char *text, size_t size, json_t **ret_lines)
{
	struct reader reader = {.path = path, .lines = json_object()};
	json_t *value = NULL;

	if (!reader.lines || !yaml_parser_initialize(&reader.parser)) {
		out_of_memory();
		json_decref(reader.lines);
		return NULL;
	}
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text, size);
	value = read_document(&reader);
	yaml_event_delete(&reader.event);
	yaml_parser_delete(&reader.parser);
	if (value)
		*ret_lines = reader.lines;
	else
		json_decref(reader.lines);
	return value;
}
