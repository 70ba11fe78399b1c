/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object.h"

enum verb { VERB_ADD, VERB_UPDATE, VERB_REMOVE };

/* One change of one object. */
struct step {
	const struct object_class *class;
	bool has_before, has_after;
	union object before, after;
	int status;	   /* LVSDR_STEP_ */
	json_t *record;	   /* what the class keeps for the undo, or NULL */
	char *command;	   /* made when first asked for */
	char *explanation; /* made when first asked for */
	char *note;	   /* or NULL */
};

const char *verb_name(enum verb verb);
const union object *step_object(const struct step *step);
/*
 * From what is there (NULL: nothing) and what is wanted to a step: 1 and a step that the caller
 * clears, 0 when nothing is to be done, or a code with its detail.
 */
int step_make(struct lvsdr *host, const struct object_class *class, enum verb verb,
	      const union object *found, const union object *wanted, struct step *ret_step);
void step_clear(struct step *step);
int step_apply(struct lvsdr *host, struct step *step);
/* Three-way: 1 when put back, 0 when it was as before, -EEXIST when it was left. */
int step_undo(struct lvsdr *host, struct step *step);
/* Both NULL when out of memory. */
const char *step_command(struct step *step);
const char *step_explanation(struct step *step);
json_t *step_to_json(const struct step *step);
/* NULL, or what is wrong in the JSON. */
const char *step_from_json(const json_t *json, struct step *ret_step);
