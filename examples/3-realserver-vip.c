/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 3: the VIP on a real server's loopback, with broadcast and host route as in the tutorial. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Broadcast and host route are harmless and useless; IPv6 has neither labels nor broadcast. */
static int set_options(struct lvsdr_vip *vip, const char *address)
{
	if (!strchr(address, ':') &&
	    (lvsdr_vip_set_label(vip, "lo:0") < 0 || lvsdr_vip_set_broadcast(vip, address) < 0))
		return -1;
	return lvsdr_vip_set_host_route(vip, 1);
}

int main(int argc, char **argv)
{
	int undo = argc > 1 && !strcmp(argv[1], "--undo"), result = -1;
	struct lvsdr *host = NULL;
	struct lvsdr_vip *vip = NULL;

	if (argc != 2 + undo || *argv[1 + undo] == '-') {
		puts("Gives a real server the VIP on lo:0; --undo removes it.\n"
		     "classic: ifconfig lo:0 VIP broadcast VIP netmask 255.255.255.255 up;\n"
		     "         route add -host VIP dev lo:0\n\n"
		     "usage: 3-realserver-vip [--undo] VIP");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0 &&
	    lvsdr_vip_new(host, argv[1 + undo], "lo", &vip) == 0 &&
	    set_options(vip, argv[1 + undo]) == 0)
		result = undo ? lvsdr_vip_remove(host, vip) : lvsdr_vip_add(host, vip);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else if (result == 0)
		puts("nothing to do");
	lvsdr_vip_free(vip);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
