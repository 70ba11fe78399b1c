// SPDX-License-Identifier: LGPL-2.1-or-later
/* The destinations of a service: forwarding methods, weights, thresholds. */
#include "scenario.hpp"

static void add(const host &host, const service &web, const std::string &address, forwarding how)
{
	dest dest(host, address);

	dest.set_forwarding(how);
	tell(address, [&] { return host.add_dest(web, dest); });
}

static void story(const std::string &netns)
{
	host host(netns);
	service web(host, "tcp", "192.168.1.41:80");
	dest rs1(host, "192.168.1.20"), cache(host, "192.168.1.24"), gue(host, "192.168.1.25");

	host.add_service(web);
	rs1.set_weight(3).set_thresholds(100, 80);
	tell("192.168.1.20", [&] { return host.add_dest(web, rs1); });
	add(host, web, "192.168.1.21:8080", forwarding::masquerade);
	add(host, web, "192.168.1.22", forwarding::local);
	add(host, web, "192.168.1.23", forwarding::tunnel);
	add(host, web, "192.168.1.24", forwarding::bypass);
	gue.set_tunnel(tunnel::gue, 6080, tunnel_flag::checksum);
	tell("192.168.1.25", [&] { return host.add_dest(web, gue); });

	state all = host.read("everything");
	for (auto dest : all.services()[0].dests())
		show_dest(dest);

	rs1.set_weight(0);
	tell("add in another form", [&] { return host.add_dest(web, rs1); });
	tell("update", [&] { return host.update_dest(web, rs1); });
	tell("read", [&] { host.read_dest(web, rs1); });
	show_dest(rs1);
	tell("remove", [&] { return host.remove_dest(web, cache); });
	tell("remove again", [&] { return host.remove_dest(web, cache); });
	tell("read what is gone", [&] { host.read_dest(web, cache); });
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
