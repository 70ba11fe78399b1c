// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading the ARP values of all devices, and of one. */
#include "codec/rtnl/object.h"
#include "core/handle.h"
#include "drivers/arp_policy.h"
#include "kernel/network.h"

#include <errno.h>

int arp_policy_read_all(struct lvsdr *host, enum operation operation,
			struct lvsdr_arp_policy *ret_policy)
{
	struct lvsdr_arp_policy policy = {.set = ~0u, .device = "all"};
	int error =
		transport_read_sysctl(&host->transport, "conf/all/arp_ignore", &policy.arp_ignore);

	if (!error)
		error = transport_read_sysctl(&host->transport, "conf/all/arp_announce",
					      &policy.arp_announce);
	if (error)
		return error_set_kernel(host, error, NULL, operation, "ARP policy of all", NULL);
	*ret_policy = policy;
	return 0;
}

static int read_device(struct lvsdr *host, enum operation operation, const char *device,
		       struct lvsdr_arp_policy *ret_policy)
{
	struct text name = {0};
	struct rtnl_link link;
	int error;

	text_add(&name, "ARP policy of %s", device);
	error = network_read_link(host, device, 0, operation, name.data, &link);
	if (error)
		return error;
	if (link.arp_ignore < 0 || link.arp_announce < 0)
		return error_set(host, -EOPNOTSUPP, operation, name.data,
				 "the device has no IPv4 settings");
	arp_policy_from_link(&link, ret_policy);
	return 0;
}

int arp_policy_read(struct lvsdr *host, enum operation operation, const union object *identity,
		    union object *ret_found)
{
	const struct lvsdr_arp_policy *policy = &identity->arp_policy;
	struct lvsdr_arp_policy found;
	int error = arp_policy_is_all(policy)
			    ? arp_policy_read_all(host, operation, &found)
			    : read_device(host, operation, policy->device, &found);

	if (error)
		return error;
	ret_found->arp_policy = found;
	return 1;
}
