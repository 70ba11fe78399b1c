// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"

void classic_sysctl(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_sysctl *sysctl = &(after ? after : before)->sysctl;

	text_add(text, "sysctl -w net.ipv4.vs.%s=", sysctl->name);
	text_add_word(text, sysctl->value);
}
