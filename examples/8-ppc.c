/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: persistence on one port (PPC): a client stays on its real server. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int undo = argc > 1 && !strcmp(argv[1], "--undo"), result = -1;
	unsigned long seconds;
	struct lvsdr *host = NULL;
	struct lvsdr_service *web = NULL;
	char *end;

	if (argc != 3 + undo || (seconds = strtoul(argv[2 + undo], &end, 10)) == 0 || *end ||
	    seconds > UINT32_MAX || *argv[1 + undo] == '-') {
		puts("Makes a service persistent: for SECONDS after its last connection a client "
		     "keeps\n"
		     "its real server. --undo makes it a service without persistence again.\n"
		     "classic: ipvsadm -E -t VIP:80 -s rr -p SECONDS\n\n"
		     "usage: 8-ppc [--undo] VIP:PORT SECONDS");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0 &&
	    lvsdr_service_new(host, "tcp", argv[1 + undo], &web) == 0 &&
	    lvsdr_service_set_persistence(web, undo ? 0 : (uint32_t)seconds) == 0)
		result = lvsdr_service_update(host, web); /* keeps what is not set here */
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else if (result == 0)
		puts("nothing to do");
	lvsdr_service_free(web);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
