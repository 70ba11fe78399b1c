// SPDX-License-Identifier: LGPL-2.1-or-later
/* Putting back what a plan did, three-way: see lvsdr_plan_undo(). */
#include "core/handle.h"
#include "plan/plan.h"
#include "plan/send.h"

#include <errno.h>
#include <stdlib.h>

struct undo {
	struct lvsdr_plan *plan;
	struct view view; /* what is there, and what undoing will have made of it */
	struct send send;
	bool preloaded;
	size_t from, to; /* the steps it is about */
	size_t *earlier; /* for each of these, the one before it of the same object; NULL: not made
			  */
	bool changed;
	int failed; /* the first code, those of left steps only when there is no other */
	struct error first;
	bool again;        /* this is about those that failed in the pass before */
	size_t unfinished; /* steps that failed in this one, and may work in another */
	struct error last; /* of the first of them */
};

static void note_failure(struct undo *undo, int error)
{
	if (undo->failed && undo->failed != -EEXIST)
		return;
	if (undo->failed == error)
		return;
	undo->failed = error;
	undo->first = undo->plan->host->error;
}

/* Whether a destination that the plan added to the service could not be removed yet. */
static bool waits_for_dest(const struct undo *undo, const struct step *service)
{
	for (size_t i = undo->from; i < undo->to; i++) {
		const struct step *step = &undo->plan->steps[i];

		if (step->class == &dest_class && step->undo_failed && !step->before &&
		    object_same_identity(&service_class, service->after,
					 (const union object *)step_object(step)->dest.service))
			return true;
	}
	return false;
}

/* The kernel would take destinations along that the plan did not add. */
static int check_left_dests(struct undo *undo, struct step *step)
{
	struct text reason = {0};
	size_t dests;
	int error;

	if (step->class != &service_class || step->before)
		return 0;
	error = view_count_dests(&undo->view, OPERATION_UNDO, &step->after->service, &dests);
	if (error || !dests)
		return error;
	if (waits_for_dest(undo, step)) {
		service_describe(&step->after->service, &reason);
		error_set(undo->plan->host, -EBUSY, OPERATION_UNDO, reason.data,
			  "some of its destinations could not be removed");
		return step_fail(step, undo->plan->host, -EBUSY);
	}
	text_add(&reason, "it still has %zu destinations of another program", dests);
	return step_leave(undo->plan->host, step, reason.data);
}

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct step *a = (const struct step *)owner + value, *b = key;

	return a->class == b->class &&
	       object_same_identity(a->class, step_object(a), step_object(b));
}

/* Links the steps of each object; a link to itself ends them. */
static int link_steps(struct undo *undo)
{
	const struct step *steps = undo->plan->steps;
	struct hash last = {.slots = NULL};
	int error = 0;

	undo->earlier = calloc(undo->to - undo->from, sizeof(*undo->earlier));
	for (size_t i = undo->from; undo->earlier && i < undo->to && !error; i++) {
		uint32_t code = object_hash(steps[i].class, step_object(&steps[i]));
		uint64_t *place = hash_find(&last, code, match, &steps[i], steps);

		undo->earlier[i - undo->from] = place ? *place : i;
		if (place)
			*place = i;
		else
			error = hash_add(&last, code, i);
	}
	hash_clear(&last);
	if (undo->earlier && !error)
		return 0;
	free(undo->earlier);
	undo->earlier = NULL;
	return error_set(undo->plan->host, -ENOMEM, OPERATION_UNDO, "the plan", "out of memory");
}

static bool same(const struct step *step, const union object *settings, const union object *found)
{
	return settings && found ? object_equal(step->class, found, settings) : !settings && !found;
}

/*
 * Whether the object is as the plan found it at first, or as an earlier step met it while this one has
 * not left it so: then there is nothing to undo, or this step was never reached.
 */
static int was_not_reached(struct undo *undo, size_t index, const union object *found)
{
	const struct step *steps = undo->plan->steps;
	bool as_after = same(&steps[index], steps[index].after, found), as_before = false;
	int error = undo->earlier ? 0 : link_steps(undo);

	for (size_t i = index; !error; i = undo->earlier[i - undo->from]) {
		as_before = same(&steps[i], steps[i].before, found);
		if ((as_before && !as_after) || undo->earlier[i - undo->from] == i)
			break;
	}
	return error ? error : as_before;
}

/* 1 when the step is to be undone, 0 when it is as before, or a code. */
static int decide(struct undo *undo, size_t index)
{
	struct step *step = &undo->plan->steps[index];
	const union object *found = NULL;
	int result = view_find(&undo->view, OPERATION_UNDO, step->class, step_object(step), &found);

	/* Without its service a destination is gone too. */
	if (result == -ESRCH)
		result = 0;
	if (result < 0)
		return step_fail(step, undo->plan->host, result);
	if (!result)
		found = NULL;
	result = was_not_reached(undo, index, found);
	if (result < 0)
		return step_fail(step, undo->plan->host, result);
	if (result) {
		step->status = LVSDR_STEP_UNDONE;
		return 0;
	}
	result = step_decide_undo(undo->plan->host, step, found);
	if (result != 1)
		return result;
	result = check_left_dests(undo, step);
	if (!result)
		result = view_set(&undo->view, step->class, step_object(step), step->before);
	return result < 0 ? result : 1;
}

static int get_ready(struct undo *undo)
{
	const struct lvsdr_plan *plan = undo->plan;
	int error = send_open(&undo->send);

	if (!error && !undo->preloaded)
		error = view_preload(&undo->view, OPERATION_UNDO, &plan->steps[undo->from],
				     undo->to - undo->from);
	undo->preloaded |= !error;
	return error;
}

static bool is_wanted(const struct undo *undo, const struct step *step)
{
	return undo->again ? step->undo_failed : step_may_be_done(step);
}

static void note_unfinished(struct undo *undo, struct step *step, const struct error *error)
{
	step->undo_failed = true;
	if (!undo->unfinished++)
		undo->last = *error;
}

/* What became of a step that was looked at, or written: `result` is negative where it failed. */
static void note_result(struct undo *undo, struct step *step, int result)
{
	step->undo_failed = false;
	if (result < 0 && step->status == LVSDR_STEP_LEFT)
		note_failure(undo, result);
	else if (result < 0)
		note_unfinished(undo, step, &undo->plan->host->error);
}

/* The host cannot even be looked at. */
static size_t fail_many(struct undo *undo, size_t end, int error)
{
	struct step *steps = undo->plan->steps;

	for (; end > undo->from && send_takes(&steps[end - 1]); end--)
		if (is_wanted(undo, &steps[end - 1]))
			note_result(undo, &steps[end - 1],
				    step_fail(&steps[end - 1], undo->plan->host, error));
	return end;
}

/* Those that were sent: what of them is not undone has failed. */
static void note_sent(struct undo *undo, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct step *step = &undo->plan->steps[i];

		if (!step->undo_failed)
			continue;
		if (step->status == LVSDR_STEP_UNDONE)
			step->undo_failed = false;
		else
			note_unfinished(undo, step, &undo->send.first);
	}
	undo->send.result = 0;
}

/* The steps of IPVS that end before `end`: as many of one stage as fit one send. */
static size_t undo_many(struct undo *undo, size_t end)
{
	struct step *steps = undo->plan->steps;
	uint32_t stage = steps[end - 1].stage;
	size_t last = end;
	int result = get_ready(undo);

	if (result)
		return fail_many(undo, end, result);
	while (end > undo->from && send_takes(&steps[end - 1]) && steps[end - 1].stage == stage &&
	       !send_is_full(&undo->send)) {
		struct step *step = &steps[--end];

		if (!is_wanted(undo, step))
			continue;
		result = decide(undo, end);
		if (result == 1) {
			step->undo_failed = true; /* until it was seen to be done */
			send_add(&undo->send, step);
		} else {
			note_result(undo, step, result);
		}
	}
	undo->changed |= undo->send.count > 0;
	send_flush(&undo->send);
	note_sent(undo, end, last);
	return end;
}

static size_t undo_one(struct undo *undo, size_t end)
{
	struct step *step = &undo->plan->steps[end - 1];
	int result;

	if (!is_wanted(undo, step))
		return end - 1;
	result = step_undo(undo->plan->host, step);
	/* What is as before now may be so by the attempt whose answer was lost. */
	undo->changed |= result == 1 || (!result && undo->again);
	note_result(undo, step, result);
	return end - 1;
}

static void run_pass(struct undo *undo)
{
	const struct step *steps = undo->plan->steps;
	size_t end = undo->to;

	undo->unfinished = 0;
	undo->preloaded = false;
	view_clear(&undo->view);
	while (end > undo->from)
		end = send_takes(&steps[end - 1]) ? undo_many(undo, end) : undo_one(undo, end);
}

/* What an object was before is reached through all of its steps: a failed one takes them along. */
static void want_earlier(struct undo *undo)
{
	struct step *steps = undo->plan->steps;

	if (!undo->earlier && link_steps(undo))
		return;
	for (size_t i = undo->to; i-- > undo->from;)
		if (steps[i].undo_failed)
			steps[undo->earlier[i - undo->from]].undo_failed = true;
}

/*
 * What needed something that a step further on in the undo brought back works now, and so does what
 * only lost its answer: again, until none makes progress.
 */
static void run_passes(struct undo *undo)
{
	size_t before;

	run_pass(undo);
	do {
		before = undo->again ? undo->unfinished : undo->unfinished + 1;
		undo->again = true;
		if (!undo->unfinished)
			break;
		want_earlier(undo);
		run_pass(undo);
	} while (undo->unfinished && undo->unfinished < before);
	if (undo->unfinished) {
		undo->plan->host->error = undo->last;
		note_failure(undo, undo->last.code);
	}
}

int plan_undo_range(struct lvsdr_plan *plan, size_t from, size_t to)
{
	struct undo undo = {.plan = plan,
			    .view.host = plan->host,
			    .send = {.host = plan->host, .undo = true},
			    .from = from,
			    .to = to};
	int result;

	run_passes(&undo);
	result = plan_restore_order(plan, from, to);
	if (result < 0)
		note_failure(&undo, result);
	undo.changed |= result > 0;
	view_clear(&undo.view);
	send_clear(&undo.send);
	free(undo.earlier);
	if (undo.failed)
		plan->host->error = undo.first;
	return undo.failed ? undo.failed : undo.changed;
}

void plan_report_left(struct error *error, size_t count)
{
	if (count > 1)
		error_append(error,
			     "; %zu steps may still be applied; see the status and the note of "
			     "each step",
			     count);
}

int lvsdr_plan_undo(struct lvsdr_plan *plan)
{
	size_t left = 0, undone = 0;
	int result;

	if (!plan)
		return -EINVAL;
	view_clear(&plan->view);
	plan->draining.until = 0;
	plan->run_start = 0;
	for (size_t i = 0; i < plan->count; i++) {
		plan->steps[i].status = LVSDR_STEP_DONE;
		plan->steps[i].undo_failed = false;
	}
	result = plan_undo_range(plan, 0, plan->count);
	plan->running = false;
	for (size_t i = 0; i < plan->count; i++) {
		left += plan->steps[i].status == LVSDR_STEP_LEFT;
		undone += plan->steps[i].status == LVSDR_STEP_UNDONE;
	}
	if (result == -EEXIST && left > 1)
		error_set(plan->host, -EEXIST, OPERATION_UNDO, "the whole plan",
			  "%zu of %zu steps are left unchanged; see the note of each step", left,
			  plan->count);
	else if (result < 0)
		plan_report_left(&plan->host->error, plan->count - undone);
	return result;
}
