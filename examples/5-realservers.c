/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 5: the real servers of the service, by direct routing. */
#include "common.h"

static int step(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments)
{
	struct lvsdr_service *web = NULL;
	struct lvsdr_dest *real_server;
	int result = lvsdr_service_new(host, "tcp", arguments[0], &web);

	for (char **rip = arguments + 1; result >= 0 && *rip; rip++) {
		result = lvsdr_dest_new(host, *rip, &real_server);
		if (result < 0)
			break;
		result = lvsdr_plan_add_dest(plan, web, real_server);
		lvsdr_dest_free(real_server);
	}
	lvsdr_service_free(web);
	return result;
}

int main(int argc, char **argv)
{
	static const struct example example = {
		"Adds real servers to the service, by direct routing.\n"
		"classic: ipvsadm -a -t VIP:80 -r RIP -g",
		"VIP:PORT RIP...", 2, step};

	return example_main(&example, argc, argv);
}
