/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/object.h"

/* What few steps have. */
struct step_details {
	json_t *record; /* what the driver keeps for the undo, or NULL */
	char *command;  /* this and the next four are made when first asked for */
	char *explanation;
	char *before_json;
	char *after_json;
	char *service_json;
	char *note; /* or NULL */
	int place; /* in the list of destinations from which it removes one, if that counts; or -1 */
	int moved; /* of a thousand clients, whom the plan sends to another real server; -1: unknown */
};

/* One change of one object. A plan may have 100,000 of them. */
struct step {
	const struct object_class *class;
	const union object *before, *after; /* NULL: missing; memory of the plan */
	struct step_details *details;       /* NULL until there are any */
	uint32_t stage;                     /* steps of one stage do not depend on each other */
	int16_t status;                     /* LVSDR_STEP_ */
	bool undo_failed : 1;               /* and so it may be done still */
	bool was_gone : 1;                  /* there was nothing to remove any more */
	bool returns : 1;  /* the next step adds the destination again, at the head of the list */
	bool quiesces : 1; /* the destination gets weight 0, because a later step removes it */
	bool drains : 1;   /* the destination is removed when it has no connections */
	bool drained : 1;  /* which is now */
};

enum verb step_verb(const struct step *step);
const union object *step_object(const struct step *step);
void step_clear(struct step *step);
/* What was made of it as text is made anew when it is asked for. */
void step_forget_texts(struct step *step);
/* Never NULL but when out of memory. */
struct step_details *step_details(struct step *step);
json_t *step_record(const struct step *step);
/* Takes the reference; 0, or -ENOMEM with its detail. */
int step_keep_record(struct lvsdr *host, struct step *step, json_t *record);
/* 0, or -ENOMEM with its detail. */
int step_keep_place(struct lvsdr *host, struct step *step, size_t place);
int step_place(const struct step *step); /* or -1 */
void step_set_note(struct step *step, const char *note);
const char *step_note(const struct step *step); /* or "" */
