// SPDX-License-Identifier: LGPL-2.1-or-later
/* A real server: quiet about the VIP, then the VIP on lo; and a VIP as a director has it. */
#include "scenario.h"

static void keep_quiet(struct lvsdr *host, const char *device)
{
	struct lvsdr_arp_policy *policy;

	must(host, lvsdr_arp_policy_new(host, device, &policy));
	tell(host, device, lvsdr_arp_policy_update(host, policy));
	tell(host, "again", lvsdr_arp_policy_update(host, policy));
	tell(host, "read", lvsdr_arp_policy_read(host, policy));
	printf("arp_ignore %d, arp_announce %d\n", lvsdr_arp_policy_get_arp_ignore(policy),
	       lvsdr_arp_policy_get_arp_announce(policy));
	lvsdr_arp_policy_free(policy);
}

/* As a director does after a takeover. A dummy device has no ARP of its own. */
static void announce(struct lvsdr *host, const char *netns, const struct lvsdr_vip *vip)
{
	tell(host, "announce without ARP", lvsdr_vip_announce(host, vip, 2, 10));
	run(netns, "ip link set eth0 arp on");
	must(host, lvsdr_vip_announce(host, vip, 2, 10));
	puts("announced");
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_vip *vip = new_vip(host, "192.168.1.41", "lo");
	struct lvsdr_vip *other = new_vip(host, "192.168.1.42", "eth0");

	keep_quiet(host, "all");
	keep_quiet(host, "eth0");
	must(host, lvsdr_vip_set_label(vip, "lo:0"));
	must(host, lvsdr_vip_set_broadcast(vip, "192.168.1.41"));
	must(host, lvsdr_vip_set_host_route(vip, 1));
	tell(host, "add", lvsdr_vip_add(host, vip));
	tell(host, "add again", lvsdr_vip_add(host, vip));
	must(host, lvsdr_vip_set_label(vip, "lo:7"));
	tell(host, "add in another form", lvsdr_vip_add(host, vip));
	tell(host, "update", lvsdr_vip_update(host, vip));
	tell(host, "read", lvsdr_vip_read(host, vip));
	show_vip(vip);

	tell(host, "add on eth0", lvsdr_vip_add(host, other));
	announce(host, argv[1], other);
	tell(host, "remove", lvsdr_vip_remove(host, other));
	tell(host, "remove again", lvsdr_vip_remove(host, other));
	tell(host, "announce what is not there", lvsdr_vip_announce(host, other, 2, 10));
	must(host, lvsdr_vip_set_prefix_length(other, 24));
	tell(host, "a whole network", lvsdr_vip_add(host, other));

	lvsdr_vip_free(other);
	lvsdr_vip_free(vip);
	lvsdr_free(host);
	return 0;
}
