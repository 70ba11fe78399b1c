// SPDX-License-Identifier: LGPL-2.1-or-later
/* Carrying a plan out: at once or in slices, all of it or as much as works. */
#include "plan/run.h"

#include "core/handle.h"
#include "drivers/driver.h"

#include <errno.h>

static int apply_one(struct run *run)
{
	struct step *step = &run->plan->steps[run->next++];
	int error = run_skip(run, step) ? 0 : step_apply(run->plan->host, step);

	if (error) {
		send_remember(&run->send, error);
		run_note_failure(run, step);
		run->left_reported = step->status == LVSDR_STEP_UNKNOWN;
	} else {
		run->changed |= step->status == LVSDR_STEP_DONE;
	}
	return error;
}

/* What a failed step could not bring back by itself may have needed what the others brought back.
 */
static void restore_failed(struct run *run)
{
	struct lvsdr_plan *plan = run->plan;
	int error;

	for (size_t i = plan->run_start; i < run->next; i++) {
		struct step *step = &plan->steps[i];

		if (step->status != LVSDR_STEP_FAILED || !step_record(step))
			continue;
		error = step_restore_record(plan->host, step);
		step->undo_failed = error < 0 && error != -ENODEV; /* nothing restores that */
	}
}

static size_t count_to_undo(const struct run *run)
{
	size_t count = 0;

	for (size_t i = run->plan->run_start; i < run->next; i++)
		count += step_may_be_done(&run->plan->steps[i]);
	return count;
}

static size_t count_undone(const struct run *run)
{
	size_t count = 0;

	for (size_t i = run->plan->run_start; i < run->next; i++)
		count += run->plan->steps[i].status == LVSDR_STEP_UNDONE;
	return count;
}

/* The steps of this run, so also those of earlier slices; both errors are reported. */
static void roll_back(struct run *run)
{
	struct lvsdr_plan *plan = run->plan;
	struct error first = plan->host->error;
	size_t wanted = count_to_undo(run), left = wanted + count_undone(run);

	if (plan_undo_range(plan, plan->run_start, run->next) < 0) {
		left -= count_undone(run);
		if (wanted > 1 || !run->left_reported)
			error_append(&first, "; and rolling back failed: %s",
				     plan->host->error.message);
		plan_report_left(&first, left);
	}
	restore_failed(run);
	plan->host->error = first;
}

static size_t count_pending(const struct lvsdr_plan *plan)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		count += plan->steps[i].status == LVSDR_STEP_PENDING;
	return count;
}

/* The wait for connections begins with the weights of 0, whenever the next slice comes. */
static bool begins_to_wait(const struct run *run)
{
	const struct lvsdr_plan *plan = run->plan;

	return run->next < plan->count && plan->steps[run->next].drains && !plan->draining.until;
}

/* Until all is done, a step failed, or the deadline (below 0: none) has passed. */
static int carry_out(struct run *run, int64_t deadline)
{
	struct lvsdr_plan *plan = run->plan;
	int error = 0;

	while (run->next < plan->count && !run->past_deadline && (!error || plan->keep_going)) {
		if (plan->steps[run->next].status != LVSDR_STEP_PENDING) {
			run->next++;
			continue;
		}
		if (plan->steps[run->next].drains)
			error = run_drains(run, deadline);
		else
			error = send_takes(&plan->steps[run->next])
					? run_send(run, run->next, plan->count, &run->next)
					: apply_one(run);
		if (deadline >= 0 && netlink_now() >= deadline && (error || !begins_to_wait(run)))
			break;
	}
	return error;
}

static int apply(struct lvsdr_plan *plan, int64_t deadline, size_t *ret_left)
{
	struct run run = {.plan = plan, .send.host = plan->host};
	int error;

	view_clear(&plan->view); /* what it knows is about to change */
	while (run.next < plan->count && plan->steps[run.next].status != LVSDR_STEP_PENDING)
		run.next++;
	if (!plan->running)
		plan->run_start = run.next;
	run_note_earlier(&run);
	error = carry_out(&run, deadline);
	if (run.send.result) {
		error = run.send.result;
		plan->host->error = run.send.first;
		if (!plan->keep_going)
			roll_back(&run);
	}
	*ret_left = count_pending(plan);
	plan->running = *ret_left && (!error || run.past_deadline);
	send_clear(&run.send);
	hash_clear(&run.failed.hash);
	return error ? error : run.changed;
}

int lvsdr_plan_apply(struct lvsdr_plan *plan)
{
	size_t left;

	return plan ? apply(plan, -1, &left) : -EINVAL;
}

int lvsdr_plan_apply_for(struct lvsdr_plan *plan, int32_t milliseconds, size_t *ret_left)
{
	if (!plan)
		return -EINVAL;
	if (!ret_left || milliseconds < 0 || milliseconds > 3600000)
		return error_set(plan->host, -EINVAL, OPERATION_APPLY, "the plan",
				 "the time must be 0 to 3600000 milliseconds, and the place for "
				 "the steps left must not be NULL");
	return apply(plan, netlink_now() + milliseconds, ret_left);
}
