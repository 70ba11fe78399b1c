/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/* The devices of a host as ARP sees them: which receive it, and which is on top of which. */

#include "codec/rtnl/rtnl.h"

#include <stdbool.h>
#include <stddef.h>

struct lvsdr;
struct view;

struct arp_device {
	struct rtnl_link link;
	bool addressed; /* it has an IPv4 address */
};

struct arp_devices {
	struct arp_device *device;
	size_t count, room;
};

/*
 * With the addresses of now, or those that there will be as `view` (or NULL) knows of a plan. 0,
 * and what arp_devices_clear() gives back, or a code.
 */
int arp_devices_read(struct lvsdr *host, enum operation operation, const char *object,
		     const struct view *view, struct arp_devices *ret_devices);
void arp_devices_clear(struct arp_devices *devices);
/* NULL when there is none. */
const struct arp_device *arp_devices_find(const struct arp_devices *devices, uint32_t index);
const struct arp_device *arp_devices_named(const struct arp_devices *devices, const char *name);
/* The bridge, bond or team that takes all frames of the device, or NULL. */
const struct arp_device *arp_device_owner(const struct arp_devices *devices,
					  const struct arp_device *device);
/* Whether it has ARP of its own. */
bool arp_device_has_arp(const struct arp_device *device);
/* Whether frames that come in by `device` go up to `upper`. */
bool arp_device_is_above(const struct arp_devices *devices, const struct arp_device *upper,
			 const struct arp_device *device);
