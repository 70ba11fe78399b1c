/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: hold a desired state against whoever changes it. */
#include <lvsdr/lvsdr.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The trace prints each change. */
static int restore(struct lvsdr *host, struct lvsdr_scope *scope, struct lvsdr_state *desired)
{
	struct lvsdr_plan *plan = NULL;
	int result = lvsdr_plan_between(host, scope, NULL, desired, &plan);

	if (result == 0)
		result = lvsdr_plan_apply(plan);
	lvsdr_plan_free(plan);
	return result;
}

int main(int argc, char **argv)
{
	time_t end = argc == 4 ? time(NULL) + atol(argv[3]) : 0; /* 0: never */
	static char text[65536]; /* of a missing file it is empty, which is no state */
	FILE *file = argc == 3 || argc == 4 ? fopen(argv[1], "r") : NULL;
	size_t size = file ? fread(text, 1, sizeof(text), file) : 0;
	struct pollfd changed = {.events = POLLIN};
	struct lvsdr *host = NULL;
	struct lvsdr_scope *scope = NULL;
	struct lvsdr_state *desired = NULL;
	struct lvsdr_watch *watch = NULL;
	uint32_t parts;
	int result = -1;

	if (argc < 3 || argc > 4) {
		puts("Holds the state that FILE describes in JSON, of the addresses in SCOPE, for\n"
		     "SECONDS or until interrupted, and prints what it restores.\n"
		     "classic: watch ipvsadm -Ln\n\nusage: 14-keep FILE SCOPE [SECONDS]");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0 &&
	    lvsdr_scope_new(host, argv[2], &scope) == 0 &&
	    lvsdr_state_from_text(host, "json", text, size, &desired) == 0 &&
	    lvsdr_watch_open(host, scope, lvsdr_state_get_parts(desired), 500, &watch) == 0)
		result = restore(host, scope, desired); /* after the watch: nothing is missed */
	changed.fd = lvsdr_watch_get_fd(watch);
	for (; result >= 0 && (end == 0 || time(NULL) < end); poll(&changed, 1, 1000))
		if ((result = lvsdr_watch_read(watch, &parts)) == 1)
			result = restore(host, scope, desired);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	lvsdr_watch_free(watch);
	lvsdr_state_free(desired);
	lvsdr_scope_free(scope);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
