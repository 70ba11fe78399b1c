// SPDX-License-Identifier: LGPL-2.1-or-later
/* A step as people read it, and its objects as JSON. */
#include "codec/classic/classic.h"
#include "core/json.h"
#include "drivers/driver.h"
#include "plan/steps.h"
#include "util/escape.h"

#include <stdlib.h>
#include <string.h>

/* What else the step changes, or waits for. */
static void describe_more(const struct step *step, struct text *text)
{
	if (step->drains)
		text_add(text, "when it has no connections any more");
	else if (step->returns)
		text_add(text, "it is added again at once, because the hash table of the scheduler "
			       "depends on the order of the destinations");
	else
		driver_describe_record(step, text);
	if (step->details && step->details->moved >= 0)
		text_add(
			text,
			"%sthe plan sends about %d of 1000 clients of this service to another real "
			"server",
			text->length ? "; " : "", step->details->moved);
}

/* As a comment, so that the commands stay what a shell takes. */
static void add_remark(const struct step *step, struct text *text)
{
	struct text remark = {0};

	describe_more(step, &remark);
	escape_text(remark.data, sizeof(remark.data));
	if (remark.length)
		text_add(text, "\n# %s", remark.data);
}

const char *step_command(struct step *step)
{
	struct step_details *details = step_details(step);
	struct text text = {0};

	if (details && !details->command) {
		classic_command(step->class, step->before, step->after, &text);
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
		text_add(&text, "%s the ", operation_word(verb_operation(step_verb(step))));
		if (strncmp(name.data, step->class->name, strlen(step->class->name)))
			text_add(&text, "%s ", step->class->name);
		text_add(&text, "%s", name.data);
		if (step_verb(step) == VERB_UPDATE) {
			text_add(&text, ": ");
			fields_describe_difference(&step->class->fields, step->before, step->after,
						   &text);
		}
		describe_more(step, &remark);
		if (remark.length)
			text_add(&text, "; %s", remark.data);
		escape_text(text.data, sizeof(text.data));
		details->explanation = strdup(text.data);
	}
	return details ? details->explanation : NULL;
}

const char *step_settings(struct step *step, bool after)
{
	const union object *settings = after ? step->after : step->before;
	struct step_details *details = step_details(step);
	char **place;
	json_t *json;

	if (!details)
		return NULL;
	place = after ? &details->after_json : &details->before_json;
	if (*place)
		return *place;
	if (!settings)
		return *place = strdup("null");
	json = object_to_json(step->class, settings);
	*place = json ? json_write(json, JSON_COMPACT) : NULL;
	json_decref(json);
	return *place;
}

json_t *step_service_to_json(const struct step *step)
{
	json_t *json = json_object();

	if (json &&
	    !fields_to_json(&service_class.fields, step_object(step)->dest.service, NULL, json))
		return json;
	json_decref(json);
	return NULL;
}

const char *step_service(struct step *step)
{
	struct step_details *details = step_details(step);
	json_t *json;

	if (!details || details->service_json)
		return details ? details->service_json : NULL;
	json = step->class->owner ? step_service_to_json(step) : json_null();
	details->service_json = json ? json_write(json, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
	json_decref(json);
	return details->service_json;
}
