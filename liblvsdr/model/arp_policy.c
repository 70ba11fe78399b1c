// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing an ARP policy. What plans need of it, and the calls to the kernel:
 * arp_policy-class.c. */
#include "model/arp_policy.h"

#include "core/handle.h"
#include "model/object.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int lvsdr_arp_policy_new(struct lvsdr *host, const char *device,
			 struct lvsdr_arp_policy **ret_policy)
{
	union object described = {.arp_policy.set = 0};
	struct lvsdr_arp_policy *policy;
	int error;

	if (!host)
		return -EINVAL;
	if (!device || !ret_policy)
		return error_set(host, -EINVAL, "describe", "an ARP policy", "an argument is NULL");
	error = object_describe_text(&arp_policy_class, host, device, &described, ARP_DEVICE,
				     device);
	if (error)
		return error;
	arp_policy_class.set_defaults(&described);
	policy = malloc(sizeof(*policy));
	if (!policy)
		return error_set(host, -ENOMEM, "describe", device, "out of memory");
	*policy = described.arp_policy;
	policy->host = handle_ref(host);
	*ret_policy = policy;
	return 0;
}

void lvsdr_arp_policy_free(struct lvsdr_arp_policy *policy)
{
	if (!policy)
		return;
	handle_unref(policy->host);
	free(policy);
}

int lvsdr_arp_policy_set_arp_ignore(struct lvsdr_arp_policy *policy, int32_t arp_ignore)
{
	return object_set_number(&arp_policy_class, policy, ARP_IGNORE, arp_ignore);
}

int lvsdr_arp_policy_set_arp_announce(struct lvsdr_arp_policy *policy, int32_t arp_announce)
{
	return object_set_number(&arp_policy_class, policy, ARP_ANNOUNCE, arp_announce);
}

const char *lvsdr_arp_policy_get_device(const struct lvsdr_arp_policy *policy)
{
	return policy ? policy->device : NULL;
}

int32_t lvsdr_arp_policy_get_arp_ignore(const struct lvsdr_arp_policy *policy)
{
	return policy ? policy->arp_ignore : -EINVAL;
}

int32_t lvsdr_arp_policy_get_arp_announce(const struct lvsdr_arp_policy *policy)
{
	return policy ? policy->arp_announce : -EINVAL;
}
