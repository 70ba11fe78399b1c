// SPDX-License-Identifier: LGPL-2.1-or-later
/* The destinations of a service: forwarding methods, weights, thresholds. */
#include "scenario.h"

static void add(struct lvsdr *host, const struct lvsdr_service *service, const char *address,
		int32_t forwarding)
{
	struct lvsdr_dest *dest = new_dest(host, address);

	must(host, lvsdr_dest_set_forwarding(dest, forwarding));
	tell(host, address, lvsdr_dest_add(host, service, dest));
	lvsdr_dest_free(dest);
}

static void add_tunnel(struct lvsdr *host, const struct lvsdr_service *service, const char *address)
{
	struct lvsdr_dest *dest = new_dest(host, address);

	must(host, lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GUE, 6080, LVSDR_TUNNEL_CHECKSUM));
	tell(host, address, lvsdr_dest_add(host, service, dest));
	lvsdr_dest_free(dest);
}

static void show_all(struct lvsdr *host)
{
	struct lvsdr_state *state = read_state(host, "everything", LVSDR_STATE_SERVICES);

	for (size_t i = 0; i < lvsdr_state_get_dest_count(state, 0); i++)
		show_dest(lvsdr_state_get_dest(state, 0, i));
	lvsdr_state_free(state);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20");
	struct lvsdr_dest *cache = new_dest(host, "192.168.1.24");

	must(host, lvsdr_service_add(host, web));
	must(host, lvsdr_dest_set_weight(rs1, 3));
	must(host, lvsdr_dest_set_thresholds(rs1, 100, 80));
	tell(host, "192.168.1.20", lvsdr_dest_add(host, web, rs1));
	add(host, web, "192.168.1.21:8080", LVSDR_FORWARD_MASQUERADE);
	add(host, web, "192.168.1.22", LVSDR_FORWARD_LOCAL);
	add(host, web, "192.168.1.23", LVSDR_FORWARD_TUNNEL);
	add(host, web, "192.168.1.24", LVSDR_FORWARD_BYPASS);
	add_tunnel(host, web, "192.168.1.25");
	show_all(host);

	must(host, lvsdr_dest_set_weight(rs1, 0));
	tell(host, "add in another form", lvsdr_dest_add(host, web, rs1));
	tell(host, "update", lvsdr_dest_update(host, web, rs1));
	tell(host, "read", lvsdr_dest_read(host, web, rs1));
	show_dest(rs1);
	tell(host, "remove", lvsdr_dest_remove(host, web, cache));
	tell(host, "remove again", lvsdr_dest_remove(host, web, cache));
	tell(host, "read what is gone", lvsdr_dest_read(host, web, cache));

	lvsdr_dest_free(cache);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
	lvsdr_free(host);
	return 0;
}
