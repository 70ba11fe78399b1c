// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"

#include "core/handle.h"
#include "drivers/driver.h"
#include "plan/send.h"
#include "plan/trace.h"

#include <errno.h>

static int check(struct lvsdr *host, const struct object_class *class, enum operation operation,
		 const void *object)
{
	if (!host)
		return -EINVAL;
	return object ? 0 : error_set(host, -EINVAL, operation, class->name, "it is NULL");
}

/*
 * The answer was lost: the change was made where the host is as it was to be; where it has nothing
 * of it, the failure is returned.
 */
static int look_after(struct lvsdr *host, const struct object_class *class, enum verb verb,
		      const union object *wanted, int error)
{
	struct error first = host->error;
	union object found;
	int result = driver_of(class)->read(host, verb_operation(verb), wanted, &found);

	if (result == -ESRCH) /* without its service a destination is gone too */
		result = 0;
	if (verb == VERB_ADD && result == 1)
		return object_equal(class, &found, wanted) ? 1 : -EEXIST;
	if (verb == VERB_REMOVE && !result)
		return 1;
	if (result < 0)
		error_append_doubt(&first, &host->error);
	host->error = first;
	return error;
}

static enum outcome outcome_of(int result, bool in_doubt)
{
	if (result > 0)
		return OUTCOME_DONE;
	return in_doubt ? OUTCOME_UNKNOWN : OUTCOME_FAILED;
}

/* What was there, or missing, already is no change. */
static int trace_unseen(struct lvsdr *host, const struct object_class *class, enum verb verb,
			const union object *wanted, bool in_doubt, int result)
{
	bool adds = verb == VERB_ADD;

	if (result && result != -EEXIST)
		trace_change(host, class, adds ? NULL : wanted, adds ? wanted : NULL,
			     outcome_of(result, in_doubt), host->error.message);
	return result;
}

/*
 * The kernel itself refuses to add some objects twice and to remove what is missing: then asking
 * first would only cost a second request.
 */
static int change_unseen(struct lvsdr *host, const struct object_class *class, enum verb verb,
			 const union object *wanted)
{
	int result = verb == VERB_ADD ? object_check(class, host, OPERATION_ADD, NULL, wanted) : 0;

	if (result)
		return result;
	host->transport.in_doubt = false;
	result = send_one(host, class, verb_operation(verb), verb == VERB_ADD ? NULL : wanted,
			  verb == VERB_ADD ? wanted : NULL);
	if (result && host->transport.in_doubt)
		return trace_unseen(host, class, verb, wanted, true,
				    look_after(host, class, verb, wanted, result));
	/* Only the kernel's word counts. */
	if (verb == VERB_REMOVE && host->error.kernel_errno &&
	    (result == -ENOENT || result == -ESRCH))
		return 0;
	return trace_unseen(host, class, verb, wanted, false, result ? result : 1);
}

int call_change(struct lvsdr *host, const struct object_class *class, enum verb verb,
		const void *object)
{
	struct lvsdr_plan plan = {.host = host, .view.host = host};
	int result = check(host, class, verb_operation(verb), object);

	if (result)
		return result;
	if (class->exclusive_add && verb != VERB_UPDATE) {
		result = change_unseen(host, class, verb, object);
		if (result != -EEXIST)
			return result;
	}
	result = plan_change(&plan, class, verb, object);
	if (result == 1)
		result = lvsdr_plan_apply(&plan);
	plan_clear(&plan);
	return result;
}

int call_read(struct lvsdr *host, const struct object_class *class, void *object)
{
	union object identity, found, *to = object;
	struct text name = {0};
	int result = check(host, class, OPERATION_READ, object);

	if (result)
		return result;
	object_copy(class, &identity, to);
	result = driver_resolve(class, host, OPERATION_READ, &identity);
	if (result && result != -ENODEV) /* reading it reports more */
		return result;
	result = driver_of(class)->read(host, OPERATION_READ, &identity, &found);
	if (!result) {
		class->describe(&identity, &name);
		return error_set(host, class->missing_code, OPERATION_READ, name.data,
				 "there is no such %s", class->name);
	}
	if (result < 0)
		return result;
	found.host = to->host;
	object_copy(class, to, &found);
	return 0;
}

int call_plan(struct lvsdr_plan *plan, const struct object_class *class, enum verb verb,
	      const void *object)
{
	int error = check(plan ? plan->host : NULL, class, verb_operation(verb), object);

	return error ? error : plan_change(plan, class, verb, object);
}
