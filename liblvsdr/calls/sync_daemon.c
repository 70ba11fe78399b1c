// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "state/state.h"

int lvsdr_sync_daemon_add(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon)
{
	return call_change(host, &sync_daemon_class, VERB_ADD, daemon);
}

int lvsdr_sync_daemon_update(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon)
{
	return call_change(host, &sync_daemon_class, VERB_UPDATE, daemon);
}

int lvsdr_sync_daemon_remove(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon)
{
	return call_change(host, &sync_daemon_class, VERB_REMOVE, daemon);
}

int lvsdr_sync_daemon_read(struct lvsdr *host, struct lvsdr_sync_daemon *daemon)
{
	return call_read(host, &sync_daemon_class, daemon);
}

int lvsdr_plan_add_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon)
{
	return call_plan(plan, &sync_daemon_class, VERB_ADD, daemon);
}

int lvsdr_plan_update_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon)
{
	return call_plan(plan, &sync_daemon_class, VERB_UPDATE, daemon);
}

int lvsdr_plan_remove_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon)
{
	return call_plan(plan, &sync_daemon_class, VERB_REMOVE, daemon);
}

int lvsdr_state_add_sync_daemon(struct lvsdr_state *state, const struct lvsdr_sync_daemon *daemon)
{
	return state_add(state, &sync_daemon_class, daemon);
}

size_t lvsdr_state_get_sync_daemon_count(const struct lvsdr_state *state)
{
	return state_count(state, &sync_daemon_class);
}

const struct lvsdr_sync_daemon *lvsdr_state_get_sync_daemon(const struct lvsdr_state *state,
							    size_t index)
{
	return state_get(state, &sync_daemon_class, index);
}
