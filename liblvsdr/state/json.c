// SPDX-License-Identifier: LGPL-2.1-or-later
/* The neutral format of a state: docs/state.schema.json. */
#include "core/handle.h"
#include "core/json.h"
#include "state/format.h"
#include "state/state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Writing. A function that fails has freed what it was given; NULL means out of memory. */

/* As texts, because many languages' JSON numbers end at 2^53. */
static json_t *counters_to_json(const struct counters *counters, size_t count)
{
	json_t *json = json_object();
	char text[24];

	for (size_t i = 0; json && i < count; i++) {
		snprintf(text, sizeof(text), "%" PRIu64, counters->value[i]);
		if (json_object_set_new(json, counter_names[i], json_string(text))) {
			json_decref(json);
			return NULL;
		}
	}
	return json;
}

static json_t *with_member(json_t *json, const char *name, json_t *value)
{
	if (!json)
		json_decref(value);
	else if (!json_object_set_new(json, name, value)) /* refuses NULL */
		return json;
	json_decref(json);
	return NULL;
}

static json_t *with_counters(json_t *json, const struct counters *counters, size_t count)
{
	return json && counters ? with_member(json, "counters", counters_to_json(counters, count))
				: json;
}

static json_t *dests_to_json(const struct state_service *service)
{
	json_t *list = json_array();

	for (size_t i = 0; list && i < service->count; i++) {
		const struct lvsdr_dest *dest = &service->dests[i];
		json_t *json = object_to_json(&dest_class, (const union object *)dest);

		json = with_counters(json, dest->counters, LVSDR_COUNTER_COUNT);
		if (json_array_append_new(list, json)) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *service_to_json(const struct lvsdr_state *state, size_t index)
{
	const struct state_service *service = &state->services[index];
	json_t *json = object_to_json(&service_class, (const union object *)&service->service);

	json = with_counters(json, service->service.counters, LVSDR_COUNTER_ACTIVE_CONNECTIONS);
	return with_member(json, "destinations", dests_to_json(service));
}

static json_t *services_to_json(const struct lvsdr_state *state)
{
	json_t *list = json_array();

	for (size_t i = 0; list && i < state->service_count; i++) {
		if (json_array_append_new(list, service_to_json(state, i))) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *list_to_json(const struct state_list *list)
{
	json_t *json = json_array();

	for (size_t i = 0; json && i < list->count; i++) {
		if (json_array_append_new(json, object_to_json(list->class, state_at(list, i)))) {
			json_decref(json);
			return NULL;
		}
	}
	return json;
}

static json_t *with_list(json_t *json, const struct state_list *list)
{
	if (!list->class->single)
		return with_member(json, list->class->list, list_to_json(list));
	return list->count ? with_member(json, list->class->list,
					 object_to_json(list->class, state_at(list, 0)))
			   : json;
}

static json_t *state_to_json(const struct lvsdr_state *state)
{
	json_t *json = json_pack("{s:i}", "lvsdr_state", 1);

	if (state->observed)
		json = with_member(json, "observed", json_true());
	if (state->scope)
		json = with_member(json, "scope", json_string(state->scope));
	for (size_t i = 0; i < KIND_LISTS; i++)
		if (state->parts & object_classes[i]->part)
			json = with_list(json, &state->lists[i]);
	if (state->parts & LVSDR_STATE_SERVICES)
		json = with_member(json, service_class.list, services_to_json(state));
	return json;
}

static int write_json(struct lvsdr_state *state)
{
	json_t *json = state_to_json(state);

	state->text = json ? json_write(json, JSON_INDENT(1)) : NULL;
	json_decref(json);
	return 0;
}

/* ---- Reading. */

struct parser {
	struct lvsdr_state *state;
	struct text place; /* a JSON pointer to where the parser is */
};

/* The member is that of the object at the parser's place, which is itself at fault with "". */
static int refuse_value(struct parser *parser, int code, const char *member, const char *reason)
{
	struct lvsdr *host = parser->state->host;

	error_set(host, code, OPERATION_READ, "the state", "%s%s%s: %s", parser->place.data,
		  *member ? "/" : "", member, reason);
	return error_set_field(host, member);
}

static int refuse(struct parser *parser, const char *member, const char *reason)
{
	return refuse_value(parser, -EBADMSG, member, reason);
}

static int keep(struct parser *parser, int error)
{
	if (error == -EEXIST)
		return refuse(parser, "", "the state already contains it");
	if (error)
		error_set(parser->state->host, error, OPERATION_READ, "the state", "out of memory");
	return error;
}

static int parse_object(struct parser *parser, const struct object_class *class, const json_t *json,
			const char *const *others, union object *ret_object)
{
	struct field_problem problem;

	return object_from_json(class, json, others, parser->state->observed, ret_object, &problem)
		       ? 0
		       : refuse_value(parser, problem.code, problem.field, problem.reason);
}

static bool parse_counter(const json_t *json, uint64_t *ret_value)
{
	const char *text = json_string_value(json);
	char *end;

	if (json_is_integer(json) && json_integer_value(json) >= 0) {
		*ret_value = (uint64_t)json_integer_value(json);
		return true;
	}
	if (!text || *text < '0' || *text > '9')
		return false;
	errno = 0;
	*ret_value = strtoull(text, &end, 10);
	return !*end && !errno;
}

static int parse_counters(struct parser *parser, const json_t *json, struct counters *counters)
{
	const json_t *value;

	if (!json_is_object(json))
		return refuse(parser, "counters", "an object is expected");
	for (size_t i = 0; i < LVSDR_COUNTER_COUNT; i++) {
		value = json_object_get(json, counter_names[i]);
		if (value && !parse_counter(value, &counters->value[i]))
			return refuse(parser, "counters",
				      "a counter is a decimal number, as a text or as a number");
	}
	return 0;
}

typedef int (*element_parser)(struct parser *parser, const json_t *json, void *data);

/* Each element of a list, at its own place. */
static int parse_list(struct parser *parser, const char *name, const json_t *list,
		      element_parser parse, void *data)
{
	size_t length = parser->place.length, i;
	const json_t *element;
	int error = 0;

	if (!json_is_array(list))
		return refuse(parser, name, "a list is expected");
	text_add(&parser->place, "/%s", name);
	for (i = 0; !error && i < json_array_size(list); i++) {
		size_t list_length = parser->place.length;

		element = json_array_get(list, i);
		text_add(&parser->place, "/%zu", i);
		error = parse(parser, element, data);
		text_cut(&parser->place, list_length);
	}
	text_cut(&parser->place, length);
	return error;
}

static int parse_dest(struct parser *parser, const json_t *json, void *data)
{
	static const char *const others[] = {"counters", NULL};
	struct state_service *service = data;
	const json_t *counters = json_object_get(json, "counters");
	union object object;
	int error = parse_object(parser, &dest_class, json, others, &object);

	if (error)
		return error;
	if (!json_object_get(json, "port"))
		object.dest.port = service->service.port;
	error = keep(parser, state_append_dest(service, &object.dest));
	if (!error && counters && service->counters)
		error = parse_counters(parser, counters, &service->counters[service->count]);
	return error;
}

/* Room for the counters of the service and of all its destinations. */
static int make_counters(struct parser *parser, const json_t *json, struct state_service *service)
{
	size_t count = json_array_size(json_object_get(json, "destinations"));

	service->counters = calloc(count + 1, sizeof(*service->counters));
	if (!service->counters)
		return keep(parser, -ENOMEM);
	parser->state->parts |= LVSDR_STATE_COUNTERS;
	return parse_counters(parser, json_object_get(json, "counters"), service->counters);
}

static void point_to_counters(struct state_service *service)
{
	service->service.counters = service->counters;
	for (size_t i = 0; service->counters && i < service->count; i++)
		service->dests[i].counters = &service->counters[i + 1];
}

static int parse_service(struct parser *parser, const json_t *json, void *data)
{
	static const char *const others[] = {"destinations", "counters", NULL};
	const json_t *dests = json_object_get(json, "destinations");
	struct lvsdr_state *state = parser->state;
	struct state_service *service;
	union object object;
	int error = parse_object(parser, &service_class, json, others, &object);

	(void)data;
	if (!error)
		error = keep(parser, state_append_service(state, &object.service));
	if (error)
		return error;
	service = &state->services[state->service_count - 1];
	if (json_object_get(json, "counters"))
		error = make_counters(parser, json, service);
	if (!error && dests)
		error = parse_list(parser, "destinations", dests, parse_dest, service);
	point_to_counters(service);
	return error;
}

static int parse_listed(struct parser *parser, const json_t *json, void *data)
{
	const struct object_class *class = data;
	union object object;
	int error = parse_object(parser, class, json, NULL, &object);

	return error ? error : keep(parser, state_append(parser->state, class, &object));
}

static int parse_single(struct parser *parser, const json_t *json, const struct object_class *class)
{
	size_t length = parser->place.length;
	int error;

	text_add(&parser->place, "/%s", class->list);
	error = parse_listed(parser, json, (void *)class);
	text_cut(&parser->place, length);
	return error;
}

static int parse_part(struct parser *parser, const json_t *json, const struct object_class *class)
{
	const json_t *part = json_object_get(json, class->list);

	if (!part)
		return 0;
	parser->state->parts |= class->part;
	if (class->single)
		return parse_single(parser, part, class);
	return parse_list(parser, class->list, part,
			  class == &service_class ? parse_service : parse_listed, (void *)class);
}

static bool is_known(const char *name)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (i != KIND_DEST && !strcmp(object_classes[i]->list, name))
			return true;
	return !strcmp(name, "lvsdr_state") || !strcmp(name, "observed") || !strcmp(name, "scope");
}

static int parse_scope(struct parser *parser, const json_t *json)
{
	const char *scope = json_string_value(json), *wrong;
	char word[SCOPE_WORD_SIZE], reason[2 * SCOPE_WORD_SIZE + 128];

	if (!json)
		return 0;
	if (!scope)
		return refuse(parser, "scope", "a text is expected");
	wrong = scope_wrong(scope, word);
	if (!wrong)
		return keep(parser, state_keep_scope(parser->state, scope));
	snprintf(reason, sizeof(reason), "\"%s\": %s", word, wrong);
	return refuse_value(parser, -EINVAL, "scope", reason);
}

static int parse_head(struct parser *parser, const json_t *json)
{
	const char *name;
	json_t *value;

	if (json_integer_value(json_object_get(json, "lvsdr_state")) != 1)
		return refuse(parser, "lvsdr_state", "it must be 1, the version of the format");
	json_object_foreach((json_t *)json, name, value) {
		if (!is_known(name))
			return refuse(parser, name, "there is no such member");
	}
	parser->state->observed = json_is_true(json_object_get(json, "observed"));
	return parse_scope(parser, json_object_get(json, "scope"));
}

static int parse(struct parser *parser, const json_t *json)
{
	int error = parse_head(parser, json);

	for (size_t i = 0; i < KIND_COUNT && !error; i++)
		if (i != KIND_DEST)
			error = parse_part(parser, json, object_classes[i]);
	if (error || parser->state->parts)
		return error;
	return error_set(
		parser->state->host, -EBADMSG, OPERATION_READ, "the state",
		"it describes nothing; \"services\": [] means that there must be no services");
}

static int read_json(struct lvsdr_state *state, const char *text, size_t size)
{
	struct parser parser = {.state = state};
	json_t *json;
	int error = json_parse(state->host, "the state", text, size, &json);

	if (error)
		return error;
	error = parse(&parser, json);
	json_decref(json);
	return error;
}

static bool recognizes(const char *text, size_t size)
{
	return size && *text == '{';
}

const struct state_format state_format_json = {
	.name = "json", .recognizes = recognizes, .read = read_json, .write = write_json};
