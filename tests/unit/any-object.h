/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Objects with whatever a kernel can hold, made from the tables of their fields, so that no field
 * can be forgotten. Texts are as bad as they can be: where a shell takes one for more than a word,
 * it makes a file "victim".
 */

#include "../random.h"
#include "model/object.h"

#include <stdbool.h>

enum { TRIES = 10000 };

static struct random numbers;

/* Bytes that are no UTF-8, control characters, quotes, and what looks escaped already. */
static const char *const texts[] = {"eth0",
				    "eth0.100",
				    "br-lan",
				    "\xc3\xbc-1",
				    "\xff\xfe",
				    "a\x9b[2J",
				    "a\x1b[2J",
				    "x;reboot",
				    "$(id)",
				    "`id`",
				    "\\x41",
				    "\\\\x41",
				    "a\x7f",
				    ";>victim",
				    "$(>victim)",
				    "`>victim`",
				    "'>victim'",
				    "\">victim\"",
				    "\\'>victim",
				    "eth0:\n>victim\n#",
				    "%d%n\x01'>victim;'",
				    "\xe2\x80\xae",
				    "1",
				    "4 7",
				    "",
				    "expire_nodest_conn",
				    "1,7-9",
				    "192.168.1.41",
				    "10.0.0.1",
				    "224.0.0.81",
				    "2001:db8::41",
				    "ff02::81",
				    "fe80::1"};

static int64_t some_number(const struct field *field)
{
	size_t names = 0;

	while (field->names && field->names[names].name)
		names++;
	switch (random_below(&numbers, 5)) {
	case 0:
		return field->lowest;
	case 1:
		return field->highest;
	case 2:
		return names ? field->names[random_below(&numbers, (uint32_t)names)].value
			     : random_below(&numbers, 3);
	case 3:
		return random_below(&numbers, 256);
	default:
		return random_next(&numbers) >> random_below(&numbers, 32);
	}
}

static bool is_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_ADDRESS ||
	       field->type == FIELD_PORTS ||
	       (field->type == FIELD_NETMASK && random_once_in(&numbers, 4));
}

/* Some value that is taken. */
static void fill_field(const struct fields *fields, size_t index, union object *object)
{
	const struct field *field = &fields->field[index];
	struct field_problem problem = {.reason = ""};

	uint32_t *set = (uint32_t *)(void *)((char *)object + fields->set_offset);

	*set &= ~(1u << index);
	for (int i = 0; i < TRIES && !(*set & 1u << index); i++) {
		if (is_text(field))
			field_set_text(fields, index, object, RANDOM_OF(&numbers, texts), true,
				       &problem);
		else
			field_set_number(fields, index, object, some_number(field), true, &problem);
	}
	if (!(*set & 1u << index))
		fail_msg("%s: nothing is taken: %s", field->name, problem.reason);
}

static bool is_in(const struct fields *fields, const struct field *field,
		  const union object *object)
{
	uint32_t fwmark;

	memcpy(&fwmark, (const char *)object + fields->fwmark_offset, sizeof(fwmark));
	return field->presence == FIELD_ALWAYS ||
	       (field->presence == FIELD_WITH_FWMARK) == (fwmark != 0);
}

static void fill(const struct object_class *class, union object *object, bool identity_too)
{
	const struct fields *fields = &class->fields;
	struct field_problem problem;

	do {
		for (size_t i = 0; i < fields->count; i++)
			if ((identity_too || !fields->field[i].identity) &&
			    is_in(fields, &fields->field[i], object))
				fill_field(fields, i, object);
		object_set_all(class, object);
	} while (!object_agrees(class, object, true, &problem));
}

static inline void make_object(const struct object_class *class, union object *ret_object)
{
	memset(ret_object, 0, sizeof(*ret_object));
	if (class == &service_class && random_once_in(&numbers, 3)) {
		ret_object->service.fwmark = 1 + random_below(&numbers, 9);
		ret_object->service.address.family = AF_INET;
	}
	fill(class, ret_object, true);
}
