// SPDX-License-Identifier: LGPL-2.1-or-later
/* A real server: quiet about the VIP, then the VIP on lo; and a VIP as a director has it. */
#include "scenario.hpp"

static void keep_quiet(const host &host, const std::string &device)
{
	arp_policy policy(host, device);

	tell(device, [&] { return host.update_arp_policy(policy); });
	tell("again", [&] { return host.update_arp_policy(policy); });
	tell("read", [&] { host.read_arp_policy(policy); });
	std::printf("arp_ignore %d, arp_announce %d\n", policy.arp_ignore(), policy.arp_announce());
}

/// As a director does after a takeover. A dummy device has no ARP of its own.
static void announce(const host &host, const std::string &netns, const vip &vip)
{
	tell("announce without ARP", [&] { host.announce_vip(vip, 2, 10ms); });
	run(netns, "ip link set eth0 arp on");
	host.announce_vip(vip, 2, 10ms);
	std::puts("announced");
}

static void story(const std::string &netns)
{
	host host(netns);
	vip on_lo(host, "192.168.1.41", "lo"), other(host, "192.168.1.42", "eth0");

	keep_quiet(host, "all");
	keep_quiet(host, "eth0");
	on_lo.set_label("lo:0").set_broadcast("192.168.1.41").set_host_route(true);
	tell("add", [&] { return host.add_vip(on_lo); });
	tell("add again", [&] { return host.add_vip(on_lo); });
	on_lo.set_label("lo:7");
	tell("add in another form", [&] { return host.add_vip(on_lo); });
	tell("update", [&] { return host.update_vip(on_lo); });
	tell("read", [&] { host.read_vip(on_lo); });
	show_vip(on_lo);

	tell("add on eth0", [&] { return host.add_vip(other); });
	announce(host, netns, other);
	tell("remove", [&] { return host.remove_vip(other); });
	tell("remove again", [&] { return host.remove_vip(other); });
	tell("announce what is not there", [&] { host.announce_vip(other, 2, 10ms); });
	other.set_prefix_length(24);
	tell("a whole network", [&] { return host.add_vip(other); });
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
