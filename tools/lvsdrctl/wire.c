// SPDX-License-Identifier: LGPL-2.1-or-later
/* announce, probe: sends announcements of a VIP, and asks who answers for an address. */
#include "number.h"
#include "say.h"
#include "verbs.h"

#include <stdio.h>
#include <stdlib.h>

/* 0, the library's default, if the word is not given. */
static int given(const char *word, int32_t *ret_number)
{
	uint32_t number = 0;

	if (word && parse_number(word, 1, INT32_MAX, &number))
		return -1;
	*ret_number = (int32_t)number;
	return 0;
}

int verb_announce(struct lvsdr *host, const struct options *options, char **words)
{
	struct lvsdr_vip *vip;
	int32_t count, interval;
	int result;

	(void)options;
	if (given(words[3], &count) || given(words[3] ? words[4] : NULL, &interval))
		return 2;
	if (lvsdr_vip_new(host, words[1], words[2], &vip) < 0)
		return complain(host);
	result = lvsdr_vip_announce(host, vip, count, interval);
	lvsdr_vip_free(vip);
	return result < 0 ? complain(host) : EXIT_SUCCESS;
}

int verb_probe(struct lvsdr *host, const struct options *options, char **words)
{
	uint8_t macs[LVSDR_PROBE_MAX * LVSDR_MAC_SIZE];
	const uint8_t *mac = macs;
	int32_t wait;
	int count;

	(void)options;
	if (given(words[3], &wait))
		return 2;
	count = lvsdr_address_probe(host, words[1], words[2], wait, macs, sizeof(macs));
	if (count < 0)
		return complain(host);
	for (; count; count--, mac += LVSDR_MAC_SIZE)
		printf("%02x:%02x:%02x:%02x:%02x:%02x\n", mac[0], mac[1], mac[2], mac[3], mac[4],
		       mac[5]);
	return end_output();
}
