/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: persistence on one port (PPC): a client stays on its real server. */
#include "common.h"

static int step(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments)
{
	uint32_t seconds = example_number(arguments[1]);
	struct lvsdr_service *web;
	int result = lvsdr_service_new(host, "tcp", arguments[0], &web);

	if (result < 0)
		return result;
	result = lvsdr_service_set_persistence(web, seconds);
	if (!result)
		result = lvsdr_plan_update_service(plan, web); /* keeps what is not set here */
	lvsdr_service_free(web);
	return result;
}

int main(int argc, char **argv)
{
	static const struct example example = {
		"Makes a service persistent: for SECONDS after its last connection a client keeps "
		"its real server.\n"
		"classic: ipvsadm -E -t VIP:80 -s rr -p SECONDS",
		"VIP:PORT SECONDS", 2, step};

	return example_main(&example, argc, argv);
}
