// SPDX-License-Identifier: LGPL-2.1-or-later
/* A plan that is written down, and undone by another handle after somebody changed something. */
#include "scenario.h"

static char *write_plan(struct lvsdr *host, struct lvsdr_plan *plan)
{
	const char *json;
	char *copy;

	must(host, lvsdr_plan_to_json(plan, &json));
	copy = strdup(json);
	return copy ? copy : (exit(EXIT_FAILURE), NULL);
}

static char *make(const char *netns)
{
	struct lvsdr *host = open_host(netns);
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20");
	struct lvsdr_dest *rs2 = new_dest(host, "192.168.1.21");
	struct lvsdr_plan *plan;
	char *json;

	must(host, lvsdr_plan_new(host, &plan));
	tell(host, "service", lvsdr_plan_add_service(plan, web));
	tell(host, "one", lvsdr_plan_add_dest(plan, web, rs1));
	tell(host, "two", lvsdr_plan_add_dest(plan, web, rs2));
	tell(host, "two again", lvsdr_plan_add_dest(plan, web, rs2));
	json = write_plan(host, plan);
	tell(host, "apply", lvsdr_plan_apply(plan));
	lvsdr_plan_free(plan);
	lvsdr_dest_free(rs2);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
	lvsdr_free(host);
	return json;
}

int main(int argc, char **argv)
{
	char *json = make(argc > 1 ? argv[1] : NULL);
	struct lvsdr *host = open_host(argv[1]);
	struct lvsdr_plan *plan;

	run(argv[1], "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21 -g -w 9");
	tell(host, "from JSON", lvsdr_plan_from_json(host, json, strlen(json), &plan));
	tell(host, "undo", lvsdr_plan_undo(plan));
	show_plan(plan);

	lvsdr_plan_free(plan);
	free(json);
	lvsdr_free(host);
	return 0;
}
