// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing an ARP policy. What plans need of it, and the calls to the kernel:
 * arp_policy-class.c. */
#include "objects/arp_policy.h"

#include "handle.h"
#include "objects/object.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *arp_policy_check_device(const char *device)
{
	const char *wrong = device_wrong(device);

	if (!wrong && (!strcmp(device, "lo") || !strcmp(device, "default")))
		wrong = "its ARP values do nothing; what counts is \"all\" and the device on the "
			"wire";
	return wrong;
}

int lvsdr_arp_policy_new(struct lvsdr *host, const char *device,
			 struct lvsdr_arp_policy **ret_policy)
{
	struct lvsdr_arp_policy *policy;
	const char *wrong;

	if (!host)
		return -EINVAL;
	if (!device || !ret_policy)
		return error_set(host, -EINVAL, "describe", "an ARP policy", "an argument is NULL");
	wrong = arp_policy_check_device(device);
	if (wrong)
		return error_set(host, -EINVAL, "describe", device, "%s", wrong);
	policy = calloc(1, sizeof(*policy));
	if (!policy)
		return error_set(host, -ENOMEM, "describe", device, "out of memory");
	policy->host = handle_ref(host);
	policy->arp_ignore = 1;
	policy->arp_announce = 2;
	memcpy(policy->device, device, strlen(device));
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
