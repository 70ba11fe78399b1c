/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: replace the real servers of services without breaking a connection. */
#include <errno.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	static char text[1 << 20];
	FILE *file = argc > 2 ? fopen(argv[2], "r") : NULL;
	size_t size = file ? fread(text, 1, sizeof(text), file) : 0, left = 1;
	int seconds = argc > 3 ? atoi(argv[3]) : 300, result = -1, dests;
	struct lvsdr *host = NULL;
	struct lvsdr_scope *scope = NULL;
	struct lvsdr_state *desired = NULL;
	struct lvsdr_plan *plan = NULL;
	uint64_t active, inactive;

	if (!file || argc > 4 || seconds < 1 || seconds > 86400) {
		puts("Makes the services of SCOPE those of FILE. Real servers that leave get\n"
		     "weight 0, and go when they have no connections. Status 3: SECONDS (300)\n"
		     "are over, and some have; run it again to go on.\n"
		     "usage: 15-graceful SCOPE FILE [SECONDS]");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, fileno(stdout)) == 0 &&
	    lvsdr_scope_new(host, argv[1], &scope) == 0 &&
	    lvsdr_state_from_text(host, NULL, text, size, &desired) == 0 &&
	    lvsdr_plan_between(host, scope, NULL, desired, &plan) == 0)
		result = lvsdr_plan_make_graceful(plan, 0, 1000 * seconds);
	while (result >= 0 && left > 0) {
		result = lvsdr_plan_apply_for(plan, 2000, &left); /* two seconds at a time */
		dests = lvsdr_plan_get_draining(plan, &active, &inactive, NULL);
		if (result >= 0 && dests > 0)
			fprintf(stderr, "# %d to drain: %ju active connections, %ju inactive\n",
				dests, (uintmax_t)active, (uintmax_t)inactive);
	}
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	lvsdr_plan_free(plan);
	lvsdr_state_free(desired);
	lvsdr_scope_free(scope);
	lvsdr_free(host);
	fclose(file);
	if (result == -EBUSY)
		return 3;
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
