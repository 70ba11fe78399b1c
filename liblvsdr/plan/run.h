/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A plan that is being carried out. */

#include "plan/plan.h"
#include "plan/send.h"

/* The objects whose steps failed while others went on: what needs them is not tried. */
struct failures {
	struct hash hash; /* of struct step */
	size_t count;
	bool undrained; /* one of them is a destination that was to be drained */
};

struct run {
	struct lvsdr_plan *plan;
	struct send send; /* its first failure is that of the run */
	struct failures failed;
	size_t next; /* the step to go on with */
	bool changed;
	bool left_reported; /* the failed step's own message says that it may be done */
	bool past_deadline; /* of the plan, which leaves what it drains */
};

/* Notes what failed in earlier slices, while others went on. */
void run_note_earlier(struct run *run);
/* What depends on it is skipped from now on. */
void run_note_failure(struct run *run, const struct step *step);
/* Whether the step depends on one that failed: then it has failed, too. */
bool run_skip(struct run *run, struct step *step);
/* Steps of IPVS from `first` on, but before `end`: as many of its stage as fit one send. */
int run_send(struct run *run, size_t first, size_t end, size_t *ret_next);
/*
 * The steps that drain, from the next one on: until nothing is left to drain, a step failed, or one of
 * the deadlines has passed, that of the plan or the end of the slice (below 0: there is none).
 */
int run_drains(struct run *run, int64_t deadline);
