// SPDX-License-Identifier: LGPL-2.1-or-later
/* A state from what ipvsadm --save writes, and to what ipvsadm --restore takes. */
#include "scenario.h"

static void show_rules(const struct lvsdr *host, struct lvsdr_state *state)
{
	const char *rules;

	tell(host, "to rules", lvsdr_state_to_text(state, "rules", &rules));
	fputs(rules, stdout);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_state *state, *more = load_state(host, "full.json");
	struct lvsdr_plan *plan;
	char *text = read_file("web.rules");

	must(host, lvsdr_state_from_text(host, "rules", text, strlen(text), &state));
	show_json(host, state);
	show_rules(host, state);
	plan = plan_to(host, "everything", state);
	tell(host, "apply", lvsdr_plan_apply(plan));

	show_rules(host, more);
	printf("%s\n", lvsdr_error_message(host));

	lvsdr_plan_free(plan);
	lvsdr_state_free(more);
	lvsdr_state_free(state);
	free(text);
	lvsdr_free(host);
	return 0;
}
