/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 4: the virtual service, round robin. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int undo = argc > 1 && !strcmp(argv[1], "--undo"), result = -1;
	struct lvsdr *host = NULL;
	struct lvsdr_service *web = NULL;

	if (argc != 2 + undo || *argv[1 + undo] == '-') {
		puts("Adds the virtual service, with scheduler rr; --undo removes it.\n"
		     "classic: ipvsadm -A -t VIP:80 -s rr\n\n"
		     "usage: 4-service [--undo] VIP:PORT");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0 &&
	    lvsdr_service_new(host, "tcp", argv[1 + undo], &web) == 0 &&
	    lvsdr_service_set_scheduler(web, "rr") == 0)
		result = undo ? lvsdr_service_remove(host, web) : lvsdr_service_add(host, web);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else if (result == 0)
		puts("nothing to do");
	lvsdr_service_free(web);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
