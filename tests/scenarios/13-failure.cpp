// SPDX-License-Identifier: LGPL-2.1-or-later
/* A step fails: all goes back; or, for one who wants it so, the others are carried out. */
#include "scenario.hpp"

static plan new_plan(const host &host)
{
	service web(host, "tcp", "192.168.1.41:80"), wrong(host, "tcp", "192.168.1.41:81");
	service last(host, "tcp", "192.168.1.41:82");
	dest rs1(host, "192.168.1.20");
	plan plan = host.new_plan();

	wrong.set_scheduler("nosuch");
	plan.add_service(web);
	plan.add_dest(web, rs1);
	plan.add_service(wrong);
	plan.add_dest(wrong, rs1);
	plan.add_service(last);
	return plan;
}

static void story(const std::string &netns)
{
	host host(netns);
	plan plan = new_plan(host);

	tell("all or nothing", [&] { return plan.apply(); });
	show_plan(plan);
	state state = host.read("everything");
	std::printf("%zu services\n", state.services().size());

	plan = new_plan(host);
	plan.set_keep_going(true);
	tell("keep going", [&] { return plan.apply(); });
	show_plan(plan);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
