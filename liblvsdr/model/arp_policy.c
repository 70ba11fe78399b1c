// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "model/object.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *does_nothing(const char *device)
{
	return strcmp(device, "lo") && strcmp(device, "default")
		       ? NULL
		       : "its ARP values have no effect; use \"all\" or the device that faces the "
			 "clients";
}

#define POLICY(member, type, ...) FIELD(struct lvsdr_arp_policy, member, type, #member, __VA_ARGS__)

static const struct field arp_policy_fields[] = {
	[ARP_DEVICE] = POLICY(device, FIELD_TEXT, .identity = true, .required = true,
			      .wrong = device_wrong, .unwanted = does_nothing),
	[ARP_IGNORE] = POLICY(arp_ignore, FIELD_S32, .open = true,
			      .values = 1u << 0 | 1u << 1 | 1u << 2 | 1u << 8),
	[ARP_ANNOUNCE] = POLICY(arp_announce, FIELD_S32, .open = true,
				.values = 1u << 0 | 1u << 1 | 1u << 2),
};

static void set_defaults(union object *object)
{
	object->arp_policy.arp_ignore = 1;
	object->arp_policy.arp_announce = 2;
}

bool arp_policy_is_all(const struct lvsdr_arp_policy *policy)
{
	return !strcmp(policy->device, "all");
}

static void describe(const union object *object, struct text *text)
{
	text_add(text, "ARP policy of %s", object->arp_policy.device);
}

const struct object_class arp_policy_class = {
	.name = "ARP policy",
	.kind = KIND_ARP_POLICY,
	.part = LVSDR_STATE_ARP_POLICIES,
	.list = "arp_policies",
	.fields = {arp_policy_fields, sizeof(arp_policy_fields) / sizeof(*arp_policy_fields),
		   sizeof(struct lvsdr_arp_policy), offsetof(struct lvsdr_arp_policy, set), 0, 0},
	.missing_code = -ENODEV,
	.set_defaults = set_defaults,
	.describe = describe,
};

int lvsdr_arp_policy_new(struct lvsdr *host, const char *device,
			 struct lvsdr_arp_policy **ret_policy)
{
	union object described = {.arp_policy.set = 0};
	struct lvsdr_arp_policy *policy;
	int error;

	if (!host)
		return -EINVAL;
	if (!device || !ret_policy)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "an ARP policy",
				 "an argument is NULL");
	error = object_describe_text(&arp_policy_class, host, device, &described, ARP_DEVICE,
				     device);
	if (error)
		return error;
	arp_policy_class.set_defaults(&described);
	policy = malloc(sizeof(*policy));
	if (!policy)
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, device, "out of memory");
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
