// SPDX-License-Identifier: LGPL-2.1-or-later
#include "change-kinds.h"

#include <string.h>

const struct kind kinds[KINDS] = {
	{"timeouts", "timeouts", {NULL}, 1},
	{"arp_policies", "ARP policy", {"device"}, 1},
	{"sysctls", "sysctl", {"name"}, 1},
	{"sync_daemons", "sync daemon", {"role"}, 0},
	{"marks", "packet mark", {"protocol", "address", "ports", "device"}, 0},
	{"vips", "VIP", {"address", "prefix_length", "peer", "device"}, 0},
	{"services", "service", {"protocol", "address", "port", "family", "fwmark"}, 0},
	{"destinations", "destination", {"address", "port"}, 0},
};

const struct kind *kind_of(const char *name)
{
	const struct kind *kind = kinds;

	while (strcmp(kind->name, name) != 0)
		kind++;
	return kind;
}
