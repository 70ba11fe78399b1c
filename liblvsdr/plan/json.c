// SPDX-License-Identifier: LGPL-2.1-or-later
/* The JSON of a plan. */
#include "core/handle.h"
#include "core/json.h"
#include "drivers/driver.h"
#include "plan/plan.h"
#include "plan/steps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static json_t *settings_to_json(const struct step *step, const union object *settings)
{
	return settings ? object_to_json(step->class, settings) : json_null();
}

static json_t *add_place(json_t *json, const struct step *step)
{
	if (!json || step_place(step) < 0 ||
	    !json_object_set_new(json, "place", json_integer(step_place(step))))
		return json;
	json_decref(json);
	return NULL;
}

/* For who reads it; what reads a record back passes it over, since it says nothing of the host now. */
static const char *told_status(const struct step *step)
{
	return step->status == LVSDR_STEP_PENDING ? NULL : lvsdr_step_status_name(step->status);
}

static json_t *step_to_json(const struct step *step)
{
	json_t *json = json_pack(
		"{s:s, s:s*, s:o*, s:o, s:o, s:i, s:O*, s:o*, s:o*}", "object", step->class->name,
		"status", told_status(step), "note",
		*step_note(step) ? json_string(step_note(step)) : NULL, "before",
		settings_to_json(step, step->before), "after", settings_to_json(step, step->after),
		"stage", (int)step->stage, "record", step_record(step), "drains",
		step->drains ? json_true() : NULL, "quiesces", step->quiesces ? json_true() : NULL);
	json_t *service;

	json = add_place(json, step);
	if (!json || !step->class->owner)
		return json;
	service = step_service_to_json(step);
	if (service && !json_object_set_new(json, "service", service))
		return json;
	json_decref(json);
	return NULL;
}

static json_t *steps_to_json(const struct lvsdr_plan *plan)
{
	json_t *steps = json_array();

	for (size_t i = 0; steps && i < plan->count; i++) {
		if (json_array_append_new(steps, step_to_json(&plan->steps[i]))) {
			json_decref(steps);
			return NULL;
		}
	}
	return steps;
}

/* What a graceful plan has besides: 0, or -ENOMEM. */
static int draining_to_json(const struct lvsdr_plan *plan, json_t **ret_json)
{
	const struct draining *draining = &plan->draining;

	*ret_json = NULL;
	if (!draining->graceful)
		return 0;
	*ret_json = json_pack("{s:i, s:i}", "flags", (int)draining->flags, "milliseconds",
			      (int)draining->milliseconds);
	return *ret_json ? 0 : -ENOMEM;
}

static bool was_applied(const struct lvsdr_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].status != LVSDR_STEP_PENDING)
			return true;
	return false;
}

/* NULL when out of memory. */
static json_t *plan_to_json(const struct lvsdr_plan *plan, const char *boot, const char *netns)
{
	json_t *graceful, *steps;

	if (draining_to_json(plan, &graceful))
		return NULL;
	steps = steps_to_json(plan);
	if (steps)
		return json_pack(
			"{s:i, s:s*, s:s, s:s, s:o*, s:o}", "lvsdr_plan", 1, "status",
			was_applied(plan) ? lvsdr_plan_status_name(lvsdr_plan_get_status(plan))
					  : NULL,
			"boot", boot, "netns", netns, "graceful", graceful, "steps", steps);
	json_decref(graceful);
	return NULL;
}

static int identify(struct lvsdr *host, enum operation operation, char boot[64], char netns[32])
{
	int error = transport_identify(&host->transport, boot, netns);

	return error ? error_set_kernel(host, error, NULL, operation, "the plan", NULL) : 0;
}

int lvsdr_plan_to_json(struct lvsdr_plan *plan, const char **ret_json)
{
	char boot[64], netns[32];
	json_t *json;
	int error;

	if (!plan)
		return -EINVAL;
	if (!ret_json)
		return error_set(plan->host, -EINVAL, OPERATION_WRITE, "the plan",
				 "an argument is NULL");
	error = identify(plan->host, OPERATION_WRITE, boot, netns);
	if (error)
		return error;
	json = plan_to_json(plan, boot, netns);
	free(plan->json);
	plan->json = json ? json_write(json, JSON_INDENT(1)) : NULL;
	json_decref(json);
	if (!plan->json)
		return error_set(plan->host, -ENOMEM, OPERATION_WRITE, "the plan", "out of memory");
	*ret_json = plan->json;
	return 0;
}

static int check_place(struct lvsdr *host, const json_t *json)
{
	const char *boot = json_string_value(json_object_get(json, "boot"));
	const char *netns = json_string_value(json_object_get(json, "netns"));
	char our_boot[64], our_netns[32];
	int error;

	if (json_integer_value(json_object_get(json, "lvsdr_plan")) != 1 || !boot || !netns ||
	    !json_is_array(json_object_get(json, "steps")))
		return error_set(host, -EBADMSG, OPERATION_READ, "the plan",
				 "it is JSON, but not a plan of version 1");
	error = identify(host, OPERATION_READ, our_boot, our_netns);
	if (error)
		return error;
	if (strcmp(boot, our_boot))
		return error_set(host, -ESTALE, OPERATION_READ, "the plan",
				 "it was made before the last reboot, which has already undone it");
	if (strcmp(netns, our_netns))
		return error_set(host, -ESTALE, OPERATION_READ, "the plan",
				 "it was made in another network namespace; open that one");
	return 0;
}

/* Where in the plan something is wrong. */
struct place {
	size_t step;
	const char *member;
};

static int refuse(struct lvsdr_plan *plan, const struct place *place,
		  const struct field_problem *problem)
{
	error_set(plan->host, *problem->reason ? problem->code : -EBADMSG, OPERATION_READ,
		  "the plan", "/steps/%zu/%s%s%s: %s", place->step, place->member,
		  *problem->field ? "/" : "", problem->field,
		  *problem->reason ? problem->reason : "it is missing or invalid");
	return error_set_field(plan->host, *problem->field ? problem->field : place->member);
}

/* 1, 0 for JSON's null, or a code. */
static int read_settings(struct lvsdr_plan *plan, const struct place *place, const json_t *step,
			 const struct object_class *class, union object *ret_settings)
{
	const json_t *json = json_object_get(step, place->member);
	struct field_problem problem = {.field = ""};

	if (json_is_null(json))
		return 0;
	if (!json || !object_from_json(class, json, NULL, true, ret_settings, &problem))
		return refuse(plan, place, &problem);
	return 1;
}

static int keep_settings(struct lvsdr_plan *plan, const struct object_class *class,
			 const struct lvsdr_service *service, union object *settings,
			 const union object **ret_settings)
{
	if (class->owner)
		settings->dest.service = service;
	*ret_settings = plan_copy(plan, class, settings);
	return *ret_settings ? 0 : -ENOMEM;
}

static int take_record(struct lvsdr_plan *plan, size_t index, const struct object_class *class,
		       const json_t *record, union object *after)
{
	const struct driver *driver = driver_of(class);
	struct text wrong = {0};

	if (!record || (driver->take_record && driver->take_record(record, after, &wrong)))
		return 0;
	error_set(plan->host, -EBADMSG, OPERATION_READ, "the plan", "/steps/%zu/record: %s", index,
		  wrong.length ? wrong.data : "a step of this kind has no record");
	return error_set_field(plan->host, "record");
}

/* What the step is before and after, and what of that its record has. */
static int settings_from_json(struct lvsdr_plan *plan, size_t index, const json_t *json,
			      const struct lvsdr_service *service, struct step *step)
{
	const json_t *record = json_object_get(json, "record");
	union object before, after;
	int had, has, error;

	had = read_settings(plan, &(struct place){index, "before"}, json, step->class, &before);
	has = had < 0 ? had
		      : read_settings(plan, &(struct place){index, "after"}, json, step->class,
				      &after);
	if (has < 0)
		return has;
	error = take_record(plan, index, step->class, record, has ? &after : NULL);
	if (!error && had)
		error = keep_settings(plan, step->class, service, &before, &step->before);
	if (!error && has)
		error = keep_settings(plan, step->class, service, &after, &step->after);
	return error;
}

static int service_from_json(struct lvsdr_plan *plan, const struct place *place, const json_t *step,
			     const struct lvsdr_service **ret_service)
{
	struct field_problem problem = {.field = ""};
	union object service;

	if (!object_from_json(&service_class, json_object_get(step, "service"), NULL, true,
			      &service, &problem))
		return refuse(plan, place, &problem);
	*ret_service = plan_copy_service(plan, &service.service);
	return *ret_service ? 0 : -ENOMEM;
}

static const struct object_class *find_class(const json_t *step)
{
	const char *name = json_string_value(json_object_get(step, "object"));

	for (size_t i = 0; name && i < KIND_COUNT; i++)
		if (!strcmp(object_classes[i]->name, name))
			return object_classes[i];
	return NULL;
}

/* Whether the step is about one object, which has settings before and after if it is never removed. */
static int check_settings(struct lvsdr_plan *plan, size_t index, const struct step *step)
{
	bool stays = !step->class->in_scope && !step->class->owner;
	struct field_problem problem = {.field = ""};

	if (!step->before && (stays || !step->after))
		return refuse(plan, &(struct place){index, "before"}, &problem);
	if (!step->after && stays)
		return refuse(plan, &(struct place){index, "after"}, &problem);
	if (!step->before || !step->after ||
	    object_may_become(step->class, step->before, step->after))
		return 0;
	error_set(plan->host, -EBADMSG, OPERATION_READ, "the plan",
		  "/steps/%zu/after: it is not the same object as before", index);
	return error_set_field(plan->host, "after");
}

/* Only the removal of a destination can wait for its connections. */
static int drains_from_json(struct lvsdr_plan *plan, size_t index, const json_t *json,
			    struct step *step)
{
	struct field_problem problem = {.field = ""};

	if (!json)
		return 0;
	step->drains = json_is_true(json);
	if (step->drains && step->class == &dest_class && !step->after && plan->draining.graceful)
		return 0;
	return refuse(plan, &(struct place){index, "drains"}, &problem);
}

/* Of a destination that a later step drains. */
static int quiesces_from_json(struct lvsdr_plan *plan, size_t index, const json_t *json,
			      struct step *step)
{
	struct field_problem problem = {.field = ""};

	if (!json)
		return 0;
	step->quiesces = json_is_true(json);
	if (step->quiesces && step->class == &dest_class && step->before && step->after &&
	    !step->after->dest.weight && plan->draining.graceful)
		return 0;
	return refuse(plan, &(struct place){index, "quiesces"}, &problem);
}

/* Only what removes a destination has a place in the list. */
static int place_from_json(struct lvsdr_plan *plan, size_t index, const json_t *json,
			   struct step *step)
{
	struct field_problem problem = {.field = ""};
	json_int_t place = json_integer_value(json);

	if (!json)
		return 0;
	if (!json_is_integer(json) || place < 0 || place > INT32_MAX ||
	    step->class != &dest_class || step->after)
		return refuse(plan, &(struct place){index, "place"}, &problem);
	return step_keep_place(plan->host, step, (size_t)place);
}

static int step_from_json(struct lvsdr_plan *plan, size_t index, const json_t *json)
{
	struct field_problem problem = {.field = ""};
	struct step step = {.class = find_class(json)};
	const struct lvsdr_service *service = NULL;
	json_t *record = json_object_get(json, "record");
	json_int_t stage = json_integer_value(json_object_get(json, "stage"));
	int error = 0;

	if (!step.class)
		return refuse(plan, &(struct place){index, "object"}, &problem);
	if (step.class->owner)
		error = service_from_json(plan, &(struct place){index, "service"}, json, &service);
	if (!error)
		error = settings_from_json(plan, index, json, service, &step);
	if (error)
		return error;
	error = check_settings(plan, index, &step);
	if (!error)
		error = drains_from_json(plan, index, json_object_get(json, "drains"), &step);
	if (!error)
		error = quiesces_from_json(plan, index, json_object_get(json, "quiesces"), &step);
	if (error)
		return error;
	if (stage < 0 || stage > INT32_MAX ||
	    (plan->count && (uint32_t)stage < plan->steps[plan->count - 1].stage))
		return refuse(plan, &(struct place){index, "stage"}, &problem);
	step.stage = (uint32_t)stage;
	error = place_from_json(plan, index, json_object_get(json, "place"), &step);
	if (error) {
		step_clear(&step);
		return error;
	}
	if (record && step_keep_record(plan->host, &step, json_incref(record)))
		return -ENOMEM;
	return plan_append(plan, &step);
}

static int draining_from_json(struct lvsdr_plan *plan, const json_t *json)
{
	json_int_t flags = json_integer_value(json_object_get(json, "flags"));
	json_int_t milliseconds = json_integer_value(json_object_get(json, "milliseconds"));

	if (!json)
		return 0;
	if (!json_is_integer(json_object_get(json, "flags")) ||
	    !json_is_integer(json_object_get(json, "milliseconds")) || flags < 0 ||
	    flags > INT32_MAX || milliseconds < 0 || milliseconds > INT32_MAX ||
	    !draining_takes((uint32_t)flags)) {
		error_set(plan->host, -EBADMSG, OPERATION_READ, "the plan",
			  "/graceful: it needs the flags, LVSDR_DRAIN_ values, and the "
			  "milliseconds of a graceful plan");
		return error_set_field(plan->host, "graceful");
	}
	plan->draining.graceful = true;
	plan->draining.flags = (uint32_t)flags;
	plan->draining.milliseconds = (int32_t)milliseconds;
	return 0;
}

int lvsdr_plan_from_json(struct lvsdr *host, const char *text, size_t size,
			 struct lvsdr_plan **ret_plan)
{
	struct lvsdr_plan *plan = NULL;
	json_t *json, *step;
	size_t i;
	int error;

	if (!host)
		return -EINVAL;
	if (!text || !ret_plan)
		return error_set(host, -EINVAL, OPERATION_READ, "the plan", "an argument is NULL");
	error = json_parse(host, "the plan", text, size, &json);
	if (error)
		return error;
	error = check_place(host, json);
	if (!error)
		error = lvsdr_plan_new(host, &plan);
	if (!error)
		error = draining_from_json(plan, json_object_get(json, "graceful"));
	if (!error) {
		json_array_foreach(json_object_get(json, "steps"), i, step) {
			error = step_from_json(plan, i, step);
			if (error)
				break;
		}
	}
	json_decref(json);
	if (error)
		lvsdr_plan_free(plan);
	else
		*ret_plan = plan;
	return error;
}
