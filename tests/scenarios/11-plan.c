// SPDX-License-Identifier: LGPL-2.1-or-later
/* From one state to another: what is planned, done, and undone. */
#include "scenario.h"

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_state *old = load_state(host, "old.json"), *new = load_state(host, "new.json");
	struct lvsdr_plan *first = plan_to(host, "192.168.1.41", old), *plan, *nothing;

	tell(host, "the old state", lvsdr_plan_apply(first));
	show_plan(first);
	plan = plan_to(host, "192.168.1.41", new);
	show_plan(plan);
	printf("%s\n%s\n%s\n", lvsdr_plan_get_step_before(plan, 0),
	       lvsdr_plan_get_step_after(plan, 0), lvsdr_plan_get_step_explanation(plan, 0));
	tell(host, "apply", lvsdr_plan_apply(plan));
	tell(host, "apply again", lvsdr_plan_apply(plan));
	nothing = plan_to(host, "192.168.1.41", new);
	printf("%zu steps are left\n", lvsdr_plan_get_step_count(nothing));
	tell(host, "undo", lvsdr_plan_undo(plan));
	tell(host, "undo again", lvsdr_plan_undo(plan));
	show_plan(plan);

	lvsdr_plan_free(nothing);
	lvsdr_plan_free(plan);
	lvsdr_plan_free(first);
	lvsdr_state_free(new);
	lvsdr_state_free(old);
	lvsdr_free(host);
	return 0;
}
