// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/vip.h"

#include "core/handle.h"
#include "drivers/observe.h"
#include "kernel/network.h"

#include <errno.h>
#include <string.h>

/* What has no effect is left out, as the kernel will report it. */
static int resolve(struct lvsdr *host, enum operation operation, union object *object)
{
	struct lvsdr_vip *vip = &object->vip;
	struct text name = {0};
	int error;

	vip_describe(vip, &name);
	error = network_resolve_device(host, operation, name.data, vip->device);
	if (!strcmp(vip->label, vip->device))
		memset(vip->label, 0, sizeof(vip->label));
	if (address_equal(&vip->peer, &vip->address))
		vip->peer = (struct address){.family = 0};
	/* Who wants it looked for on the wire first waits for that. */
	if (vip->address.family == AF_INET6 && !(vip->flags & LVSDR_VIP_NODAD))
		vip->usable = FIELD_WHATEVER;
	if (vip->preferred_lifetime > vip->valid_lifetime)
		vip->preferred_lifetime = vip->valid_lifetime;
	if (vip->address.family == AF_INET && vip->valid_lifetime == LVSDR_FOREVER &&
	    vip->preferred_lifetime)
		vip->preferred_lifetime = LVSDR_FOREVER;
	return error;
}

static int check_remove(struct lvsdr *host, const union object *wanted, const union object *found)
{
	struct text name = {0};

	if (!strcmp(wanted->vip.device, found->vip.device) &&
	    wanted->vip.prefix_length == found->vip.prefix_length)
		return 0;
	vip_describe(&wanted->vip, &name);
	return error_set(host, -EEXIST, OPERATION_REMOVE, name.data,
			 "it is on %s with prefix /%u; use that device and prefix to remove it",
			 found->vip.device, found->vip.prefix_length);
}

static bool is_gone(struct lvsdr *host, const union object *object)
{
	struct error kept = host->error;
	struct rtnl_link link;
	int error = network_read_link(host, object->vip.device, 0, OPERATION_UNDO,
				      object->vip.device, &link);

	host->error = kept;
	return error == -ENODEV;
}

const struct driver vip_driver = {
	.resolve = resolve,
	.read = vip_read,
	.read_all = state_read_network,
	.check_remove = check_remove,
	.record = vip_record,
	.take_record = vip_take_record,
	.describe_record = vip_describe_record,
	.restore_record = vip_restore_record,
	.is_gone = is_gone,
	.write = vip_write,
};
