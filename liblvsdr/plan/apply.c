// SPDX-License-Identifier: LGPL-2.1-or-later
/* Carrying a plan out: at once or in slices, all of it or as much as works. */
#include "core/handle.h"
#include "drivers/driver.h"
#include "plan/plan.h"
#include "plan/send.h"

#include <errno.h>
#include <lvsdr/drain.h>

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
	bool past_deadline; /* of the plan, which leaves what it drains */
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

static bool is_pending_drain(const struct step *step)
{
	return step->drains && step->status == LVSDR_STEP_PENDING;
}

static bool skip(struct run *run, struct step *step)
{
	return run->failed.count && skip_dependent(run, step);
}

/* What became of those from `first` to before `end`, which were sent: `error` is of the send. */
static int note_sent(struct run *run, size_t first, size_t end, int earlier, int error)
{
	struct lvsdr_plan *plan = run->plan;
	struct step *steps = plan->steps;
	bool failed = false;

	for (size_t i = first; i < end; i++) {
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

/* Those that drain are sent when nothing is left of what they remove. */
static bool is_ready(const struct step *step)
{
	return step->status == LVSDR_STEP_PENDING && (!step->drains || step->drained);
}

/* Whether both may travel in one send. */
static bool is_alike(const struct step *a, const struct step *b)
{
	return send_takes(b) && a->stage == b->stage && a->drains == b->drains;
}

/* Steps of IPVS from `first` on, but before `end`: as many of its stage as fit one send. */
static int send_some(struct run *run, size_t first, size_t end, size_t *ret_next)
{
	struct lvsdr_plan *plan = run->plan;
	struct step *steps = plan->steps;
	int earlier = run->send.result, error = send_open(&run->send);
	size_t next = first;

	if (error) {
		send_remember(&run->send, error);
		*ret_next = first + 1;
		return step_fail(&steps[first], plan->host, error);
	}
	for (; next < end && is_alike(&steps[first], &steps[next]) && !send_is_full(&run->send);
	     next++)
		if (is_ready(&steps[next]) && !skip(run, &steps[next]))
			send_add(&run->send, &steps[next]);
	*ret_next = next;
	return note_sent(run, first, next, earlier, send_flush(&run->send));
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

static size_t count_pending(const struct lvsdr_plan *plan)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		count += plan->steps[i].status == LVSDR_STEP_PENDING;
	return count;
}

/* ---- Draining: between what comes before the steps that drain and what comes after them. */

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
	struct lvsdr_plan *plan = run->plan;
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

/* Looks, and sends what is ready. */
static int advance(struct run *run, size_t end)
{
	struct lvsdr_plan *plan = run->plan;
	struct step *failed;
	int error = plan_look(plan, &failed), left;
	bool over = netlink_now() >= plan->draining.until;

	if (error) {
		send_remember(&run->send, error);
		step_fail(failed, plan->host, error);
		note_failure(run, failed);
		return error;
	}
	if (over)
		end_wait(run, end);
	for (size_t next = run->next; next < end && (!error || plan->keep_going);)
		error = send_some(run, next, end, &next);
	left = over && (!error || plan->keep_going) ? report_left(run, end) : 0;
	return error ? error : left;
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
			skip(run, &run->plan->steps[i]);
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

/* Until nothing is left to drain, a step failed, or one of the deadlines has passed. */
static int apply_drains(struct run *run, int64_t deadline)
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
			error = apply_drains(run, deadline);
		else
			error = send_takes(&plan->steps[run->next])
					? send_some(run, run->next, plan->count, &run->next)
					: apply_one(run);
		if (deadline >= 0 && netlink_now() >= deadline)
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
