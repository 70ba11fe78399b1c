// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"

static void (*const commands[KIND_COUNT])(const union object *before, const union object *after,
					  struct text *text) = {
	[KIND_ARP_POLICY] = classic_arp_policy,
	[KIND_SYSCTL] = classic_sysctl,
	[KIND_TIMEOUTS] = classic_timeouts,
	[KIND_SYNC_DAEMON] = classic_sync_daemon,
	[KIND_MARK] = classic_mark,
	[KIND_VIP] = classic_vip,
	[KIND_SERVICE] = classic_service,
	[KIND_DEST] = classic_dest,
};

void classic_command(const struct object_class *class, const union object *before,
		     const union object *after, struct text *text)
{
	commands[class->kind](before, after, text);
}
