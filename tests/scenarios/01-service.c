// SPDX-License-Identifier: LGPL-2.1-or-later
/* The life of a virtual service. */
#include "scenario.h"

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_service *dns = new_service(host, "udp", "192.168.1.41:domain");

	tell(host, "read before", lvsdr_service_read(host, web));
	tell(host, "add", lvsdr_service_add(host, web));
	tell(host, "add again", lvsdr_service_add(host, web));
	must(host, lvsdr_service_set_scheduler(web, "rr"));
	tell(host, "add in another form", lvsdr_service_add(host, web));
	tell(host, "update", lvsdr_service_update(host, web));
	tell(host, "update again", lvsdr_service_update(host, web));
	tell(host, "read", lvsdr_service_read(host, web));
	show_service(web);

	tell(host, "add another", lvsdr_service_add(host, dns));
	tell(host, "remove", lvsdr_service_remove(host, web));
	tell(host, "remove again", lvsdr_service_remove(host, web));
	tell(host, "update what is gone", lvsdr_service_update(host, web));

	lvsdr_service_free(dns);
	lvsdr_service_free(web);
	lvsdr_free(host);
	return 0;
}
