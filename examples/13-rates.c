/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: a live view of what goes to each real server, per second. */
#include <inttypes.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int show(struct lvsdr *host, const struct lvsdr_scope *scope)
{
	uint64_t value[LVSDR_COUNTER_COUNT] = {0}; /* the kernel renews rates every two seconds */
	char vip[46], rip[46];
	struct lvsdr_state *state;
	int result =
		lvsdr_state_read(host, scope, LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS, &state);

	if (result < 0)
		return result;
	printf("%-24s %-24s %11s %11s %11s\n", "service", "real server", "connections", "packets",
	       "bytes");
	for (size_t i = 0; i < lvsdr_state_get_service_count(state); i++)
		for (size_t k = 0; k < lvsdr_state_get_dest_count(state, i); k++) {
			const struct lvsdr_dest *dest = lvsdr_state_get_dest(state, i, k);

			/* "" for a firewall mark */
			lvsdr_service_get_address(lvsdr_state_get_service(state, i), vip,
						  sizeof(vip));
			lvsdr_dest_get_address(dest, rip, sizeof(rip));
			lvsdr_dest_get_counters(dest, value, LVSDR_COUNTER_COUNT);
			printf("%-24s %-24s %11" PRIu64 " %11" PRIu64 " %11" PRIu64 "\n", vip, rip,
			       value[LVSDR_COUNTER_CONNECTION_RATE],
			       value[LVSDR_COUNTER_INCOMING_PACKET_RATE],
			       value[LVSDR_COUNTER_INCOMING_BYTE_RATE]);
		}
	lvsdr_state_free(state);
	return fflush(stdout);
}

int main(int argc, char **argv)
{
	unsigned long interval = argc > 1 ? strtoul(argv[1], NULL, 10) : 2;
	unsigned long count = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	struct lvsdr *host = NULL;
	struct lvsdr_scope *everything = NULL;
	int result;

	if (argc > 3 || interval == 0 || interval > 3600) {
		puts("Shows what goes to each real server per second, every SECONDS (2), COUNT\n"
		     "times or until interrupted. Replies do not pass the director: nothing\n"
		     "outgoing is counted.\n"
		     "classic: watch -n 1 ipvsadm -Ln --rate\n\n"
		     "usage: 13-rates [SECONDS [COUNT]]");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	result = lvsdr_new(&host);
	if (result == 0)
		result = lvsdr_scope_new(host, "everything", &everything);
	while (result == 0 && (result = show(host, everything)) == 0 && --count != 0)
		sleep((unsigned int)interval);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	lvsdr_scope_free(everything);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
