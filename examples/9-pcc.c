/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: persistence on all ports (PCC): a client stays on its real server for every service. */
#include "common.h"

#include <stdio.h>
#include <string.h>

static int add_real_server(struct lvsdr *host, struct lvsdr_plan *plan,
			   const struct lvsdr_service *all, char *argument)
{
	char *weight = strchr(argument, '=');
	struct lvsdr_dest *real_server;
	int result;

	if (weight)
		*weight++ = '\0';
	result = lvsdr_dest_new(host, argument, &real_server);
	if (result < 0)
		return result;
	if (weight)
		result = lvsdr_dest_set_weight(real_server, (int32_t)example_number(weight));
	if (result >= 0)
		result = lvsdr_plan_add_dest(plan, all, real_server);
	lvsdr_dest_free(real_server);
	return result;
}

static int step(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments)
{
	uint32_t seconds = example_number(arguments[1]);
	struct lvsdr_service *all;
	char address[64];
	int result;

	/* port 0: all ports */
	snprintf(address, sizeof(address), strchr(arguments[0], ':') ? "[%s]:0" : "%s:0",
		 arguments[0]);
	result = lvsdr_service_new(host, "tcp", address, &all);
	if (result < 0)
		return result;
	result = lvsdr_service_set_scheduler(all, "rr");
	if (!result)
		result = lvsdr_service_set_persistence(all, seconds);
	if (!result)
		result = lvsdr_plan_add_service(plan, all);
	for (char **rip = arguments + 2; result >= 0 && *rip; rip++)
		result = add_real_server(host, plan, all, *rip);
	lvsdr_service_free(all);
	return result;
}

int main(int argc, char **argv)
{
	static const struct example example = {
		"Adds one persistent service for all ports, with its real servers.\n"
		"classic: ipvsadm -A -t VIP:0 -s rr -p SECONDS; ipvsadm -a -t VIP:0 -r RIP -g -w 2",
		"VIP SECONDS RIP[=WEIGHT]...", 3, step};

	return example_main(&example, argc, argv);
}
