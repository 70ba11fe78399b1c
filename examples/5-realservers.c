/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 5: the real servers of the service, by direct routing. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int change(struct lvsdr *host, const struct lvsdr_service *web, const char *rip, int undo)
{
	struct lvsdr_dest *real_server = NULL;
	int result = lvsdr_dest_new(host, rip, &real_server); /* direct routing, weight 1 */

	if (result == 0)
		result = undo ? lvsdr_dest_remove(host, web, real_server)
			      : lvsdr_dest_add(host, web, real_server);
	lvsdr_dest_free(real_server);
	return result;
}

int main(int argc, char **argv)
{
	int undo = argc > 1 && !strcmp(argv[1], "--undo"), result = -1, changed = 0;
	struct lvsdr *host = NULL;
	struct lvsdr_service *web = NULL;

	if (argc < 3 + undo || *argv[1 + undo] == '-') {
		puts("Adds real servers to the service, by direct routing; --undo removes them.\n"
		     "classic: ipvsadm -a -t VIP:80 -r RIP -g\n\n"
		     "usage: 5-realservers [--undo] VIP:PORT RIP...");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0)
		result = lvsdr_service_new(host, "tcp", argv[1 + undo], &web);
	for (int i = 2 + undo; result >= 0 && i < argc; i++) {
		result = change(host, web, argv[i], undo);
		changed += result > 0;
	}
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else if (!changed)
		puts("nothing to do");
	lvsdr_service_free(web);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
