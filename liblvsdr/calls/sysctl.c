// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"

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
