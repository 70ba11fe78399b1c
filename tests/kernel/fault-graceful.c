// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fault-graceful.h"

#include "../check.h"

/* Long enough for each flow; a wait that does not end shows up as a test that does not. */
enum { DEADLINE = 600000 };

static int begin_plan(struct world *world)
{
	lvsdr_plan_free(world->plan);
	world->plan = NULL;
	return lvsdr_plan_new(world->host, &world->plan);
}

static int build_graceful(struct world *world)
{
	int result = begin_plan(world);

	if (!result)
		result = lvsdr_plan_remove_service(world->plan, world->udp);
	if (result >= 0)
		result = lvsdr_plan_make_graceful(world->plan, 0, DEADLINE);
	return result < 0 ? result : 0;
}

int apply_graceful(struct world *world)
{
	int result = build_graceful(world);

	return result ? result : lvsdr_plan_apply(world->plan);
}

int apply_graceful_in_slices(struct world *world)
{
	int result = build_graceful(world);
	size_t left = 1;

	while (result >= 0 && left)
		result = lvsdr_plan_apply_for(world->plan, 70, &left);
	return result;
}

int apply_graceful_all_the_same(struct world *world)
{
	int result = build_graceful(world);

	if (!result)
		result = lvsdr_plan_set_keep_going(world->plan, 1);
	return result ? result : lvsdr_plan_apply(world->plan);
}

/* Keeps what another process would undo. */
int write_graceful(struct world *world)
{
	int result = apply_graceful(world);
	const char *json;

	if (result >= 0)
		result = lvsdr_plan_to_json(world->plan, &json);
	if (!result)
		snprintf(world->record, sizeof(world->record), "%s", json);
	return result;
}

/* ---- Real servers as a whole. */

int update_real_server(struct world *world)
{
	int result = begin_plan(world);

	if (!result)
		result =
			lvsdr_plan_update_real_server(world->plan, world->scope, "192.168.1.20", 0);
	if (result >= 0)
		world_tell(world, "%d destinations\n", result);
	return result < 0 ? result : lvsdr_plan_apply(world->plan);
}

int remove_real_server(struct world *world)
{
	int result = begin_plan(world);

	if (!result)
		result = lvsdr_plan_remove_real_server(world->plan, world->scope, "192.168.1.20");
	if (result >= 0)
		world_tell(world, "%d destinations\n", result);
	if (result >= 0)
		result = lvsdr_plan_make_graceful(world->plan, 0, DEADLINE);
	return result < 0 ? result : lvsdr_plan_apply(world->plan);
}

/* ---- Hashed destinations. */

static int build_moves(struct world *world)
{
	static const char json[] =
		"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": "
		"\"192.168.1.41\", \"port\": 80, \"scheduler\": \"mh\", \"scheduler_flags\": "
		"[\"flag-1\"], \"destinations\": [{\"address\": \"192.168.1.20\"}, "
		"{\"address\": \"192.168.1.21\"}, {\"address\": \"192.168.1.22\"}, "
		"{\"address\": \"192.168.1.24\"}]}]}";
	struct lvsdr_scope *scope = NULL;
	struct lvsdr_state *state = NULL;
	int result = lvsdr_scope_new(world->host, "192.168.1.41", &scope);

	lvsdr_plan_free(world->plan);
	world->plan = NULL;
	if (!result)
		result = lvsdr_state_from_text(world->host, "json", json, strlen(json), &state);
	if (!result)
		result = lvsdr_plan_between(world->host, scope, NULL, state, &world->plan);
	lvsdr_state_free(state);
	lvsdr_scope_free(scope);
	return result;
}

int apply_moves(struct world *world)
{
	int result = build_moves(world);

	return result ? result : lvsdr_plan_apply(world->plan);
}

int apply_moves_gracefully(struct world *world)
{
	int result = build_moves(world);

	if (!result)
		result = lvsdr_plan_make_graceful(world->plan, 0, DEADLINE);
	return result < 0 ? result : lvsdr_plan_apply(world->plan);
}
