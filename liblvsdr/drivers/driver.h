/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"
#include "drivers/step.h"

struct lvsdr_scope;
struct lvsdr_state;
struct netlink_error;
struct view;

/*
 * How the host has a kind of object: what planning, applying, undoing and explaining need to read,
 * check and write one. Functions that can fail keep the detail in the handle and return a code.
 */
struct driver {
	/* Turns what the host has several names for into the kernel's own: devices; optional. */
	int (*resolve)(struct lvsdr *host, enum operation operation, union object *object);
	/* 1 and the object, 0 when it is missing; what it names is resolved. */
	int (*read)(struct lvsdr *host, enum operation operation, const union object *identity,
		    union object *ret_found);
	/*
	 * Adds all that a state of the scope has, and of addresses those too that are VIPs in
	 * `wanted` (or NULL): 0 or a code. Kinds that are read together have the same function;
	 * NULL: they are read with their owner.
	 */
	int (*read_all)(struct lvsdr_state *state, const struct lvsdr_scope *scope,
			const struct lvsdr_state *wanted);
	/* Makes `wanted` complete from what was found; optional, fields_merge() where it is NULL.
	 */
	int (*complete)(struct lvsdr *host, const union object *found, union object *wanted);
	/* Whether `found` is what the caller wants removed; optional. */
	int (*check_remove)(struct lvsdr *host, const union object *wanted,
			    const union object *found);
	/* Refuses what has no effect where it is wanted, given what the host will have; optional.
	 */
	int (*check_place)(struct view *view, enum operation operation, const union object *wanted);
	/* Adds to a new step what else will be lost or matters for its undo; optional. */
	int (*record)(struct lvsdr *host, struct step *step);
	/*
	 * What is wrong with such a record that comes from outside, as with a field: false with the
	 * reason. What it says of the object as it is to become goes there. Where it is NULL there
	 * are no records.
	 */
	bool (*take_record)(const json_t *record, union object *after, struct text *wrong);
	/* 1 and a reason in `text` when undoing the step now would do harm; optional. */
	int (*refuse_undo)(struct lvsdr *host, const struct step *step, struct text *text);
	/* Says what else the step changes, "" where nothing; optional. */
	void (*describe_record)(const struct step *step, struct text *text);
	/* Restores what a step recorded if the object is already as `before`; 1, 0 or a code; optional.
	 */
	int (*restore_record)(struct lvsdr *host, struct step *step);
	/* Whether the device of the object does not exist any more; optional. */
	bool (*is_gone)(struct lvsdr *host, const union object *object);

	/* Of what is sent in batches (codec/ipvs/encoding.h): reports why the kernel refused it. */
	int (*report)(struct lvsdr *host, int result, const struct netlink_error *kernel,
		      enum operation operation, const union object *object);
	/* All else is written one by one. */
	int (*write)(struct lvsdr *host, enum operation operation, struct step *step,
		     const union object *before, const union object *after);
};

#define DRIVER(NAME, name) extern const struct driver name##_driver;
KINDS(DRIVER)
#undef DRIVER

const struct driver *driver_of(const struct object_class *class);
/* What a driver may do without; see above. */
int driver_record(struct lvsdr *host, struct step *step);
int driver_restore_record(struct lvsdr *host, struct step *step);
void driver_describe_record(const struct step *step, struct text *text);
/* Names become the kernel's own: 0, or -ENODEV ... with its detail. */
int driver_resolve(const struct object_class *class, struct lvsdr *host, enum operation operation,
		   union object *object);
