/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "arp_policy.h"
#include "dest.h"
#include "service.h"
#include "util/field.h"
#include "vip.h"

struct lvsdr;
struct step;

/* A destination has its identity only together with its service. */
struct dest_entry {
	struct lvsdr_service service;
	struct lvsdr_dest dest;
};

union object {
	struct lvsdr_service service;
	struct dest_entry dest;
	struct lvsdr_vip vip;
	struct lvsdr_arp_policy arp_policy;
};

/*
 * What a kind of object has to know so that planning, applying, undoing, explaining and writing
 * work for it. Functions that can fail keep the detail in the handle and return a code.
 */
struct object_class {
	const char *name; /* in JSON and in sentences */
	struct fields fields;
	int missing_code;
	bool exclusive_add; /* the kernel itself refuses to add the same object twice */
	void (*describe)(const union object *object, struct text *text);
	void (*command)(const union object *before, const union object *after, struct text *text);
	/* Refuses what the kernel would swallow although it cannot work. */
	int (*check)(struct lvsdr *host, const char *operation, const union object *wanted);
	/* 1 and the object, 0 when it is missing. */
	int (*read)(struct lvsdr *host, const char *operation, const union object *identity,
		    union object *ret_found);
	/* Makes `wanted` complete from what was found; optional, fields_merge() where it is NULL. */
	int (*complete)(struct lvsdr *host, const union object *found, union object *wanted);
	/* Whether `found` is what the caller wants removed; optional. */
	int (*check_remove)(struct lvsdr *host, const union object *wanted,
			    const union object *found);
	/* Adds to a new step what else will be lost or matters for its undo; optional. */
	int (*record)(struct lvsdr *host, struct step *step);
	/* 1 and a reason in `text` when undoing the step now would do harm; optional. */
	int (*hold)(struct lvsdr *host, const struct step *step, struct text *text);
	/* Turns `before` into `after`; either may be NULL. */
	int (*write)(struct lvsdr *host, const char *operation, const struct step *step,
		     const union object *before, const union object *after);
};

extern const struct object_class service_class, dest_class, vip_class, arp_policy_class;
