// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The attributes of an answer, of each family: in whatever order and however often they come the
 * last of a kind counts, as in the kernel, and where one of them is cut the answer is refused.
 */
#include "../check.h"
#include "codec/ipvs/attribute.h"
#include "codec/ipvs/ipvs.h"
#include "nft-recorded.h"
#include "codec/nft/nft.h"
#include "codec/rtnl/rtnl.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>

enum { SIZE = 8192, MOST = 16 /* attributes in a list */, UNKNOWN = 0x3f0 /* to each family */ };

/* What an answer is decoded to; zero before. */
union decoded {
	struct lvsdr_service service;
	struct lvsdr_dest dest;
	struct lvsdr_sync_daemon daemon;
	struct lvsdr_timeouts timeouts;
	struct ipvs_info info;
	struct rtnl_address address;
	struct rtnl_route route;
	struct rtnl_link link;
	struct nft_rule rule;
	struct nft_elements elements;
	uint32_t generation;
};

/* ---- The families. */

static const struct lvsdr_service service = {.address = {AF_INET6, {0x20, 1, 0xd, 0xb8}},
					     .protocol = 6,
					     .port = 80,
					     .scheduler = "mh",
					     .flags = 8,
					     .persistence = 600,
					     .netmask = 64,
					     .persistence_engine = "sip"};
static const struct lvsdr_dest dest = {.address = {AF_INET, {192, 168, 1, 20}},
				       .port = 8080,
				       .forwarding = LVSDR_FORWARD_TUNNEL,
				       .weight = 3,
				       .upper_threshold = 20,
				       .lower_threshold = 10,
				       .tunnel_type = 1,
				       .tunnel_port = 6080};
static const struct lvsdr_sync_daemon sync_daemon = {.role = 1,
						     .device = "eth0",
						     .sync_id = 7,
						     .group = {AF_INET6, {0xff, 2, [15] = 1}},
						     .max_length = 1000,
						     .port = 8848,
						     .ttl = 1};
static const struct rtnl_address address = {.index = 2,
					    .address = {AF_INET, {192, 168, 1, 41}},
					    .peer = {AF_INET, {192, 168, 1, 42}},
					    .broadcast = {AF_INET, {192, 168, 1, 255}},
					    .prefix_length = 32,
					    .protocol = 4,
					    .flags = 0x200,
					    .metric = 100,
					    .valid_lifetime = 600,
					    .preferred_lifetime = 300,
					    .label = "eth0:0"};

static struct nlmsghdr *build_service(void *buffer)
{
	return ipvs_encode_service(buffer, IPVS_CMD_NEW_SERVICE, 0, &service, true);
}

static int decode_service(const struct nlmsghdr *message, union decoded *ret)
{
	return ipvs_decode_service(message, &ret->service, NULL);
}

static struct nlmsghdr *build_dest(void *buffer)
{
	return ipvs_encode_dest(buffer, IPVS_CMD_NEW_DEST, &service, &dest, true);
}

static int decode_dest(const struct nlmsghdr *message, union decoded *ret)
{
	return ipvs_decode_dest(message, &service, NULL, &ret->dest, NULL);
}

/* After another one that had its attributes as usual. */
static int decode_dest_by_layout(const struct nlmsghdr *message, union decoded *ret)
{
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct layout layout = {.length = 0};
	struct lvsdr_dest other;

	assert_int_equal(ipvs_decode_dest(build_dest(buffer), &service, &layout, &other, NULL), 0);
	return ipvs_decode_dest(message, &service, &layout, &ret->dest, NULL);
}

static struct nlmsghdr *build_daemon(void *buffer)
{
	return ipvs_encode_sync_daemon(buffer, IPVS_CMD_NEW_DAEMON, &sync_daemon, true);
}

static int decode_daemon(const struct nlmsghdr *message, union decoded *ret)
{
	return ipvs_decode_sync_daemon(message, &ret->daemon);
}

static struct nlmsghdr *build_timeouts(void *buffer)
{
	return ipvs_encode_timeouts(buffer, &(struct lvsdr_timeouts){.tcp = 900, .udp = 300});
}

static int decode_timeouts(const struct nlmsghdr *message, union decoded *ret)
{
	return ipvs_decode_timeouts(message, &ret->timeouts);
}

static struct nlmsghdr *build_info(void *buffer)
{
	struct nlmsghdr *message = ipvs_encode(buffer, IPVS_CMD_SET_INFO, 0);

	mnl_attr_put_u32(message, IPVS_INFO_ATTR_VERSION, 0x010201);
	mnl_attr_put_u32(message, IPVS_INFO_ATTR_CONN_TAB_SIZE, 4096);
	return message;
}

static int decode_info(const struct nlmsghdr *message, union decoded *ret)
{
	return ipvs_decode_info(message, &ret->info);
}

static struct nlmsghdr *build_address(void *buffer)
{
	return rtnl_encode_address(buffer, &address, RTNL_CREATE);
}

static int decode_address(const struct nlmsghdr *message, union decoded *ret)
{
	return rtnl_decode_address(message, &ret->address);
}

static struct nlmsghdr *build_route(void *buffer)
{
	struct nlmsghdr *message = rtnl_encode_host_route(buffer, &address.address, 2);

	mnl_attr_put(message, RTA_GATEWAY, 4, address.peer.bytes);
	mnl_attr_put_u32(message, RTA_PRIORITY, 100);
	mnl_attr_put_u32(message, RTA_TABLE, 1000);
	return message;
}

static int decode_route(const struct nlmsghdr *message, union decoded *ret)
{
	return rtnl_decode_route(message, &ret->route);
}

static struct nlmsghdr *build_link(void *buffer)
{
	struct nlmsghdr *message = rtnl_encode_set_arp(buffer, 2, 1, 2);
	struct nlattr *nest;

	message->nlmsg_type = RTM_NEWLINK;
	mnl_attr_put_strz(message, IFLA_IFNAME, "eth0");
	mnl_attr_put(message, IFLA_ADDRESS, 6, "\2\0\0\0\0\1");
	mnl_attr_put_u32(message, IFLA_MASTER, 3);
	mnl_attr_put_u32(message, IFLA_LINK, 4);
	nest = mnl_attr_nest_start(message, IFLA_LINKINFO);
	mnl_attr_put_str(message, IFLA_INFO_KIND, "vlan");
	mnl_attr_nest_end(message, nest);
	return message;
}

static int decode_link(const struct nlmsghdr *message, union decoded *ret)
{
	return rtnl_decode_link(message, &ret->link);
}

static struct nlmsghdr *read_hex(void *buffer, const char *hex)
{
	unsigned int byte;

	for (size_t i = 0; hex[2 * i]; i++) {
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		((uint8_t *)buffer)[i] = (uint8_t)byte;
	}
	return buffer;
}

static struct nlmsghdr *build_rule(void *buffer)
{
	return read_hex(buffer, listed_rules[0]);
}

/* One that is cut may be a rule of somebody else's as well. */
static int decode_rule(const struct nlmsghdr *message, union decoded *ret)
{
	int result = nft_decode_rule(message, &ret->rule);

	if (result < 0)
		return result;
	return result == 1 && !ret->rule.foreign ? 0 : -EBADMSG;
}

static struct nlmsghdr *build_elements(void *buffer)
{
	return read_hex(buffer, listed_elements[0]);
}

static int decode_elements(const struct nlmsghdr *message, union decoded *ret)
{
	int result = nft_decode_elements(message, &ret->elements);

	if (result < 0)
		return result;
	return result == 1 ? 0 : -EBADMSG;
}

static struct nlmsghdr *build_generation(void *buffer)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);

	message->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWGEN;
	mnl_nlmsg_put_extra_header(message, sizeof(struct nfgenmsg));
	mnl_attr_put_u32(message, NFTA_GEN_ID, htonl(7));
	return message;
}

static int decode_generation(const struct nlmsghdr *message, union decoded *ret)
{
	return nft_decode_generation(message, &ret->generation);
}

static const struct family {
	const char *name;
	struct nlmsghdr *(*build)(void *buffer);
	int (*decode)(const struct nlmsghdr *message, union decoded *ret);
	size_t body;  /* stands before the attributes */
	size_t depth; /* so many times the last attribute is a nest, with those that are meant */
} families[] = {
	{"service", build_service, decode_service, GENL_HDRLEN, 1},
	{"destination", build_dest, decode_dest, GENL_HDRLEN, 1},
	{"destination by layout", build_dest, decode_dest_by_layout, GENL_HDRLEN, 1},
	{"nests of a destination", build_dest, decode_dest, GENL_HDRLEN, 0},
	{"sync daemon", build_daemon, decode_daemon, GENL_HDRLEN, 1},
	{"timeouts", build_timeouts, decode_timeouts, GENL_HDRLEN, 0},
	{"info", build_info, decode_info, GENL_HDRLEN, 0},
	{"address", build_address, decode_address, sizeof(struct ifaddrmsg), 0},
	{"route", build_route, decode_route, sizeof(struct rtmsg), 0},
	{"link", build_link, decode_link, sizeof(struct ifinfomsg), 0},
	{"kind of a link", build_link, decode_link, sizeof(struct ifinfomsg), 1},
	{"rule", build_rule, decode_rule, sizeof(struct nfgenmsg), 0},
	{"elements of a set", build_elements, decode_elements, sizeof(struct nfgenmsg), 0},
	{"element of a set", build_elements, decode_elements, sizeof(struct nfgenmsg), 2},
	{"generation", build_generation, decode_generation, sizeof(struct nfgenmsg), 0},
};

/* ---- A message that is taken to pieces. */

struct pieces {
	_Alignas(struct nlmsghdr) char message[SIZE];
	struct nlattr *nests[2];
	struct nlattr *attributes[MOST];
	size_t count;
};

static struct nlmsghdr *message_of(struct pieces *pieces)
{
	return (struct nlmsghdr *)(void *)pieces->message;
}

static void list_attributes(struct pieces *pieces, char *at)
{
	char *end = pieces->message + message_of(pieces)->nlmsg_len;
	struct nlattr *attribute;

	for (pieces->count = 0; at < end; at += MNL_ALIGN(attribute->nla_len)) {
		attribute = (void *)at;
		assert_in_range(pieces->count, 0, MOST - 1);
		assert_in_range(attribute->nla_len, NLA_HDRLEN, end - at);
		pieces->attributes[pieces->count++] = attribute;
	}
}

static void take_apart(const struct family *family, struct pieces *pieces)
{
	family->build(pieces->message);
	list_attributes(pieces, pieces->message + NLMSG_HDRLEN + family->body);
	for (size_t i = 0; i < family->depth; i++) {
		pieces->nests[i] = pieces->attributes[pieces->count - 1];
		list_attributes(pieces, (char *)pieces->nests[i] + NLA_HDRLEN);
	}
}

/* Puts something behind all, in the nests and the message. */
static void append(struct pieces *pieces, size_t depth, const void *data, size_t length)
{
	size_t whole = MNL_ALIGN(length);
	char *end = pieces->message + message_of(pieces)->nlmsg_len;

	assert_in_range(whole, 0, (size_t)(pieces->message + SIZE - end));
	memset(end, 0, whole);
	memcpy(end, data, length);
	message_of(pieces)->nlmsg_len += (uint32_t)whole;
	for (size_t i = 0; i < depth; i++)
		pieces->nests[i]->nla_len = (uint16_t)(pieces->nests[i]->nla_len + whole);
}

static void append_attribute(struct pieces *pieces, size_t depth, const struct nlattr *attribute)
{
	append(pieces, depth, attribute, attribute->nla_len);
}

/* Takes all attributes away from `pieces`; they stand in `before` still. */
static void empty(struct pieces *pieces, const struct pieces *before, size_t depth)
{
	size_t left = (size_t)((const char *)before->attributes[0] - before->message);
	size_t gone = message_of(pieces)->nlmsg_len - left;

	message_of(pieces)->nlmsg_len = (uint32_t)left;
	for (size_t i = 0; i < depth; i++)
		pieces->nests[i]->nla_len = (uint16_t)(pieces->nests[i]->nla_len - gone);
}

/* ---- Lists that say the same. */

static void put_in_reverse(struct pieces *pieces, const struct pieces *before, size_t depth)
{
	for (size_t i = before->count; i-- > 0;)
		append_attribute(pieces, depth, before->attributes[i]);
}

static void put_all(struct pieces *pieces, const struct pieces *before, size_t depth)
{
	for (size_t i = 0; i < before->count; i++)
		append_attribute(pieces, depth, before->attributes[i]);
}

static void put_all_twice(struct pieces *pieces, const struct pieces *before, size_t depth)
{
	put_all(pieces, before, depth);
	put_all(pieces, before, depth);
}

static void put_each_thrice(struct pieces *pieces, const struct pieces *before, size_t depth)
{
	for (size_t i = 0; i < 3 * before->count; i++)
		append_attribute(pieces, depth, before->attributes[i / 3]);
}

/* What is said first is not what is meant; a nest has to make sense in itself. */
static void put_others_ahead(struct pieces *pieces, const struct pieces *before, size_t depth)
{
	char other[SIZE];

	for (size_t i = 0; i < before->count; i++) {
		const struct nlattr *attribute = before->attributes[i];

		if (attribute->nla_type & NLA_F_NESTED)
			continue;
		memcpy(other, attribute, attribute->nla_len);
		for (size_t at = NLA_HDRLEN; at < attribute->nla_len; at++)
			other[at] = (char)~other[at];
		append(pieces, depth, other, attribute->nla_len);
	}
	put_all(pieces, before, depth);
}

static void put_unknown_between(struct pieces *pieces, const struct pieces *before, size_t depth)
{
	static const struct nlattr empty_one = {NLA_HDRLEN, UNKNOWN};
	static const struct {
		struct nlattr attribute;
		char text[5];
	} text = {{NLA_HDRLEN + 5, UNKNOWN + 1}, "odd!"};

	for (size_t i = 0; i < before->count; i++) {
		append_attribute(pieces, depth, &empty_one);
		append_attribute(pieces, depth, before->attributes[i]);
		append_attribute(pieces, depth, &text.attribute);
	}
}

static const struct {
	const char *name;
	void (*put)(struct pieces *pieces, const struct pieces *before, size_t depth);
} arrangements[] = {
	{"as they were", put_all},          {"in reverse", put_in_reverse},
	{"all twice", put_all_twice},       {"each thrice", put_each_thrice},
	{"others ahead", put_others_ahead}, {"unknown ones between", put_unknown_between},
};

static void check_same(const struct family *family, size_t arrangement)
{
	struct pieces before, pieces;
	union decoded expected, found;
	int result;

	memset(&expected, 0, sizeof(expected));
	memset(&found, 0, sizeof(found));
	take_apart(family, &before);
	take_apart(family, &pieces);
	assert_int_equal(family->decode(message_of(&before), &expected), 0);
	empty(&pieces, &before, family->depth);
	arrangements[arrangement].put(&pieces, &before, family->depth);
	result = family->decode(message_of(&pieces), &found);
	if (result || memcmp(&found, &expected, sizeof(found)))
		fail_msg("%s, %s: %d%s", family->name, arrangements[arrangement].name, result,
			 result ? "" : ", and it differs");
}

static void test_any_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		for (size_t j = 0; j < sizeof(arrangements) / sizeof(*arrangements); j++)
			check_same(&families[i], j);
}

/* ---- Lengths that lie. */

/* In a block of its size, so that nothing is read behind it. */
static void check_refusal(const struct family *family, struct pieces *pieces, const char *what,
			  size_t which, size_t length)
{
	union decoded found;
	size_t size = message_of(pieces)->nlmsg_len;
	void *copy = malloc(size);
	int result;

	assert_non_null(copy);
	memset(&found, 0, sizeof(found));
	memcpy(copy, pieces->message, size);
	result = family->decode(copy, &found);
	free(copy);
	if (result != -EBADMSG)
		fail_msg("%s, %s %zu of length %zu: %d", family->name, what, which, length, result);
}

static void check_claims(const struct family *family, struct pieces *pieces,
			 struct nlattr *attribute, const char *what, size_t which)
{
	const char *end = pieces->message + message_of(pieces)->nlmsg_len;
	size_t left = (size_t)(end - (const char *)attribute);
	const size_t claims[] = {0, 1, NLA_HDRLEN - 1, left + 1, left + NLA_HDRLEN, UINT16_MAX};
	uint16_t was = attribute->nla_len;

	for (size_t i = 0; i < sizeof(claims) / sizeof(*claims); i++) {
		attribute->nla_len = (uint16_t)claims[i];
		check_refusal(family, pieces, what, which, claims[i]);
	}
	attribute->nla_len = was;
}

static void check_rest(const struct family *family, struct pieces *pieces)
{
	struct nlmsghdr *message = message_of(pieces);

	for (uint32_t rest = 1; rest < NLA_HDRLEN; rest++) {
		memset(pieces->message + message->nlmsg_len, 0, rest);
		message->nlmsg_len += rest;
		check_refusal(family, pieces, "rest", 0, rest);
		message->nlmsg_len -= rest;
	}
}

static void test_lengths(void **state)
{
	struct pieces pieces;

	(void)state;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		take_apart(&families[i], &pieces);
		for (size_t j = 0; j < pieces.count; j++)
			check_claims(&families[i], &pieces, pieces.attributes[j], "attribute", j);
		for (size_t j = 0; j < families[i].depth; j++)
			check_claims(&families[i], &pieces, pieces.nests[j], "nest", j);
		check_rest(&families[i], &pieces);
	}
}

/*
 * Values of IPVS that are too short: without its last byte one is refused, or it is a text that had
 * its end there; and none is empty.
 */
static void check_short(const struct family *family, size_t which, bool is_empty)
{
	struct pieces before, pieces;
	union decoded expected, found;
	size_t length;
	int result;

	memset(&expected, 0, sizeof(expected));
	memset(&found, 0, sizeof(found));
	take_apart(family, &before);
	take_apart(family, &pieces);
	assert_int_equal(family->decode(message_of(&before), &expected), 0);
	empty(&pieces, &before, family->depth);
	for (size_t i = 0; i < before.count; i++) {
		length = before.attributes[i]->nla_len;
		if (i == which)
			before.attributes[i]->nla_len =
				(uint16_t)(is_empty ? NLA_HDRLEN : length - 1);
		append_attribute(&pieces, family->depth, before.attributes[i]);
	}
	result = family->decode(message_of(&pieces), &found);
	if (result != -EBADMSG && (is_empty || result || memcmp(&found, &expected, sizeof(found))))
		fail_msg("%s, attribute %zu %s: %d", family->name, which,
			 is_empty ? "is empty" : "is short", result);
}

static void test_short_values(void **state)
{
	struct pieces pieces;

	(void)state;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		take_apart(&families[i], &pieces);
		if (message_of(&pieces)->nlmsg_type)
			continue; /* that of IPVS is given by the kernel, and not put in yet */
		for (size_t j = 0; j < pieces.count; j++) {
			if (pieces.attributes[j]->nla_type & NLA_F_NESTED)
				continue;
			check_short(&families[i], j, false);
			check_short(&families[i], j, true);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_short_values),
	};

	return cmocka_run_group_tests_name("attributes", tests, NULL, NULL);
}
