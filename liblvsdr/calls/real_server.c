// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "model/scope.h"
#include "plan/plan.h"
#include "state/state.h"

#include <errno.h>
#include <lvsdr/real_server.h>

/* What is planned for each destination of a real server. */
struct change {
	struct lvsdr_plan *plan;
	enum verb verb;
	int32_t weight;
	struct lvsdr_scope *addresses; /* of the real server */
};

static int plan_dest(const struct change *change, const struct lvsdr_service *service,
		     const struct lvsdr_dest *found)
{
	union object wanted = {.dest = *found};
	int result;

	wanted.dest.service = service;
	if (change->verb == VERB_UPDATE)
		wanted.dest.weight = change->weight;
	result = plan_change(change->plan, &dest_class, change->verb, &wanted);
	return result < 0 ? result : 0;
}

/* How many destinations are the real server's, or a code. */
static int plan_all(const struct change *change, const struct lvsdr_state *state)
{
	int count = 0, error = 0;

	for (size_t i = 0; i < state->service_count; i++) {
		const struct state_service *service = &state->services[i];

		for (size_t j = 0; j < service->count && !error; j++) {
			if (!scope_holds_address(change->addresses, &service->dests[j].address))
				continue;
			error = plan_dest(change, &service->service, &service->dests[j]);
			count++;
		}
	}
	return error ? error : count;
}

static int change_all(const struct change *change, const struct lvsdr_scope *scope)
{
	struct lvsdr_plan *plan = change->plan;
	size_t before = plan->count;
	int result = view_load(&plan->view, verb_operation(change->verb), ipvs_in_scope, scope);

	if (!result)
		result = plan_all(change, plan->view.state);
	if (result < 0)
		plan_truncate(plan, before);
	return result;
}

/* All of them are addresses; there is one at least. */
static int parse_addresses(struct lvsdr *host, enum operation operation, const char *text,
			   struct lvsdr_scope *addresses)
{
	struct address address;
	char word[SCOPE_WORD_SIZE];
	int error = -EINVAL;

	while (scope_next_word(&text, word)) {
		if (address_parse(word, &address))
			return error_set(host, -EINVAL, operation, "a real server",
					 "\"%s\" is not an address", word);
		error = scope_own_address(addresses, &address);
		if (error)
			return error_set(host, -ENOMEM, operation, "a real server",
					 "out of memory");
	}
	return error ? error_set(host, -EINVAL, operation, "a real server", "it has no address")
		     : 0;
}

static int change(struct lvsdr_plan *plan, const struct lvsdr_scope *scope, enum verb verb,
		  const char *addresses, int32_t weight)
{
	struct change change = {.plan = plan, .verb = verb, .weight = weight};
	int result;

	if (!plan)
		return -EINVAL;
	if (!scope || !addresses)
		return error_set(plan->host, -EINVAL, verb_operation(verb), "a real server",
				 "the scope or the address is NULL");
	result = lvsdr_scope_new(plan->host, "", &change.addresses);
	if (!result)
		result = parse_addresses(plan->host, verb_operation(verb), addresses,
					 change.addresses);
	if (!result)
		result = change_all(&change, scope);
	lvsdr_scope_free(change.addresses);
	return result;
}

int lvsdr_plan_update_real_server(struct lvsdr_plan *plan, const struct lvsdr_scope *scope,
				  const char *addresses, int32_t weight)
{
	struct lvsdr_dest any = {.host = plan ? plan->host : NULL};
	int result = plan ? object_set_number(&dest_class, &any, DEST_WEIGHT, weight) : -EINVAL;

	if (!result)
		result = change(plan, scope, VERB_UPDATE, addresses, weight);
	return result ? result
		      : error_set(plan->host, -ENOENT, OPERATION_UPDATE, addresses,
				  "no service of the scope has such a real server");
}

int lvsdr_plan_remove_real_server(struct lvsdr_plan *plan, const struct lvsdr_scope *scope,
				  const char *addresses)
{
	return change(plan, scope, VERB_REMOVE, addresses, 0);
}
