// SPDX-License-Identifier: LGPL-2.1-or-later
/* A desired state of 1,000 destinations: planned, applied in slices, read, undone. */
#include "scenario.hpp"

static state build(const host &host)
{
	service web(host, "tcp", "192.168.1.41:80");
	state state(host);

	state.add_service(web);
	for (int i = 0; i < 1000; i++) {
		dest dest(host, "10.0." + std::to_string(i / 250) + "." + std::to_string(1 + i % 250));

		state.add_dest(web, dest.set_weight(1 + i % 7));
	}
	return state;
}

static void show_sums(const host &host)
{
	state state = host.read("192.168.1.41");
	std::vector<std::uint64_t> weights = state.dest_numbers("weight");
	std::uint64_t sum = 0;

	for (std::uint64_t weight : weights)
		sum += weight;
	std::printf("%zu services, %zu destinations, weights %d\n", state.services().size(),
		    weights.size(), static_cast<int>(sum));
}

static void story(const std::string &netns)
{
	host host(netns);
	state desired = build(host);
	plan plan = host.plan(desired, "192.168.1.41");

	std::printf("%zu steps\n", plan.steps().size());
	while (plan.apply_for(1ms))
		;
	show_sums(host);
	tell("undo", [&] { return plan.undo(); });
	show_sums(host);
	tell("at once", [&] { return host.plan(desired, "192.168.1.41").apply(); });
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
