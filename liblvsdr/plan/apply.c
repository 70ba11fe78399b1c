// SPDX-License-Identifier: LGPL-2.1-or-later
/* Carrying a plan out: at once or in slices, all of it or as much as works. */
#include "core/handle.h"
#include "drivers/driver.h"
#include "plan/plan.h"
#include "plan/send.h"

#include <errno.h>

/* The objects whose steps failed while others went on: what needs them is not tried. */
struct failures {
	struct hash hash; /* of struct step */
	size_t count;
};

struct run {
	struct lvsdr_plan *plan;
	struct send send; /* its first failure is that of the run */
	struct failures failed;
	size_t next; /* the step to go on with */
	bool changed;
	bool left_reported; /* the failed step's own message says that it may be done */
};

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct step *failed = (const void *)(uintptr_t)value, *step = key;

	(void)owner;
	return failed->class == step->class &&
	       object_same_identity(step->class, step_object(failed), step_object(step));
}

static const struct step *find_failed(const struct run *run, const struct object_class *class,
				      const union object *object)
{
	struct step wanted = {.class = class, .after = object};
	const uint64_t *place =
		hash_find(&run->failed.hash, object_hash(class, object), match, &wanted, run);

	return place ? (const void *)(uintptr_t)*place : NULL;
}

static void note_failure(struct run *run, const struct step *step)
{
	const union object *object = step_object(step);

	run->failed.count++;
	/* Without memory what depends on it is refused by the kernel in most cases. */
	if (!find_failed(run, step->class, object))
		hash_add(&run->failed.hash, object_hash(step->class, object), (uintptr_t)step);
}

/* Not into a service that we could not make: it may belong to another program. */
static bool skip_dependent(struct run *run, struct step *step)
{
	const union object *object = step_object(step);
	const struct step *cause;
	struct text name = {0};

	cause = find_failed(run, step->class, object);
	if (!cause && step->class->owner)
		cause = find_failed(run, &service_class,
				    (const union object *)object->dest.service);
	if (!cause)
		return false;
	step->class->describe(object, &name);
	error_set(run->plan->host, -EEXIST, verb_operation(step_verb(step)), name.data,
		  "not tried, because it depends on an earlier step that failed");
	step_fail(step, run->plan->host, 0);
	return true;
}

static bool skip(struct run *run, struct step *step)
{
	return run->failed.count && skip_dependent(run, step);
}

/* Steps of IPVS from the next one on: as many of its stage as fit one send. */
static int apply_many(struct run *run)
{
	struct lvsdr_plan *plan = run->plan;
	struct step *steps = plan->steps;
	size_t first = run->next;
	int earlier = run->send.result, error = send_open(&run->send);
	bool failed = false;

	if (error) {
		send_remember(&run->send, error);
		return step_fail(&steps[run->next++], plan->host, error);
	}
	for (; run->next < plan->count && send_takes(&steps[run->next]) &&
	       steps[run->next].stage == steps[first].stage && !send_is_full(&run->send);
	     run->next++)
		if (steps[run->next].status == LVSDR_STEP_PENDING && !skip(run, &steps[run->next]))
			send_add(&run->send, &steps[run->next]);
	error = send_flush(&run->send);
	for (size_t i = first; i < run->next; i++) {
		/* Who does not roll back wants to know. */
		if (plan->keep_going && steps[i].status == LVSDR_STEP_UNKNOWN)
			step_find_out(plan->host, &steps[i]);
		run->changed |= steps[i].status == LVSDR_STEP_DONE;
		if (!error ||
		    (steps[i].status != LVSDR_STEP_FAILED && steps[i].status != LVSDR_STEP_UNKNOWN))
			continue;
		note_failure(run, &steps[i]);
		failed = true;
	}
	if (error && plan->keep_going && !failed) { /* only the answers were lost */
		run->send.result = earlier;
		error = 0;
	}
	return error;
}

static int apply_one(struct run *run)
{
	struct step *step = &run->plan->steps[run->next++];
	int error = skip(run, step) ? 0 : step_apply(run->plan->host, step);

	if (error) {
		send_remember(&run->send, error);
		note_failure(run, step);
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

	for (size_t i = plan->run_start; i < run->next; i++) {
		struct step *step = &plan->steps[i];

		if (step->status == LVSDR_STEP_FAILED && step_record(step))
			step_restore_record(plan->host, step);
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

static size_t count_pending(const struct lvsdr_plan *plan, size_t from)
{
	size_t count = 0;

	for (size_t i = from; i < plan->count; i++)
		count += plan->steps[i].status == LVSDR_STEP_PENDING;
	return count;
}

/* Until all is done, a step failed, or the deadline (below 0: none) has passed. */
static int carry_out(struct run *run, int64_t deadline)
{
	struct lvsdr_plan *plan = run->plan;
	int error = 0;

	while (run->next < plan->count && (!error || plan->keep_going)) {
		if (plan->steps[run->next].status != LVSDR_STEP_PENDING) {
			run->next++;
			continue;
		}
		error = send_takes(&plan->steps[run->next]) ? apply_many(run) : apply_one(run);
		if (deadline >= 0 && netlink_now() >= deadline)
			break;
	}
	return error;
}

static int apply(struct lvsdr_plan *plan, int64_t deadline, size_t *ret_left)
{
	struct run run = {.plan = plan, .send.host = plan->host};
	size_t pending = count_pending(plan, 0);
	int error;

	view_clear(&plan->view); /* what it knows is about to change */
	while (run.next < plan->count && plan->steps[run.next].status != LVSDR_STEP_PENDING)
		run.next++;
	if (!plan->running)
		plan->run_start = run.next;
	error = carry_out(&run, deadline);
	if (run.send.result) {
		error = run.send.result;
		plan->host->error = run.send.first;
		if (!plan->keep_going)
			roll_back(&run);
	}
	*ret_left = pending ? count_pending(plan, run.next) : 0;
	plan->running = *ret_left && !error;
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
