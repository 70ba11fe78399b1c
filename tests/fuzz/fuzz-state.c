// SPDX-License-Identifier: LGPL-2.1-or-later
/* States as JSON: what is taken is written, and read back as the same; a plan reaches it. */
#include "fuzz.h"

#include <lvsdr/lvsdr.h>

static void check_again(struct lvsdr *host, struct lvsdr_state *state)
{
	struct lvsdr_state *again;
	const char *first, *second;

	fuzz_expect(!lvsdr_state_to_json(state, &first));
	fuzz_expect(!lvsdr_state_from_json(host, first, strlen(first), &again));
	fuzz_expect(!lvsdr_state_to_json(again, &second));
	fuzz_expect(!strcmp(first, second));
	lvsdr_state_free(again);
}

enum {
	ALL = LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES |
	      LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS | LVSDR_STATE_SYNC_DAEMONS |
	      LVSDR_STATE_MARKS
};

static void plan(struct lvsdr *host, const struct lvsdr_state *state)
{
	struct lvsdr_state *empty;
	struct lvsdr_scope *scope;
	struct lvsdr_plan *reached;

	fuzz_expect(!lvsdr_scope_new(host, "everything", &scope));
	fuzz_expect(!lvsdr_state_new(host, ALL, &empty));
	if (!lvsdr_plan_between(host, scope, empty, state, &reached)) {
		for (size_t i = 0; i < lvsdr_plan_get_step_count(reached); i++)
			fuzz_expect(*lvsdr_plan_get_step_command(reached, i));
		lvsdr_plan_free(reached);
	}
	lvsdr_state_free(empty);
	lvsdr_scope_free(scope);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lvsdr_state *state;
	struct lvsdr *host;
	const char *rules;

	fuzz_expect(!lvsdr_new(&host));
	if (!lvsdr_state_from_json(host, (const char *)data, size, &state)) {
		check_again(host, state);
		lvsdr_state_to_rules(state, &rules);
		plan(host, state);
		lvsdr_state_free(state);
	}
	lvsdr_free(host);
	return 0;
}
