// SPDX-License-Identifier: LGPL-2.1-or-later
/* A watch tells what another program changes, and what changed is the plan from the last state to this one. */
#include "scenario.hpp"

#include <poll.h>

static const part parts = part::services | part::vips;

/// What is told when the descriptor becomes readable, which it does at each interval at the latest.
static part read_watch(watch &watch)
{
	pollfd poller = {watch.fd(), POLLIN, 0};

	::poll(&poller, 1, -1);
	return watch.read().value_or(part{});
}

/// Waits until a part is told and has changed: what was told before may be told once more. Then that is what is known.
static void show_change(const host &host, watch &watch, part wanted, state &known)
{
	scope ours(host, "192.168.1.41");

	for (;;) {
		while (!has(read_watch(watch), wanted))
			;
		state now = host.read(ours, parts);
		plan plan = host.plan(now, ours, known);
		if (plan.steps().empty())
			continue;
		show_plan(plan);
		known = std::move(now);
		return;
	}
}

static void watch_others(const host &host, const liblvsdr::host &other, watch &watch)
{
	service web(other, "tcp", "192.168.1.41:80");
	dest dest(other, "192.168.1.20");
	vip vip(other, "192.168.1.41", "lo");
	state known = host.read("192.168.1.41", parts);

	tell("add a service", [&] { return other.add_service(web); });
	show_change(host, watch, part::services, known);
	tell("add a destination", [&] { return other.add_dest(web, dest); });
	show_change(host, watch, part::services, known);
	dest.set_weight(7);
	tell("change its weight", [&] { return other.update_dest(web, dest); });
	show_change(host, watch, part::services, known);
	tell("add a VIP", [&] { return other.add_vip(vip); });
	show_change(host, watch, part::vips, known);
	tell("remove the service", [&] { return other.remove_service(web); });
	show_change(host, watch, part::services, known);
}

static void story(const std::string &netns)
{
	host host(netns), other(netns);
	scope ours(host, "192.168.1.41");
	service dns(other, "udp", "192.168.1.42:53");
	part told{};

	tell("add one of others", [&] { return other.add_service(dns); }); /* loads IPVS */
	tell("too often", [&] { host.watch(ours, parts, 5ms); });
	watch watch = host.watch(ours, parts, 20ms);
	dns.set_scheduler("rr");
	tell("change it", [&] { return other.update_service(dns); });
	for (int i = 0; i < 5; i++)
		told = told | read_watch(watch);
	std::printf("told: %d\n", told != part{});
	watch_others(host, other, watch);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
