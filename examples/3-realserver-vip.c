/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 3: the VIP on a real server's loopback, with broadcast and host route as in the tutorial. */
#include "common.h"

#include <string.h>

static int step(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments)
{
	struct lvsdr_vip *vip;
	int result = lvsdr_vip_new(host, arguments[0], "lo", &vip);

	if (result < 0)
		return result;
	if (!strchr(arguments[0], ':')) { /* IPv6 has neither */
		result = lvsdr_vip_set_label(vip, "lo:0");
		if (!result)
			result = lvsdr_vip_set_broadcast(vip,
							 arguments[0]); /* harmless and useless */
	}
	if (!result)
		result = lvsdr_vip_set_host_route(vip, 1); /* the same */
	if (!result)
		result = lvsdr_plan_add_vip(plan, vip);
	lvsdr_vip_free(vip);
	return result;
}

int main(int argc, char **argv)
{
	static const struct example example = {
		"Gives a real server the VIP on lo:0, with broadcast and host route.\n"
		"classic: ifconfig lo:0 VIP broadcast VIP netmask 255.255.255.255 up; "
		"route add -host VIP dev lo:0",
		"VIP", 1, step};

	return example_main(&example, argc, argv);
}
