// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"

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
