// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/nft/nft.h"
#include "util/attributes.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

/* Of nft itself, which shows the ports of a set by their type and comments from the user data. */
enum { TYPE_INET_SERVICE = 13, USER_DATA_COMMENT = 0 };

enum { PRIORITY_MANGLE = -150 };

static void put_number(struct nlmsghdr *message, uint16_t type, uint32_t number)
{
	mnl_attr_put_u32(message, type, htonl(number));
}

static struct nlmsghdr *put_header(void *buffer, uint16_t type, uint16_t flags, uint8_t family)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct nfgenmsg *body = mnl_nlmsg_put_extra_header(message, sizeof(*body));

	message->nlmsg_type = type;
	message->nlmsg_flags = flags;
	body->nfgen_family = family;
	body->version = NFNETLINK_V0;
	return message;
}

static uint16_t nft_type(uint16_t type)
{
	return (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | type);
}

struct nlmsghdr *nft_encode_get_generation(void *buffer)
{
	return put_header(buffer, nft_type(NFT_MSG_GETGEN), 0, AF_UNSPEC);
}

struct nlmsghdr *nft_encode_dump_rules(void *buffer, uint8_t family)
{
	struct nlmsghdr *message =
		put_header(buffer, nft_type(NFT_MSG_GETRULE), NLM_F_DUMP, family);

	attribute_append_text(message, NFTA_RULE_TABLE, NFT_TABLE);
	attribute_append_text(message, NFTA_RULE_CHAIN, NFT_CHAIN);
	return message;
}

struct nlmsghdr *nft_encode_dump_elements(void *buffer, uint8_t family, const char *set)
{
	struct nlmsghdr *message =
		put_header(buffer, nft_type(NFT_MSG_GETSETELEM), NLM_F_DUMP, family);

	attribute_append_text(message, NFTA_SET_ELEM_LIST_TABLE, NFT_TABLE);
	attribute_append_text(message, NFTA_SET_ELEM_LIST_SET, set);
	return message;
}

/* A message is complete when the next one starts. */
static struct nlmsghdr *start(struct nft_batch *batch, uint16_t type, uint16_t flags,
			      uint8_t family)
{
	return put_header(batch->buffer + batch->length, type, flags, family);
}

static void finish(struct nft_batch *batch, const struct nlmsghdr *message)
{
	batch->length += message->nlmsg_len;
}

static void put_limit(struct nft_batch *batch, uint16_t type, struct nlmsghdr **ret_message)
{
	*ret_message = start(batch, type, 0, AF_UNSPEC);
	((struct nfgenmsg *)mnl_nlmsg_get_payload(*ret_message))->res_id =
		htons(NFNL_SUBSYS_NFTABLES);
}

int nft_batch_begin(struct nft_batch *batch, size_t messages, uint32_t generation)
{
	struct nlmsghdr *message;

	*batch = (struct nft_batch){.buffer = calloc(messages + 1, NFT_MESSAGE_SIZE)};
	if (!batch->buffer)
		return -ENOMEM;
	put_limit(batch, NFNL_MSG_BATCH_BEGIN, &message);
	put_number(message, NFNL_BATCH_GENID, generation);
	finish(batch, message);
	return 0;
}

void nft_batch_make_chain(struct nft_batch *batch, uint8_t family)
{
	struct nlmsghdr *message = start(batch, nft_type(NFT_MSG_NEWTABLE), NLM_F_CREATE, family);
	struct nlattr *hook;

	attribute_append_text(message, NFTA_TABLE_NAME, NFT_TABLE);
	finish(batch, message);

	message = start(batch, nft_type(NFT_MSG_NEWCHAIN), NLM_F_CREATE, family);
	attribute_append_text(message, NFTA_CHAIN_TABLE, NFT_TABLE);
	attribute_append_text(message, NFTA_CHAIN_NAME, NFT_CHAIN);
	attribute_append_text(message, NFTA_CHAIN_TYPE, "filter");
	hook = mnl_attr_nest_start(message, NFTA_CHAIN_HOOK);
	put_number(message, NFTA_HOOK_HOOKNUM, NF_INET_PRE_ROUTING);
	put_number(message, NFTA_HOOK_PRIORITY, (uint32_t)PRIORITY_MANGLE);
	mnl_attr_nest_end(message, hook);
	finish(batch, message);
}

static void put_element(struct nlmsghdr *message, uint16_t number, uint16_t port, bool end)
{
	struct nlattr *element = mnl_attr_nest_start(message, number), *key;

	if (end)
		put_number(message, NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
	key = mnl_attr_nest_start(message, NFTA_SET_ELEM_KEY);
	mnl_attr_put_u16(message, NFTA_DATA_VALUE, htons(port));
	mnl_attr_nest_end(message, key);
	mnl_attr_nest_end(message, element);
}

static bool has_ranges(const struct ports *ports)
{
	for (size_t i = 0; i < ports->count; i++)
		if (ports->range[i].first < ports->range[i].last)
			return true;
	return false;
}

/*
 * As nft does it: single ports, or ranges from the first port to the one behind the last, and
 * before them the end of a range that never began.
 */
static void put_elements(struct nft_batch *batch, const struct lvsdr_mark *mark)
{
	bool ranges = has_ranges(&mark->ports);
	struct nlmsghdr *message =
		start(batch, nft_type(NFT_MSG_NEWSETELEM), NLM_F_CREATE, mark->address.family);
	struct nlattr *list;
	uint16_t number = 1;

	attribute_append_text(message, NFTA_SET_ELEM_LIST_TABLE, NFT_TABLE);
	attribute_append_text(message, NFTA_SET_ELEM_LIST_SET, "__set%d");
	put_number(message, NFTA_SET_ELEM_LIST_SET_ID, batch->sets);
	list = mnl_attr_nest_start(message, NFTA_SET_ELEM_LIST_ELEMENTS);
	if (ranges)
		put_element(message, number++, 0, true);
	for (size_t i = 0; i < mark->ports.count; i++) {
		const struct port_range *range = &mark->ports.range[i];

		put_element(message, number++, range->first, false);
		if (ranges && range->last < UINT16_MAX)
			put_element(message, number++, (uint16_t)(range->last + 1), true);
	}
	mnl_attr_nest_end(message, list);
	finish(batch, message);
}

static void put_set(struct nft_batch *batch, const struct lvsdr_mark *mark)
{
	struct nlmsghdr *message =
		start(batch, nft_type(NFT_MSG_NEWSET), NLM_F_CREATE, mark->address.family);
	uint32_t flags = NFT_SET_ANONYMOUS | NFT_SET_CONSTANT;
	uint32_t size = mark->ports.count;
	struct nlattr *description;

	if (has_ranges(&mark->ports)) {
		flags |= NFT_SET_INTERVAL;
		size = 2 * size + 1;
	}
	attribute_append_text(message, NFTA_SET_TABLE, NFT_TABLE);
	attribute_append_text(message, NFTA_SET_NAME, "__set%d");
	put_number(message, NFTA_SET_FLAGS, flags);
	put_number(message, NFTA_SET_KEY_TYPE, TYPE_INET_SERVICE);
	put_number(message, NFTA_SET_KEY_LEN, sizeof(uint16_t));
	put_number(message, NFTA_SET_ID, ++batch->sets);
	description = mnl_attr_nest_start(message, NFTA_SET_DESC);
	put_number(message, NFTA_SET_DESC_SIZE, size);
	mnl_attr_nest_end(message, description);
	finish(batch, message);
	put_elements(batch, mark);
}

struct nest {
	struct nlattr *expression, *data;
};

static struct nest open_expression(struct nlmsghdr *message, const char *name)
{
	struct nest nest = {.expression = mnl_attr_nest_start(message, NFTA_LIST_ELEM)};

	attribute_append_text(message, NFTA_EXPR_NAME, name);
	nest.data = mnl_attr_nest_start(message, NFTA_EXPR_DATA);
	return nest;
}

static void close_expression(struct nlmsghdr *message, struct nest nest)
{
	mnl_attr_nest_end(message, nest.data);
	mnl_attr_nest_end(message, nest.expression);
}

static void put_data(struct nlmsghdr *message, uint16_t type, const void *data, size_t length)
{
	struct nlattr *nest = mnl_attr_nest_start(message, type);

	attribute_append(message, NFTA_DATA_VALUE, length, data);
	mnl_attr_nest_end(message, nest);
}

static void load_meta(struct nlmsghdr *message, uint32_t key)
{
	struct nest nest = open_expression(message, "meta");

	put_number(message, NFTA_META_KEY, key);
	put_number(message, NFTA_META_DREG, NFT_REG_1);
	close_expression(message, nest);
}

static void load_payload(struct nlmsghdr *message, uint32_t base, uint32_t offset, uint32_t length)
{
	struct nest nest = open_expression(message, "payload");

	put_number(message, NFTA_PAYLOAD_DREG, NFT_REG_1);
	put_number(message, NFTA_PAYLOAD_BASE, base);
	put_number(message, NFTA_PAYLOAD_OFFSET, offset);
	put_number(message, NFTA_PAYLOAD_LEN, length);
	close_expression(message, nest);
}

static void compare(struct nlmsghdr *message, uint32_t how, const void *data, size_t length)
{
	struct nest nest = open_expression(message, "cmp");

	put_number(message, NFTA_CMP_SREG, NFT_REG_1);
	put_number(message, NFTA_CMP_OP, how);
	put_data(message, NFTA_CMP_DATA, data, length);
	close_expression(message, nest);
}

static void compare_port(struct nlmsghdr *message, uint32_t how, uint16_t port)
{
	uint16_t data = htons(port);

	compare(message, how, &data, sizeof(data));
}

static void look_up(struct nlmsghdr *message, uint32_t set)
{
	struct nest nest = open_expression(message, "lookup");

	put_number(message, NFTA_LOOKUP_SREG, NFT_REG_1);
	attribute_append_text(message, NFTA_LOOKUP_SET, "__set%d");
	put_number(message, NFTA_LOOKUP_SET_ID, set);
	close_expression(message, nest);
}

static void match_ports(struct nlmsghdr *message, const struct ports *ports, uint32_t set)
{
	const struct port_range *range = ports->range;

	/* The destination port is at the same place in TCP, UDP and SCTP. */
	load_payload(message, NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2);
	if (ports->count > 1) {
		look_up(message, set);
	} else if (range->first == range->last) {
		compare_port(message, NFT_CMP_EQ, range->first);
	} else {
		compare_port(message, NFT_CMP_GTE, range->first);
		compare_port(message, NFT_CMP_LTE, range->last);
	}
}

static void match(struct nlmsghdr *message, const struct lvsdr_mark *mark, uint32_t set)
{
	size_t length = address_length(&mark->address);
	uint8_t protocol = (uint8_t)mark->protocol;

	if (*mark->device) {
		load_meta(message, NFT_META_IIFNAME);
		compare(message, NFT_CMP_EQ, mark->device, IFNAMSIZ);
	}
	load_payload(message, NFT_PAYLOAD_NETWORK_HEADER,
		     mark->address.family == AF_INET6 ? 24 : 16, (uint32_t)length);
	compare(message, NFT_CMP_EQ, mark->address.bytes, length);
	load_meta(message, NFT_META_L4PROTO);
	compare(message, NFT_CMP_EQ, &protocol, sizeof(protocol));
	if (mark->ports.count)
		match_ports(message, &mark->ports, set);
}

static void set_mark(struct nlmsghdr *message, uint32_t fwmark)
{
	struct nest nest = open_expression(message, "immediate");

	put_number(message, NFTA_IMMEDIATE_DREG, NFT_REG_1);
	put_data(message, NFTA_IMMEDIATE_DATA, &fwmark, sizeof(fwmark));
	close_expression(message, nest);
	nest = open_expression(message, "meta");
	put_number(message, NFTA_META_KEY, NFT_META_MARK);
	put_number(message, NFTA_META_SREG, NFT_REG_1);
	close_expression(message, nest);
}

/* What nft shows as a comment; so a rule can be found by the mark's name. */
static void put_comment(struct nlmsghdr *message, const struct lvsdr_mark *mark)
{
	char data[2 + MARK_COMMENT_SIZE] = {USER_DATA_COMMENT};
	size_t size;

	mark_comment(mark, data + 2);
	size = strlen(data + 2) + 1;
	data[1] = (char)size;
	attribute_append(message, NFTA_RULE_USERDATA, 2 + size, data);
}

void nft_batch_put_rule(struct nft_batch *batch, const struct lvsdr_mark *mark, uint64_t handle)
{
	struct nlmsghdr *message;
	struct nlattr *list;

	if (mark->ports.count > 1)
		put_set(batch, mark);
	message = start(batch, nft_type(NFT_MSG_NEWRULE),
			handle ? NLM_F_REPLACE : NLM_F_CREATE | NLM_F_APPEND, mark->address.family);
	attribute_append_text(message, NFTA_RULE_TABLE, NFT_TABLE);
	attribute_append_text(message, NFTA_RULE_CHAIN, NFT_CHAIN);
	if (handle)
		mnl_attr_put_u64(message, NFTA_RULE_HANDLE, htobe64(handle));
	list = mnl_attr_nest_start(message, NFTA_RULE_EXPRESSIONS);
	match(message, mark, batch->sets);
	set_mark(message, mark->fwmark);
	mnl_attr_nest_end(message, list);
	put_comment(message, mark);
	finish(batch, message);
}

void nft_batch_delete_rule(struct nft_batch *batch, uint8_t family, uint64_t handle)
{
	struct nlmsghdr *message = start(batch, nft_type(NFT_MSG_DELRULE), 0, family);

	attribute_append_text(message, NFTA_RULE_TABLE, NFT_TABLE);
	attribute_append_text(message, NFTA_RULE_CHAIN, NFT_CHAIN);
	mnl_attr_put_u64(message, NFTA_RULE_HANDLE, htobe64(handle));
	finish(batch, message);
}

void nft_batch_delete_chain(struct nft_batch *batch, uint8_t family)
{
	struct nlmsghdr *message = start(batch, nft_type(NFT_MSG_DELCHAIN), NLM_F_NONREC, family);

	attribute_append_text(message, NFTA_CHAIN_TABLE, NFT_TABLE);
	attribute_append_text(message, NFTA_CHAIN_NAME, NFT_CHAIN);
	finish(batch, message);
}

void nft_batch_delete_table(struct nft_batch *batch, uint8_t family)
{
	struct nlmsghdr *message = start(batch, nft_type(NFT_MSG_DELTABLE), NLM_F_NONREC, family);

	attribute_append_text(message, NFTA_TABLE_NAME, NFT_TABLE);
	finish(batch, message);
}

void nft_batch_end(struct nft_batch *batch)
{
	struct nlmsghdr *message;

	put_limit(batch, NFNL_MSG_BATCH_END, &message);
	finish(batch, message);
}

void nft_batch_clear(struct nft_batch *batch)
{
	free(batch->buffer);
	batch->buffer = NULL;
}
