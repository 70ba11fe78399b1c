// SPDX-License-Identifier: LGPL-2.1-or-later
/* Real servers are replaced without breaking a connection, and one of them is changed as a whole. */
#include "scenario.h"

static struct lvsdr_state *from_rules(struct lvsdr *host, const char *rules)
{
	struct lvsdr_state *state;

	must(host, lvsdr_state_from_text(host, "rules", rules, strlen(rules), &state));
	return state;
}

static void show_draining(const struct lvsdr_plan *plan)
{
	uint64_t active, inactive, templates;
	int dests = lvsdr_plan_get_draining(plan, &active, &inactive, &templates);

	printf("%d to drain: %d active, %d inactive, %d templates\n", dests, (int)active,
	       (int)inactive, (int)templates);
}

static void replace(struct lvsdr *host, const struct lvsdr_state *desired)
{
	struct lvsdr_plan *plan = plan_to(host, "everything", desired);

	tell(host, "graceful", lvsdr_plan_make_graceful(plan, LVSDR_DRAIN_ACTIVE_ONLY, 60000));
	show_draining(plan);
	tell(host, "apply", lvsdr_plan_apply(plan));
	show_draining(plan);
	show_plan(plan);
	lvsdr_plan_free(plan);
}

static void refuse(struct lvsdr *host, const struct lvsdr_state *hashed)
{
	struct lvsdr_plan *plan = plan_to(host, "everything", hashed);

	tell(host, "hashed", lvsdr_plan_make_graceful(plan, 0, 60000));
	tell(host, "with a fallback",
	     lvsdr_plan_make_graceful(plan, LVSDR_DRAIN_SET_FALLBACK, 60000));
	tell(host, "again", lvsdr_plan_make_graceful(plan, 0, 60000));
	lvsdr_plan_free(plan);
}

static void change_real_server(struct lvsdr *host)
{
	struct lvsdr_scope *all;
	struct lvsdr_plan *plan;

	must(host, lvsdr_scope_new(host, "everything", &all));
	must(host, lvsdr_plan_new(host, &plan));
	tell(host, "weight",
	     lvsdr_plan_update_real_server(plan, all, "192.168.1.21, 2001:db8:1::21", 7));
	tell(host, "unknown", lvsdr_plan_update_real_server(plan, all, "192.168.1.99", 7));
	tell(host, "remove", lvsdr_plan_remove_real_server(plan, all, "192.168.1.22"));
	tell(host, "gone", lvsdr_plan_remove_real_server(plan, all, "192.168.1.99"));
	tell(host, "graceful", lvsdr_plan_make_graceful(plan, LVSDR_DRAIN_SET_FALLBACK, 60000));
	tell(host, "apply", lvsdr_plan_apply(plan));
	show_plan(plan);
	lvsdr_plan_free(plan);
	lvsdr_scope_free(all);
}

/* One destination by itself, which no plan is needed for; the second time it is gone. */
static void drain(struct lvsdr *host)
{
	struct lvsdr_service *web = new_service(host, "tcp", "[2001:db8:1::41]:80");
	struct lvsdr_dest *dest = new_dest(host, "2001:db8:1::21");
	uint64_t active, inactive, templates;
	int done;

	for (int i = 0; i < 2; i++) {
		done = lvsdr_dest_drain(host, web, dest, LVSDR_DRAIN_ACTIVE_ONLY, 5000, &active,
					&inactive, &templates);
		must(host, done);
		printf("drained %d: %d active, %d inactive, %d templates\n", done, (int)active,
		       (int)inactive, (int)templates);
	}
	lvsdr_dest_free(dest);
	lvsdr_service_free(web);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	char *blue = read_file("blue.rules"), *green = read_file("green.rules");
	struct lvsdr_state *before = from_rules(host, blue), *after = from_rules(host, green);
	struct lvsdr_state *hashed = from_rules(host, "-A -t 192.168.1.41:80 -s sh\n");
	struct lvsdr_plan *plan = plan_to(host, "everything", before);

	tell(host, "nothing to drain", lvsdr_plan_make_graceful(plan, 0, 0));
	tell(host, "apply", lvsdr_plan_apply(plan));
	replace(host, after);
	change_real_server(host);
	refuse(host, hashed);
	drain(host);
	lvsdr_plan_free(plan);
	lvsdr_state_free(hashed);
	lvsdr_state_free(after);
	lvsdr_state_free(before);
	free(green);
	free(blue);
	lvsdr_free(host);
	return 0;
}
