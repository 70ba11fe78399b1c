// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/object.h"

const struct object_class *const object_classes[KIND_COUNT] = {
	[KIND_ARP_POLICY] = &arp_policy_class,
	[KIND_SYSCTL] = &sysctl_class,
	[KIND_TIMEOUTS] = &timeouts_class,
	[KIND_SYNC_DAEMON] = &sync_daemon_class,
	[KIND_MARK] = &mark_class,
	[KIND_VIP] = &vip_class,
	[KIND_SERVICE] = &service_class,
	[KIND_DEST] = &dest_class,
};
