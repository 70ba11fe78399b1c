// SPDX-License-Identifier: LGPL-2.1-or-later
/* Clients that come back: persistence, its prefix and engine; an update keeps what was not set. */
#include "scenario.h"

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_service *all = new_service(host, "tcp", "192.168.1.41:0");
	struct lvsdr_service *change = new_service(host, "tcp", "192.168.1.41:0");
	struct lvsdr_service *sip = new_service(host, "udp", "192.168.1.41:5060");
	struct lvsdr_service *dns = new_service(host, "udp", "192.168.1.41:53");

	tell(host, "all ports without it", lvsdr_service_add(host, all));
	must(host, lvsdr_service_set_persistence(all, 600));
	must(host, lvsdr_service_set_persistence_prefix(all, 24));
	tell(host, "all ports", lvsdr_service_add(host, all));
	must(host, lvsdr_service_set_persistence(change, 300));
	tell(host, "shorter", lvsdr_service_update(host, change));
	tell(host, "read", lvsdr_service_read(host, change));
	show_service(change);

	must(host, lvsdr_service_set_persistence(sip, 60));
	must(host, lvsdr_service_set_persistence_engine(sip, "sip"));
	tell(host, "by call", lvsdr_service_add(host, sip));
	tell(host, "read", lvsdr_service_read(host, sip));
	show_service(sip);

	must(host, lvsdr_service_set_one_packet(dns, 1));
	must(host, lvsdr_service_set_scheduler(dns, "rr"));
	tell(host, "each packet by itself", lvsdr_service_add(host, dns));
	tell(host, "read", lvsdr_service_read(host, dns));
	show_service(dns);

	lvsdr_service_free(dns);
	lvsdr_service_free(sip);
	lvsdr_service_free(change);
	lvsdr_service_free(all);
	lvsdr_free(host);
	return 0;
}
