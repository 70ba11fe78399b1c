// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/step.h"

#include "core/handle.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum verb step_verb(const struct step *step)
{
	return verb_of(step->before, step->after);
}

const union object *step_object(const struct step *step)
{
	return step->after ? step->after : step->before;
}

void step_forget_texts(struct step *step)
{
	struct step_details *details = step->details;

	if (!details)
		return;
	free(details->command);
	free(details->explanation);
	free(details->before_json);
	free(details->after_json);
	free(details->service_json);
	details->command = details->explanation = NULL;
	details->before_json = details->after_json = details->service_json = NULL;
}

void step_clear(struct step *step)
{
	if (!step->details)
		return;
	step_forget_texts(step);
	json_decref(step->details->record);
	free(step->details->note);
	free(step->details);
	step->details = NULL;
}

struct step_details *step_details(struct step *step)
{
	if (!step->details) {
		step->details = calloc(1, sizeof(*step->details));
		if (step->details)
			step->details->moved = step->details->place = -1;
	}
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
	return error_set(host, -ENOMEM, OPERATION_PLAN, "a step", "out of memory");
}

int step_keep_place(struct lvsdr *host, struct step *step, size_t place)
{
	struct step_details *details = step_details(step);

	if (!details)
		return error_set(host, -ENOMEM, OPERATION_PLAN, "a step", "out of memory");
	details->place = place < INT_MAX ? (int)place : INT_MAX;
	return 0;
}

int step_place(const struct step *step)
{
	return step->details ? step->details->place : -1;
}

void step_set_note(struct step *step, const char *note)
{
	struct step_details *details = step_details(step);

	if (!details)
		return; /* without memory only the status says it */
	free(details->note);
	details->note = strdup(note);
}

const char *step_note(const struct step *step)
{
	return step->details && step->details->note ? step->details->note : "";
}
