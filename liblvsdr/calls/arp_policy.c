// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "state/state.h"

int lvsdr_arp_policy_update(struct lvsdr *host, const struct lvsdr_arp_policy *policy)
{
	return call_change(host, &arp_policy_class, VERB_UPDATE, policy);
}

int lvsdr_arp_policy_read(struct lvsdr *host, struct lvsdr_arp_policy *policy)
{
	return call_read(host, &arp_policy_class, policy);
}

int lvsdr_plan_update_arp_policy(struct lvsdr_plan *plan, const struct lvsdr_arp_policy *policy)
{
	return call_plan(plan, &arp_policy_class, VERB_UPDATE, policy);
}

int lvsdr_state_add_arp_policy(struct lvsdr_state *state, const struct lvsdr_arp_policy *policy)
{
	return state_add(state, &arp_policy_class, policy);
}

size_t lvsdr_state_get_arp_policy_count(const struct lvsdr_state *state)
{
	return state_count(state, &arp_policy_class);
}

const struct lvsdr_arp_policy *lvsdr_state_get_arp_policy(const struct lvsdr_state *state,
							  size_t index)
{
	return state_get(state, &arp_policy_class, index);
}
