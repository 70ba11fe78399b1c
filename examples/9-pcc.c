/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: persistence on all ports (PCC): a client stays on its real server for every service. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* RIP, or RIP=WEIGHT. */
static int add_real_server(struct lvsdr *host, const struct lvsdr_service *all, char *word)
{
	char *equals = strchr(word, '='), rest;
	struct lvsdr_dest *real_server = NULL;
	int weight = 1, result;

	if (equals && sscanf(equals, "=%d%c", &weight, &rest) != 1)
		weight = -1; /* which the library refuses with a sentence */
	word[strcspn(word, "=")] = '\0';
	result = lvsdr_dest_new(host, word, &real_server);
	if (result == 0)
		result = lvsdr_dest_set_weight(real_server, weight);
	if (result == 0)
		result = lvsdr_dest_add(host, all, real_server);
	lvsdr_dest_free(real_server);
	return result;
}

int main(int argc, char **argv)
{
	int undo = argc > 1 && !strcmp(argv[1], "--undo"), result = -1, changed = 0;
	unsigned long seconds;
	struct lvsdr *host = NULL;
	struct lvsdr_service *all = NULL;
	char address[64], *end;

	if (argc < 4 + undo || (seconds = strtoul(argv[2 + undo], &end, 10)) == 0 || *end ||
	    seconds > UINT32_MAX || *argv[1 + undo] == '-') {
		puts("Adds one persistent service for all ports, with its real servers; --undo\n"
		     "removes them.\n"
		     "classic: ipvsadm -A -t VIP:0 -s rr -p SECONDS;\n"
		     "         ipvsadm -a -t VIP:0 -r RIP -g -w 2\n\n"
		     "usage: 9-pcc [--undo] VIP SECONDS RIP[=WEIGHT]...");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	snprintf(address, sizeof(address), strchr(argv[1 + undo], ':') ? "[%s]:0" : "%s:0",
		 argv[1 + undo]); /* port 0: all ports */
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0 &&
	    lvsdr_service_new(host, "tcp", address, &all) == 0 &&
	    lvsdr_service_set_scheduler(all, "rr") == 0 &&
	    lvsdr_service_set_persistence(all, (uint32_t)seconds) == 0)
		changed = result =
			undo ? lvsdr_service_remove(host, all) : lvsdr_service_add(host, all);
	for (int i = 3 + undo; !undo && result >= 0 && i < argc; i++) {
		result = add_real_server(host, all, argv[i]);
		changed += result > 0;
	}
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else if (!changed)
		puts("nothing to do");
	lvsdr_service_free(all);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
