// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "core/handle.h"
#include "kernel/mark_rules.h"
#include "state/state.h"

#include <errno.h>

int lvsdr_mark_add(struct lvsdr *host, const struct lvsdr_mark *mark)
{
	return call_change(host, &mark_class, VERB_ADD, mark);
}

int lvsdr_mark_update(struct lvsdr *host, const struct lvsdr_mark *mark)
{
	return call_change(host, &mark_class, VERB_UPDATE, mark);
}

int lvsdr_mark_remove(struct lvsdr *host, const struct lvsdr_mark *mark)
{
	return call_change(host, &mark_class, VERB_REMOVE, mark);
}

int lvsdr_mark_read(struct lvsdr *host, struct lvsdr_mark *mark)
{
	return call_read(host, &mark_class, mark);
}

int lvsdr_mark_read_foreign(struct lvsdr *host, size_t *ret_count)
{
	static const uint8_t families[] = {AF_INET, AF_INET6};
	struct mark_rules rules;
	size_t count = 0;
	int error;

	if (!host)
		return -EINVAL;
	if (!ret_count)
		return error_set(host, -EINVAL, OPERATION_READ, "foreign rules",
				 "an argument is NULL");
	for (size_t i = 0; i < 2; i++) {
		error = mark_rules_read(host, families[i], OPERATION_READ, "foreign rules", &rules);
		if (error)
			return error;
		for (size_t j = 0; j < rules.count; j++)
			count += rules.rule[j].foreign;
		mark_rules_clear(&rules);
	}
	*ret_count = count;
	return 0;
}

int lvsdr_plan_add_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark)
{
	return call_plan(plan, &mark_class, VERB_ADD, mark);
}

int lvsdr_plan_update_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark)
{
	return call_plan(plan, &mark_class, VERB_UPDATE, mark);
}

int lvsdr_plan_remove_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark)
{
	return call_plan(plan, &mark_class, VERB_REMOVE, mark);
}

int lvsdr_state_add_mark(struct lvsdr_state *state, const struct lvsdr_mark *mark)
{
	return state_add(state, &mark_class, mark);
}

size_t lvsdr_state_get_mark_count(const struct lvsdr_state *state)
{
	return state_count(state, &mark_class);
}

const struct lvsdr_mark *lvsdr_state_get_mark(const struct lvsdr_state *state, size_t index)
{
	return state_get(state, &mark_class, index);
}
