// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Writes the tables of fields as JSON, and states with whatever a kernel can hold, for the schema
 * of states: tests/docs/check-schema.sh.
 */
#include "../check.h"
#include "../unit/any-object.h"
#include "state/state.h"

#include <strings.h>

enum { STATES = 200, MOST_FIELDS = 32, OBJECTS = 5 };

static const char *const types[] = {
	[FIELD_U8] = "number",       [FIELD_U16] = "number",    [FIELD_U32] = "number",
	[FIELD_S32] = "number",      [FIELD_BOOL] = "boolean",  [FIELD_TEXT] = "text",
	[FIELD_ADDRESS] = "address", [FIELD_FAMILY] = "number", [FIELD_FLAGS] = "flags",
	[FIELD_NETMASK] = "netmask", [FIELD_PORTS] = "ports"};

static void set(json_t *json, const char *name, json_t *value)
{
	if (json_object_set_new(json, name, value))
		fail_msg("out of memory");
}

/* What the type of a number holds. */
static void set_limits(json_t *json, const struct field *field)
{
	static const json_int_t highest[] = {[1] = UINT8_MAX, [2] = UINT16_MAX, [4] = UINT32_MAX};
	bool one_byte = field->type == FIELD_BOOL || field->type == FIELD_FAMILY;
	json_int_t most = highest[one_byte ? 1 : field->size];

	set(json, "least", json_integer(field->type == FIELD_S32 ? INT32_MIN : 0));
	set(json, "most", json_integer(field->type == FIELD_S32 ? INT32_MAX : most));
	if (field->lowest || field->highest) {
		set(json, "lowest", json_integer(field->lowest));
		set(json, "highest", json_integer(field->highest));
	}
}

/* Without those that are others in capitals. */
static json_t *names_of(const struct name *names)
{
	json_t *json = json_object();

	for (const struct name *name = names; name && name->name; name++) {
		const char *first = name_of(names, name->value);

		if (first == name->name || strcasecmp(first, name->name))
			set(json, name->name, json_integer(name->value));
	}
	return json;
}

static json_t *values_of(const struct field *field)
{
	json_t *json = json_array();

	for (int i = 0; i < 32; i++)
		if (field->values & 1u << i && json_array_append_new(json, json_integer(i)))
			fail_msg("out of memory");
	return json;
}

static bool takes(const struct fields *fields, size_t index, const char *text)
{
	union object object = {.host = NULL};
	struct field_problem problem;

	return field_set_text(fields, index, &object, text, true, &problem);
}

/* Those of which a text may consist, where that does not depend on their places. */
static json_t *characters_of(const struct fields *fields, size_t index)
{
	char characters[128], text[] = "xxx";
	size_t count = 0;

	for (char character = ' '; character < '\x7f'; character++) {
		text[1] = character;
		if (takes(fields, index, text))
			characters[count++] = character;
	}
	characters[count] = '\0';
	return json_string(characters);
}

static json_t *describe_field(const struct fields *fields, size_t index)
{
	static const char *const presences[] = {"always", [FIELD_WITH_FWMARK] = "with_fwmark",
						[FIELD_WITHOUT_FWMARK] = "without_fwmark"};
	const struct field *field = &fields->field[index];
	json_t *json = json_object();

	set(json, "name", json_string(field->name));
	set(json, "type", json_string(types[field->type]));
	set(json, "presence", json_string(presences[field->presence]));
	set(json, "identity", json_boolean(field->identity));
	set(json, "required", json_boolean(field->required));
	set(json, "open", json_boolean(field->open));
	set(json, "seen_only", json_boolean(field->seen_only));
	set(json, "some_named", json_boolean(field->some_named));
	set(json, "names", names_of(field->names));
	set(json, "values", values_of(field));
	if (field->dotted)
		set(json, "dotted", json_string(field->dotted));
	if (field->type == FIELD_TEXT) {
		set(json, "longest", json_integer(field->size - 1));
		set(json, "characters", characters_of(fields, index));
	}
	if (field->type == FIELD_TEXT || field->type == FIELD_ADDRESS || field->type == FIELD_PORTS)
		set(json, "empty", json_boolean(takes(fields, index, "")));
	else
		set_limits(json, field);
	return json;
}

/* A new object of that address and device, where it has these; its numbers were `number` before. */
static json_t *defaults_for(const struct object_class *class, const char *address,
			    const char *device, int64_t number)
{
	struct fields fields = class->fields;
	union object object = {.host = NULL};
	struct field loud[MOST_FIELDS];
	struct field_problem problem;
	json_t *json = json_object();

	memcpy(loud, fields.field, fields.count * sizeof(*loud));
	for (size_t i = 0; i < fields.count; i++) {
		const struct field *field = &fields.field[i];

		loud[i].omit_default = false;
		loud[i].presence = FIELD_ALWAYS;
		if (field->required && field->type == FIELD_ADDRESS)
			field_set_text(&fields, i, &object, address, true, &problem);
		else if (field->required && field->type == FIELD_TEXT)
			field_set_text(&fields, i, &object, device, true, &problem);
		else if (!field->required && field->type < FIELD_TEXT)
			field_set_number(&fields, i, &object, number, true, &problem);
	}
	class->set_defaults(&object);
	fields.field = loud;
	if (fields_to_json(&fields, &object, &object, json))
		fail_msg("out of memory");
	return json;
}

/* What is the default whatever the object is. */
static json_t *defaults_of(const struct object_class *class)
{
	static const char *const addresses[] = {"192.0.2.1", "2001:db8::1", "fe80::1"};
	static const char *const devices[] = {"eth0", "lo"};
	json_t *defaults = defaults_for(class, addresses[0], devices[0], 0), *other, *value;
	const char *name;
	void *next;

	for (int i = 0; i < 12; i++) {
		other = defaults_for(class, addresses[i % 3], devices[i / 3 % 2], i / 6);
		json_object_foreach_safe(defaults, next, name, value)
		{
			if (!json_equal(value, json_object_get(other, name)))
				json_object_del(defaults, name);
		}
		json_decref(other);
	}
	return defaults;
}

static json_t *describe_class(const struct object_class *class)
{
	json_t *json = json_object(), *fields = json_array();

	assert_true(class->fields.count <= MOST_FIELDS);
	for (size_t i = 0; i < class->fields.count; i++)
		if (json_array_append_new(fields, describe_field(&class->fields, i)))
			fail_msg("out of memory");
	set(json, "name", json_string(class->name));
	set(json, "list", json_string(class->list));
	set(json, "single", json_boolean(class->single));
	set(json, "partial", json_boolean(class->partial));
	set(json, "of_host", json_boolean(!class->in_scope));
	set(json, "fields", fields);
	set(json, "defaults", class->partial ? json_object() : defaults_of(class));
	return json;
}

static void fill_state(struct lvsdr_state *state)
{
	union object object;

	for (size_t i = 0; i < KIND_COUNT; i++)
		for (uint32_t k = random_below(&numbers, OBJECTS); k > 0; k--) {
			const struct object_class *class = object_classes[i];

			make_object(class, &object);
			object.host = state->host;
			if (class == &service_class)
				state_append_service(state, &object.service);
			else if (class != &dest_class)
				state_append(state, class, &object);
			else if (state->service_count)
				state_append_dest(&state->services[state->service_count - 1],
						  &object.dest);
		}
}

static json_t *any_state(struct lvsdr *host)
{
	struct lvsdr_state *state = state_make(host, state_kinds());
	const char *text;
	json_t *json;

	assert_non_null(state);
	state->observed = true;
	fill_state(state);
	assert_int_equal(lvsdr_state_to_text(state, "json", &text), 0);
	json = json_loads(text, 0, NULL);
	lvsdr_state_free(state);
	return json;
}

int main(void)
{
	json_t *json = json_object(), *kinds = json_array(), *states = json_array();
	struct lvsdr *host;

	numbers = random_start("fields");
	if (lvsdr_new(&host))
		return 1;
	for (size_t i = 0; i < KIND_COUNT; i++)
		json_array_append_new(kinds, describe_class(object_classes[i]));
	for (int i = 0; i < STATES; i++)
		json_array_append_new(states, any_state(host));
	set(json, "kinds", kinds);
	set(json, "states", states);
	json_dumpf(json, stdout, 0);
	json_decref(json);
	lvsdr_free(host);
	return 0;
}
