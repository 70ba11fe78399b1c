// SPDX-License-Identifier: LGPL-2.1-or-later
/* Services of firewall marks: the same mark in IPv4 and in IPv6 is two services. */
#include "scenario.h"

static struct lvsdr_service *new_fwmark(struct lvsdr *host, const char *family, uint32_t fwmark)
{
	struct lvsdr_service *service;

	must(host, lvsdr_service_new_fwmark(host, family, fwmark, &service));
	must(host, lvsdr_service_set_scheduler(service, "rr"));
	return service;
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_service *shop = new_fwmark(host, "ipv4", 7);
	struct lvsdr_service *shop6 = new_fwmark(host, "ipv6", 7);
	struct lvsdr_service *large = new_fwmark(host, "ipv4", 4294967295);
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20:0");
	struct lvsdr_dest *rs6 = new_dest(host, "2001:db8:1::20");
	struct lvsdr_state *state;

	tell(host, "IPv4", lvsdr_service_add(host, shop));
	tell(host, "IPv6", lvsdr_service_add(host, shop6));
	tell(host, "the largest", lvsdr_service_add(host, large));
	tell(host, "destination", lvsdr_dest_add(host, shop, rs1));
	tell(host, "destination of IPv6", lvsdr_dest_add(host, shop6, rs6));
	tell(host, "read", lvsdr_service_read(host, shop6));
	show_service(shop6);
	tell(host, "remove", lvsdr_service_remove(host, shop6));
	state = read_state(host, "fwmark:7", LVSDR_STATE_SERVICES);
	show_json(host, state);

	lvsdr_state_free(state);
	lvsdr_dest_free(rs6);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(large);
	lvsdr_service_free(shop6);
	lvsdr_service_free(shop);
	lvsdr_free(host);
	return 0;
}
