// SPDX-License-Identifier: LGPL-2.1-or-later
/* Carrying out one step, and undoing it. */
#include "core/handle.h"
#include "drivers/driver.h"
#include "plan/steps.h"
#include "plan/trace.h"

#include <errno.h>
#include <lvsdr/plan.h>

int step_fail(struct step *step, const struct lvsdr *host, int error)
{
	step->status = LVSDR_STEP_FAILED;
	step_set_note(step, host->error.message);
	return error;
}

bool step_may_be_done(const struct step *step)
{
	return step->status == LVSDR_STEP_DONE || step->status == LVSDR_STEP_UNKNOWN ||
	       step->undo_failed;
}

int step_doubt(struct step *step, const struct lvsdr *host, int error)
{
	step_fail(step, host, error);
	step->status = LVSDR_STEP_UNKNOWN;
	return error;
}

/* Nobody knows how far it got: what it has changed is undone. */
static int take_back(struct lvsdr *host, struct step *step, int error)
{
	struct error first = host->error;
	int result = step_undo(host, step);

	if (result < 0)
		error_append(&first, "; and a part of the change may remain: %s",
			     host->error.message);
	host->error = first;
	return result >= 0 || result == -EEXIST ? step_fail(step, host, error)
						: step_doubt(step, host, error);
}

int step_apply(struct lvsdr *host, struct step *step)
{
	int error;

	host->transport.in_doubt = false;
	error = driver_of(step->class)
			->write(host, verb_operation(step_verb(step)), step, step->before,
				step->after);
	trace_step(host, step, false, trace_outcome(host, error), host->error.message);
	if (error)
		return host->transport.in_doubt ? take_back(host, step, error)
						: step_fail(step, host, error);
	step->status = LVSDR_STEP_DONE;
	return 0;
}

static bool same(const struct step *step, const union object *settings, const union object *found)
{
	if (!settings || !found)
		return !settings && !found;
	return object_equal(step->class, found, settings);
}

int step_leave(struct lvsdr *host, struct step *step, const char *reason)
{
	struct text name = {0};

	step->class->describe(step_object(step), &name);
	error_set(host, -EEXIST, OPERATION_UNDO, name.data, "it is left unchanged: %s", reason);
	step->status = LVSDR_STEP_LEFT;
	step_set_note(step, host->error.message);
	return -EEXIST;
}

static int report_changed(struct lvsdr *host, struct step *step, const union object *found)
{
	static const char *const done[VERB_COUNT] = {"added", "changed", "removed"};
	struct text reason = {0};

	text_add(&reason, "another program %s it since", done[verb_of(step->after, found)]);
	if (found && step->after) {
		text_add(&reason, " (");
		fields_describe_difference(&step->class->fields, step->after, found, &reason);
		text_add(&reason, ")");
	}
	return step_leave(host, step, reason.data);
}

/*
 * A step that was stopped half-way: each field is as before or as after. Classes that write one
 * by one do so request by request.
 */
static bool is_half_done(const struct step *step, const union object *found)
{
	const struct object_class *class = step->class;
	union object missing;

	if (!driver_of(class)->write)
		return false;
	if (!found)
		return step->before && step->after;
	object_copy(class, &missing, step_object(step));
	class->set_defaults(&missing);
	return fields_between(&class->fields, found, step->before ? step->before : &missing,
			      step->after ? step->after : &missing);
}

int step_decide_undo(struct lvsdr *host, struct step *step, const union object *found)
{
	bool as_before = same(step, step->before, found), as_after = same(step, step->after, found);

	/* A lifetime that was made shorter looks like one that ran down. */
	if (as_before && step->before && step->after)
		as_before = as_after ? fields_closer(&step->class->fields, found, step->before,
						     step->after)
				     : !fields_closer(&step->class->fields, found, step->after,
						      step->before);
	if (as_before) {
		step->status = LVSDR_STEP_UNDONE;
		return 0;
	}
	if (as_after || is_half_done(step, found))
		return 1;
	return report_changed(host, step, found);
}

/* What the host has of the object of the step; another one beside it belongs to another program. */
static int read_settings(struct lvsdr *host, const struct step *step, const union object *settings,
			 union object *ret_found)
{
	const struct object_class *class = step->class;
	int result =
		settings ? driver_of(class)->read(host, OPERATION_UNDO, settings, ret_found) : 0;

	if (result == -EEXIST && class->may_become) /* in several other places */
		return 0;
	if (result != 1 || !object_same_identity(class, settings, ret_found))
		return result < 0 ? result : 0;
	fields_pass_over_seen(&class->fields, ret_found, settings);
	return 1;
}

/* Destinations are gone with their service. */
static int look(struct lvsdr *host, const struct step *step, union object *ret_found)
{
	int result = read_settings(host, step, step->after, ret_found);

	if (!result)
		result = read_settings(host, step, step->before, ret_found);
	return result == -ESRCH ? 0 : result;
}

void step_find_out(struct lvsdr *host, struct step *step)
{
	union object current;
	int result = look(host, step, &current);

	if (result < 0)
		return;
	step->status = LVSDR_STEP_FAILED;
	if (same(step, step->after, result ? &current : NULL))
		step->status = LVSDR_STEP_DONE;
}

int step_restore_record(struct lvsdr *host, struct step *step)
{
	int result = driver_restore_record(host, step);

	if (result == 1)
		trace_restore_record(host, step);
	return result;
}

/* It is as before, but what had gone with it may be missing yet. */
static int restore_record(struct lvsdr *host, struct step *step)
{
	int result = step_restore_record(host, step);

	return result < 0 ? step_fail(step, host, result) : result;
}

/* What was on a device was removed with it, and nothing can restore that: it is noted, and final. */
static int note_gone(struct step *step)
{
	step->status = LVSDR_STEP_UNDONE;
	step_set_note(step, "its device is gone with its addresses and routes");
	return 0;
}

static int write_back(struct lvsdr *host, struct step *step)
{
	const struct driver *driver = driver_of(step->class);
	struct text reason = {0};
	int result = driver->refuse_undo ? driver->refuse_undo(host, step, &reason) : 0;

	if (result)
		return result < 0 ? step_fail(step, host, result)
				  : step_leave(host, step, reason.data);
	host->transport.in_doubt = false;
	result = driver->write(host, OPERATION_UNDO, step, step->after, step->before);
	trace_step(host, step, true, trace_outcome(host, result), host->error.message);
	if (result == -ENODEV && step->before && driver->is_gone &&
	    driver->is_gone(host, step->before))
		return note_gone(step);
	if (result)
		return step_fail(step, host, result);
	step->status = LVSDR_STEP_UNDONE;
	return 1;
}

int step_undo(struct lvsdr *host, struct step *step)
{
	const union object *found = NULL;
	union object current;
	int result = look(host, step, &current);

	if (result < 0)
		return step_fail(step, host, result);
	if (result)
		found = &current;
	result = step_decide_undo(host, step, found);
	if (result < 0)
		return result;
	return result ? write_back(host, step) : restore_record(host, step);
}
