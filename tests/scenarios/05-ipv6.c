// SPDX-License-Identifier: LGPL-2.1-or-later
/* The same in IPv6: a VIP, a service, a destination. */
#include "scenario.h"

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_vip *vip = new_vip(host, "2001:db8:1::41", "lo");
	struct lvsdr_service *web = new_service(host, "tcp", "[2001:DB8:1:0:0::41]:80");
	struct lvsdr_dest *rs1 = new_dest(host, "2001:db8:1::20");
	struct lvsdr_state *state;

	tell(host, "VIP", lvsdr_vip_add(host, vip));
	must(host, lvsdr_service_set_scheduler(web, "sh"));
	must(host, lvsdr_service_set_scheduler_flags(web, LVSDR_SCHEDULER_SH_FALLBACK |
								  LVSDR_SCHEDULER_SH_PORT));
	must(host, lvsdr_service_set_persistence(web, 300));
	must(host, lvsdr_service_set_persistence_prefix(web, 64));
	tell(host, "service", lvsdr_service_add(host, web));
	tell(host, "destination", lvsdr_dest_add(host, web, rs1));

	tell(host, "read", lvsdr_service_read(host, web));
	show_service(web);
	tell(host, "read VIP", lvsdr_vip_read(host, vip));
	show_vip(vip);
	state = read_state(host, "2001:db8:1::41", LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS);
	show_json(host, state);

	lvsdr_state_free(state);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
	lvsdr_vip_free(vip);
	lvsdr_free(host);
	return 0;
}
