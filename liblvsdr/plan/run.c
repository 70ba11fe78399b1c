// SPDX-License-Identifier: LGPL-2.1-or-later
/* Sending steps of a plan, and what depends on those that failed. */
#include "plan/run.h"

#include "core/handle.h"
#include "drivers/driver.h"

#include <errno.h>

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

void run_note_failure(struct run *run, const struct step *step)
{
	const union object *object = step_object(step);

	run->failed.count++;
	run->failed.undrained |= step->quiesces || step->drains;
	/* Without memory what depends on it is refused by the kernel in most cases. */
	if (!find_failed(run, step->class, object))
		hash_add(&run->failed.hash, object_hash(step->class, object), (uintptr_t)step);
}

void run_note_earlier(struct run *run)
{
	const struct lvsdr_plan *plan = run->plan;

	for (size_t i = 0; i < plan->count && plan->keep_going; i++)
		if (plan->steps[i].status == LVSDR_STEP_FAILED ||
		    plan->steps[i].status == LVSDR_STEP_UNKNOWN)
			run_note_failure(run, &plan->steps[i]);
}

/* Services, and what leads clients to them, must not go while connections are left. */
static bool is_behind_drains(const struct run *run, const struct step *step)
{
	return run->failed.undrained && !step->drains && !step->quiesces;
}

/* Not into a service that we could not make: it may belong to another program. */
static bool depends_on_failed(const struct run *run, const struct step *step)
{
	const union object *object = step_object(step);

	return find_failed(run, step->class, object) || is_behind_drains(run, step) ||
	       (step->class->owner &&
		find_failed(run, &service_class, (const union object *)object->dest.service));
}

static bool skip_dependent(struct run *run, struct step *step)
{
	struct text name = {0};

	if (!depends_on_failed(run, step))
		return false;
	run->failed.undrained |= step->drains;
	step->class->describe(step_object(step), &name);
	error_set(run->plan->host, -EEXIST, verb_operation(step_verb(step)), name.data,
		  "not tried, because it depends on an earlier step that failed");
	step_fail(step, run->plan->host, 0);
	return true;
}

bool run_skip(struct run *run, struct step *step)
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
		run_note_failure(run, &steps[i]);
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

int run_send(struct run *run, size_t first, size_t end, size_t *ret_next)
{
	struct lvsdr_plan *plan = run->plan;
	struct step *steps = plan->steps;
	int earlier = run->send.result, error = send_open(&run->send);
	size_t next = first;

	if (error) {
		send_remember(&run->send, error);
		*ret_next = first + 1;
		/* Among those that drain some are done by now. */
		return is_ready(&steps[first]) ? step_fail(&steps[first], plan->host, error)
					       : error;
	}
	for (; next < end && is_alike(&steps[first], &steps[next]) && !send_is_full(&run->send);
	     next++)
		if (is_ready(&steps[next]) && !run_skip(run, &steps[next]))
			send_add(&run->send, &steps[next]);
	*ret_next = next;
	return note_sent(run, first, next, earlier, send_flush(&run->send));
}
