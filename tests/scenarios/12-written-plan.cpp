// SPDX-License-Identifier: LGPL-2.1-or-later
/* A plan that is written down, and undone by another handle after somebody changed something. */
#include "scenario.hpp"

static std::string make(const std::string &netns)
{
	host host(netns);
	service web(host, "tcp", "192.168.1.41:80");
	dest rs1(host, "192.168.1.20"), rs2(host, "192.168.1.21");
	plan plan = host.new_plan();

	tell("service", [&] { return plan.add_service(web); });
	tell("one", [&] { return plan.add_dest(web, rs1); });
	tell("two", [&] { return plan.add_dest(web, rs2); });
	tell("two again", [&] { return plan.add_dest(web, rs2); });
	std::string written = plan.to_json();
	tell("apply", [&] { return plan.apply(); });
	return written;
}

static void story(const std::string &netns)
{
	std::string written = make(netns);
	host host(netns);
	std::optional<plan> plan;

	run(netns, "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21 -g -w 9");
	tell("from JSON", [&] { plan = host.plan_from_json(written); });
	tell("undo", [&] { return plan.value().undo(); });
	show_plan(plan.value());
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
