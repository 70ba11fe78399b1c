/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/text.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_type {
	FIELD_U8,
	FIELD_U16,
	FIELD_U32,
	FIELD_S32,
	FIELD_TEXT,
	FIELD_ADDRESS,
	FIELD_PROTOCOL,
};

/*
 * One line for each field of an object drives its JSON form, comparison, merging and the words in
 * which differences are told. A field's place in its table is its bit in the object's `set`.
 */
struct field {
	const char *name;
	size_t offset;
	size_t size;
	enum field_type type;
	bool identity;
};

#define FIELD(struct_, member, type_, name_, identity_)                                            \
	{                                                                                          \
		.name = name_, .offset = offsetof(struct_, member),                                \
		.size = sizeof(((struct_ *)0)->member), .type = type_, .identity = identity_       \
	}

struct fields {
	const struct field *field;
	size_t count;
	size_t set_offset; /* of the object's `uint32_t set` */
};

bool fields_equal(const struct fields *fields, const void *a, const void *b, bool identity);
/* Says, for each field that is not the identity: "scheduler is wlc, not rr". */
void fields_tell_difference(const struct fields *fields, const void *found, const void *wanted,
			    struct text *text);
/* What `object` did not set it takes from `base`. */
void fields_merge(const struct fields *fields, void *object, const void *base);
json_t *fields_to_json(const struct fields *fields, const void *object);
/* NULL, or the name of the field that is missing or of another kind. */
const char *fields_from_json(const struct fields *fields, const json_t *json, void *object);
const char *protocol_name(uint16_t protocol);
