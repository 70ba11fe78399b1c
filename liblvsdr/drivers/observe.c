// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading a state from the kernel. */
#include "drivers/observe.h"

#include "core/handle.h"
#include "drivers/driver.h"
#include "kernel/mark-rules.h"
#include "state/state.h"

#include <errno.h>

static bool in_scope(const struct lvsdr_service *service, const void *scope)
{
	return scope_holds_service(scope, service);
}

static int read_services(struct lvsdr_state *state, const struct lvsdr_scope *scope,
			 const struct lvsdr_state *wanted)
{
	(void)wanted;
	return state_read_services(state, OPERATION_READ, in_scope, scope);
}

static int read_timeouts(struct lvsdr_state *state, const struct lvsdr_scope *scope,
			 const struct lvsdr_state *wanted)
{
	union object timeouts;
	int result = timeouts_driver.read(state->host, OPERATION_READ, NULL, &timeouts);

	(void)scope;
	(void)wanted;
	return result == 1 ? state_append(state, &timeouts_class, &timeouts) : result;
}

/* Of two marks for the same packets the later one counts. */
static int keep_mark(struct lvsdr_state *state, const struct lvsdr_mark *mark)
{
	union object *earlier = state_find(state, &mark_class, mark);

	if (!earlier)
		return state_append(state, &mark_class, mark);
	earlier->mark.fwmark = mark->fwmark;
	return 0;
}

static int read_marks(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		      const struct lvsdr_state *wanted)
{
	static const uint8_t families[] = {AF_INET, AF_INET6};
	struct mark_rules rules;
	int error = 0;

	(void)wanted;
	for (size_t i = 0; i < sizeof(families) && !error; i++) {
		error = mark_rules_read(state->host, families[i], OPERATION_READ,
					"the packet marks", &rules);
		if (error)
			return error;
		for (size_t j = 0; j < rules.count && !error; j++) {
			const union object *mark = (const union object *)&rules.rule[j].mark;

			if (!rules.rule[j].foreign && mark_class.in_scope(scope, mark))
				error = keep_mark(state, &mark->mark);
		}
		mark_rules_clear(&rules);
	}
	return error ? error_set(state->host, error, OPERATION_READ, "the packet marks",
				 "out of memory")
		     : 0;
}

static const struct {
	uint32_t parts;
	int (*read)(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct lvsdr_state *wanted);
} readers[] = {
	{LVSDR_STATE_SERVICES, read_services},
	{LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES, state_read_network},
	{LVSDR_STATE_TIMEOUTS, read_timeouts},
	{LVSDR_STATE_SYSCTLS, sysctl_read_all},
	{LVSDR_STATE_SYNC_DAEMONS, sync_daemon_read_all},
	{LVSDR_STATE_MARKS, read_marks},
};

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

int state_read(struct lvsdr *host, const struct lvsdr_scope *scope,
	       const struct lvsdr_state *wanted, uint32_t parts, struct lvsdr_state **ret_state)
{
	struct lvsdr_state *state = state_make(host, parts);
	int error = 0;

	if (!state)
		return error_set(host, -ENOMEM, OPERATION_READ, "the state", "out of memory");
	state->observed = true;
	for (size_t i = 0; i < sizeof(readers) / sizeof(*readers) && !error; i++)
		if (parts & readers[i].parts)
			error = readers[i].read(state, scope, wanted);
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
