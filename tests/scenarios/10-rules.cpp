// SPDX-License-Identifier: LGPL-2.1-or-later
/* A state from what ipvsadm --save writes, and to what ipvsadm --restore takes. */
#include "scenario.hpp"

static void show_rules(const state &state)
{
	state_text rules = state.to_text("rules");

	std::printf("to rules: %d\n%s", rules.lost.has_value(), rules.text.c_str());
	if (rules.lost)
		std::puts(rules.lost->c_str());
}

static void story(const std::string &netns)
{
	host host(netns);
	liblvsdr::state state = liblvsdr::state::from_text(host, read_file("web.rules"), "rules");

	std::puts(state.to_json().c_str());
	show_rules(state);
	tell("apply", [&] { return host.plan(state, "everything").apply(); });
	show_rules(load_state(host, "full.json"));
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
