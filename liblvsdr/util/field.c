// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/field.h"

#include "util/address.h"
#include "util/hash.h"
#include "util/ports.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool name_find(const struct name *names, const char *text, uint32_t *ret_value)
{
	for (; names && names->name; names++) {
		if (strcmp(names->name, text))
			continue;
		*ret_value = names->value;
		return true;
	}
	return false;
}

const char *name_of(const struct name *names, uint32_t value)
{
	for (; names && names->name; names++)
		if (names->value == value)
			return names->name;
	return NULL;
}

static const void *place(const struct field *field, const void *object)
{
	return (const char *)object + field->offset;
}

static bool is_present(const struct fields *fields, const struct field *field, const void *object)
{
	const char *fwmark = (const char *)object + fields->fwmark_offset;

	return field->presence == FIELD_ALWAYS ||
	       (field->presence == FIELD_WITH_FWMARK) ==
		       (*(const uint32_t *)(const void *)fwmark != 0);
}

static int64_t get_number(const struct field *field, const void *at)
{
	switch (field->type) {
	case FIELD_U8:
	case FIELD_BOOL:
		return *(const uint8_t *)at;
	case FIELD_FAMILY:
		return ((const struct address *)at)->family;
	case FIELD_U16:
		return *(const uint16_t *)at;
	case FIELD_S32:
		return *(const int32_t *)at;
	default:
		return field->size == 2 ? *(const uint16_t *)at : *(const uint32_t *)at;
	}
}

static int64_t highest(const struct field *field)
{
	switch (field->type) {
	case FIELD_BOOL:
		return 1;
	case FIELD_U8:
	case FIELD_FAMILY:
		return UINT8_MAX;
	case FIELD_U16:
		return UINT16_MAX;
	case FIELD_S32:
		return INT32_MAX;
	default:
		return field->size == 2 ? UINT16_MAX : UINT32_MAX;
	}
}

static void set_number(const struct field *field, void *at, int64_t value)
{
	switch (field->type) {
	case FIELD_U8:
	case FIELD_BOOL:
		*(uint8_t *)at = (uint8_t)value;
		break;
	case FIELD_FAMILY:
		((struct address *)at)->family = (uint8_t)value;
		break;
	case FIELD_U16:
		*(uint16_t *)at = (uint16_t)value;
		break;
	case FIELD_S32:
		*(int32_t *)at = (int32_t)value;
		break;
	default:
		if (field->size == 2)
			*(uint16_t *)at = (uint16_t)value;
		else
			*(uint32_t *)at = (uint32_t)value;
	}
}

static bool number_equal(const struct field *field, int64_t found, int64_t wanted)
{
	if (found == wanted)
		return true;
	if (field->type == FIELD_FLAGS)
		return !((found ^ wanted) & ~(int64_t)field->not_compared);
	if (field->zero_is_any)
		return !found || !wanted;
	return field->runs_down && found && found < wanted && wanted < UINT32_MAX;
}

static bool field_equal(const struct field *field, const void *found, const void *wanted)
{
	const void *x = place(field, found), *y = place(field, wanted);

	switch (field->type) {
	case FIELD_TEXT:
		return !strcmp(x, y);
	case FIELD_ADDRESS:
		return address_equal(x, y);
	case FIELD_PORTS:
		return ports_equal(x, y);
	default:
		return number_equal(field, get_number(field, x), get_number(field, y));
	}
}

/* The text form of a netmask: dotted for IPv4, where it is no small number. */
static void netmask_format(uint32_t netmask, char text[ADDRESS_TEXT_SIZE])
{
	struct address mask = {.family = AF_INET};

	memcpy(mask.bytes, &netmask, sizeof(netmask));
	address_format(&mask, text);
}

static bool is_dotted(const struct field *field, int64_t value)
{
	return field->type == FIELD_NETMASK && value > 128;
}

static void tell_flags(const struct field *field, uint32_t flags, struct text *text)
{
	const char *comma = "";

	for (const struct name *name = field->names; name->name; name++) {
		if (!(flags & name->value))
			continue;
		text_add(text, "%s%s", comma, name->name);
		flags &= ~name->value;
		comma = "+";
	}
	if (flags || !*comma)
		text_add(text, "%s0x%" PRIx32, comma, flags);
}

static void field_tell(const struct field *field, const void *object, struct text *text)
{
	const void *at = place(field, object);
	char address[ADDRESS_TEXT_SIZE];
	int64_t number;

	if (field->type == FIELD_ADDRESS) {
		address_format(at, address);
		text_add(text, "%s", *address ? address : "none");
		return;
	}
	if (field->type == FIELD_TEXT) {
		text_add(text, "%s", *(const char *)at ? (const char *)at : "none");
		return;
	}
	number = get_number(field, at);
	if (field->type == FIELD_FLAGS) {
		tell_flags(field, (uint32_t)number, text);
	} else if (is_dotted(field, number)) {
		netmask_format((uint32_t)number, address);
		text_add(text, "%s", address);
	} else if (name_of(field->names, (uint32_t)number)) {
		text_add(text, "%s", name_of(field->names, (uint32_t)number));
	} else {
		text_add(text, "%" PRId64, number);
	}
}

bool fields_equal(const struct fields *fields, const void *found, const void *wanted, bool identity)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->field[i].identity == identity &&
		    !field_equal(&fields->field[i], found, wanted))
			return false;
	return true;
}

uint32_t fields_hash(const struct fields *fields, const void *object, uint32_t seed)
{
	uint32_t hash = seed;

	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];
		const void *at = place(field, object);

		if (!field->identity || field->movable)
			continue;
		if (field->type == FIELD_TEXT)
			hash = hash_bytes(hash, at, strlen(at));
		else if (field->type == FIELD_ADDRESS)
			hash = hash_bytes(hash, ((const struct address *)at)->bytes,
					  address_length(at));
		else if (field->type == FIELD_PORTS)
			hash = hash_bytes(hash, ((const struct ports *)at)->range,
					  ((const struct ports *)at)->count *
						  sizeof(struct port_range));
		else
			hash = hash_number(hash, (uint32_t)get_number(field, at));
	}
	return hash;
}

void fields_tell_difference(const struct fields *fields, const void *found, const void *wanted,
			    struct text *text)
{
	const char *comma = "";

	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];

		if (field_equal(field, found, wanted))
			continue;
		text_add(text, "%s%s is ", comma, field->name);
		field_tell(field, found, text);
		text_add(text, ", not ");
		field_tell(field, wanted, text);
		comma = "; ";
	}
}

bool fields_between(const struct fields *fields, const void *found, const void *one,
		    const void *other)
{
	for (size_t i = 0; i < fields->count; i++)
		if (!field_equal(&fields->field[i], found, one) &&
		    !field_equal(&fields->field[i], found, other))
			return false;
	return true;
}

void fields_merge(const struct fields *fields, void *object, const void *base)
{
	uint32_t *set = (uint32_t *)(void *)((char *)object + fields->set_offset);

	for (size_t i = 0; i < fields->count; i++)
		if (!(*set & 1u << i))
			memcpy((char *)object + fields->field[i].offset,
			       place(&fields->field[i], base), fields->field[i].size);
	*set = ~0u;
}

static json_t *flags_to_json(const struct field *field, uint32_t flags)
{
	json_t *json = json_array();

	for (const struct name *name = field->names; json && name->name; name++) {
		if (!(flags & name->value))
			continue;
		flags &= ~name->value;
		json_array_append_new(json, json_string(name->name));
	}
	if (json && flags)
		json_array_append_new(json, json_integer(flags));
	return json;
}

static json_t *field_to_json(const struct field *field, const void *at)
{
	char text[ADDRESS_TEXT_SIZE], ports[PORTS_TEXT_SIZE];
	int64_t number;

	if (field->type == FIELD_ADDRESS) {
		address_format(at, text);
		return json_string(text);
	}
	if (field->type == FIELD_PORTS) {
		ports_format(at, ports);
		return json_string(ports);
	}
	if (field->type == FIELD_TEXT)
		return json_string(at);
	number = get_number(field, at);
	if (field->type == FIELD_BOOL)
		return json_boolean(number);
	if (field->type == FIELD_FLAGS)
		return flags_to_json(field, (uint32_t)number);
	if (is_dotted(field, number)) {
		netmask_format((uint32_t)number, text);
		return json_string(text);
	}
	if (name_of(field->names, (uint32_t)number))
		return json_string(name_of(field->names, (uint32_t)number));
	return json_integer(number);
}

/* To the letter, where fields_equal() passes over what makes no difference. */
static bool has_default(const struct field *field, const void *object, const void *defaults)
{
	bool number = field->type != FIELD_TEXT && field->type != FIELD_ADDRESS &&
		      field->type != FIELD_PORTS;

	return number ? get_number(field, place(field, object)) ==
				get_number(field, place(field, defaults))
		      : field_equal(field, object, defaults);
}

int fields_to_json(const struct fields *fields, const void *object, const void *defaults,
		   json_t *json)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];

		if (!is_present(fields, field, object) || (!defaults && !field->identity) ||
		    (defaults && field->quiet && has_default(field, object, defaults)))
			continue;
		if (json_object_set_new(json, field->name,
					field_to_json(field, place(field, object))))
			return -1;
	}
	return 0;
}

__attribute__((format(printf, 3, 4))) static bool refuse(struct field_problem *problem,
							 const char *name, const char *format, ...)
{
	va_list arguments;

	snprintf(problem->place, sizeof(problem->place), "/%s", name);
	va_start(arguments, format);
	vsnprintf(problem->reason, sizeof(problem->reason), format, arguments);
	va_end(arguments);
	return false;
}

static bool text_from_json(const struct field *field, const json_t *json, void *at,
			   struct field_problem *problem)
{
	const char *value = json_string_value(json), *wrong = NULL;

	if (!value || strlen(value) != json_string_length(json))
		return refuse(problem, field->name, "a text is expected");
	if (!*value && field->required)
		return refuse(problem, field->name, "it is empty");
	memset(at, 0, field->size);
	if (field->type == FIELD_ADDRESS && *value)
		wrong = address_parse(value, at);
	else if (field->type == FIELD_PORTS && *value)
		wrong = ports_parse(value, NULL, at);
	else if (field->wrong && *value)
		wrong = field->wrong(value);
	else if (strlen(value) >= field->size)
		return refuse(problem, field->name, "\"%s\" has more than %u characters", value,
			      field->size - 1u);
	if (!wrong && field->type == FIELD_TEXT)
		memcpy(at, value, strlen(value));
	return wrong ? refuse(problem, field->name, "\"%s\": %s", value, wrong) : true;
}

static bool flags_from_json(const struct field *field, const json_t *json, void *at,
			    struct field_problem *problem)
{
	uint32_t flags = 0, flag;
	json_t *element;
	size_t i;

	if (!json_is_array(json))
		return refuse(problem, field->name, "a list of names is expected");
	json_array_foreach(json, i, element)
	{
		if (json_is_string(element) &&
		    name_find(field->names, json_string_value(element), &flag))
			flags |= flag;
		else if (json_is_integer(element) && json_integer_value(element) >= 0 &&
			 json_integer_value(element) <= highest(field))
			flags |= (uint32_t)json_integer_value(element);
		else
			return refuse(problem, field->name, "element %zu is no flag that is known",
				      i);
	}
	set_number(field, at, flags);
	return true;
}

static bool number_from_json(const struct field *field, const json_t *json, void *at,
			     struct field_problem *problem)
{
	int64_t low = field->type == FIELD_S32 ? INT32_MIN : 0, value;
	struct address mask;
	uint32_t named;

	if (json_is_string(json) && field->type == FIELD_NETMASK) {
		if (address_parse(json_string_value(json), &mask) || mask.family != AF_INET)
			return refuse(problem, field->name, "\"%s\" is no netmask",
				      json_string_value(json));
		memcpy(at, mask.bytes, 4);
		return true;
	}
	if (json_is_string(json) && field->names) {
		if (!name_find(field->names, json_string_value(json), &named))
			return refuse(problem, field->name, "\"%s\" is none of its values",
				      json_string_value(json));
		set_number(field, at, named);
		return true;
	}
	if (!json_is_integer(json))
		return refuse(problem, field->name, "a %snumber is expected",
			      field->names ? "name or " : "");
	value = json_integer_value(json);
	if (value < low || value > highest(field))
		return refuse(problem, field->name,
			      "%" PRId64 " is not between %" PRId64 " and %" PRId64, value, low,
			      highest(field));
	if (field->type == FIELD_FAMILY && !name_of(field->names, (uint32_t)value))
		return refuse(problem, field->name, "%" PRId64 " is none of its values", value);
	set_number(field, at, value);
	return true;
}

static bool field_from_json(const struct field *field, const json_t *json, void *at,
			    struct field_problem *problem)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_ADDRESS:
	case FIELD_PORTS:
		return text_from_json(field, json, at, problem);
	case FIELD_FLAGS:
		return flags_from_json(field, json, at, problem);
	case FIELD_BOOL:
		if (!json_is_boolean(json))
			return refuse(problem, field->name, "true or false is expected");
		*(uint8_t *)at = json_is_true(json);
		return true;
	default:
		return number_from_json(field, json, at, problem);
	}
}

static bool is_listed(const char *const *list, const char *name)
{
	for (; list && *list; list++)
		if (!strcmp(*list, name))
			return true;
	return false;
}

static const struct field *find_field(const struct fields *fields, const char *name, size_t *ret_i)
{
	for (*ret_i = 0; *ret_i < fields->count; ++*ret_i)
		if (fields->field[*ret_i].name && !strcmp(fields->field[*ret_i].name, name))
			return &fields->field[*ret_i];
	return NULL;
}

bool fields_from_json(const struct fields *fields, const json_t *json, const char *const *others,
		      void *object, struct field_problem *ret_problem)
{
	uint32_t *set = (uint32_t *)(void *)((char *)object + fields->set_offset);
	const struct field *field;
	const char *name;
	json_t *value;
	size_t i;

	*ret_problem = (struct field_problem){.place = ""};
	if (!json_is_object(json)) {
		snprintf(ret_problem->reason, sizeof(ret_problem->reason), "an object is expected");
		return false;
	}
	json_object_foreach((json_t *)json, name, value)
	{
		field = find_field(fields, name, &i);
		if (!field && is_listed(others, name))
			continue;
		if (!field)
			return refuse(ret_problem, name, "there is no such member");
		if (!field_from_json(field, value, (char *)object + field->offset, ret_problem))
			return false;
		*set |= 1u << i;
	}
	for (i = 0; i < fields->count; i++) {
		field = &fields->field[i];
		if (!is_present(fields, field, object) && *set & 1u << i)
			return refuse(ret_problem, field->name,
				      "a service has either a firewall mark or an address");
		if (field->required && is_present(fields, field, object) && !(*set & 1u << i))
			return refuse(ret_problem, field->name, "it is missing");
	}
	return true;
}
