// SPDX-License-Identifier: LGPL-2.1-or-later
/* A desired state of 1,000 destinations: planned, applied in slices, read, undone. */
#include "scenario.h"

static struct lvsdr_state *build(struct lvsdr *host)
{
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_state *state;
	struct lvsdr_dest *dest;
	char address[46];

	must(host, lvsdr_state_new(host, LVSDR_STATE_SERVICES, &state));
	must(host, lvsdr_state_add_service(state, web));
	for (int i = 0; i < 1000; i++) {
		snprintf(address, sizeof(address), "10.0.%d.%d", i / 250, 1 + i % 250);
		dest = new_dest(host, address);
		must(host, lvsdr_dest_set_weight(dest, 1 + i % 7));
		must(host, lvsdr_state_add_dest(state, web, dest));
		lvsdr_dest_free(dest);
	}
	lvsdr_service_free(web);
	return state;
}

static void show_sums(struct lvsdr *host)
{
	struct lvsdr_state *state = read_state(host, "192.168.1.41", LVSDR_STATE_SERVICES);
	size_t services = lvsdr_state_get_service_count(state);
	size_t dests = lvsdr_state_get_dest_count(state, 0);
	int weights = 0;

	for (size_t i = 0; i < dests; i++)
		weights += lvsdr_dest_get_weight(lvsdr_state_get_dest(state, 0, i));
	printf("%zu services, %zu destinations, weights %d\n", services, dests, weights);
	lvsdr_state_free(state);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_state *desired = build(host);
	struct lvsdr_plan *plan = plan_to(host, "192.168.1.41", desired), *again;
	size_t left = lvsdr_plan_get_step_count(plan);

	printf("%zu steps\n", left);
	while (left)
		must(host, lvsdr_plan_apply_for(plan, 1, &left));
	show_sums(host);
	tell(host, "undo", lvsdr_plan_undo(plan));
	show_sums(host);
	again = plan_to(host, "192.168.1.41", desired);
	tell(host, "at once", lvsdr_plan_apply(again));

	lvsdr_plan_free(again);
	lvsdr_plan_free(plan);
	lvsdr_state_free(desired);
	lvsdr_free(host);
	return 0;
}
