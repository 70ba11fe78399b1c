// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fault-plans.h"

#include "../check.h"

bool has_ipvs, has_marks;

static int add_to_ipvs(struct world *world, struct lvsdr_plan *plan)
{
	int result;

	if ((result = lvsdr_plan_update_sysctl(plan, world->sysctl)) < 0 ||
	    (result = lvsdr_plan_update_timeouts(plan, world->timeouts)) < 0 ||
	    (result = lvsdr_plan_add_sync_daemon(plan, world->daemon)) < 0 ||
	    (result = lvsdr_plan_add_service(plan, world->service)) < 0 ||
	    (result = lvsdr_plan_add_dest(plan, world->service, world->dest)) < 0)
		return result;
	return lvsdr_plan_add_dest(plan, world->service, world->second);
}

static int begin_plan(struct world *world)
{
	lvsdr_plan_free(world->plan);
	world->plan = NULL;
	return lvsdr_plan_new(world->host, &world->plan);
}

/* One step of each kind, and several of the most common ones. */
static int build_plan(struct world *world)
{
	int result = begin_plan(world);
	struct lvsdr_plan *plan = world->plan;

	if (result)
		return result;
	if ((result = lvsdr_plan_update_arp_policy(plan, world->all)) < 0 ||
	    (result = lvsdr_plan_remove_vip(plan, world->wide)) < 0 ||
	    (result = lvsdr_plan_update_vip(plan, world->moved)) < 0 ||
	    (result = has_marks ? lvsdr_plan_add_mark(plan, world->mark) : 0) < 0)
		return result;
	result = has_ipvs ? add_to_ipvs(world, plan) : 0;
	return result < 0 ? result : 0;
}

int apply_plan(struct world *world)
{
	int result = build_plan(world);

	return result ? result : lvsdr_plan_apply(world->plan);
}

int apply_all_the_same(struct world *world)
{
	int result = build_plan(world);

	if (!result)
		result = lvsdr_plan_set_keep_going(world->plan, 1);
	return result ? result : lvsdr_plan_apply(world->plan);
}

int undo_plan(struct world *world)
{
	return lvsdr_plan_undo(world->plan);
}

/* ---- What stands changes, and goes. */

static int build_changes(struct world *world)
{
	int result = begin_plan(world);
	struct lvsdr_plan *plan = world->plan;

	if (result || (result = lvsdr_plan_add_vip(plan, world->vip)) < 0 ||
	    (has_marks && (result = lvsdr_plan_update_mark(plan, world->mark)) < 0) || !has_ipvs)
		return result < 0 ? result : 0;
	if ((result = lvsdr_plan_update_service(plan, world->service)) < 0 ||
	    (result = lvsdr_plan_update_dest(plan, world->service, world->dest)) < 0 ||
	    (result = lvsdr_plan_update_sync_daemon(plan, world->daemon)) < 0)
		return result;
	result = lvsdr_plan_add_service(plan, world->marked);
	return result < 0 ? result : 0;
}

static int build_removals(struct world *world)
{
	int result = begin_plan(world);
	struct lvsdr_plan *plan = world->plan;

	if (result || (result = lvsdr_plan_remove_vip(plan, world->full)) < 0 ||
	    (has_marks && (result = lvsdr_plan_remove_mark(plan, world->mark)) < 0) || !has_ipvs)
		return result < 0 ? result : 0;
	if ((result = lvsdr_plan_remove_dest(plan, world->service, world->dest)) < 0 ||
	    (result = lvsdr_plan_remove_service(plan, world->service)) < 0)
		return result;
	result = lvsdr_plan_remove_sync_daemon(plan, world->daemon);
	return result < 0 ? result : 0;
}

int apply_changes(struct world *world)
{
	int result = build_changes(world);

	return result ? result : lvsdr_plan_apply(world->plan);
}

/* Slice after slice. */
int apply_removals(struct world *world)
{
	int result = build_removals(world);
	size_t left = 1;

	while (result >= 0 && left)
		result = lvsdr_plan_apply_for(world->plan, 0, &left);
	return result;
}

int apply_between(struct world *world)
{
	static const char addresses[] = "\"vips\": [{\"address\": \"192.168.1.41\", "
					"\"device\": \"lo\"}]",
			  services[] = ", \"services\": [{\"protocol\": \"tcp\", \"address\": "
				       "\"192.168.1.41\", \"port\": 81, \"destinations\": "
				       "[{\"address\": \"192.168.1.20\"}]}]";
	char json[512];
	int length = snprintf(json, sizeof(json), "{\"lvsdr_state\": 1, %s%s}", addresses,
			      has_ipvs ? services : "");
	struct lvsdr_scope *scope = NULL;
	struct lvsdr_state *state = NULL;
	int result = lvsdr_scope_new(world->host, "192.168.1.41", &scope);

	lvsdr_plan_free(world->plan);
	world->plan = NULL;
	if (!result)
		result = lvsdr_state_from_text(world->host, "json", json, (size_t)length, &state);
	if (!result)
		result = lvsdr_plan_between(world->host, scope, NULL, state, &world->plan);
	if (!result)
		result = lvsdr_plan_apply(world->plan);
	lvsdr_state_free(state);
	lvsdr_scope_free(scope);
	return result;
}

/* ---- From what was written. */

int write_applied(struct world *world)
{
	int result = apply_plan(world);
	const char *json;

	if (result >= 0)
		result = lvsdr_plan_to_json(world->plan, &json);
	if (!result)
		snprintf(world->record, sizeof(world->record), "%s", json);
	return result;
}

int undo_written(struct world *world)
{
	int result;

	lvsdr_plan_free(world->plan);
	world->plan = NULL;
	result = lvsdr_plan_from_json(world->host, world->record, strlen(world->record),
				      &world->plan);
	return result ? result : lvsdr_plan_undo(world->plan);
}
