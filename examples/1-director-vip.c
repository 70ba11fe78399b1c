/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 1: the VIP on the director, with the host route that the tutorial asks for. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int undo = argc > 1 && !strcmp(argv[1], "--undo"), result = -1;
	struct lvsdr *host = NULL;
	struct lvsdr_vip *vip = NULL;

	if (argc != 2 + undo || *argv[1 + undo] == '-') {
		puts("Gives the director the VIP on eth0:0, with a host route; --undo removes "
		     "both.\n"
		     "classic: ifconfig eth0:0 VIP; route add -host VIP dev eth0:0\n\n"
		     "usage: 1-director-vip [--undo] VIP");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 &&
	    lvsdr_set_trace(host, STDOUT_FILENO) == 0 && /* print the command of each change */
	    lvsdr_vip_new(host, argv[1 + undo], "eth0", &vip) == 0 &&
	    (strchr(argv[1 + undo], ':') || /* IPv6 has no labels */
	     lvsdr_vip_set_label(vip, "eth0:0") == 0) &&
	    lvsdr_vip_set_host_route(vip, 1) == 0) /* has no effect while the VIP is local */
		result = undo ? lvsdr_vip_remove(host, vip) : lvsdr_vip_add(host, vip);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else if (result == 0)
		puts("nothing to do");
	lvsdr_vip_free(vip);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
