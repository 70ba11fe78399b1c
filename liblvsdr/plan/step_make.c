// SPDX-License-Identifier: LGPL-2.1-or-later
/* From what is there and what is wanted to a step. */
#include "core/handle.h"
#include "drivers/driver.h"
#include "plan/steps.h"

#include <errno.h>

static int refuse_difference(struct lvsdr *host, const struct object_class *class,
			     const union object *found, const union object *wanted)
{
	struct text name = {0}, difference = {0};
	bool asked = fields_describe_asked(&class->fields, found, wanted, &difference);

	class->describe(wanted, &name);
	return error_set(host, -EEXIST, OPERATION_ADD, name.data,
			 "it already exists with different settings: %s%s", difference.data,
			 asked ? "; use update to change it"
			       : " by default; set it, and use update, to change it");
}

static int refuse_missing(struct lvsdr *host, const struct object_class *class,
			  const union object *wanted)
{
	struct text name = {0};

	class->describe(wanted, &name);
	return error_set(host, class->missing_code, OPERATION_UPDATE, name.data,
			 "there is no such %s; use add to create it", class->name);
}

/* Completes `wanted`: 1, 0 when the object already has these settings, or a code. */
static int complete(struct lvsdr *host, const struct object_class *class, enum verb verb,
		    const union object *found, union object *wanted)
{
	const struct driver *driver = driver_of(class);
	int error = 0;

	if (verb == VERB_ADD && found)
		return object_equal(class, found, wanted)
			       ? 0
			       : refuse_difference(host, class, found, wanted);
	if (verb == VERB_UPDATE && !found)
		return refuse_missing(host, class, wanted);
	if (verb == VERB_REMOVE && !found)
		return 0;
	if (verb == VERB_REMOVE && driver->check_remove)
		error = driver->check_remove(host, wanted, found);
	if (verb == VERB_REMOVE)
		return error ? error : 1;
	if (verb == VERB_UPDATE && driver->complete)
		error = driver->complete(host, found, wanted);
	else if (verb == VERB_UPDATE)
		fields_merge(&class->fields, wanted, found);
	if (error || (found && object_equal(class, found, wanted)))
		return error;
	error = object_check(class, host, verb_operation(verb), found, wanted);
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
	result = complete(host, class, verb, found, &after);
	if (result <= 0)
		return result;
	if (found)
		step.before = arena_copy(arena, found, class->fields.size);
	if (verb != VERB_REMOVE)
		step.after = arena_copy(arena, &after, class->fields.size);
	if ((found && !step.before) || (verb != VERB_REMOVE && !step.after))
		return error_set(host, -ENOMEM, OPERATION_PLAN, "a step", "out of memory");
	result = driver_record(host, &step);
	if (result) {
		step_clear(&step);
		return result;
	}
	*ret_step = step;
	return 1;
}
