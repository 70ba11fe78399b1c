/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: take a real server out of a service without breaking a connection. */
#include <inttypes.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Weight 0, wait a second at a time, remove: 1 when it is removed, 0 when the time is over. */
static int drain(struct lvsdr *host, const struct lvsdr_service *web, const struct lvsdr_dest *dest,
		 unsigned long seconds)
{
	uint64_t active, inactive, templates;
	int result = 0;

	while (result == 0 && seconds-- > 0) {
		/* Of a persistent service it has to be said what becomes of the templates. */
		result = lvsdr_dest_drain(host, web, dest,
					  LVSDR_DRAIN_ACTIVE_ONLY | LVSDR_DRAIN_CUT_TEMPLATES, 1000,
					  &active, &inactive, &templates);
		if (result >= 0 &&
		    printf("# %" PRIu64 " active, %" PRIu64 " inactive, %" PRIu64 " templates\n",
			   active, inactive, templates) > 0)
			fflush(stdout);
	}
	return result;
}

int main(int argc, char **argv)
{
	unsigned long seconds = argc == 4 ? strtoul(argv[3], NULL, 10) : 300;
	struct lvsdr *host = NULL;
	struct lvsdr_service *web = NULL;
	struct lvsdr_dest *dest = NULL;
	int result = -1;

	if (argc < 3 || argc > 4 || *argv[1] == '-' || seconds == 0 || seconds > 86400) {
		puts("Takes a real server out of a service: weight 0, wait until no connection\n"
		     "is active, remove. When SECONDS (300) are over it ends with status 3 and\n"
		     "leaves the weight at 0: run it again to go on. 5-realservers adds the\n"
		     "real server again.\n"
		     "classic: ipvsadm -e -t VIP:80 -r RIP -g -w 0; ipvsadm -Ln, again and again;\n"
		     "         ipvsadm -d -t VIP:80 -r RIP\n\n"
		     "usage: 11-drain VIP:PORT RIP [SECONDS]");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0 &&
	    lvsdr_service_new(host, "tcp", argv[1], &web) == 0 &&
	    lvsdr_dest_new(host, argv[2], &dest) == 0)
		result = drain(host, web, dest, seconds);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	lvsdr_dest_free(dest);
	lvsdr_service_free(web);
	lvsdr_free(host);
	if (result == 0)
		return 3;
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
