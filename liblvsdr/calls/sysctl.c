// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "state/state.h"

int lvsdr_sysctl_update(struct lvsdr *host, const struct lvsdr_sysctl *sysctl)
{
	return call_change(host, &sysctl_class, VERB_UPDATE, sysctl);
}

int lvsdr_sysctl_read(struct lvsdr *host, struct lvsdr_sysctl *sysctl)
{
	return call_read(host, &sysctl_class, sysctl);
}

int lvsdr_plan_update_sysctl(struct lvsdr_plan *plan, const struct lvsdr_sysctl *sysctl)
{
	return call_plan(plan, &sysctl_class, VERB_UPDATE, sysctl);
}

int lvsdr_state_add_sysctl(struct lvsdr_state *state, const struct lvsdr_sysctl *sysctl)
{
	return state_add(state, &sysctl_class, sysctl);
}

size_t lvsdr_state_get_sysctl_count(const struct lvsdr_state *state)
{
	return state_count(state, &sysctl_class);
}

const struct lvsdr_sysctl *lvsdr_state_get_sysctl(const struct lvsdr_state *state, size_t index)
{
	return state_get(state, &sysctl_class, index);
}
