/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lvsdrctl announce and probe: what neighbours hear of a VIP, and what they say. */
#include "lvsdrctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int complain(const struct lvsdr *host)
{
	fprintf(stderr, "lvsdrctl: %s\n", lvsdr_error_message(host));
	return EXIT_FAILURE;
}

/* 0, the library's own default, where the word is not given. */
static int number(const char *word, int32_t *ret_number)
{
	char *end;
	long value;

	*ret_number = 0;
	if (!word)
		return 0;
	value = strtol(word, &end, 10);
	if (!*word || *end || value < 1 || value > INT32_MAX) {
		fprintf(stderr, "lvsdrctl: \"%s\" is no number above 0; see --help\n", word);
		return -1;
	}
	*ret_number = (int32_t)value;
	return 0;
}

static int announce(struct lvsdr *host, char **words)
{
	struct lvsdr_vip *vip;
	int32_t count, interval;
	int result;

	if (number(words[3], &count) || number(words[3] ? words[4] : NULL, &interval))
		return 2;
	if (lvsdr_vip_new(host, words[1], words[2], &vip) < 0)
		return complain(host);
	result = lvsdr_vip_announce(host, vip, count, interval);
	lvsdr_vip_free(vip);
	return result < 0 ? complain(host) : EXIT_SUCCESS;
}

static int probe(struct lvsdr *host, char **words)
{
	uint8_t macs[LVSDR_PROBE_MAX * LVSDR_MAC_SIZE];
	const uint8_t *mac = macs;
	int32_t wait;
	int count;

	if (number(words[3], &wait))
		return 2;
	count = lvsdr_address_probe(host, words[1], words[2], wait, macs, sizeof(macs));
	if (count < 0)
		return complain(host);
	for (; count; count--, mac += LVSDR_MAC_SIZE)
		printf("%02x:%02x:%02x:%02x:%02x:%02x\n", mac[0], mac[1], mac[2], mac[3], mac[4],
		       mac[5]);
	return fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}

static const struct {
	const char *name;
	int least, most; /* words */
	int (*run)(struct lvsdr *host, char **words);
} verbs[] = {{"announce", 3, 5, announce}, {"probe", 3, 4, probe}};

static size_t find(const char *verb)
{
	size_t i = 0;

	while (i < sizeof(verbs) / sizeof(*verbs) && strcmp(verbs[i].name, verb))
		i++;
	return i;
}

int wire_verb(const char *verb)
{
	return find(verb) < sizeof(verbs) / sizeof(*verbs);
}

int wire_check(int count, char **words)
{
	size_t verb = find(words[0]);

	return count < verbs[verb].least || count > verbs[verb].most ? -1 : 0;
}

int wire_command(struct lvsdr *host, char **words)
{
	return verbs[find(words[0])].run(host, words);
}
