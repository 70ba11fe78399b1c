// SPDX-License-Identifier: LGPL-2.1-or-later
#include "load.h"

#include "../common/escape.h"
#include "file.h"
#include "memory.h"
#include "observed.h"
#include "say.h"
#include "yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_yaml(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (!strcmp(dot, ".yaml") || !strcmp(dot, ".yml"));
}

/* The line of a value, or of what it would be in: of the whole if the message has no place. */
static json_int_t find_line(const json_t *lines, const char *message)
{
	const char *start = strstr(message, ": /");
	size_t length = start ? strcspn(start + 2, ":") : 0;
	char pointer[1024];

	if (length >= sizeof(pointer))
		length = 0;
	if (length)
		memcpy(pointer, start + 2, length);
	pointer[length] = 0;
	while (*pointer && !json_object_get(lines, pointer))
		*strrchr(pointer, '/') = 0;
	return json_integer_value(json_object_get(lines, pointer));
}

/* Reads it as JSON; a mistake is told with its line in the file. */
static int load_yaml(struct lvsdr *host, const char *path, const char *text, size_t size,
		     struct lvsdr_state **ret_state)
{
	json_t *lines, *json = yaml_is_there() ? yaml_read(path, text, size, &lines) : NULL;
	char *converted;
	int result;

	if (!json)
		return -1;
	converted = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
	json_decref(json);
	if (!converted || memory_failed()) {
		free(converted);
		json_decref(lines);
		return -out_of_memory();
	}
	result = lvsdr_state_from_text(host, "json", converted, strlen(converted), ret_state);
	if (result < 0) {
		escape_print(stderr, path);
		fprintf(stderr, ":%" JSON_INTEGER_FORMAT ": %s\n",
			find_line(lines, lvsdr_error_message(host)), lvsdr_error_message(host));
	}
	free(converted);
	json_decref(lines);
	return result;
}

int load_state(struct lvsdr *host, const char *path, struct lvsdr_state **ret_state)
{
	size_t size;
	char *text = file_read(path, &size);
	int result;

	if (!text)
		return file_complain(path, NULL);
	if (is_yaml(path)) {
		result = load_yaml(host, path, text, size, ret_state);
	} else {
		result = lvsdr_state_from_text(host, NULL, text, size, ret_state);
		if (result < 0)
			complain(host);
	}
	free(text);
	return result;
}

/* ---- Several files. */

/* -1 after it has printed why, as all that joins does. */
static int joined(int result)
{
	return result ? -out_of_memory() : 0;
}

/* Of two members of one name: lists are joined, and of an object each member is set once. */
static int join(json_t *member, json_t *more)
{
	const char *name;
	json_t *value;

	if (json_is_array(member))
		return joined(json_array_extend(member, more));
	json_object_foreach(more, name, value) {
		if (json_object_get(member, name)) {
			fprintf(stderr, "lvsdrctl: two files have the timeout %s\n", name);
			return -1;
		}
		if (joined(json_object_set(member, name, value)))
			return -1;
	}
	return 0;
}

/*
 * The scope of all is that of each together. A file without one adds nothing to it, and its objects
 * must be inside of the others'.
 */
static int join_scopes(json_t *state, const char *name, const json_t *scope, const json_t *more)
{
	return joined(json_object_set_new(
		state, name,
		json_sprintf("%s, %s", json_string_value(scope), json_string_value(more))));
}

/* What was read from a kernel is one only if all of it was. */
static int merge(json_t *state, json_t *more)
{
	const char *name;
	json_t *value, *member;
	int result = 0;

	if (!json_object_get(more, "observed"))
		json_object_del(state, "observed");
	json_object_del(more, "observed");
	json_object_foreach(more, name, value) {
		member = json_object_get(state, name);
		if (result)
			break;
		if (!member)
			result = joined(json_object_set(state, name, value));
		else if (json_is_string(member))
			result = join_scopes(state, name, member, value);
		else if (!json_is_integer(member)) /* the version */
			result = join(member, value);
	}
	return result;
}

static json_t *load_json(struct lvsdr *host, const char *path)
{
	struct lvsdr_state *state;
	json_t *json;

	if (load_state(host, path, &state) < 0)
		return NULL;
	json = observed_to_json(host, state);
	lvsdr_state_free(state);
	return json;
}

static json_t *load_all(struct lvsdr *host, char **paths)
{
	json_t *state = load_json(host, *paths), *more;

	while (state && *++paths) {
		more = load_json(host, *paths);
		if (!more || merge(state, more)) {
			json_decref(state);
			state = NULL;
		}
		json_decref(more);
	}
	return state;
}

int load_states(struct lvsdr *host, char **paths, struct lvsdr_state **ret_state)
{
	json_t *state;
	char *text;
	int result;

	if (!paths[1])
		return load_state(host, *paths, ret_state);
	state = load_all(host, paths);
	if (!state)
		return -1;
	text = json_dumps(state, JSON_COMPACT);
	json_decref(state);
	if (!text || memory_failed()) {
		free(text);
		return -out_of_memory();
	}
	result = lvsdr_state_from_text(host, "json", text, strlen(text), ret_state);
	free(text);
	if (result < 0) {
		complain(host);
		fputs("lvsdrctl: the place is that in all files together\n", stderr);
	}
	return result;
}
