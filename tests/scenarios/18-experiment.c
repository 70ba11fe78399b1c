// SPDX-License-Identifier: LGPL-2.1-or-later
/* The main experiment: a director and two real servers in direct routing. The runner is the client.
 */
#include "scenario.h"

static void set_up_real_server(const char *netns)
{
	struct lvsdr *host = open_host(netns);
	struct lvsdr_arp_policy *policy;
	struct lvsdr_vip *vip = new_vip(host, "192.168.1.41", "lo");

	must(host, lvsdr_arp_policy_new(host, "all", &policy));
	tell(host, "keep quiet", lvsdr_arp_policy_update(host, policy));
	tell(host, "VIP", lvsdr_vip_add(host, vip));
	lvsdr_vip_free(vip);
	lvsdr_arp_policy_free(policy);
	lvsdr_free(host);
}

static void set_up_director(const char *netns)
{
	struct lvsdr *host = open_host(netns);
	struct lvsdr_vip *vip = new_vip(host, "192.168.1.41", "eth0");
	struct lvsdr_service *web = new_service(host, "tcp", "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20");
	struct lvsdr_dest *rs2 = new_dest(host, "192.168.1.21");

	must(host, lvsdr_service_set_scheduler(web, "rr"));
	tell(host, "service", lvsdr_service_add(host, web));
	tell(host, "real server 1", lvsdr_dest_add(host, web, rs1));
	tell(host, "real server 2", lvsdr_dest_add(host, web, rs2));
	tell(host, "VIP", lvsdr_vip_add(host, vip));
	lvsdr_dest_free(rs2);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
	lvsdr_vip_free(vip);
	lvsdr_free(host);
}

int main(int argc, char **argv)
{
	set_up_real_server("rs1");
	set_up_real_server("rs2");
	set_up_director(argc > 1 ? argv[1] : NULL);
	return 0;
}
