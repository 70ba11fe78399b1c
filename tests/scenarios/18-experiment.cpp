// SPDX-License-Identifier: LGPL-2.1-or-later
/* The main experiment: a director and two real servers in direct routing. The runner is the client. */
#include "scenario.hpp"

static void set_up_real_server(const std::string &netns)
{
	host host(netns);
	arp_policy policy(host, "all");
	vip vip(host, "192.168.1.41", "lo");

	tell("keep quiet", [&] { return host.update_arp_policy(policy); });
	tell("VIP", [&] { return host.add_vip(vip); });
}

static void set_up_director(const std::string &netns)
{
	host host(netns);
	vip vip(host, "192.168.1.41", "eth0");
	service web(host, "tcp", "192.168.1.41:80");
	dest rs1(host, "192.168.1.20"), rs2(host, "192.168.1.21");

	web.set_scheduler("rr");
	tell("service", [&] { return host.add_service(web); });
	tell("real server 1", [&] { return host.add_dest(web, rs1); });
	tell("real server 2", [&] { return host.add_dest(web, rs2); });
	tell("VIP", [&] { return host.add_vip(vip); });
}

static void story(const std::string &netns)
{
	set_up_real_server("rs1");
	set_up_real_server("rs2");
	set_up_director(netns);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
