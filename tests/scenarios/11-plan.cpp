// SPDX-License-Identifier: LGPL-2.1-or-later
/* From one state to another: what is planned, done, and undone. */
#include "scenario.hpp"

static void story(const std::string &netns)
{
	host host(netns);
	state old_state = load_state(host, "old.json"), new_state = load_state(host, "new.json");
	plan first = host.plan(old_state, "192.168.1.41");

	tell("the old state", [&] { return first.apply(); });
	show_plan(first);
	plan plan = host.plan(new_state, "192.168.1.41");
	show_plan(plan);
	step step = plan.steps()[0];
	std::printf("%s\n%s\n%s\n", step.before().c_str(), step.after().c_str(),
		    step.explanation().c_str());
	tell("apply", [&] { return plan.apply(); });
	tell("apply again", [&] { return plan.apply(); });
	liblvsdr::plan nothing = host.plan(new_state, "192.168.1.41");
	std::printf("%zu steps are left\n", nothing.steps().size());
	tell("undo", [&] { return plan.undo(); });
	tell("undo again", [&] { return plan.undo(); });
	show_plan(plan);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
