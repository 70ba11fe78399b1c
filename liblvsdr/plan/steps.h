/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a plan does with a step. */

#include "drivers/step.h"
#include "util/arena.h"

/*
 * From what is there (NULL: nothing) and what is wanted to a step: 1 and a step that the caller
 * clears, 0 when nothing is to be done, or a code with its detail. The objects are copied to the
 * arena; services of destinations have to be in it already.
 */
int step_make(struct lvsdr *host, struct arena *arena, const struct object_class *class,
	      enum verb verb, const union object *found, const union object *wanted,
	      struct step *ret_step);
/* What may have to be undone: it is done or was not undone, or nobody knows. */
bool step_may_be_done(const struct step *step);
/* Sets the status and the note from the failure on the handle; returns `error`. */
int step_fail(struct step *step, const struct lvsdr *host, int error);
/* The same where the step may have been done nevertheless. */
int step_doubt(struct step *step, const struct lvsdr *host, int error);
/* Looks what became of such a step: LVSDR_STEP_DONE or _FAILED, or it stays as it is. */
void step_find_out(struct lvsdr *host, struct step *step);
/*
 * Steps that are written one by one. A failed one whose answer was lost is undone, so that
 * it is not done in any case but that of LVSDR_STEP_UNKNOWN, which the message says.
 */
int step_apply(struct lvsdr *host, struct step *step);
/* Three-way: 1 when undone, 0 when it was as before, -EEXIST when it was left unchanged. */
int step_undo(struct lvsdr *host, struct step *step);
/*
 * The three-way decision, given what is there now (NULL: nothing): 1 to restore `before`, 0 when
 * it is already restored, -EEXIST when another program changed the object; status and note say the last two.
 */
int step_decide_undo(struct lvsdr *host, struct step *step, const union object *found);
/* Restores what a step removed besides, if the object itself is as before: 1, 0 or a code. */
int step_restore_record(struct lvsdr *host, struct step *step);
/* Leaves the step as it is, for a reason: -EEXIST. */
int step_leave(struct lvsdr *host, struct step *step, const char *reason);
/* All NULL when out of memory. */
const char *step_command(struct step *step);
const char *step_explanation(struct step *step);
const char *step_settings(struct step *step, bool after);
const char *step_service(struct step *step); /* of a destination, or "null" */
/* Of a step that changes a destination. */
json_t *step_service_to_json(const struct step *step);
