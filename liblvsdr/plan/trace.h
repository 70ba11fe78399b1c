/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "drivers/step.h"

/*
 * What is written to the handle's trace, if there is one. All changes come by here, so they are
 * counted for watches too.
 */

/* What became of a change that was tried. */
enum outcome { OUTCOME_DONE, OUTCOME_FAILED, OUTCOME_UNKNOWN };

/* What a request led to: `result` is negative where it failed. */
enum outcome trace_outcome(const struct lvsdr *host, int result);
/* One object from `before` to `after`, either of which may be NULL; `reason` is of a failure. */
void trace_change(struct lvsdr *host, const struct object_class *class, const union object *before,
		  const union object *after, enum outcome outcome, const char *reason);
/*
 * The same of a step, from before to after or, when it is undone, back. What was gone already is no
 * change.
 */
void trace_step(struct lvsdr *host, const struct step *step, bool undo, enum outcome outcome,
		const char *reason);
/* What a step had removed besides and was restored alone. */
void trace_restore_record(struct lvsdr *host, const struct step *step);
/* A command that is about no object, or all. */
void trace_command(struct lvsdr *host, const char *command, enum outcome outcome,
		   const char *reason);
