// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"

void classic_timeouts(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_timeouts *timeouts = &(after ? after : before)->timeouts;
	uint32_t set = timeouts->set;

	/* 0 leaves the kernel's. */
	text_add(text, "ipvsadm --set %u %u %u", set & 1u << TIMEOUTS_TCP ? timeouts->tcp : 0,
		 set & 1u << TIMEOUTS_TCP_FIN ? timeouts->tcp_fin : 0,
		 set & 1u << TIMEOUTS_UDP ? timeouts->udp : 0);
}
