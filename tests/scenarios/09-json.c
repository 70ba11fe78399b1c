// SPDX-License-Identifier: LGPL-2.1-or-later
/* A state from JSON, by hand, and to JSON; and what the host makes of it. */
#include "scenario.h"

static struct lvsdr_state *by_hand(struct lvsdr *host)
{
	struct lvsdr_state *state;
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20");
	struct lvsdr_vip *vip = new_vip(host, "192.168.1.41", "eth0");

	must(host, lvsdr_state_new(host, LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS, &state));
	must(host, lvsdr_service_set_scheduler(web, "rr"));
	tell(host, "service", lvsdr_state_add_service(state, web));
	tell(host, "service again", lvsdr_state_add_service(state, web));
	tell(host, "destination", lvsdr_state_add_dest(state, web, rs1));
	must(host, lvsdr_dest_set_weight(rs1, 5));
	tell(host, "heavier", lvsdr_state_update_dest(state, web, rs1));
	tell(host, "VIP", lvsdr_state_add_vip(state, vip));
	lvsdr_vip_free(vip);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
	return state;
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_state *loaded = load_state(host, "full.json"), *made = by_hand(host), *read;
	struct lvsdr_plan *plan;

	show_json(host, loaded);
	show_json(host, made);
	plan = plan_to(host, "192.168.1.41", made);
	tell(host, "apply", lvsdr_plan_apply(plan));
	read = read_state(host, "192.168.1.41", LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS);
	show_json(host, read);

	lvsdr_state_free(read);
	lvsdr_plan_free(plan);
	lvsdr_state_free(made);
	lvsdr_state_free(loaded);
	lvsdr_free(host);
	return 0;
}
