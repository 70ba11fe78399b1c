// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/field.h"

#include "util/address.h"

#include <netinet/in.h>
#include <string.h>

static const struct {
	uint16_t number;
	const char *name;
} protocols[] = {{IPPROTO_TCP, "tcp"}, {IPPROTO_UDP, "udp"}, {IPPROTO_SCTP, "sctp"}};

const char *protocol_name(uint16_t protocol)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++)
		if (protocols[i].number == protocol)
			return protocols[i].name;
	return "";
}

static bool is_text(enum field_type type)
{
	return type == FIELD_TEXT || type == FIELD_ADDRESS;
}

static int64_t get_number(const struct field *field, const void *at)
{
	switch (field->type) {
	case FIELD_U8:
		return *(const uint8_t *)at;
	case FIELD_U16:
	case FIELD_PROTOCOL:
		return *(const uint16_t *)at;
	case FIELD_S32:
		return *(const int32_t *)at;
	default:
		return *(const uint32_t *)at;
	}
}

static bool set_number(const struct field *field, void *at, int64_t value)
{
	int64_t low = field->type == FIELD_S32 ? INT32_MIN : 0;
	int64_t high = field->type == FIELD_U8	  ? UINT8_MAX
		       : field->type == FIELD_S32 ? INT32_MAX
		       : field->type == FIELD_U32 ? UINT32_MAX
						  : UINT16_MAX;

	if (value < low || value > high)
		return false;
	switch (field->type) {
	case FIELD_U8:
		*(uint8_t *)at = (uint8_t)value;
		break;
	case FIELD_U16:
	case FIELD_PROTOCOL:
		*(uint16_t *)at = (uint16_t)value;
		break;
	case FIELD_S32:
		*(int32_t *)at = (int32_t)value;
		break;
	default:
		*(uint32_t *)at = (uint32_t)value;
	}
	return true;
}

static bool field_equal(const struct field *field, const void *a, const void *b)
{
	const void *x = (const char *)a + field->offset, *y = (const char *)b + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
		return !strcmp(x, y);
	case FIELD_ADDRESS:
		return address_equal(x, y);
	default:
		return get_number(field, x) == get_number(field, y);
	}
}

static void field_tell(const struct field *field, const void *object, struct text *text)
{
	const void *at = (const char *)object + field->offset;
	char address[ADDRESS_TEXT_SIZE];

	if (field->type == FIELD_ADDRESS) {
		address_format(at, address);
		text_add(text, "%s", *address ? address : "none");
	} else if (field->type == FIELD_TEXT) {
		text_add(text, "%s", *(const char *)at ? (const char *)at : "none");
	} else {
		text_add(text, "%lld", (long long)get_number(field, at));
	}
}

bool fields_equal(const struct fields *fields, const void *a, const void *b, bool identity)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->field[i].identity == identity && !field_equal(&fields->field[i], a, b))
			return false;
	return true;
}

void fields_tell_difference(const struct fields *fields, const void *found, const void *wanted,
			    struct text *text)
{
	const char *comma = "";

	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];

		if (field->identity || field_equal(field, found, wanted))
			continue;
		text_add(text, "%s%s is ", comma, field->name);
		field_tell(field, found, text);
		text_add(text, ", not ");
		field_tell(field, wanted, text);
		comma = "; ";
	}
}

void fields_merge(const struct fields *fields, void *object, const void *base)
{
	uint32_t *set = (uint32_t *)((char *)object + fields->set_offset);

	for (size_t i = 0; i < fields->count; i++)
		if (!(*set & 1u << i))
			memcpy((char *)object + fields->field[i].offset,
			       (const char *)base + fields->field[i].offset, fields->field[i].size);
	*set = ~0u;
}

static json_t *field_to_json(const struct field *field, const void *at)
{
	char address[ADDRESS_TEXT_SIZE];

	if (field->type == FIELD_ADDRESS) {
		address_format(at, address);
		return json_string(address);
	}
	if (field->type == FIELD_TEXT)
		return json_string(at);
	if (field->type == FIELD_PROTOCOL && *protocol_name(*(const uint16_t *)at))
		return json_string(protocol_name(*(const uint16_t *)at));
	return json_integer(get_number(field, at));
}

json_t *fields_to_json(const struct fields *fields, const void *object)
{
	json_t *json = json_object();

	for (size_t i = 0; json && i < fields->count; i++) {
		const struct field *field = &fields->field[i];

		if (json_object_set_new(json, field->name,
					field_to_json(field, (const char *)object + field->offset))) {
			json_decref(json);
			return NULL;
		}
	}
	return json;
}

static bool text_from_json(const struct field *field, const char *value, void *at)
{
	if (field->type == FIELD_ADDRESS) {
		memset(at, 0, field->size);
		return !*value || !address_parse(value, at);
	}
	if (strlen(value) >= field->size)
		return false;
	memset(at, 0, field->size);
	memcpy(at, value, strlen(value));
	return true;
}

static bool field_from_json(const struct field *field, const json_t *value, void *at)
{
	if (is_text(field->type))
		return json_is_string(value) && text_from_json(field, json_string_value(value), at);
	if (field->type == FIELD_PROTOCOL && json_is_string(value)) {
		for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++)
			if (!strcmp(protocols[i].name, json_string_value(value)))
				return set_number(field, at, protocols[i].number);
		return false;
	}
	return json_is_integer(value) && set_number(field, at, json_integer_value(value));
}

const char *fields_from_json(const struct fields *fields, const json_t *json, void *object)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];

		if (!field_from_json(field, json_object_get(json, field->name),
				     (char *)object + field->offset))
			return field->name;
	}
	*(uint32_t *)((char *)object + fields->set_offset) = ~0u;
	return NULL;
}
