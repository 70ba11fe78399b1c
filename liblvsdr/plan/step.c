// SPDX-License-Identifier: LGPL-2.1-or-later
#include "plan/step.h"

#include "core/handle.h"
#include "core/json.h"
#include "util/escape.h"

#include <errno.h>
#include <lvsdr/plan.h>
#include <stdlib.h>
#include <string.h>

const char *verb_name(enum verb verb)
{
	static const char *const names[] = {"add", "update", "remove"};

	return names[verb];
}

enum verb step_verb(const struct step *step)
{
	return !step->before ? VERB_ADD : step->after ? VERB_UPDATE : VERB_REMOVE;
}

const union object *step_object(const struct step *step)
{
	return step->after ? step->after : step->before;
}

static int refuse_difference(struct lvsdr *host, const struct object_class *class,
			     const union object *found, const union object *wanted)
{
	struct text name = {0}, difference = {0};

	class->describe(wanted, &name);
	fields_tell_difference(&class->fields, found, wanted, &difference);
	return error_set(host, -EEXIST, "add", name.data,
			 "it exists in another form: %s; use update to change it", difference.data);
}

static int refuse_missing(struct lvsdr *host, const struct object_class *class,
			  const union object *wanted)
{
	struct text name = {0};

	class->describe(wanted, &name);
	return error_set(host, class->missing_code, "update", name.data,
			 "there is no such %s; use add to make it", class->name);
}

/* Turns `wanted` into the complete form it is to have: 1, 0 when it has it, or a code. */
static int settle(struct lvsdr *host, const struct object_class *class, enum verb verb,
		  const union object *found, union object *wanted)
{
	int error = 0;

	if (verb == VERB_ADD && found)
		return object_equal(class, found, wanted)
			       ? 0
			       : refuse_difference(host, class, found, wanted);
	if (verb == VERB_UPDATE && !found)
		return refuse_missing(host, class, wanted);
	if (verb == VERB_REMOVE)
		return !found ? 0
		       : class->check_remove && (error = class->check_remove(host, wanted, found))
			       ? error
			       : 1;
	if (verb == VERB_UPDATE && class->complete)
		error = class->complete(host, found, wanted);
	else if (verb == VERB_UPDATE)
		fields_merge(&class->fields, wanted, found);
	if (error || (found && object_equal(class, found, wanted)))
		return error;
	error = object_check(class, host, verb_name(verb), found, wanted);
	return error ? error : 1;
}

int step_make(struct lvsdr *host, struct arena *arena, const struct object_class *class,
	      enum verb verb, const union object *found, const union object *wanted,
	      struct step *ret_step)
{
	struct step step = {.class = class};
	union object after;
	int result;

	/* Who insists has it twice. */
	if (verb == VERB_ADD && found && host->insist &&
	    !object_same_identity(class, found, wanted))
		found = NULL;
	object_copy(class, &after, wanted);
	result = settle(host, class, verb, found, &after);
	if (result <= 0)
		return result;
	if (found)
		step.before = arena_copy(arena, found, class->fields.size);
	if (verb != VERB_REMOVE)
		step.after = arena_copy(arena, &after, class->fields.size);
	if ((found && !step.before) || (verb != VERB_REMOVE && !step.after))
		return error_set(host, -ENOMEM, "plan", "a step", "out of memory");
	result = class->record ? class->record(host, &step) : 0;
	if (result) {
		step_clear(&step);
		return result;
	}
	*ret_step = step;
	return 1;
}

void step_clear(struct step *step)
{
	struct step_details *details = step->details;

	if (!details)
		return;
	json_decref(details->record);
	free(details->command);
	free(details->explanation);
	free(details->before_json);
	free(details->after_json);
	free(details->note);
	free(details);
	step->details = NULL;
}

struct step_details *step_details(struct step *step)
{
	if (!step->details)
		step->details = calloc(1, sizeof(*step->details));
	return step->details;
}

json_t *step_record(const struct step *step)
{
	return step->details ? step->details->record : NULL;
}

int step_keep_record(struct lvsdr *host, struct step *step, json_t *record)
{
	struct step_details *details = step_details(step);

	if (details) {
		json_decref(details->record);
		details->record = record;
		return 0;
	}
	json_decref(record);
	return error_set(host, -ENOMEM, "plan", "a step", "out of memory");
}

void step_set_note(struct step *step, const char *note)
{
	struct step_details *details = step_details(step);

	if (!details)
		return; /* without memory the status alone has to tell */
	free(details->note);
	details->note = strdup(note);
}

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

/* Nobody knows how far it got: whatever stands of it is put back. */
static int take_back(struct lvsdr *host, struct step *step, int error)
{
	struct error first = host->error;
	int result = step_undo(host, step);

	if (result < 0)
		error_append(&first, "; and what was done of it may be left: %s",
			     host->error.message);
	host->error = first;
	return result >= 0 || result == -EEXIST ? step_fail(step, host, error)
						: step_doubt(step, host, error);
}

int step_apply(struct lvsdr *host, struct step *step)
{
	int error;

	host->transport.in_doubt = false;
	error = step->class->write(host, verb_name(step_verb(step)), step, step->before,
				   step->after);
	if (error)
		return host->transport.in_doubt ? take_back(host, step, error)
						: step_fail(step, host, error);
	step->status = LVSDR_STEP_DONE;
	return 0;
}

static bool same(const struct step *step, const union object *form, const union object *found)
{
	if (!form || !found)
		return !form && !found;
	return object_equal(step->class, found, form);
}

int step_leave(struct lvsdr *host, struct step *step, const char *reason)
{
	struct text name = {0};

	step->class->describe(step_object(step), &name);
	error_set(host, -EEXIST, "undo", name.data, "it is left as it is: %s", reason);
	step->status = LVSDR_STEP_LEFT;
	step_set_note(step, host->error.message);
	return -EEXIST;
}

static int leave_changed(struct lvsdr *host, struct step *step, const union object *found)
{
	struct text reason = {0};

	text_add(&reason, "somebody %s it since",
		 !found	       ? "removed"
		 : step->after ? "changed"
			       : "added");
	if (found && step->after) {
		text_add(&reason, " (");
		fields_tell_difference(&step->class->fields, found, step->after, &reason);
		text_add(&reason, ")");
	}
	return step_leave(host, step, reason.data);
}

/*
 * A step that was stopped half-way: all that stands is from before or after. Classes that write one
 * by one do so request by request.
 */
static bool is_half_done(const struct step *step, const union object *found)
{
	const struct object_class *class = step->class;
	union object missing;

	if (!class->write)
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
	return leave_changed(host, step, found);
}

/* What stands where a form of the step is or was to stand; beside it is somebody else's. */
static int read_form(struct lvsdr *host, const struct step *step, const union object *form,
		     union object *ret_found)
{
	const struct object_class *class = step->class;
	int result = form ? class->read(host, "undo", form, ret_found) : 0;

	if (result == -EEXIST && class->may_become) /* in several other places */
		return 0;
	if (result != 1 || !object_same_identity(class, form, ret_found))
		return result < 0 ? result : 0;
	fields_pass_over_seen(&class->fields, ret_found, form);
	return 1;
}

/* Destinations are gone with their service. */
static int look(struct lvsdr *host, const struct step *step, union object *ret_found)
{
	int result = read_form(host, step, step->after, ret_found);

	if (!result)
		result = read_form(host, step, step->before, ret_found);
	return result == -ESRCH ? 0 : result;
}

void step_find_out(struct lvsdr *host, struct step *step)
{
	union object current;
	int result = look(host, step, &current);

	if (result >= 0)
		step->status = same(step, step->after, result ? &current : NULL)
				       ? LVSDR_STEP_DONE
				       : LVSDR_STEP_FAILED;
}

/* It is as before, but what had gone with it may be missing yet. */
static int put_back(struct lvsdr *host, struct step *step)
{
	int result = step->class->put_back ? step->class->put_back(host, step) : 0;

	return result < 0 ? step_fail(step, host, result) : result;
}

/* What stood on a device went with it, and nothing can bring that back: told, and over. */
static int tell_gone(struct step *step)
{
	step->status = LVSDR_STEP_UNDONE;
	step_set_note(step, "its device is gone, and what stood on it");
	return 0;
}

static int write_back(struct lvsdr *host, struct step *step)
{
	const struct object_class *class = step->class;
	struct text reason = {0};
	int result = class->hold ? class->hold(host, step, &reason) : 0;

	if (result)
		return result < 0 ? step_fail(step, host, result)
				  : step_leave(host, step, reason.data);
	result = class->write(host, "undo", step, step->after, step->before);
	if (result == -ENODEV && step->before && class->is_gone &&
	    class->is_gone(host, step->before))
		return tell_gone(step);
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
	return result ? write_back(host, step) : put_back(host, step);
}

/* As a comment, so that the commands stay what a shell takes. */
static void add_remark(const struct step *step, struct text *text)
{
	struct text remark = {0};

	if (step->class->tell_record)
		step->class->tell_record(step, &remark);
	escape_text(remark.data, sizeof(remark.data));
	if (remark.length)
		text_add(text, "\n# %s", remark.data);
}

const char *step_command(struct step *step)
{
	struct step_details *details = step_details(step);
	struct text text = {0};

	if (details && !details->command) {
		step->class->command(step->before, step->after, &text);
		if (text_is_full(&text)) { /* what is cut may end within quotes */
			text_cut(&text, 0);
			text_add(&text, "# this command is too long to be shown");
		}
		add_remark(step, &text);
		details->command = strdup(text.data);
	}
	return details ? details->command : NULL;
}

const char *step_explanation(struct step *step)
{
	struct step_details *details = step_details(step);
	struct text text = {0}, name = {0}, remark = {0};

	if (details && !details->explanation) {
		step->class->describe(step_object(step), &name);
		text_add(&text, "%s the ", verb_name(step_verb(step)));
		if (strncmp(name.data, step->class->name, strlen(step->class->name)))
			text_add(&text, "%s ", step->class->name);
		text_add(&text, "%s", name.data);
		if (step_verb(step) == VERB_UPDATE) {
			text_add(&text, ": ");
			fields_tell_difference(&step->class->fields, step->before, step->after,
					       &text);
		}
		if (step->class->tell_record)
			step->class->tell_record(step, &remark);
		if (remark.length)
			text_add(&text, "; %s", remark.data);
		escape_text(text.data, sizeof(text.data));
		details->explanation = strdup(text.data);
	}
	return details ? details->explanation : NULL;
}

const char *step_form(struct step *step, bool after)
{
	const union object *form = after ? step->after : step->before;
	struct step_details *details = step_details(step);
	char **place = details ? after ? &details->after_json : &details->before_json : NULL;
	json_t *json;

	if (!place || *place)
		return place ? *place : NULL;
	if (!form)
		return *place = strdup("null");
	json = object_to_json(step->class, form);
	*place = json ? json_write(json, JSON_COMPACT) : NULL;
	json_decref(json);
	return *place;
}
