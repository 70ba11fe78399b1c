// SPDX-License-Identifier: LGPL-2.1-or-later
/* Real servers are replaced without breaking a connection, and one of them is changed as a whole. */
#include "scenario.hpp"

static void show_draining(const plan &plan)
{
	draining left = plan.draining();

	std::printf("%d to drain: %d active, %d inactive, %d templates\n", left.dests,
		    static_cast<int>(left.active), static_cast<int>(left.inactive),
		    static_cast<int>(left.templates));
}

static void replace(const host &host, const state &desired)
{
	plan plan = host.plan(desired, "everything");

	tell("graceful", [&] { return plan.make_graceful(60s, drain_flag::active_only); });
	show_draining(plan);
	tell("apply", [&] { return plan.apply(); });
	show_draining(plan);
	show_plan(plan);
}

static void change_real_server(const host &host)
{
	scope all(host, "everything");
	plan plan = host.new_plan();

	tell("weight",
	     [&] { return plan.update_real_server(all, "192.168.1.21, 2001:db8:1::21", 7); });
	tell("unknown", [&] { return plan.update_real_server(all, "192.168.1.99", 7); });
	tell("remove", [&] { return plan.remove_real_server(all, "192.168.1.22"); });
	tell("gone", [&] { return plan.remove_real_server(all, "192.168.1.99"); });
	tell("graceful", [&] { return plan.make_graceful(60s, drain_flag::set_fallback); });
	tell("apply", [&] { return plan.apply(); });
	show_plan(plan);
}

static void refuse(const host &host, const state &hashed)
{
	plan plan = host.plan(hashed, "everything");

	tell("hashed", [&] { return plan.make_graceful(60s); });
	tell("with a fallback", [&] { return plan.make_graceful(60s, drain_flag::set_fallback); });
	tell("again", [&] { return plan.make_graceful(60s); });
}

/// One destination by itself, which no plan is needed for; the second time it is gone.
static void drain(const host &host)
{
	service web(host, "tcp", "[2001:db8:1::41]:80");
	dest dest(host, "2001:db8:1::21");

	for (int i = 0; i < 2; i++) {
		drained left = host.drain_dest(web, dest, 5s, drain_flag::active_only);
		std::printf("drained %d: %d active, %d inactive, %d templates\n", left.done,
			    static_cast<int>(left.active), static_cast<int>(left.inactive),
			    static_cast<int>(left.templates));
	}
}

static void story(const std::string &netns)
{
	host host(netns);
	state before = state::from_text(host, read_file("blue.rules"));
	state after = state::from_text(host, read_file("green.rules"));
	state hashed = state::from_text(host, "-A -t 192.168.1.41:80 -s sh\n");
	plan plan = host.plan(before, "everything");

	tell("nothing to drain", [&] { return plan.make_graceful(0s); });
	tell("apply", [&] { return plan.apply(); });
	replace(host, after);
	change_real_server(host);
	refuse(host, hashed);
	drain(host);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
