// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/arp_devices.h"

#include "codec/rtnl/object.h"
#include "core/handle.h"
#include "drivers/view.h"
#include "kernel/network.h"
#include "util/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The kernel stacks no more (MAX_NEST_DEV); what changes while it is read may look like a ring. */
enum { DEEPEST = 8 };

static bool is_one_of(const char *kind, const char *const *kinds)
{
	for (; *kinds; kinds++)
		if (!strcmp(kind, *kinds))
			return true;
	return false;
}

static int take_link(const struct rtnl_link *link, void *data)
{
	struct arp_devices *devices = data;
	int error = array_grow(&devices->device, devices->count + 1, &devices->room,
			       sizeof(*devices->device));

	if (!error)
		devices->device[devices->count++] = (struct arp_device){.link = *link};
	return error;
}

struct addressing {
	struct arp_devices *devices;
	const struct view *view;
};

static bool is_to_leave(const struct view *view, const struct rtnl_address *address,
			const char *device)
{
	union object object;

	if (!view)
		return false;
	vip_from_address(address, device, &object.vip);
	return view_has_lost(view, &vip_class, &object);
}

static int take_address(const struct rtnl_address *address, void *data)
{
	const struct addressing *addressing = data;

	for (size_t i = 0; i < addressing->devices->count; i++) {
		struct arp_device *device = &addressing->devices->device[i];

		if (device->link.index == address->index && !device->addressed)
			device->addressed =
				!is_to_leave(addressing->view, address, device->link.name);
	}
	return 0;
}

static void take_vip(const union object *object, void *data)
{
	const struct lvsdr_vip *vip = &object->vip;
	struct arp_devices *devices = data;

	for (size_t i = 0; i < devices->count && vip->address.family == AF_INET; i++)
		if (!strcmp(devices->device[i].link.name, vip->device))
			devices->device[i].addressed = true;
}

int arp_devices_read(struct lvsdr *host, enum operation operation, const char *object,
		     const struct view *view, struct arp_devices *ret_devices)
{
	struct arp_devices devices = {.count = 0};
	struct addressing addressing = {&devices, view};
	int error = network_read_links(host, operation, object, take_link, &devices);

	if (!error)
		error = network_read_addresses(host, AF_INET, operation, object, take_address,
					       &addressing);
	if (!error && view)
		view_visit(view, &vip_class, take_vip, &devices);
	if (error)
		arp_devices_clear(&devices);
	else
		*ret_devices = devices;
	return error;
}

void arp_devices_clear(struct arp_devices *devices)
{
	free(devices->device);
}

const struct arp_device *arp_devices_find(const struct arp_devices *devices, uint32_t index)
{
	for (size_t i = 0; index && i < devices->count; i++)
		if (devices->device[i].link.index == index)
			return &devices->device[i];
	return NULL;
}

const struct arp_device *arp_devices_named(const struct arp_devices *devices, const char *name)
{
	for (size_t i = 0; i < devices->count; i++)
		if (!strcmp(devices->device[i].link.name, name))
			return &devices->device[i];
	return NULL;
}

const struct arp_device *arp_device_owner(const struct arp_devices *devices,
					  const struct arp_device *device)
{
	static const char *const kinds[] = {"bridge", "bond", "team", NULL};
	const struct arp_device *master = arp_devices_find(devices, device->link.master);

	return master && is_one_of(master->link.kind, kinds) ? master : NULL;
}

bool arp_device_has_arp(const struct arp_device *device)
{
	return !(device->link.flags & (IFF_NOARP | IFF_LOOPBACK));
}

static const struct arp_device *find_lower(const struct arp_devices *devices,
					   const struct arp_device *device)
{
	static const char *const kinds[] = {"vlan", "macvlan", "ipvlan", NULL};

	return is_one_of(device->link.kind, kinds) ? arp_devices_find(devices, device->link.lower)
						   : NULL;
}

static bool is_above(const struct arp_devices *devices, const struct arp_device *upper,
		     const struct arp_device *device, int depth)
{
	const struct arp_device *lower = find_lower(devices, upper);

	if (upper == device || depth == DEEPEST)
		return upper == device;
	if (lower && is_above(devices, lower, device, depth + 1))
		return true;
	for (size_t i = 0; i < devices->count; i++)
		if (arp_device_owner(devices, &devices->device[i]) == upper &&
		    is_above(devices, &devices->device[i], device, depth + 1))
			return true;
	return false;
}

bool arp_device_is_above(const struct arp_devices *devices, const struct arp_device *upper,
			 const struct arp_device *device)
{
	return upper != device && is_above(devices, upper, device, 0);
}
