// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/field.h"

#include "util/address.h"
#include "util/escape.h"
#include "util/hash.h"
#include "util/ports.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

static uint32_t load(const struct field *field, const void *at)
{
	switch (field->size) {
	case 1:
		return *(const uint8_t *)at;
	case 2:
		return *(const uint16_t *)at;
	default:
		return *(const uint32_t *)at;
	}
}

static void store(const struct field *field, void *at, uint32_t value)
{
	switch (field->size) {
	case 1:
		*(uint8_t *)at = (uint8_t)value;
		break;
	case 2:
		*(uint16_t *)at = (uint16_t)value;
		break;
	default:
		*(uint32_t *)at = value;
	}
}

static int64_t get_number(const struct field *field, const void *at)
{
	uint32_t value;

	if (field->type == FIELD_FAMILY)
		return ((const struct address *)at)->family;
	if (field->type == FIELD_S32)
		return *(const int32_t *)at;
	value = load(field, at);
	if (field->mask)
		value &= field->mask;
	return field->type == FIELD_BOOL && field->mask ? value != 0 : value;
}

static void set_number(const struct field *field, void *at, int64_t value)
{
	uint32_t bits = (uint32_t)value;

	if (field->type == FIELD_FAMILY) {
		((struct address *)at)->family = (uint8_t)value;
		return;
	}
	if (field->mask && field->type == FIELD_BOOL)
		bits = value ? field->mask : 0;
	if (field->mask)
		bits = (load(field, at) & ~field->mask) | (bits & field->mask);
	store(field, at, bits);
}

static bool number_equal(const struct field *field, int64_t found, int64_t wanted)
{
	if (found == wanted)
		return true;
	if (field->type == FIELD_FLAGS)
		return !((found ^ wanted) & ~(int64_t)field->not_compared);
	if (field->seen_only)
		return found == FIELD_WHATEVER || wanted == FIELD_WHATEVER;
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

static const struct name *written_names(const struct field *field, const void *object)
{
	return field->names_for ? field->names_for(object) : field->names;
}

/* Says how a netmask is written: as a prefix length, or, where it is none, as a dotted text. */
static int32_t get_prefix(const struct fields *fields, const struct field *field,
			  const void *object)
{
	const struct address *address =
		(const void *)((const char *)object + fields->address_offset);

	return netmask_to_prefix(address->family, load(field, place(field, object)));
}

static void describe_flags(const struct name *names, uint32_t flags, struct text *text)
{
	const char *comma = "";

	for (const struct name *name = names; name && name->name; name++) {
		if (!(flags & name->value))
			continue;
		text_add(text, "%s%s", comma, name->name);
		flags &= ~name->value;
		comma = "+";
	}
	if (flags || !*comma)
		text_add(text, "%s0x%" PRIx32, comma, flags);
}

static void describe_netmask(const struct fields *fields, const struct field *field,
			     const void *object, struct text *text)
{
	int32_t prefix = get_prefix(fields, field, object);
	char dotted[ADDRESS_TEXT_SIZE];

	netmask_format(load(field, place(field, object)), dotted);
	if (prefix < 0)
		text_add(text, "%s", dotted);
	else
		text_add(text, "%" PRId32, prefix);
}

void field_describe(const struct fields *fields, size_t index, const void *object,
		    struct text *text)
{
	const struct field *field = &fields->field[index];
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
	if (field->type == FIELD_NETMASK) {
		describe_netmask(fields, field, object, text);
		return;
	}
	number = get_number(field, at);
	if (field->type == FIELD_FLAGS)
		describe_flags(written_names(field, object), (uint32_t)number, text);
	else if (name_of(field->names, (uint32_t)number))
		text_add(text, "%s", name_of(field->names, (uint32_t)number));
	else
		text_add(text, "%" PRId64, number);
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

static uint32_t bits_that_are_set(const struct fields *fields, const void *object)
{
	return *(const uint32_t *)(const void *)((const char *)object + fields->set_offset);
}

/* Of these fields, a bit for each. */
static void describe_differences(const struct fields *fields, const void *from, const void *to,
				 uint32_t which, struct text *text)
{
	const char *comma = "";

	for (size_t i = 0; i < fields->count; i++) {
		if (!(which >> i & 1) || field_equal(&fields->field[i], from, to))
			continue;
		text_add(text, "%s%s ", comma, fields->field[i].name);
		field_describe(fields, i, from, text);
		text_add(text, " -> ");
		field_describe(fields, i, to, text);
		comma = "; ";
	}
}

void fields_describe_difference(const struct fields *fields, const void *from, const void *to,
				struct text *text)
{
	describe_differences(fields, from, to, UINT32_MAX, text);
}

bool fields_describe_asked(const struct fields *fields, const void *from, const void *to,
			   struct text *text)
{
	uint32_t asked = bits_that_are_set(fields, to);
	size_t length = text->length;

	for (size_t i = 0; i < fields->count; i++)
		asked |= fields->field[i].identity ? 1u << i : 0;
	describe_differences(fields, from, to, asked, text);
	if (text->length > length)
		return true;
	describe_differences(fields, from, to, ~asked, text);
	return false;
}

bool fields_between(const struct fields *fields, const void *found, const void *one,
		    const void *other)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];

		if (!field_equal(field, found, one) && !field_equal(field, found, other) &&
		    !(field->made_last && !get_number(field, place(field, found))))
			return false;
	}
	return true;
}

static void copy_field(const struct field *field, void *object, const void *base)
{
	void *to = (char *)object + field->offset;

	if (field->mask)
		set_number(field, to, get_number(field, place(field, base)));
	else
		memcpy(to, place(field, base), field->size);
}

void fields_pass_over_seen(const struct fields *fields, void *found, const void *settings)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->field[i].seen_only)
			copy_field(&fields->field[i], found, settings);
}

bool fields_closer(const struct fields *fields, const void *found, const void *one,
		   const void *other)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];
		int64_t first, second, number;

		if (!field->runs_down)
			continue;
		number = get_number(field, place(field, found));
		first = get_number(field, place(field, one)) - number;
		second = get_number(field, place(field, other)) - number;
		/* A lifetime does not grow: one that is below what was found is far away. */
		if (first != second)
			return (uint64_t)first < (uint64_t)second;
	}
	return false;
}

void fields_merge(const struct fields *fields, void *object, const void *base)
{
	uint32_t *set = (uint32_t *)(void *)((char *)object + fields->set_offset);

	for (size_t i = 0; i < fields->count; i++)
		if (!(*set & 1u << i))
			copy_field(&fields->field[i], object, base);
	*set = ~0u;
}

static json_t *flags_to_json(const struct name *names, uint32_t flags)
{
	json_t *json = json_array();
	int error = 0;

	for (const struct name *name = names; name && name->name; name++) {
		if (!(flags & name->value))
			continue;
		flags &= ~name->value;
		error |= json_array_append_new(json, json_string(name->name));
	}
	if (flags)
		error |= json_array_append_new(json, json_integer(flags));
	if (!error)
		return json;
	json_decref(json);
	return NULL;
}

static json_t *netmask_to_json(const struct field *field, const void *at, int32_t prefix)
{
	char dotted[ADDRESS_TEXT_SIZE];

	if (prefix >= 0)
		return json_integer(prefix);
	netmask_format(load(field, at), dotted);
	return json_string(dotted);
}

static json_t *field_to_json(const struct field *field, const void *object)
{
	char text[ADDRESS_TEXT_SIZE], ports[PORTS_TEXT_SIZE];
	const void *at = place(field, object);
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
		return escape_to_json(at);
	number = get_number(field, at);
	if (field->type == FIELD_BOOL)
		return json_boolean(number);
	if (field->type == FIELD_FLAGS)
		return flags_to_json(written_names(field, object), (uint32_t)number);
	if (name_of(field->names, (uint32_t)number))
		return json_string(name_of(field->names, (uint32_t)number));
	return json_integer(number);
}

bool field_has_default(const struct fields *fields, size_t index, const void *object,
		       const void *defaults)
{
	const struct field *field = &fields->field[index];

	return field_is_number(field) ? get_number(field, place(field, object)) ==
						get_number(field, place(field, defaults))
				      : field_equal(field, object, defaults);
}

static int add_to_json(const struct fields *fields, const struct field *field, const void *object,
		       json_t *json)
{
	int32_t prefix;

	if (field->type != FIELD_NETMASK)
		return json_object_set_new(json, field->name, field_to_json(field, object));
	prefix = get_prefix(fields, field, object);
	return json_object_set_new(json, prefix < 0 ? field->dotted : field->name,
				   netmask_to_json(field, place(field, object), prefix));
}

int fields_to_json(const struct fields *fields, const void *object, const void *defaults,
		   json_t *json)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];

		if (!is_present(fields, field, object) || (!defaults && !field->identity) ||
		    (defaults && field->omit_default &&
		     field_has_default(fields, i, object, defaults)))
			continue;
		if (add_to_json(fields, field, object, json))
			return -1;
	}
	return 0;
}

/* ---- One value, where many objects are looked at. */

bool field_is_number(const struct field *field)
{
	return field->type != FIELD_TEXT && field->type != FIELD_ADDRESS &&
	       field->type != FIELD_PORTS;
}

bool field_is_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_ADDRESS || field->dotted ||
	       (field->names && field->type != FIELD_FLAGS);
}

void field_numbers(const struct fields *fields, const struct field *field, const void *objects,
		   size_t stride, size_t count, uint64_t *ret_values)
{
	const char *object = objects;
	int64_t number;

	for (size_t i = 0; i < count; i++, object += stride) {
		number = field->type == FIELD_NETMASK ? get_prefix(fields, field, object)
						      : get_number(field, place(field, object));
		ret_values[i] = number > 0 ? (uint64_t)number : 0;
	}
}

const char *field_text(const struct fields *fields, const struct field *field, const void *object,
		       char room[ADDRESS_TEXT_SIZE])
{
	const void *at = place(field, object);
	const char *name;

	if (field->type == FIELD_TEXT)
		return at;
	*room = '\0';
	if (field->type == FIELD_ADDRESS) {
		if (is_present(fields, field, object))
			address_format(at, room);
		return room;
	}
	if (field->type == FIELD_NETMASK) {
		if (get_prefix(fields, field, object) < 0)
			netmask_format(load(field, at), room);
		return room;
	}
	name = name_of(field->names, (uint32_t)get_number(field, at));
	return name ? name : room;
}

/* ---- Taking values. */

bool field_refuse(struct field_problem *problem, int code, const char *name, const char *format,
		  ...)
{
	va_list arguments;

	problem->code = code;
	snprintf(problem->field, sizeof(problem->field), "%s", name);
	va_start(arguments, format);
	vsnprintf(problem->reason, sizeof(problem->reason), format, arguments);
	va_end(arguments);
	return false;
}

/* Of a name that was there before: "TCP" is no other name than "tcp". */
static bool is_other_case(const struct name *names, const struct name *name)
{
	const char *first = name_of(names, name->value);

	return first != name->name && !strcasecmp(first, name->name);
}

static bool refuse_name(const struct field *field, const char *value, struct field_problem *problem)
{
	struct text list = {0};

	const char *comma = "";

	for (const struct name *name = field->names; name->name; name++) {
		if (is_other_case(field->names, name))
			continue;
		text_add(&list, "%s\"%s\"", comma, name->name);
		comma = ", ";
	}
	return field_refuse(problem, -EINVAL, field->name, "%s is not one of %s", value, list.data);
}

/* Has this value a name, or all bits of it one? */
static bool is_named(const struct field *field, int64_t value)
{
	uint32_t known = 0;

	if (field->type != FIELD_FLAGS)
		return name_of(field->names, (uint32_t)value) != NULL;
	for (const struct name *name = field->names; name && name->name; name++)
		known |= name->value;
	return !(value & ~(int64_t)known);
}

static bool check_range(const struct field *field, int64_t value, int64_t lowest, int64_t highest,
			struct field_problem *problem)
{
	if (value >= lowest && value <= highest)
		return true;
	if (field->outside)
		return field_refuse(problem, -EINVAL, field->name, "%s", field->outside);
	if (field->type == FIELD_BOOL)
		return field_refuse(problem, -EINVAL, field->name, "%" PRId64 " is neither 0 nor 1",
				    value);
	return field_refuse(problem, -EINVAL, field->name,
			    "%" PRId64 " is not between %" PRId64 " and %" PRId64, value, lowest,
			    highest);
}

static bool check_type(const struct field *field, int64_t value, struct field_problem *problem)
{
	int64_t highest = field->size == 2 ? UINT16_MAX : UINT32_MAX;

	if (field->type == FIELD_BOOL)
		return check_range(field, value, 0, 1, problem);
	if (field->type == FIELD_S32)
		return check_range(field, value, INT32_MIN, INT32_MAX, problem);
	if (field->type == FIELD_FAMILY || field->size == 1)
		highest = UINT8_MAX;
	return check_range(field, value, 0, highest, problem);
}

static bool refuse_value(const struct field *field, int64_t value, struct field_problem *problem)
{
	const char *comma = "";
	struct text list = {0};

	for (uint32_t i = 0, left = field->values; left; i++) {
		if (!(left & 1u << i))
			continue;
		left &= ~(1u << i);
		if (*comma && !left)
			comma = " and ";
		text_add(&list, "%s%" PRIu32, comma, i);
		comma = ", ";
	}
	return field_refuse(problem, -EINVAL, field->name, "%" PRId64 " is not one of %s", value,
			    list.data);
}

static bool check_number(const struct field *field, int64_t value, struct field_problem *problem)
{
	char number[24];

	if ((field->lowest || field->highest) &&
	    !check_range(field, value, field->lowest, field->highest, problem))
		return false;
	if (field->values && (value < 0 || value > 31 || !(field->values & 1u << value)))
		return refuse_value(field, value, problem);
	if ((!field->names && field->type != FIELD_FLAGS) || field->some_named ||
	    is_named(field, value))
		return true;
	if (!field->names)
		return field_refuse(problem, -EINVAL, field->name,
				    "0x%" PRIx64 " has bits that are not defined", value);
	snprintf(number, sizeof(number), field->type == FIELD_FLAGS ? "0x%" PRIx64 : "%" PRId64,
		 value);
	return refuse_name(field, number, problem);
}

static uint32_t *set_bits(const struct fields *fields, void *object)
{
	return (uint32_t *)(void *)((char *)object + fields->set_offset);
}

static bool set_prefix(const struct fields *fields, const struct field *field, void *object,
		       int64_t prefix, struct field_problem *problem)
{
	const struct address *address =
		(const void *)((const char *)object + fields->address_offset);
	bool ipv6 = address->family == AF_INET6; /* whose prefix the kernel wants to have a bit */

	if (!check_range(field, prefix, ipv6, ipv6 ? 128 : 32, problem))
		return false;
	store(field, (char *)object + field->offset,
	      netmask_from_prefix(address->family, (int32_t)prefix));
	return true;
}

bool field_set_number(const struct fields *fields, size_t index, void *object, int64_t value,
		      bool observed, struct field_problem *ret_problem)
{
	const struct field *field = &fields->field[index];

	if (field->type == FIELD_NETMASK) {
		if (!set_prefix(fields, field, object, value, ret_problem))
			return false;
	} else {
		if (!check_type(field, value, ret_problem) ||
		    (!(observed && field->open) && !check_number(field, value, ret_problem)))
			return false;
		set_number(field, (char *)object + field->offset, value);
	}
	*set_bits(fields, object) |= 1u << index;
	return true;
}

static const char *refuse_text(const struct field *field, const char *text, bool observed)
{
	const char *wrong = field->wrong ? field->wrong(text) : NULL;

	return wrong || observed || !field->unwanted ? wrong : field->unwanted(text);
}

static const char *take_text(const struct field *field, const char *text, char *at)
{
	if (field->parse)
		return field->parse(text, at);
	memset(at, 0, field->size);
	memcpy(at, text, strlen(text));
	return NULL;
}

static const char *take_address(const struct field *field, const char *text, bool observed,
				struct address *at)
{
	struct address address = {.family = 0};
	bool none = !*text && !field->required && !field->wrong_address;
	const char *wrong = none ? NULL : address_parse(text, &address);

	if (!wrong && !none && field->wrong_address && !observed)
		wrong = field->wrong_address(&address);
	if (!wrong)
		*at = address;
	return wrong;
}

static const char *take_netmask(const struct fields *fields, const struct field *field,
				const char *text, void *object)
{
	const struct address *of = (const void *)((const char *)object + fields->address_offset);
	struct address mask;

	if (of->family == AF_INET6)
		return "only IPv4 has dotted netmasks; use a prefix length";
	if (address_parse(text, &mask) || mask.family != AF_INET)
		return "it is not a netmask, such as 255.255.255.0";
	memcpy((char *)object + field->offset, mask.bytes, sizeof(uint32_t));
	return NULL;
}

static bool set_name(const struct fields *fields, size_t index, void *object, const char *text,
		     struct field_problem *problem)
{
	const struct field *field = &fields->field[index];
	uint32_t value;
	char quoted[80];

	snprintf(quoted, sizeof(quoted), "\"%s\"", text);
	if (!field->names)
		return field_refuse(problem, -EBADMSG, field->name, "a number is expected");
	if (!name_find(field->names, text, &value))
		return refuse_name(field, quoted, problem);
	set_number(field, (char *)object + field->offset, value);
	*set_bits(fields, object) |= 1u << index;
	return true;
}

const char *field_text_name(const struct field *field)
{
	return field->dotted ? field->dotted : field->name;
}

bool field_set_text(const struct fields *fields, size_t index, void *object, const char *text,
		    bool observed, struct field_problem *ret_problem)
{
	const struct field *field = &fields->field[index];
	void *at = (char *)object + field->offset;
	const char *wrong = NULL;

	switch (field->type) {
	case FIELD_TEXT:
		wrong = refuse_text(field, text, observed);
		if (!wrong && strlen(text) >= field->size)
			return field_refuse(ret_problem, -EINVAL, field->name,
					    "\"%s\" has more than %u characters", text,
					    field->size - 1u);
		if (!wrong)
			wrong = take_text(field, text, at);
		break;
	case FIELD_ADDRESS:
		wrong = take_address(field, text, observed, at);
		break;
	case FIELD_NETMASK:
		if (!*text)
			return true; /* the prefix says it all */
		wrong = take_netmask(fields, field, text, object);
		break;
	case FIELD_PORTS:
		memset(at, 0, field->size);
		wrong = *text ? ports_parse(text, NULL, at) : NULL;
		break;
	default:
		return set_name(fields, index, object, text, ret_problem);
	}
	if (wrong)
		return field_refuse(ret_problem, address_code(wrong), field_text_name(field),
				    "\"%s\": %s", text, wrong);
	*set_bits(fields, object) |= 1u << index;
	return true;
}

/* ---- The same from JSON. */

enum { LONGEST_TEXT = 512 }; /* all fields are shorter */

static bool flag_from_json(const struct field *field, const json_t *json, uint32_t *flags,
			   struct field_problem *problem)
{
	json_int_t number = json_integer_value(json);
	char quoted[80];
	uint32_t flag;

	if (json_is_integer(json) && number >= 0 && number <= UINT32_MAX) {
		*flags |= (uint32_t)number;
		return true;
	}
	if (!json_is_string(json) || !field->names)
		return field_refuse(problem, -EBADMSG, field->name, "a list of %s is expected",
				    field->names ? "names" : "numbers");
	if (!name_find(field->names, json_string_value(json), &flag)) {
		snprintf(quoted, sizeof(quoted), "\"%s\"", json_string_value(json));
		return refuse_name(field, quoted, problem);
	}
	*flags |= flag;
	return true;
}

static bool flags_from_json(const struct fields *fields, size_t index, const json_t *json,
			    bool observed, void *object, struct field_problem *problem)
{
	const struct field *field = &fields->field[index];
	uint32_t flags = 0;
	json_t *element;
	size_t i;

	if (!json_is_array(json))
		return field_refuse(problem, -EBADMSG, field->name, "a list of %s is expected",
				    field->names ? "names" : "numbers");
	json_array_foreach(json, i, element) {
		if (!flag_from_json(field, element, &flags, problem))
			return false;
	}
	return field_set_number(fields, index, object, flags, observed, problem);
}

static bool text_from_json(const struct fields *fields, size_t index, const json_t *json,
			   bool observed, void *object, const char *name,
			   struct field_problem *problem)
{
	char text[LONGEST_TEXT];

	if (!escape_from_json(json, text, sizeof(text)))
		return field_refuse(problem, -EBADMSG, name,
				    "a text of fewer than %d bytes without NUL is expected",
				    LONGEST_TEXT);
	return field_set_text(fields, index, object, text, observed, problem);
}

static bool number_from_json(const struct fields *fields, size_t index, const json_t *json,
			     bool observed, void *object, struct field_problem *problem)
{
	const struct field *field = &fields->field[index];

	if (!json_is_integer(json))
		return field_refuse(problem, -EBADMSG, field->name, "a %snumber is expected",
				    field->names ? "name or " : "");
	return field_set_number(fields, index, object, json_integer_value(json), observed, problem);
}

static bool field_from_json(const struct fields *fields, size_t index, const json_t *json,
			    bool observed, void *object, struct field_problem *problem)
{
	const struct field *field = &fields->field[index];

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_ADDRESS:
	case FIELD_PORTS:
		return text_from_json(fields, index, json, observed, object, field->name, problem);
	case FIELD_FLAGS:
		return flags_from_json(fields, index, json, observed, object, problem);
	case FIELD_BOOL:
		if (!json_is_boolean(json))
			return field_refuse(problem, -EBADMSG, field->name,
					    "true or false is expected");
		return field_set_number(fields, index, object, json_is_true(json), observed,
					problem);
	default:
		return json_is_string(json) && field->names
			       ? text_from_json(fields, index, json, observed, object, field->name,
						problem)
			       : number_from_json(fields, index, json, observed, object, problem);
	}
}

static bool is_listed(const char *const *list, const char *name)
{
	for (; list && *list; list++)
		if (!strcmp(*list, name))
			return true;
	return false;
}

static bool is_field(const struct fields *fields, const char *name)
{
	for (size_t i = 0; i < fields->count; i++)
		if (!strcmp(fields->field[i].name, name) ||
		    (fields->field[i].dotted && !strcmp(fields->field[i].dotted, name)))
			return true;
	return false;
}

static bool check_members(const struct fields *fields, const json_t *json,
			  const char *const *others, struct field_problem *problem)
{
	const char *name;
	json_t *value;

	if (!json_is_object(json))
		return field_refuse(problem, -EBADMSG, "", "an object is expected");
	json_object_foreach((json_t *)json, name, value) {
		if (!is_field(fields, name) && !is_listed(others, name))
			return field_refuse(problem, -EBADMSG, name, "there is no such member");
	}
	return true;
}

/* A netmask has two names: as a prefix length, and with dots. */
static bool take_member(const struct fields *fields, size_t index, const json_t *json,
			bool observed, void *object, struct field_problem *problem)
{
	const struct field *field = &fields->field[index];
	const json_t *value = json_object_get(json, field->name);
	const json_t *dotted = field->dotted ? json_object_get(json, field->dotted) : NULL;

	if (value && dotted)
		return field_refuse(problem, -EBADMSG, field->dotted, "%s already sets it",
				    field->name);
	if (dotted)
		return text_from_json(fields, index, dotted, observed, object, field->dotted,
				      problem);
	return !value || field_from_json(fields, index, value, observed, object, problem);
}

bool fields_from_json(const struct fields *fields, const json_t *json, const char *const *others,
		      bool observed, void *object, struct field_problem *ret_problem)
{
	const uint32_t *set = set_bits(fields, object);

	if (!check_members(fields, json, others, ret_problem))
		return false;
	for (size_t i = 0; i < fields->count; i++)
		if (!take_member(fields, i, json, observed, object, ret_problem))
			return false;
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->field[i];
		bool present = is_present(fields, field, object);

		if (!present && *set & 1u << i)
			return field_refuse(ret_problem, -EBADMSG, field->name,
					    "a service has either a firewall mark or an address");
		if (field->required && present && !(*set & 1u << i))
			return field_refuse(ret_problem, -EBADMSG, field->name, "it is missing");
	}
	return true;
}
