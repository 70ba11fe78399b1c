// SPDX-License-Identifier: LGPL-2.1-or-later
/* A step fails: all goes back; or, for one who wants it so, the others are carried out. */
#include "scenario.h"

static void fill(struct lvsdr *host, struct lvsdr_plan *plan)
{
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_service *wrong = new_service(host, "tcp", "192.168.1.41:81");
	struct lvsdr_service *last = new_service(host, "tcp", "192.168.1.41:82");
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20");

	must(host, lvsdr_service_set_scheduler(wrong, "nosuch"));
	must(host, lvsdr_plan_add_service(plan, web));
	must(host, lvsdr_plan_add_dest(plan, web, rs1));
	must(host, lvsdr_plan_add_service(plan, wrong));
	must(host, lvsdr_plan_add_dest(plan, wrong, rs1));
	must(host, lvsdr_plan_add_service(plan, last));
	lvsdr_dest_free(rs1);
	lvsdr_service_free(last);
	lvsdr_service_free(wrong);
	lvsdr_service_free(web);
}

static void carry_out(struct lvsdr *host, int keep_going)
{
	struct lvsdr_plan *plan;

	must(host, lvsdr_plan_new(host, &plan));
	fill(host, plan);
	must(host, lvsdr_plan_set_keep_going(plan, keep_going));
	tell(host, keep_going ? "keep going" : "all or nothing", lvsdr_plan_apply(plan));
	show_plan(plan);
	lvsdr_plan_free(plan);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_state *state;

	carry_out(host, 0);
	state = read_state(host, "everything", LVSDR_STATE_SERVICES);
	printf("%zu services\n", lvsdr_state_get_service_count(state));
	carry_out(host, 1);
	lvsdr_state_free(state);
	lvsdr_free(host);
	return 0;
}
