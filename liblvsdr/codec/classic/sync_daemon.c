// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"

static void command_start(const struct lvsdr_sync_daemon *daemon, struct text *text)
{
	char group[ADDRESS_TEXT_SIZE];

	address_format(&daemon->group, group);
	text_add(text, "ipvsadm --start-daemon %s --mcast-interface ",
		 name_of(sync_daemon_roles, daemon->role));
	text_add_word(text, daemon->device);
	text_add(text, " --syncid %u", daemon->sync_id);
	if (daemon->max_length)
		text_add(text, " --sync-maxlen %u", daemon->max_length);
	text_add(text, " --mcast-group %s --mcast-port %u --mcast-ttl %u", group, daemon->port,
		 daemon->ttl);
}

void classic_sync_daemon(const union object *before, const union object *after, struct text *text)
{
	if (before)
		text_add(text, "ipvsadm --stop-daemon %s%s",
			 name_of(sync_daemon_roles, before->sync_daemon.role), after ? "\n" : "");
	if (after)
		command_start(&after->sync_daemon, text);
}
