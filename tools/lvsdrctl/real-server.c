// SPDX-License-Identifier: LGPL-2.1-or-later
/* A real server as a whole, in all services: drain and weight. */
#include "real-server.h"

#include "apply.h"
#include "number.h"
#include "say.h"
#include "verbs.h"

#include <stdlib.h>

/* An empty plan, and the scope in which it works: all services unless the caller names some. */
static int begin(struct lvsdr *host, const struct options *options, struct lvsdr_plan **ret_plan,
		 struct lvsdr_scope **ret_scope)
{
	int result = lvsdr_set_insist(host, options->insist);

	if (result >= 0)
		result = lvsdr_scope_new(host, options->scope ? options->scope : "everything",
					 ret_scope);
	if (result < 0)
		return result;
	result = lvsdr_plan_new(host, ret_plan);
	if (result < 0)
		lvsdr_scope_free(*ret_scope);
	return result;
}

static int plan_drain(struct lvsdr_plan *plan, const struct options *options,
		      const struct lvsdr_scope *scope, const char *addresses)
{
	long seconds = options->timeout ? options->timeout : DRAIN_SECONDS;
	int result = lvsdr_plan_remove_real_server(plan, scope, addresses);

	return result < 0 ? result
			  : lvsdr_plan_make_graceful(plan, options_drain_flags(options),
						     (int32_t)seconds * 1000);
}

int drain_real_server(struct lvsdr *host, const struct options *options, const char *addresses)
{
	struct lvsdr_plan *plan;
	struct lvsdr_scope *scope;
	int status = EXIT_SUCCESS;

	if (begin(host, options, &plan, &scope) < 0)
		return complain(host);
	if (plan_drain(plan, options, scope, addresses) < 0)
		status = complain(host);
	else if (options->dry_run)
		status = print_plan(host, plan, options);
	else
		status = drain_plan(host, plan, options);
	lvsdr_plan_free(plan);
	lvsdr_scope_free(scope);
	return status;
}

int verb_weight(struct lvsdr *host, const struct options *options, char **words)
{
	struct lvsdr_plan *plan;
	struct lvsdr_scope *scope;
	int status = EXIT_SUCCESS;
	uint32_t weight;

	if (parse_number(words[2], 0, INT32_MAX, &weight))
		return 2;
	if (begin(host, options, &plan, &scope) < 0)
		return complain(host);
	if (lvsdr_plan_update_real_server(plan, scope, words[1], (int32_t)weight) < 0)
		status = complain(host);
	else if (options->dry_run)
		status = print_plan(host, plan, options);
	else
		status = apply_plan(host, plan, options);
	lvsdr_plan_free(plan);
	lvsdr_scope_free(scope);
	return status;
}
