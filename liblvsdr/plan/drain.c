// SPDX-License-Identifier: LGPL-2.1-or-later
/* The steps of a graceful plan that wait for the connections of their destinations. */
#include "core/handle.h"
#include "plan/run.h"

#include <errno.h>
#include <lvsdr/drain.h>

static bool is_pending_drain(const struct step *step)
{
	return step->drains && step->status == LVSDR_STEP_PENDING;
}

/* The deadline has passed: the steps of what is not to be left are ready. */
static void end_wait(struct run *run, size_t end)
{
	struct lvsdr_plan *plan = run->plan;

	if (plan->draining.flags & LVSDR_DRAIN_REMOVE_AT_DEADLINE)
		for (size_t i = run->next; i < end; i++)
			plan->steps[i].drained = true;
}

/* What was not ready is left: -EBUSY, or 0 if there is nothing. */
static int report_left(struct run *run, size_t end)
{
	const struct lvsdr_plan *plan = run->plan;
	const struct load *left = &plan->draining.left;
	size_t count = 0;

	for (size_t i = run->next; i < end; i++)
		count += is_pending_drain(&plan->steps[i]);
	if (!count)
		return 0;
	run->past_deadline = true;
	return error_set(plan->host, -EBUSY, OPERATION_DRAIN, "the plan",
			 "%zu destination%s still %ju active connections, %ju inactive ones and "
			 "%ju templates at the deadline, and weight 0; apply the plan again to "
			 "continue, or undo it",
			 count, count == 1 ? " has" : "s have", (uintmax_t)left->active,
			 (uintmax_t)left->inactive, (uintmax_t)left->templates);
}

/* A wait of hours does not end because the kernel did not answer once: 0, or the failure. */
static int note_look(struct run *run, int error, bool over, struct step *failed)
{
	enum { PATIENCE = 5 }; /* looks that fail, one after the other */
	struct draining *draining = &run->plan->draining;

	draining->failed_looks = error ? draining->failed_looks + 1 : 0;
	if (!error || (draining->failed_looks < PATIENCE && !over))
		return 0;
	send_remember(&run->send, error);
	step_fail(failed, run->plan->host, error);
	run_note_failure(run, failed);
	return error;
}

/* Looks, and sends what is ready. */
static int advance(struct run *run, size_t end)
{
	struct lvsdr_plan *plan = run->plan;
	struct step *failed;
	int looked = plan_look(plan, &failed), error;
	bool over = netlink_now() >= plan->draining.until;

	error = note_look(run, looked, over, failed);
	if (error || looked)
		return error;
	if (over)
		end_wait(run, end);
	for (size_t next = run->next; next < end && (!error || plan->keep_going);)
		error = run_send(run, next, end, &next);
	if (error && !plan->keep_going)
		return error;
	return over ? report_left(run, end) : error;
}

static bool is_over(const struct run *run, size_t end)
{
	for (size_t i = run->next; i < end; i++)
		if (is_pending_drain(&run->plan->steps[i]))
			return false;
	return true;
}

/* Begins to wait: another processor may still be scheduling with the old weights. */
static void begin_wait(struct run *run, size_t end)
{
	struct draining *draining = &run->plan->draining;
	int64_t now = netlink_now();

	draining->until = now + draining->milliseconds;
	draining->next = now + LOAD_INTERVAL;
	for (size_t i = run->next; i < end; i++)
		if (is_pending_drain(&run->plan->steps[i]))
			run_skip(run, &run->plan->steps[i]);
}

/* Whether it is time to look again, and not the end of a slice (below 0: there is none). */
static bool wait_for_look(const struct draining *draining, int64_t deadline)
{
	int64_t wake = deadline >= 0 && deadline < draining->next ? deadline : draining->next;

	if (netlink_now() < wake)
		netlink_wait(-1, 0, wake);
	return netlink_now() >= draining->next;
}

/* A look takes a tenth of the time at most, and there is one at the deadline. */
static void plan_next_look(struct draining *draining, int64_t before)
{
	int64_t now = netlink_now(), cost = 10 * (now - before);

	draining->next = now + (cost > LOAD_INTERVAL ? cost : LOAD_INTERVAL);
	if (draining->next > draining->until && now < draining->until)
		draining->next = draining->until;
}

int run_drains(struct run *run, int64_t deadline)
{
	struct lvsdr_plan *plan = run->plan;
	struct draining *draining = &plan->draining;
	size_t end = run->next;
	int64_t before;
	int error = 0;

	while (end < plan->count && plan->steps[end].drains)
		end++;
	if (!draining->until)
		begin_wait(run, end);
	while ((!error || plan->keep_going) && !run->past_deadline && !is_over(run, end)) {
		if (!wait_for_look(draining, deadline))
			return 0;
		before = netlink_now();
		error = advance(run, end);
		plan_next_look(draining, before);
	}
	draining->until = 0;
	if (!run->past_deadline)
		run->next = end;
	return error;
}
