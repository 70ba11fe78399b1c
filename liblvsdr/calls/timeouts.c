// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "state/state.h"

int lvsdr_timeouts_update(struct lvsdr *host, const struct lvsdr_timeouts *timeouts)
{
	return call_change(host, &timeouts_class, VERB_UPDATE, timeouts);
}

int lvsdr_timeouts_read(struct lvsdr *host, struct lvsdr_timeouts *timeouts)
{
	return call_read(host, &timeouts_class, timeouts);
}

int lvsdr_plan_update_timeouts(struct lvsdr_plan *plan, const struct lvsdr_timeouts *timeouts)
{
	return call_plan(plan, &timeouts_class, VERB_UPDATE, timeouts);
}

int lvsdr_state_set_timeouts(struct lvsdr_state *state, const struct lvsdr_timeouts *timeouts)
{
	union object *found;

	if (!state || !timeouts || !(found = state_find(state, &timeouts_class, timeouts)))
		return state_add(state, &timeouts_class, timeouts);
	object_copy(&timeouts_class, found, (const union object *)timeouts);
	found->host = state->host;
	return 0;
}

const struct lvsdr_timeouts *lvsdr_state_get_timeouts(const struct lvsdr_state *state)
{
	return state_get(state, &timeouts_class, 0);
}
