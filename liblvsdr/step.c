// SPDX-License-Identifier: LGPL-2.1-or-later
#include "step.h"

#include "handle.h"

#include <errno.h>
#include <lvsdr/plan.h>
#include <stdlib.h>
#include <string.h>

static const struct object_class *const classes[] = {&service_class, &dest_class, &vip_class,
						     &arp_policy_class};

const char *verb_name(enum verb verb)
{
	static const char *const names[] = {"add", "update", "remove"};

	return names[verb];
}

const union object *step_object(const struct step *step)
{
	return step->has_after ? &step->after : &step->before;
}

static enum verb step_verb(const struct step *step)
{
	return !step->has_before ? VERB_ADD : step->has_after ? VERB_UPDATE : VERB_REMOVE;
}

static int refuse_difference(struct lvsdr *host, const struct object_class *class,
			     const union object *found, const union object *wanted)
{
	struct text name = {0}, difference = {0};

	class->describe(wanted, &name);
	fields_tell_difference(&class->fields, found, wanted, &difference);
	return error_set(host, -EEXIST, "add", name.data,
			 "it exists in another form: %s; use update to change it",
			 difference.data);
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
		return fields_equal(&class->fields, found, wanted, false)
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
	if (error || (found && fields_equal(&class->fields, found, wanted, false)))
		return error;
	error = host->insist || !class->check ? 0 : class->check(host, verb_name(verb), wanted);
	return error ? error : 1;
}

int step_make(struct lvsdr *host, const struct object_class *class, enum verb verb,
	      const union object *found, const union object *wanted, struct step *ret_step)
{
	struct step step = {.class = class, .has_before = found, .has_after = verb != VERB_REMOVE};
	int result;

	step.after = *wanted;
	result = settle(host, class, verb, found, &step.after);
	if (result <= 0)
		return result;
	if (found)
		step.before = *found;
	result = class->record ? class->record(host, &step) : 0;
	if (result)
		return result;
	*ret_step = step;
	return 1;
}

void step_clear(struct step *step)
{
	json_decref(step->record);
	free(step->command);
	free(step->explanation);
	free(step->note);
}

static void set_note(struct step *step, const char *note)
{
	free(step->note);
	step->note = strdup(note); /* without memory the status alone has to tell */
}

int step_apply(struct lvsdr *host, struct step *step)
{
	int error = step->class->write(host, verb_name(step_verb(step)), step,
				       step->has_before ? &step->before : NULL,
				       step->has_after ? &step->after : NULL);

	step->status = error ? LVSDR_STEP_FAILED : LVSDR_STEP_DONE;
	if (error)
		set_note(step, host->error.message);
	return error;
}

static bool same(const struct step *step, bool has_form, const union object *form,
		 const union object *found)
{
	if (!has_form || !found)
		return !has_form && !found;
	return fields_equal(&step->class->fields, form, found, false);
}

static int leave(struct lvsdr *host, struct step *step, const char *reason)
{
	struct text name = {0};

	step->class->describe(step_object(step), &name);
	error_set(host, -EEXIST, "undo", name.data, "it is left as it is: %s", reason);
	step->status = LVSDR_STEP_LEFT;
	set_note(step, host->error.message);
	return -EEXIST;
}

static int leave_changed(struct lvsdr *host, struct step *step, const union object *found)
{
	struct text reason = {0};

	text_add(&reason, "somebody %s it since",
		 !found		     ? "removed"
		 : step->has_after ? "changed"
				     : "added");
	if (found && step->has_after) {
		text_add(&reason, " (");
		fields_tell_difference(&step->class->fields, found, &step->after, &reason);
		text_add(&reason, ")");
	}
	return leave(host, step, reason.data);
}

int step_undo(struct lvsdr *host, struct step *step)
{
	const struct object_class *class = step->class;
	const union object *found;
	struct text reason = {0};
	union object current;
	int result = class->read(host, "undo", step_object(step), &current);

	/* Without its service a destination is gone too. */
	if (result == -ESRCH)
		result = 0;
	if (result < 0)
		return result;
	found = result ? &current : NULL;
	if (same(step, step->has_before, &step->before, found)) {
		step->status = LVSDR_STEP_UNDONE;
		return 0;
	}
	if (!same(step, step->has_after, &step->after, found))
		return leave_changed(host, step, found);
	result = class->hold ? class->hold(host, step, &reason) : 0;
	if (result)
		return result < 0 ? result : leave(host, step, reason.data);
	result = class->write(host, "undo", step, step->has_after ? &step->after : NULL,
			      step->has_before ? &step->before : NULL);
	step->status = result ? LVSDR_STEP_FAILED : LVSDR_STEP_UNDONE;
	if (result)
		set_note(step, host->error.message);
	return result ? result : 1;
}

const char *step_command(struct step *step)
{
	struct text text = {0};

	if (!step->command) {
		step->class->command(step->has_before ? &step->before : NULL,
				     step->has_after ? &step->after : NULL, &text);
		step->command = strdup(text.data);
	}
	return step->command;
}

const char *step_explanation(struct step *step)
{
	struct text text = {0};

	if (!step->explanation) {
		text_add(&text, "%s the %s ", verb_name(step_verb(step)), step->class->name);
		step->class->describe(step_object(step), &text);
		if (step_verb(step) == VERB_UPDATE) {
			text_add(&text, ": ");
			fields_tell_difference(&step->class->fields, &step->before, &step->after,
					       &text);
		}
		step->explanation = strdup(text.data);
	}
	return step->explanation;
}

static json_t *form_to_json(const struct step *step, bool has_form, const union object *form)
{
	return has_form ? fields_to_json(&step->class->fields, form) : json_null();
}

json_t *step_to_json(const struct step *step)
{
	return json_pack("{s:s, s:o, s:o, s:O?, s:i}", "object", step->class->name, "before",
			 form_to_json(step, step->has_before, &step->before), "after",
			 form_to_json(step, step->has_after, &step->after), "record", step->record,
			 "status", step->status);
}

static const char *form_from_json(const struct step *step, const json_t *json, bool *ret_has,
				  union object *ret_form)
{
	*ret_has = json && !json_is_null(json);
	return *ret_has ? fields_from_json(&step->class->fields, json, ret_form) : NULL;
}

const char *step_from_json(const json_t *json, struct step *ret_step)
{
	const char *kind = json_string_value(json_object_get(json, "object"));
	struct step step = {.status = LVSDR_STEP_PENDING};
	const char *wrong;

	for (size_t i = 0; kind && i < sizeof(classes) / sizeof(*classes); i++)
		if (!strcmp(classes[i]->name, kind))
			step.class = classes[i];
	if (!step.class)
		return "object";
	wrong = form_from_json(&step, json_object_get(json, "before"), &step.has_before,
			       &step.before);
	if (!wrong)
		wrong = form_from_json(&step, json_object_get(json, "after"), &step.has_after,
				       &step.after);
	if (wrong)
		return wrong;
	if (!step.has_before && !step.has_after)
		return "before";
	step.record = json_incref(json_object_get(json, "record"));
	step.status = (int)json_integer_value(json_object_get(json, "status"));
	*ret_step = step;
	return NULL;
}
