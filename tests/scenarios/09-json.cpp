// SPDX-License-Identifier: LGPL-2.1-or-later
/* A state from JSON, by hand, and to JSON; and what the host makes of it. */
#include "scenario.hpp"

static state by_hand(const host &host)
{
	state made(host, part::services | part::vips);
	service web(host, "tcp", "192.168.1.41:80");
	dest rs1(host, "192.168.1.20");
	vip vip(host, "192.168.1.41", "eth0");

	web.set_scheduler("rr");
	tell("service", [&] { made.add_service(web); });
	tell("service again", [&] { made.add_service(web); });
	tell("destination", [&] { made.add_dest(web, rs1); });
	rs1.set_weight(5);
	tell("heavier", [&] { made.update_dest(web, rs1); });
	tell("VIP", [&] { made.add_vip(vip); });
	return made;
}

static void story(const std::string &netns)
{
	host host(netns);
	state loaded = load_state(host, "full.json"), made = by_hand(host);

	std::puts(loaded.to_json().c_str());
	std::puts(made.to_json().c_str());
	tell("apply", [&] { return host.plan(made, "192.168.1.41").apply(); });
	std::puts(host.read("192.168.1.41", part::services | part::vips).to_json().c_str());
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
