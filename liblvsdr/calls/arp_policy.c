// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"

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
