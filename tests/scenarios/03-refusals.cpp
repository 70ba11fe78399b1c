// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is refused before anything is sent. */
#include "scenario.hpp"

static void describe_services(const host &host)
{
	tell("no port", [&] { service(host, "tcp", "192.168.1.41"); });
	tell("port 70000", [&] { service(host, "tcp", "192.168.1.41:70000"); });
	tell("no address", [&] { service(host, "tcp", "192.168.1.256:80"); });
	tell("host name", [&] { service(host, "tcp", "www.example.org:80"); });
	tell("open bracket", [&] { service(host, "tcp", "[2001:db8::41:80"); });
	tell("protocol", [&] { service(host, "icmp", "192.168.1.41:80"); });
	tell("mark 0", [&] { service::for_fwmark(host, "ipv4", 0); });
	tell("family", [&] { service::for_fwmark(host, "ipv5", 7); });

	service web(host, "tcp", "192.168.1.41:80");
	tell("scheduler", [&] { web.set_scheduler("a-name-of-17-char"); });
	tell("persistence", [&] { web.set_persistence(4294968s); });
	tell("prefix", [&] { web.set_persistence_prefix(33); });
	tell("flags", [&] { web.set_scheduler_flags(scheduler_flag(1)); });
}

static void describe_dests(const host &host)
{
	tell("destination", [&] { dest(host, "192.168.1"); });

	dest rs1(host, "192.168.1.20");
	tell("weight", [&] { rs1.set_weight(-1); });
	tell("thresholds", [&] { rs1.set_thresholds(10, 20); });
	tell("tunnel", [&] { rs1.set_tunnel(tunnel::gue, 70000, tunnel_flag::none); });
}

static void describe_host(const host &host)
{
	tell("VIP", [&] { vip(host, "192.168.1.41/24", "eth0"); });
	tell("device", [&] { vip(host, "192.168.1.41", "eth0/1"); });

	vip vip(host, "192.168.1.41", "eth0");
	tell("label", [&] { vip.set_label("eth1:0"); });
	tell("prefix", [&] { vip.set_prefix_length(33); });
	tell("ARP of lo", [&] { arp_policy(host, "lo"); });
	tell("sysctl", [&] { sysctl(host, "../ip_forward", "1"); });
	tell("scope", [&] { scope(host, "192.168.1.41 nonsense"); });
}

static void parse(const host &host)
{
	std::string wrong = R"({"lvsdr_state": 1, "services": [{"protocol": "tcp"}]})";

	tell("no JSON", [&] { state::from_json(host, "{\"lvsdr_state\": 1,\n\"services\": [}"); });
	tell("no state", [&] { state::from_json(host, wrong); });
	tell("rules", [&] {
		state::from_text(host, "-A -t 192.168.1.41:80\n-a -t 192.168.1.42:80 -r 192.168.1.20");
	});
	tell("no plan", [&] { host.plan_from_json(wrong); });
}

static void story(const std::string &netns)
{
	host host(netns);

	describe_services(host);
	describe_dests(host);
	describe_host(host);
	parse(host);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
