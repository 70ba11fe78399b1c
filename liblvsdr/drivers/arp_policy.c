// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/arp_policy.h"

#include "core/handle.h"
#include "drivers/arp_devices.h"
#include "drivers/observe.h"
#include "drivers/view.h"
#include "kernel/network.h"

#include <errno.h>
#include <string.h>

static int resolve(struct lvsdr *host, enum operation operation, union object *object)
{
	struct text name = {0};

	if (arp_policy_is_all(&object->arp_policy))
		return 0;
	arp_policy_class.describe(object, &name);
	return network_resolve_device(host, operation, name.data, object->arp_policy.device);
}

static bool ignore_satisfies(int32_t value, int32_t wanted)
{
	return !wanted || value == wanted || (wanted == 1 && value == 2) || value == 8;
}

static int32_t larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static bool satisfies(const struct lvsdr_arp_policy *all, const struct lvsdr_arp_policy *own,
		      int32_t ignore, int32_t announce)
{
	return ignore_satisfies(larger(all->arp_ignore, own->arp_ignore), ignore) &&
	       larger(all->arp_announce, own->arp_announce) >= announce;
}

/* What counts is max(all, device): the device's own value rises only where that is too little. */
static int complete(struct lvsdr *host, const union object *found, union object *wanted)
{
	struct lvsdr_arp_policy *policy = &wanted->arp_policy, all = {.arp_ignore = 0};
	const struct lvsdr_arp_policy *own = &found->arp_policy;
	struct text name = {0};
	int32_t ignore, announce;
	int error =
		arp_policy_is_all(policy) ? 0 : arp_policy_read_all(host, OPERATION_UPDATE, &all);

	if (error)
		return error;
	ignore = larger(all.arp_ignore, own->arp_ignore);
	announce = larger(all.arp_announce, own->arp_announce);
	if (policy->arp_ignore && ignore >= 3 && ignore <= 7) {
		arp_policy_class.describe(wanted, &name);
		return error_set(host, -EEXIST, OPERATION_UPDATE, name.data,
				 "an administrator set arp_ignore to %d, which does not satisfy "
				 "the policy; set it to 1 or 0 first",
				 ignore);
	}
	policy->asked_ignore = policy->arp_ignore;
	policy->asked_announce = policy->arp_announce;
	if (ignore_satisfies(ignore, policy->arp_ignore))
		policy->arp_ignore = own->arp_ignore;
	if (announce >= policy->arp_announce)
		policy->arp_announce = own->arp_announce;
	policy->set = ~0u;
	return 0;
}

/* ---- Where ARP arrives. */

/* By the time that the plan is done; 1, 0 or a code. */
static int is_silent(struct view *view, enum operation operation, const char *device,
		     const struct lvsdr_arp_policy *wanted)
{
	union object all = {.arp_policy.device = "all"}, own = {.host = NULL};
	const union object *found_all, *found;
	int result;

	memset(&own.arp_policy, 0, sizeof(own.arp_policy));
	memcpy(own.arp_policy.device, device, strlen(device));
	result = view_find(view, operation, &arp_policy_class, &all, &found_all);
	if (result == 1)
		result = view_find(view, operation, &arp_policy_class, &own, &found);
	return result == 1 ? satisfies(&found_all->arp_policy, &found->arp_policy,
				       wanted->arp_ignore, wanted->arp_announce)
			   : result;
}

/*
 * The first device above that answers for the host's addresses: none (NULL) if none of them
 * answers, unless `device` receives nothing itself. 0 or a code.
 */
static int find_place(struct view *view, enum operation operation,
		      const struct lvsdr_arp_policy *wanted, const struct arp_devices *devices,
		      const struct arp_device *device, const struct arp_device **ret_place)
{
	bool deaf = arp_device_owner(devices, device) != NULL;
	int silent;

	*ret_place = NULL;
	for (size_t i = 0; i < devices->count && !*ret_place; i++) {
		const struct arp_device *upper = &devices->device[i];

		if (!upper->addressed || !arp_device_has_arp(upper) ||
		    arp_device_owner(devices, upper) ||
		    !arp_device_is_above(devices, upper, device))
			continue;
		silent = deaf ? 0 : is_silent(view, operation, upper->link.name, wanted);
		if (silent < 0)
			return silent;
		if (!silent)
			*ret_place = upper;
	}
	return 0;
}

static int refuse_device(struct view *view, enum operation operation, const char *name,
			 const char *why)
{
	error_set(view->host, -EINVAL, operation, name, "%s", why);
	return error_set_field(view->host, "device");
}

static int check_device(struct view *view, enum operation operation,
			const struct lvsdr_arp_policy *wanted, const struct arp_devices *devices,
			const struct arp_device *device)
{
	const struct arp_device *owner = arp_device_owner(devices, device), *place;
	struct text name = {0}, why = {0};
	int error;

	arp_policy_class.describe((const union object *)wanted, &name);
	if (!strcmp(device->link.kind, "vrf"))
		return refuse_device(
			view, operation, name.data,
			"a VRF receives no ARP; use its devices that face the clients");
	if (!owner && device->addressed)
		return 0;
	error = find_place(view, operation, wanted, devices, device, &place);
	if (error)
		return error;
	if (owner)
		text_add(&why, "it is a port of %s and receives no ARP itself; use %s",
			 owner->link.name, place ? place->link.name : owner->link.name);
	else if (place)
		text_add(&why,
			 "it has no IPv4 address, but %s on top of it has one, and answers for the "
			 "VIPs; use that one, or both",
			 place->link.name);
	return why.length ? refuse_device(view, operation, name.data, why.data) : 0;
}

static int check_place(struct view *view, enum operation operation, const union object *wanted)
{
	const struct lvsdr_arp_policy *policy = &wanted->arp_policy;
	const struct arp_device *device;
	struct arp_devices devices;
	struct text name = {0};
	int error;

	if (arp_policy_is_all(policy) || (!policy->arp_ignore && !policy->arp_announce))
		return 0;
	arp_policy_class.describe(wanted, &name);
	error = arp_devices_read(view->host, operation, name.data, view, &devices);
	if (error)
		return error;
	device = arp_devices_named(&devices, policy->device);
	error = device ? check_device(view, operation, policy, &devices, device) : 0;
	arp_devices_clear(&devices);
	return error;
}

/* ---- Writing. */

static int write_value(struct lvsdr *host, const char *device, const char *key, int32_t value)
{
	struct text path = {0};

	text_add(&path, "conf/%s/%s", device, key);
	return transport_write_sysctl(&host->transport, path.data, value);
}

/* Both or none. */
static int change_values(struct lvsdr *host, const struct lvsdr_arp_policy *from,
			 const struct lvsdr_arp_policy *to)
{
	int error = 0;

	if (from->arp_announce != to->arp_announce)
		error = write_value(host, to->device, "arp_announce", to->arp_announce);
	if (!error && from->arp_ignore != to->arp_ignore) {
		error = write_value(host, to->device, "arp_ignore", to->arp_ignore);
		if (error && from->arp_announce != to->arp_announce)
			write_value(host, to->device, "arp_announce", from->arp_announce);
	}
	return error;
}

static int write_by_netlink(struct lvsdr *host, enum operation operation, const char *object,
			    const struct lvsdr_arp_policy *policy)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct rtnl_link link;
	int error = network_read_link(host, policy->device, 0, operation, object, &link);

	if (error)
		return error;
	return network_request(
		host,
		rtnl_encode_set_arp(buffer, link.index, policy->arp_ignore, policy->arp_announce),
		NULL, NULL, operation, object);
}

static int write_values(struct lvsdr *host, enum operation operation,
			const struct lvsdr_arp_policy *old, const struct lvsdr_arp_policy *new)
{
	struct text name = {0};
	int error = change_values(host, old, new);

	if (!error)
		return 0;
	arp_policy_class.describe((const union object *)new, &name);
	if (!arp_policy_is_all(new)) /* containers have /proc/sys read-only, but netlink works */
		return write_by_netlink(host, operation, name.data, new);
	return error_set_kernel(host, error, NULL, operation, name.data,
				error == -EROFS ? "/proc/sys cannot be written here; use the "
						  "devices that face the clients instead of \"all\""
						: NULL);
}

/* What is still as we wrote it is restored; what another program wrote is left unchanged. */
static int refuse_changed(struct lvsdr *host, enum operation operation,
			  const struct lvsdr_arp_policy *all, const struct lvsdr_arp_policy *own,
			  const struct lvsdr_arp_policy *old, const struct lvsdr_arp_policy *new)
{
	struct lvsdr_arp_policy back = *own;
	struct text name = {0};

	if (own->arp_ignore == new->arp_ignore)
		back.arp_ignore = old->arp_ignore;
	if (own->arp_announce == new->arp_announce)
		back.arp_announce = old->arp_announce;
	change_values(host, own, &back);
	arp_policy_class.describe((const union object *)new, &name);
	return error_set(host, -EEXIST, operation, name.data,
			 "it was changed meanwhile; the effective values are arp_ignore %d and "
			 "arp_announce %d",
			 larger(all->arp_ignore, own->arp_ignore),
			 larger(all->arp_announce, own->arp_announce));
}

/* Whether the host has what was written, and so answers as it was asked to. */
static int check_written(struct lvsdr *host, enum operation operation,
			 const struct lvsdr_arp_policy *old, const struct lvsdr_arp_policy *new)
{
	struct lvsdr_arp_policy all;
	union object own;
	int result = arp_policy_read_all(host, operation, &all);

	if (!result)
		result = arp_policy_read(host, operation, (const union object *)new, &own);
	if (result < 0)
		return result;
	if (own.arp_policy.arp_ignore == new->arp_ignore &&
	    own.arp_policy.arp_announce == new->arp_announce &&satisfies(&all, &own.arp_policy,
									 new->asked_ignore,
									 new->asked_announce))
		return 0;
	return refuse_changed(host, operation, &all, &own.arp_policy, old, new);
}

/* Adds to a failure what could not be taken back. */
static void report_left(struct lvsdr *host, enum operation operation,
			const struct lvsdr_arp_policy *old)
{
	const union object *wanted = (const union object *)old;
	struct error first = host->error;
	struct text left = {0};
	union object found;

	if (arp_policy_read(host, operation, wanted, &found) < 0) {
		error_append(&first, "; and it is not known whether it was restored: %s",
			     host->error.message);
	} else if (!object_equal(&arp_policy_class, &found, wanted)) {
		fields_describe_difference(&arp_policy_class.fields, &found, wanted, &left);
		error_append(&first, "; and restoring it failed: %s", left.data);
	}
	host->error = first;
}

static int write_policy(struct lvsdr *host, enum operation operation, struct step *step,
			const union object *before, const union object *after)
{
	const struct lvsdr_arp_policy *old = &before->arp_policy, *new = &after->arp_policy;
	int error = write_values(host, operation, old, new);

	(void)step;
	if (!error) {
		error = check_written(host, operation, old, new);
		/* It is written, and only what came of it is not known. */
		host->transport.in_doubt |= error && error != -EEXIST;
	}
	if (error && !host->transport.in_doubt) /* else the complete step is undone */
		report_left(host, operation, old);
	return error;
}

const struct driver arp_policy_driver = {
	.resolve = resolve,
	.read = arp_policy_read,
	.read_all = state_read_network,
	.complete = complete,
	.check_place = check_place,
	.record = arp_policy_record,
	.take_record = arp_policy_take_record,
	.refuse_undo = arp_policy_refuse_undo,
	.describe_record = arp_policy_describe_record,
	.write = write_policy,
};
