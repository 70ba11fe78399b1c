/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"
#include "model/arp_policy.h"
#include "model/dest.h"
#include "model/mark.h"
#include "model/service.h"
#include "model/sync_daemon.h"
#include "model/sysctl.h"
#include "model/timeouts.h"
#include "model/vip.h"
#include "util/field.h"

#include <lvsdr/state.h>

struct lvsdr;
struct lvsdr_scope;

/*
 * All kinds of objects, as KIND_NAME and struct lvsdr_name. What there is of each of them, its
 * class, commands and driver, is named alike, and tables of these are made from this list. A state
 * keeps one list of objects for each of the listed ones.
 */
#define LISTED_KINDS(kind)                                                                         \
	kind(ARP_POLICY, arp_policy) kind(SYSCTL, sysctl) kind(TIMEOUTS, timeouts)                 \
		kind(SYNC_DAEMON, sync_daemon) kind(MARK, mark) kind(VIP, vip)
#define KINDS(kind) LISTED_KINDS(kind) kind(SERVICE, service) kind(DEST, dest)

/*
 * Any object. A pointer to one may point to memory of just the size of its kind: copies are made
 * with object_copy().
 */
union object {
	struct lvsdr *host; /* the first member of every kind */
#define MEMBER(NAME, name) struct lvsdr_##name name;
	KINDS(MEMBER)
#undef MEMBER
};

enum kind {
#define CONSTANT(NAME, name) KIND_##NAME,
	LISTED_KINDS(CONSTANT) KIND_LISTS,
	KIND_SERVICE = KIND_LISTS,
	KIND_DEST,
	KIND_COUNT,
#undef CONSTANT
};

/*
 * What a kind of object is. How the host has it is the business of its driver (drivers/driver.h).
 */
struct object_class {
	const char *name; /* in JSON and in sentences */
	enum kind kind;
	uint32_t part;    /* LVSDR_STATE_ */
	const char *list; /* the member of a state in JSON, and what many are called */
	bool single;      /* of which a state has at most one */
	bool in_rules;    /* ipvsadm --restore takes its command */
	bool partial;     /* what is not set in one of a state is left as the kernel has it */
	struct fields fields;
	int missing_code;
	bool exclusive_add; /* the kernel itself refuses to add the same object twice */
	bool of_host;       /* a state of any scope may list it */
	/* The class of what it belongs to, whose identity is part of its own, or NULL: a
	 * destination's service. */
	const struct object_class *owner;
	/* Whether it is ours; NULL: it belongs to the host, and is never removed for a state's
	 * sake. */
	bool (*in_scope)(const struct lvsdr_scope *scope, const union object *object);
	/* Gives every field that is not the identity its default. */
	void (*set_defaults)(union object *object);
	void (*describe)(const union object *object, struct text *text);
	/*
	 * Whether the value of a field goes together with the others, which were taken one by one:
	 * false with the reason; optional. Nothing lets such an object pass; `observed`: what a
	 * kernel can have is accepted.
	 */
	bool (*agree)(const union object *object, unsigned int field, bool observed,
		      struct text *wrong);
	/*
	 * What is wrong with an object that the kernel would accept, or NULL; optional. The field
	 * at fault goes to *ret_field, or NO_FIELD where it is not just one.
	 */
	const char *(*check)(const union object *object, unsigned int *ret_field);
	/* Whether one can become the other by an update, though their identity differs; optional.
	 */
	bool (*may_become)(const union object *old, const union object *wanted);
};

#define CLASS(NAME, name) extern const struct object_class name##_class;
KINDS(CLASS)
#undef CLASS
extern const struct object_class *const object_classes[KIND_COUNT];

/* No field of any class, or more than one. */
enum { NO_FIELD = UINT32_MAX };

enum verb { VERB_ADD, VERB_UPDATE, VERB_REMOVE, VERB_COUNT };

enum operation verb_operation(enum verb verb);
/* What turns `before` into `after`, one of which may be NULL. */
enum verb verb_of(const union object *before, const union object *after);

bool object_same_identity(const struct object_class *class, const union object *a,
			  const union object *b);
/* Whether what was found is what is wanted, in every field. */
bool object_equal(const struct object_class *class, const union object *found,
		  const union object *wanted);
/* Whether an update leads from one to the other. */
bool object_may_become(const struct object_class *class, const union object *old,
		       const union object *wanted);
/* Of all of the identity that an update cannot change. */
uint32_t object_hash(const struct object_class *class, const union object *object);
/*
 * Refuses what the kernel would accept although it cannot work, unless the caller insists or what
 * was found (or NULL) is wrong in the same way: 0, or -EINVAL with its detail.
 */
int object_check(const struct object_class *class, struct lvsdr *host, enum operation operation,
		 const union object *found, const union object *wanted);
/*
 * Setters: take a value, or several that only make sense together. 0, or -EINVAL with its detail
 * and the object unchanged.
 */
struct field_value {
	unsigned int field;
	int64_t number;
};
int object_set_numbers(const struct object_class *class, void *object,
		       const struct field_value *values, size_t count);
int object_set_number(const struct object_class *class, void *object, unsigned int field,
		      int64_t number);
int object_set_text(const struct object_class *class, void *object, unsigned int field,
		    const char *text);
/*
 * The same while an object is made, and has no name yet but what the caller gave: `what` is it, or
 * NULL where that is the text.
 */
int object_describe_number(const struct object_class *class, struct lvsdr *host, const char *what,
			   void *object, unsigned int field, int64_t number);
int object_describe_text(const struct object_class *class, struct lvsdr *host, const char *what,
			 void *object, unsigned int field, const char *text);
/* Whether all that was set goes together: false with the problem. */
bool object_agrees(const struct object_class *class, const union object *object, bool observed,
		   struct field_problem *ret_problem);
/* From now on all its fields count as set. */
void object_set_all(const struct object_class *class, union object *object);
void object_copy(const struct object_class *class, union object *to, const union object *from);

/* JSON of one object: NULL when out of memory. A destination's service is not in it. */
json_t *object_to_json(const struct object_class *class, const union object *object);
/*
 * The object with its defaults for what the JSON does not have; `observed`: a kernel has or had it,
 * and so it is accepted although no setter would.
 */
bool object_from_json(const struct object_class *class, const json_t *json,
		      const char *const *others, bool observed, union object *ret_object,
		      struct field_problem *ret_problem);
