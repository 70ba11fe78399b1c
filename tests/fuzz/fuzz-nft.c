// SPDX-License-Identifier: LGPL-2.1-or-later
/* What nf_tables lists: the generation, rules, and the elements of one set message by message. */
#include "fuzz.h"
#include "nft/nft.h"

static void feed(const struct nlmsghdr *message, void *user)
{
	struct nft_elements *elements = user, sorted;
	struct nft_rule rule;
	struct ports ports;
	uint32_t generation;

	nft_decode_generation(message, &generation);
	if (nft_decode_rule(message, &rule) == 1)
		fuzz_expect(strnlen(rule.set, sizeof(rule.set)) < sizeof(rule.set));
	nft_decode_elements(message, elements);
	fuzz_expect(elements->count <= sizeof(elements->element) / sizeof(*elements->element));
	sorted = *elements;
	nft_ports_of(&sorted, &ports);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nft_elements elements = {.count = 0};

	fuzz_messages(data, size, feed, &elements);
	return 0;
}
