// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "calls/dest.h"
#include "core/handle.h"
#include "drivers/load.h"
#include "drivers/observe.h"
#include "state/state.h"

#include <errno.h>
#include <linux/ip_vs.h>

static const enum operation operation = OPERATION_DRAIN;

/* What the kernel has of the destination. */
struct counts {
	bool persistent;
	int32_t weight;
	struct load load;
};

static void take(struct counts *counts, const struct state_service *found, size_t place)
{
	counts->persistent = service_wire_flags(&found->service) & IP_VS_SVC_F_PERSISTENT;
	counts->weight = found->dests[place].weight;
	load_take(&counts->load, &found->counters[1 + place]);
}

/* 1, or 0 when it is not there, or a code. */
static int read_counts(struct lvsdr *host, const struct lvsdr_dest *dest, struct counts *ret_counts)
{
	struct lvsdr_state *state = state_make(host, LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS);
	struct state_service *found;
	size_t place;
	int result;

	if (!state)
		return error_set(host, -ENOMEM, operation, "a destination", "out of memory");
	result = state_read_service(state, operation, dest->service);
	if (result == 1) {
		found = &state->services[0];
		result = state_find_dest(found, dest, 0, &place);
		if (result == 1)
			take(ret_counts, found, place);
		else if (result)
			error_set(host, result, operation, "a destination", "out of memory");
	}
	lvsdr_state_free(state);
	return result;
}

static int refuse_templates(struct lvsdr *host, const union object *dest,
			    const struct counts *counts)
{
	struct text name = {0};

	dest_class.describe(dest, &name);
	return error_set(host, -EINVAL, operation, name.data,
			 "its service is persistent, and %ju templates would keep sending "
			 "connections to it, because net.ipv4.vs.expire_quiescent_template is 0; "
			 "set that to 1, or choose whether to wait for them "
			 "(LVSDR_DRAIN_WAIT_FOR_TEMPLATES) or not (LVSDR_DRAIN_CUT_TEMPLATES)",
			 (uintmax_t)counts->load.templates);
}

static int stop_new_connections(struct lvsdr *host, const union object *dest)
{
	union object quiescent = *dest;
	int result;

	quiescent.dest.set = 1u << DEST_PORT | 1u << DEST_WEIGHT;
	quiescent.dest.weight = 0;
	result = call_change(host, &dest_class, VERB_UPDATE, &quiescent);
	return result == -ENOENT || result == -ESRCH ? 0 : result;
}

/* 1 when the destination is gone, 0 when it is there, or a code. */
static int advance(struct lvsdr *host, const union object *dest, uint32_t flags,
		   struct counts *ret_counts)
{
	struct counts counts = {.weight = 0};
	int result = read_counts(host, &dest->dest, &counts), persist;

	*ret_counts = counts;
	if (result <= 0)
		return result ? result : 1;
	persist = counts.persistent ? load_templates_bring(host, dest) : 0;
	if (persist < 0)
		return persist;
	if (persist && (counts.weight || counts.load.templates) &&
	    !(flags & (LVSDR_DRAIN_WAIT_FOR_TEMPLATES | LVSDR_DRAIN_CUT_TEMPLATES)))
		return refuse_templates(host, dest, &counts);
	/* Another processor may be scheduling with the old weight: a later reading shows it. */
	if (counts.weight)
		result = stop_new_connections(host, dest);
	else if (load_is_over(&counts.load, flags, persist))
		result = call_change(host, &dest_class, VERB_REMOVE, dest);
	else
		return 0;
	return result < 0 ? result : !counts.weight;
}

static int drain(struct lvsdr *host, const union object *dest, uint32_t flags, int64_t deadline,
		 struct counts *counts)
{
	int result = advance(host, dest, flags, counts);
	bool stopped = !result && counts->weight;
	int64_t now = netlink_now();

	/* However short the time, what had nothing left is gone in the end. */
	if (counts->weight && deadline < now + LOAD_INTERVAL)
		deadline = now + LOAD_INTERVAL;
	for (; !result && now < deadline; now = netlink_now()) {
		netlink_wait(-1, 0,
			     now + LOAD_INTERVAL < deadline ? now + LOAD_INTERVAL : deadline);
		result = advance(host, dest, flags, counts);
		stopped |= !result && counts->weight;
	}
	if (result < 0 && stopped)
		error_append(&host->error, "; its weight may still be 0");
	return result;
}

static int check(struct lvsdr *host, const union object *dest, uint32_t flags, int32_t milliseconds)
{
	static const uint32_t choice = LVSDR_DRAIN_WAIT_FOR_TEMPLATES | LVSDR_DRAIN_CUT_TEMPLATES;
	struct text name = {0};

	dest_class.describe(dest, &name);
	if (flags & ~(choice | LVSDR_DRAIN_ACTIVE_ONLY) || (flags & choice) == choice)
		return error_set(host, -EINVAL, operation, name.data,
				 "the flags are not a combination of LVSDR_DRAIN_ values, or "
				 "request both to wait for templates and not to");
	if (milliseconds < 0 || milliseconds > 3600000)
		return error_set(host, -EINVAL, operation, name.data,
				 "%d is not between 0 and 3600000 milliseconds", milliseconds);
	return 0;
}

int lvsdr_dest_drain(struct lvsdr *host, const struct lvsdr_service *service,
		     const struct lvsdr_dest *dest, uint32_t flags, int32_t milliseconds,
		     uint64_t *ret_active, uint64_t *ret_inactive, uint64_t *ret_templates)
{
	struct counts counts = {.weight = 0};
	union object joined;
	int result = dest_join(host, operation, service, dest, &joined);

	if (!result)
		result = check(host, &joined, flags, milliseconds);
	if (!result)
		result = drain(host, &joined, flags, netlink_now() + milliseconds, &counts);
	if (result < 0)
		return result;
	if (ret_active)
		*ret_active = counts.load.active;
	if (ret_inactive)
		*ret_inactive = counts.load.inactive;
	if (ret_templates)
		*ret_templates = counts.load.templates;
	return result;
}
