/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
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
	FIELD_BOOL, /* a uint8_t */
	FIELD_TEXT,
	FIELD_ADDRESS,
	FIELD_FAMILY,  /* of a struct address */
	FIELD_FLAGS,   /* a uint16_t or uint32_t, its bits by name */
	FIELD_NETMASK, /* a uint32_t as linux/ip_vs.h has it: netmask_from_prefix() */
	FIELD_PORTS,   /* a struct ports */
};

/* What is wanted of a field that is seen only, where it makes no difference. */
enum { FIELD_WHATEVER = 2 };

/* When an object has the field at all. */
enum field_presence {
	FIELD_ALWAYS,
	FIELD_WITH_FWMARK,
	FIELD_WITHOUT_FWMARK,
};

struct name {
	uint32_t value;
	const char *name;
};

/*
 * One line for each field of an object drives its JSON, comparison, merging and the text of
 * differences. A field's place in its table is its bit in the object's `set`.
 */
struct field {
	const char *name;
	uint16_t offset;
	uint16_t size;
	uint8_t type;
	uint8_t presence;
	bool identity;
	bool movable;      /* although it is part of the identity, an update can change it */
	bool required;     /* in JSON */
	bool omit_default; /* not written while it has its default */
	bool zero_is_any;  /* 0 leaves the number to the kernel: it equals all others */
	bool runs_down;    /* seconds: what is found may be less than what was asked for */
	bool made_last;    /* by a request of its own: 0 where a change was stopped before it */
	bool seen_only;    /* it comes and goes by itself: an undo passes over it; or WHATEVER */
	uint32_t not_compared; /* flags that make no difference */
	uint32_t mask;         /* the bits that it has in a number which others share; 0: all */
	bool open; /* a kernel can have other values than those that are accepted below */
	/* What is taken, from whatever side it comes. */
	int64_t lowest, highest;  /* of a number; both 0: all that its type can have */
	const char *outside;      /* the sentence for what is not; NULL: a general one */
	uint32_t values;          /* 1 << each value, where there are a few small ones only; or 0 */
	bool some_named;          /* of the values; the others are taken too */
	const struct name *names; /* of a number's values, ended by a NULL name; or NULL */
	/*
	 * Why a text is refused, from whatever side it comes, for no kernel can have it; or only
	 * where it is asked for; or an address. NULL: it is not. Optional.
	 */
	const char *(*wrong)(const char *text);
	const char *(*unwanted)(const char *text);
	const char *(*wrong_address)(const struct address *address);
	/* The names that are written, where they depend on the object; or NULL. */
	const struct name *(*names_for)(const void *object);
	const char *dotted; /* the name of a netmask that is no prefix */
	/* The same for a text that is not just copied; optional. */
	const char *(*parse)(const char *text, char *at);
};

#define FIELD(struct_, member, type_, name_, ...)                                                  \
	{                                                                                          \
		.name = name_, .offset = offsetof(struct_, member),                                \
		.size = sizeof(((struct_ *)0)->member), .type = type_, __VA_ARGS__                 \
	}

struct fields {
	const struct field *field;
	size_t count;
	size_t size;          /* of the object */
	size_t set_offset;    /* of its `uint32_t set` */
	size_t fwmark_offset; /* of its `uint32_t fwmark`, where it has one */
	/* Of the `struct address` whose family says what a netmask means, where it has one. */
	size_t address_offset;
};

/*
 * What is wrong with which field, "" where it is the object. The code is -EINVAL for a value, and
 * -EBADMSG for what is not JSON of an object.
 */
struct field_problem {
	int code;
	char field[64];
	char reason[320];
};

__attribute__((format(printf, 4, 5))) bool field_refuse(struct field_problem *problem, int code,
							const char *name, const char *format, ...);
/*
 * The one way in for a value, be it from a setter, from JSON or from rules: false with the problem,
 * and then the object is unchanged. With `observed` also what only a kernel can have made is taken.
 */
bool field_set_number(const struct fields *fields, size_t index, void *object, int64_t value,
		      bool observed, struct field_problem *ret_problem);
/* Also a name for a number. */
bool field_set_text(const struct fields *fields, size_t index, void *object, const char *text,
		    bool observed, struct field_problem *ret_problem);

bool fields_equal(const struct fields *fields, const void *found, const void *wanted,
		  bool identity);
/* Whether each field is as in one of the two or not made yet, as half-way from one to the other. */
bool fields_between(const struct fields *fields, const void *found, const void *one,
		    const void *other);
/* Fields that are only seen are copied from `settings`. */
void fields_pass_over_seen(const struct fields *fields, void *found, const void *settings);
/* If a lifetime that runs down fits both: whether it began as in `one`. */
bool fields_closer(const struct fields *fields, const void *found, const void *one,
		   const void *other);
/* Of what cannot be changed of the identity. */
uint32_t fields_hash(const struct fields *fields, const void *object, uint32_t seed);
/* Says, for each field that differs: "scheduler wlc -> rr". */
void fields_describe_difference(const struct fields *fields, const void *from, const void *to,
				struct text *text);
/*
 * The same of what the caller set, whose object `to` is; only if nothing of this differs, and then
 * false is the result, of what has its default there.
 */
bool fields_describe_asked(const struct fields *fields, const void *from, const void *to,
			   struct text *text);
/* Its name where it is given as a text: a netmask's has dots. */
const char *field_text_name(const struct field *field);
/* The value of a field in words. */
void field_describe(const struct fields *fields, size_t index, const void *object,
		    struct text *text);
/* Whether it has its default to the letter, where fields_equal() passes over some differences. */
bool field_has_default(const struct fields *fields, size_t index, const void *object,
		       const void *defaults);
/* What `object` did not set it takes from `base`. */
void fields_merge(const struct fields *fields, void *object, const void *base);

/* Whether it can be read as a number, where one value of many objects is looked at. */
bool field_is_number(const struct field *field);
/* Whether as a text: also an address, a netmask with dots, a number that has names. */
bool field_is_text(const struct field *field);
/*
 * Of `count` objects, each `stride` bytes behind the one before; 0 where it is negative: a number
 * of the kernel's, or a netmask that is no prefix.
 */
void field_numbers(const struct fields *fields, const struct field *field, const void *objects,
		   size_t stride, size_t count, uint64_t *ret_values);
/* In the object, static, or written into `room`; empty where it has none. */
const char *field_text(const struct fields *fields, const struct field *field, const void *object,
		       char room[ADDRESS_TEXT_SIZE]);

/*
 * Adds the fields to a JSON object; `defaults` decides what omit_default ones are left out; without it
 * only the identity is written. 0 or -1.
 */
int fields_to_json(const struct fields *fields, const void *object, const void *defaults,
		   json_t *json);
/*
 * Fills an object that is all zero; sets the bits of what the JSON has. Members that no field
 * has are refused, but for those in `others` (a NULL-ended list, or NULL). False with the problem.
 */
bool fields_from_json(const struct fields *fields, const json_t *json, const char *const *others,
		      bool observed, void *object, struct field_problem *ret_problem);
/* The value for a name, or false. */
bool name_find(const struct name *names, const char *text, uint32_t *ret_value);
/* NULL where the value has no name. */
const char *name_of(const struct name *names, uint32_t value);
