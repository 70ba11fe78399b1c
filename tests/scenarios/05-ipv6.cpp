// SPDX-License-Identifier: LGPL-2.1-or-later
/* The same in IPv6: a VIP, a service, a destination. */
#include "scenario.hpp"

static void story(const std::string &netns)
{
	host host(netns);
	vip vip(host, "2001:db8:1::41", "lo");
	service web(host, "tcp", "[2001:DB8:1:0:0::41]:80");
	dest rs1(host, "2001:db8:1::20");

	tell("VIP", [&] { return host.add_vip(vip); });
	web.set_scheduler("sh")
		.set_scheduler_flags(scheduler_flag::sh_fallback | scheduler_flag::sh_port)
		.set_persistence(5min)
		.set_persistence_prefix(64);
	tell("service", [&] { return host.add_service(web); });
	tell("destination", [&] { return host.add_dest(web, rs1); });

	tell("read", [&] { host.read_service(web); });
	show_service(web);
	tell("read VIP", [&] { host.read_vip(vip); });
	show_vip(vip);
	std::puts(host.read("2001:db8:1::41", part::services | part::vips).to_json().c_str());
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
