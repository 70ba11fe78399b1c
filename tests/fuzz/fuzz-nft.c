// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What nf_tables lists: the generation, rules, and the elements of one set message by message. A
 * rule that is a mark is written anew, and read back as the same.
 */
#include "fuzz.h"
#include "codec/nft/nft.h"

#include <arpa/inet.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

enum { NEW_RULE = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE };

static const struct nlmsghdr *find(const struct nft_batch *batch, uint16_t type)
{
	const struct nlmsghdr *message;

	for (size_t at = 0; at < batch->length; at += NLMSG_ALIGN(message->nlmsg_len)) {
		message = (const void *)(batch->buffer + at);
		if (message->nlmsg_type == type)
			return message;
	}
	abort();
}

static void check_mark(const struct lvsdr_mark *mark)
{
	struct nft_batch batch;
	struct nft_rule again;
	struct nft_elements elements = {.count = 0};
	struct ports ports;

	fuzz_expect(!nft_batch_begin(&batch, 4, 7));
	nft_batch_put_rule(&batch, mark, 5);
	nft_batch_end(&batch);
	fuzz_expect(nft_decode_rule(find(&batch, NEW_RULE), &again) == 1 && !again.foreign);
	if (*again.set) {
		fuzz_expect(nft_decode_elements(
				    find(&batch, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWSETELEM),
				    &elements) == 1);
		fuzz_expect(nft_ports_of(&elements, &ports));
		again.mark.ports = ports;
	}
	fuzz_expect(again.handle == 5 && again.mark.fwmark == mark->fwmark &&
		    again.mark.protocol == mark->protocol &&
		    address_equal(&again.mark.address, &mark->address) &&
		    ports_equal(&again.mark.ports, &mark->ports) &&
		    !strcmp(again.mark.device, mark->device));
	nft_batch_clear(&batch);
}

struct listed {
	struct nft_elements elements;
	struct lvsdr_mark mark; /* the last one whose ports are in a set */
};

static void check_rule(const struct nlmsghdr *message, struct listed *listed)
{
	struct nft_rule rule;

	if (nft_decode_rule(message, &rule) != 1)
		return;
	fuzz_expect(strnlen(rule.set, sizeof(rule.set)) < sizeof(rule.set));
	if (!rule.foreign && !*rule.set)
		check_mark(&rule.mark);
	else if (!rule.foreign)
		listed->mark = rule.mark;
}

static void feed(const struct nlmsghdr *message, void *user)
{
	struct listed *listed = user;
	struct nft_elements sorted;
	uint32_t generation;

	nft_decode_generation(message, &generation);
	check_rule(message, listed);
	nft_decode_elements(message, &listed->elements);
	fuzz_expect(listed->elements.count <=
		    sizeof(listed->elements.element) / sizeof(*listed->elements.element));
	sorted = listed->elements;
	if (nft_ports_of(&sorted, &listed->mark.ports) && listed->mark.address.family)
		check_mark(&listed->mark);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct listed listed = {.elements.count = 0};

	fuzz_messages(data, size, feed, &listed);
	return 0;
}
