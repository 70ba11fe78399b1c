// SPDX-License-Identifier: LGPL-2.1-or-later
/* What only the host can refuse, and what is sent for one who insists. */
#include "scenario.h"

static void missing(struct lvsdr *host)
{
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20");
	struct lvsdr_vip *vip = new_vip(host, "192.168.1.41", "eth7");
	struct lvsdr_arp_policy *policy;
	struct lvsdr_sysctl *sysctl;

	tell(host, "no service", lvsdr_dest_add(host, web, rs1));
	must(host, lvsdr_service_set_scheduler(web, "nosuch"));
	tell(host, "no scheduler", lvsdr_service_add(host, web));
	must(host, lvsdr_service_set_scheduler(web, "rr"));
	must(host, lvsdr_service_add(host, web));
	tell(host, "no destination", lvsdr_dest_update(host, web, rs1));
	tell(host, "no device", lvsdr_vip_add(host, vip));
	tell(host, "no VIP", lvsdr_vip_read(host, vip));
	must(host, lvsdr_arp_policy_new(host, "eth7", &policy));
	tell(host, "no device for ARP", lvsdr_arp_policy_update(host, policy));
	must(host, lvsdr_sysctl_new(host, "nosuch", "1", &sysctl));
	tell(host, "no setting", lvsdr_sysctl_update(host, sysctl));

	lvsdr_sysctl_free(sysctl);
	lvsdr_arp_policy_free(policy);
	lvsdr_vip_free(vip);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
}

static void useless(struct lvsdr *host)
{
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20:8080");
	struct lvsdr_dest *rs6 = new_dest(host, "2001:db8:1::20");

	tell(host, "another port", lvsdr_dest_add(host, web, rs1));
	tell(host, "another family", lvsdr_dest_add(host, web, rs6));
	must(host, lvsdr_set_insist(host, 1));
	tell(host, "another port, insisted", lvsdr_dest_add(host, web, rs1));
	must(host, lvsdr_set_insist(host, 0));

	lvsdr_dest_free(rs6);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL), *nowhere;

	missing(host);
	useless(host);
	must(host, lvsdr_new(&nowhere));
	tell(nowhere, "no namespace", lvsdr_open_netns(nowhere, "nosuch"));
	lvsdr_free(nowhere);
	lvsdr_free(host);
	return 0;
}
