// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is refused before anything is sent. */
#include "scenario.h"

static void describe_services(struct lvsdr *host)
{
	struct lvsdr_service *web = NULL;

	tell(host, "no port", lvsdr_service_new(host, "tcp", "192.168.1.41", &web));
	tell(host, "port 70000", lvsdr_service_new(host, "tcp", "192.168.1.41:70000", &web));
	tell(host, "no address", lvsdr_service_new(host, "tcp", "192.168.1.256:80", &web));
	tell(host, "host name", lvsdr_service_new(host, "tcp", "www.example.org:80", &web));
	tell(host, "open bracket", lvsdr_service_new(host, "tcp", "[2001:db8::41:80", &web));
	tell(host, "protocol", lvsdr_service_new(host, "icmp", "192.168.1.41:80", &web));
	tell(host, "mark 0", lvsdr_service_new_fwmark(host, "ipv4", 0, &web));
	tell(host, "family", lvsdr_service_new_fwmark(host, "ipv5", 7, &web));
	web = new_service(host, "tcp", "192.168.1.41:80");
	tell(host, "scheduler", lvsdr_service_set_scheduler(web, "a-name-of-17-char"));
	tell(host, "persistence", lvsdr_service_set_persistence(web, 4294968));
	tell(host, "prefix", lvsdr_service_set_persistence_prefix(web, 33));
	tell(host, "flags", lvsdr_service_set_scheduler_flags(web, 1));
	lvsdr_service_free(web);
}

static void describe_dests(struct lvsdr *host)
{
	struct lvsdr_dest *rs1 = NULL;

	tell(host, "destination", lvsdr_dest_new(host, "192.168.1", &rs1));
	rs1 = new_dest(host, "192.168.1.20");
	tell(host, "weight", lvsdr_dest_set_weight(rs1, -1));
	tell(host, "thresholds", lvsdr_dest_set_thresholds(rs1, 10, 20));
	tell(host, "tunnel", lvsdr_dest_set_tunnel(rs1, LVSDR_TUNNEL_GUE, 70000, 0));
	lvsdr_dest_free(rs1);
}

static void describe_host(struct lvsdr *host)
{
	struct lvsdr_vip *vip = NULL;
	struct lvsdr_arp_policy *policy = NULL;
	struct lvsdr_sysctl *sysctl = NULL;
	struct lvsdr_scope *scope = NULL;

	tell(host, "VIP", lvsdr_vip_new(host, "192.168.1.41/24", "eth0", &vip));
	tell(host, "device", lvsdr_vip_new(host, "192.168.1.41", "eth0/1", &vip));
	vip = new_vip(host, "192.168.1.41", "eth0");
	tell(host, "label", lvsdr_vip_set_label(vip, "eth1:0"));
	tell(host, "prefix", lvsdr_vip_set_prefix_length(vip, 33));
	lvsdr_vip_free(vip);
	tell(host, "ARP of lo", lvsdr_arp_policy_new(host, "lo", &policy));
	tell(host, "sysctl", lvsdr_sysctl_new(host, "../ip_forward", "1", &sysctl));
	tell(host, "scope", lvsdr_scope_new(host, "192.168.1.41 nonsense", &scope));
}

static void parse(struct lvsdr *host)
{
	static const char broken[] = "{\"lvsdr_state\": 1,\n\"services\": [}";
	static const char wrong[] = "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\"}]}";
	static const char rules[] = "-A -t 192.168.1.41:80\n-a -t 192.168.1.42:80 -r 192.168.1.20";
	struct lvsdr_state *state;
	struct lvsdr_plan *plan;

	tell(host, "no JSON", lvsdr_state_from_text(host, "json", broken, strlen(broken), &state));
	tell(host, "no state", lvsdr_state_from_text(host, "json", wrong, strlen(wrong), &state));
	tell(host, "rules", lvsdr_state_from_text(host, "rules", rules, strlen(rules), &state));
	tell(host, "no plan", lvsdr_plan_from_json(host, wrong, strlen(wrong), &plan));
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);

	describe_services(host);
	describe_dests(host);
	describe_host(host);
	parse(host);
	lvsdr_free(host);
	return 0;
}
