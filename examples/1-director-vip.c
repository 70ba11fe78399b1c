/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 1: the VIP on the director's wire, with the host route that the tutorial asks for. */
#include "common.h"

#include <string.h>

static int step(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments)
{
	struct lvsdr_vip *vip;
	int result = lvsdr_vip_new(host, arguments[0], "eth0", &vip);

	if (result < 0)
		return result;
	if (!strchr(arguments[0], ':')) /* IPv6 has no labels */
		result = lvsdr_vip_set_label(vip, "eth0:0");
	if (!result)
		result = lvsdr_vip_set_host_route(vip, 1); /* does nothing while the VIP is local */
	if (!result)
		result = lvsdr_plan_add_vip(plan, vip);
	lvsdr_vip_free(vip);
	return result;
}

int main(int argc, char **argv)
{
	static const struct example example = {
		"Gives the director the VIP on eth0:0, with a host route.\n"
		"classic: ifconfig eth0:0 VIP; route add -host VIP dev eth0:0",
		"VIP", 1, step};

	return example_main(&example, argc, argv);
}
