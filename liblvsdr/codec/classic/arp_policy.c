// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"

/* In sysctl(8) a dot within a name is a slash: net.ipv4.conf.eth0/100.arp_ignore. */
static void add_sysctl(const char *device, const char *key, int32_t value, struct text *text)
{
	struct text word = {0};

	text_add(&word, "net.ipv4.conf.");
	for (; *device; device++)
		text_add(&word, "%c", *device == '.' ? '/' : *device);
	text_add(&word, ".%s=%d", key, value);
	text_add(text, "%ssysctl -w ", text->length ? "\n" : "");
	text_add_word(text, word.data);
}

void classic_arp_policy(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_arp_policy *old = &before->arp_policy, *new = &after->arp_policy;

	if (old->arp_announce != new->arp_announce)
		add_sysctl(new->device, "arp_announce", new->arp_announce, text);
	if (old->arp_ignore != new->arp_ignore)
		add_sysctl(new->device, "arp_ignore", new->arp_ignore, text);
}
