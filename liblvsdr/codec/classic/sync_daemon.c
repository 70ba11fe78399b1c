// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"
#include "codec/classic/ipvsadm.h"

static void command_start(const union object *object, struct text *text)
{
	const struct lvsdr_sync_daemon *daemon = &object->sync_daemon;
	char group[ADDRESS_TEXT_SIZE];

	address_format(&daemon->group, group);
	text_add(text, "ipvsadm --start-daemon %s --mcast-interface ",
		 name_of(sync_daemon_roles, daemon->role));
	text_add_word(text, daemon->device);
	text_add(text, " --syncid %u --mcast-group %s --mcast-port %u --mcast-ttl %u",
		 daemon->sync_id, group, daemon->port, daemon->ttl);
	ipvsadm_add_options(&sync_daemon_class, object, text);
}

void classic_sync_daemon(const union object *before, const union object *after, struct text *text)
{
	if (before)
		text_add(text, "ipvsadm --stop-daemon %s%s",
			 name_of(sync_daemon_roles, before->sync_daemon.role), after ? "\n" : "");
	if (after)
		command_start(after, text);
}
