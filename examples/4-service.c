/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 4: the virtual service, round robin. */
#include "common.h"

static int step(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments)
{
	struct lvsdr_service *web;
	int result = lvsdr_service_new(host, "tcp", arguments[0], &web);

	if (result < 0)
		return result;
	result = lvsdr_service_set_scheduler(web, "rr");
	if (!result)
		result = lvsdr_plan_add_service(plan, web);
	lvsdr_service_free(web);
	return result;
}

int main(int argc, char **argv)
{
	static const struct example example = {"Adds the virtual service, with scheduler rr.\n"
					       "classic: ipvsadm -A -t VIP:80 -s rr",
					       "VIP:PORT", 1, step};

	return example_main(&example, argc, argv);
}
