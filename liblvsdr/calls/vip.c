// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "state/state.h"

int lvsdr_vip_add(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_ADD, vip);
}

int lvsdr_vip_update(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_UPDATE, vip);
}

int lvsdr_vip_remove(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_REMOVE, vip);
}

int lvsdr_vip_read(struct lvsdr *host, struct lvsdr_vip *vip)
{
	return call_read(host, &vip_class, vip);
}

int lvsdr_plan_add_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_ADD, vip);
}

int lvsdr_plan_update_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_UPDATE, vip);
}

int lvsdr_plan_remove_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_REMOVE, vip);
}

int lvsdr_state_add_vip(struct lvsdr_state *state, const struct lvsdr_vip *vip)
{
	return state_add(state, &vip_class, vip);
}

size_t lvsdr_state_get_vip_count(const struct lvsdr_state *state)
{
	return state_count(state, &vip_class);
}

const struct lvsdr_vip *lvsdr_state_get_vip(const struct lvsdr_state *state, size_t index)
{
	return state_get(state, &vip_class, index);
}
