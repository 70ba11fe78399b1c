/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 2: a real server keeps quiet about the VIP. Before it has the VIP, never after. */
#include "common.h"

static int step(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments)
{
	static const char *const devices[] = {"eth0", "all"};
	struct lvsdr_arp_policy *policy;
	int result = 0;

	(void)arguments;
	for (int i = 0; i < 2 && result >= 0; i++) {
		result = lvsdr_arp_policy_new(host, devices[i], &policy);
		if (result < 0)
			break;
		result = lvsdr_plan_update_arp_policy(plan, policy);
		lvsdr_arp_policy_free(policy);
	}
	return result;
}

int main(int argc, char **argv)
{
	static const struct example example = {
		"Makes a real server keep quiet about the VIP: arp_announce 2 and arp_ignore 1.\n"
		"classic: sysctl -w net.ipv4.conf.eth0.arp_announce=2 ... (four values)",
		"", 0, step};

	return example_main(&example, argc, argv);
}
