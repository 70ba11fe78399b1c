// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading a state from the kernel. */
#include "drivers/observe.h"

#include "core/handle.h"
#include "drivers/driver.h"
#include "state/state.h"

#include <errno.h>

static int check_parts(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		       const void *ret_state)
{
	uint32_t kinds = state_kinds();

	if (!host)
		return -EINVAL;
	if (!scope)
		return error_set(
			host, -EINVAL, OPERATION_READ, "the state",
			"a scope is required, such as lvsdr_scope_new(host, \"everything\", ...)");
	if (!ret_state || !(parts & kinds) || parts & ~(kinds | LVSDR_STATE_COUNTERS))
		return error_set(host, -EINVAL, OPERATION_READ, "the state",
				 "the parts must be a combination of LVSDR_STATE_ values");
	return 0;
}

/* Kinds that are read together are read with the first of them. */
static bool is_read_already(enum kind kind, uint32_t parts)
{
	for (enum kind i = 0; i < kind; i++)
		if (parts & object_classes[i]->part &&
		    driver_of(object_classes[i])->read_all ==
			    driver_of(object_classes[kind])->read_all)
			return true;
	return false;
}

static int read_kind(struct lvsdr_state *state, enum kind kind, const struct lvsdr_scope *scope,
		     const struct lvsdr_state *wanted)
{
	const struct driver *driver = driver_of(object_classes[kind]);

	if (!(state->parts & object_classes[kind]->part) || !driver->read_all ||
	    is_read_already(kind, state->parts))
		return 0;
	return driver->read_all(state, scope, wanted);
}

int state_read(struct lvsdr *host, const struct lvsdr_scope *scope,
	       const struct lvsdr_state *wanted, uint32_t parts, struct lvsdr_state **ret_state)
{
	struct lvsdr_state *state = state_make(host, parts);
	int error;

	if (!state)
		return error_set(host, -ENOMEM, OPERATION_READ, "the state", "out of memory");
	state->observed = true;
	error = read_kind(state, KIND_SERVICE, scope, wanted);
	for (enum kind kind = 0; kind < KIND_LISTS && !error; kind++)
		error = read_kind(state, kind, scope, wanted);
	if (error)
		lvsdr_state_free(state);
	else
		*ret_state = state;
	return error;
}

int lvsdr_state_read(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		     struct lvsdr_state **ret_state)
{
	int error = check_parts(host, scope, parts, ret_state);

	return error ? error : state_read(host, scope, NULL, parts, ret_state);
}
