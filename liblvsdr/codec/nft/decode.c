// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/nft/nft.h"
#include "util/attributes.h"
#include "util/device.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	HIGHEST_TYPE = 11,     /* of the attributes that are looked at */
	MOST_EXPRESSIONS = 12, /* a rule of ours has 11 at most */
};

/* Attributes by their type; those that are too high are of no interest. */
struct attributes {
	const struct nlattr *of[HIGHEST_TYPE + 1];
};

static int keep(const struct nlattr *attribute, void *data)
{
	struct attributes *attributes = data;

	if (mnl_attr_get_type(attribute) <= HIGHEST_TYPE)
		attributes->of[mnl_attr_get_type(attribute)] = attribute;
	return MNL_CB_OK;
}

/* None where one of them is cut off: then it is nothing that we know. */
static struct attributes parse_nested(const struct nlattr *nest)
{
	struct attributes attributes = {.of = {NULL}};

	if (nest && attributes_parse_nested(nest, keep, &attributes) != MNL_CB_OK)
		attributes = (struct attributes){.of = {NULL}};
	return attributes;
}

/* NULL where the message is none of that type. */
static const struct nfgenmsg *parse_message(const struct nlmsghdr *message, uint16_t type,
					    struct attributes *ret_attributes)
{
	*ret_attributes = (struct attributes){.of = {NULL}};
	if (message->nlmsg_type != (NFNL_SUBSYS_NFTABLES << 8 | type) ||
	    attributes_parse_message(message, sizeof(struct nfgenmsg), keep, ret_attributes) !=
		    MNL_CB_OK)
		return NULL;
	return mnl_nlmsg_get_payload(message);
}

static bool is_text(const struct nlattr *attribute, const char *text)
{
	return attribute && mnl_attr_get_payload_len(attribute) == strlen(text) + 1 &&
	       !memcmp(mnl_attr_get_payload(attribute), text, strlen(text) + 1);
}

static bool get_number(const struct nlattr *attribute, uint32_t *ret_number)
{
	uint32_t number;

	if (!attribute || mnl_attr_get_payload_len(attribute) != sizeof(number))
		return false;
	memcpy(&number, mnl_attr_get_payload(attribute), sizeof(number));
	*ret_number = ntohl(number);
	return true;
}

static bool is_number(const struct nlattr *attribute, uint32_t number)
{
	uint32_t found;

	return get_number(attribute, &found) && found == number;
}

/* A missing attribute means zero. */
static bool is_zero(const struct nlattr *attribute)
{
	return !attribute || is_number(attribute, 0);
}

/* The value in a nest of data, where it has exactly that length. */
static bool get_data(const struct nlattr *nest, void *ret_data, size_t length)
{
	struct attributes attributes = parse_nested(nest);
	const struct nlattr *value = attributes.of[NFTA_DATA_VALUE];

	if (!value || mnl_attr_get_payload_len(value) != length)
		return false;
	memcpy(ret_data, mnl_attr_get_payload(value), length);
	return true;
}

int nft_decode_generation(const struct nlmsghdr *message, uint32_t *ret_generation)
{
	struct attributes attributes;

	return parse_message(message, NFT_MSG_NEWGEN, &attributes) &&
			       get_number(attributes.of[NFTA_GEN_ID], ret_generation)
		       ? 0
		       : -EBADMSG;
}

/* The first attribute of every message but that of the generation names the table. */
_Static_assert((int)NFTA_TABLE_NAME == (int)NFTA_CHAIN_TABLE &&
		       (int)NFTA_TABLE_NAME == (int)NFTA_RULE_TABLE &&
		       (int)NFTA_TABLE_NAME == (int)NFTA_SET_TABLE &&
		       (int)NFTA_TABLE_NAME == (int)NFTA_SET_ELEM_LIST_TABLE,
	       "it has the same type");

bool nft_is_of_marks(const struct nlmsghdr *message)
{
	struct attributes attributes = {.of = {NULL}};

	if (message->nlmsg_type >> 8 != NFNL_SUBSYS_NFTABLES ||
	    (message->nlmsg_type & 0xff) == NFT_MSG_NEWGEN)
		return false;
	return attributes_parse_message(message, sizeof(struct nfgenmsg), keep, &attributes) !=
		       MNL_CB_OK ||
	       is_text(attributes.of[NFTA_TABLE_NAME], NFT_TABLE);
}

/* The expressions of a rule; `next` is the one to be looked at. */
struct expressions {
	struct expression {
		const struct nlattr *name;
		struct attributes data;
	} expression[MOST_EXPRESSIONS];
	size_t count, next;
};

static int keep_expression(const struct nlattr *attribute, void *data)
{
	struct expressions *expressions = data;
	struct attributes attributes = parse_nested(attribute);

	if (expressions->count == MOST_EXPRESSIONS)
		return MNL_CB_ERROR;
	expressions->expression[expressions->count++] = (struct expression){
		attributes.of[NFTA_EXPR_NAME], parse_nested(attributes.of[NFTA_EXPR_DATA])};
	return MNL_CB_OK;
}

/* The next expression where it has that name, or NULL. */
static const struct attributes *peek(const struct expressions *expressions, const char *name)
{
	const struct expression *expression = &expressions->expression[expressions->next];

	return expressions->next < expressions->count && is_text(expression->name, name)
		       ? &expression->data
		       : NULL;
}

static bool load_meta(struct expressions *expressions, uint32_t key)
{
	const struct attributes *meta = peek(expressions, "meta");

	if (!meta || !is_number(meta->of[NFTA_META_KEY], key) ||
	    !is_number(meta->of[NFTA_META_DREG], NFT_REG_1))
		return false;
	expressions->next++;
	return true;
}

static bool load_payload(struct expressions *expressions, uint32_t base, uint32_t offset,
			 uint32_t length)
{
	const struct attributes *payload = peek(expressions, "payload");

	if (!payload || !is_number(payload->of[NFTA_PAYLOAD_DREG], NFT_REG_1) ||
	    !is_number(payload->of[NFTA_PAYLOAD_BASE], base) ||
	    !is_number(payload->of[NFTA_PAYLOAD_OFFSET], offset) ||
	    !is_number(payload->of[NFTA_PAYLOAD_LEN], length))
		return false;
	expressions->next++;
	return true;
}

static bool compare(struct expressions *expressions, uint32_t how, void *ret_data, size_t length)
{
	const struct attributes *compare = peek(expressions, "cmp");

	if (!compare || !is_number(compare->of[NFTA_CMP_SREG], NFT_REG_1) ||
	    !is_number(compare->of[NFTA_CMP_OP], how) ||
	    !get_data(compare->of[NFTA_CMP_DATA], ret_data, length))
		return false;
	expressions->next++;
	return true;
}

static bool compare_port(struct expressions *expressions, uint32_t how, uint16_t *ret_port)
{
	if (!compare(expressions, how, ret_port, sizeof(*ret_port)))
		return false;
	*ret_port = ntohs(*ret_port);
	return *ret_port != 0;
}

static bool look_up(struct expressions *expressions, char *ret_set, size_t size)
{
	const struct attributes *lookup = peek(expressions, "lookup");
	const struct nlattr *set = lookup ? lookup->of[NFTA_LOOKUP_SET] : NULL;

	/* Only an unnamed set belongs to its rule and never changes. */
	if (!set || !is_number(lookup->of[NFTA_LOOKUP_SREG], NFT_REG_1) ||
	    !is_zero(lookup->of[NFTA_LOOKUP_FLAGS]) || lookup->of[NFTA_LOOKUP_DREG] ||
	    mnl_attr_validate(set, MNL_TYPE_NUL_STRING) < 0 ||
	    strncmp(mnl_attr_get_str(set), "__set", 5) || mnl_attr_get_payload_len(set) > size)
		return false;
	snprintf(ret_set, size, "%s", mnl_attr_get_str(set));
	expressions->next++;
	return true;
}

static bool match_ports(struct expressions *expressions, struct nft_rule *rule)
{
	uint16_t first, last;

	if (!load_payload(expressions, NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2))
		return true;
	if (look_up(expressions, rule->set, sizeof(rule->set)))
		return true;
	if (compare_port(expressions, NFT_CMP_EQ, &first))
		return ports_add(&rule->mark.ports, first, first);
	return compare_port(expressions, NFT_CMP_GTE, &first) &&
	       compare_port(expressions, NFT_CMP_LTE, &last) && first < last &&
	       ports_add(&rule->mark.ports, first, last);
}

/* A device's name fills the register, so that "eth*" is none. */
static bool match_device(struct expressions *expressions, struct lvsdr_mark *mark)
{
	char device[IFNAMSIZ];
	size_t length;

	if (!load_meta(expressions, NFT_META_IIFNAME))
		return true;
	if (!compare(expressions, NFT_CMP_EQ, device, sizeof(device)))
		return false;
	length = strnlen(device, sizeof(device));
	if (!length || length == sizeof(device))
		return false;
	for (size_t i = length; i < sizeof(device); i++)
		if (device[i])
			return false;
	memcpy(mark->device, device, length);
	if (mark_device_wrong(mark->device))
		return false;
	return true;
}

static bool set_mark(struct expressions *expressions, struct lvsdr_mark *mark)
{
	const struct attributes *immediate = peek(expressions, "immediate"), *meta;

	/* 0 takes the mark away. */
	if (!immediate || !is_number(immediate->of[NFTA_IMMEDIATE_DREG], NFT_REG_1) ||
	    !get_data(immediate->of[NFTA_IMMEDIATE_DATA], &mark->fwmark, sizeof(mark->fwmark)) ||
	    !mark->fwmark)
		return false;
	expressions->next++;
	meta = peek(expressions, "meta");
	if (!meta || !is_number(meta->of[NFTA_META_KEY], NFT_META_MARK) ||
	    !is_number(meta->of[NFTA_META_SREG], NFT_REG_1))
		return false;
	expressions->next++;
	return true;
}

static bool take_rule(struct expressions *expressions, struct nft_rule *rule)
{
	struct lvsdr_mark *mark = &rule->mark;
	size_t length = address_length(&mark->address);
	uint8_t protocol = 0;

	if (!match_device(expressions, mark) ||
	    !load_payload(expressions, NFT_PAYLOAD_NETWORK_HEADER, length == 16 ? 24 : 16,
			  (uint32_t)length) ||
	    !compare(expressions, NFT_CMP_EQ, mark->address.bytes, length) ||
	    !load_meta(expressions, NFT_META_L4PROTO) ||
	    !compare(expressions, NFT_CMP_EQ, &protocol, sizeof(protocol)) ||
	    !match_ports(expressions, rule) || !set_mark(expressions, mark))
		return false;
	mark->protocol = protocol;
	return expressions->next == expressions->count;
}

int nft_decode_rule(const struct nlmsghdr *message, struct nft_rule *ret_rule)
{
	struct nft_rule rule = {.mark.set = ~0u};
	struct expressions expressions = {.count = 0};
	struct attributes attributes;
	const struct nfgenmsg *body = parse_message(message, NFT_MSG_NEWRULE, &attributes);
	const struct nlattr *handle, *list;

	if (!body)
		return -EBADMSG;
	handle = attributes.of[NFTA_RULE_HANDLE];
	list = attributes.of[NFTA_RULE_EXPRESSIONS];
	if (!is_text(attributes.of[NFTA_RULE_TABLE], NFT_TABLE) ||
	    !is_text(attributes.of[NFTA_RULE_CHAIN], NFT_CHAIN))
		return 0;
	if (!handle || mnl_attr_get_payload_len(handle) != sizeof(rule.handle) ||
	    (body->nfgen_family != AF_INET && body->nfgen_family != AF_INET6))
		return -EBADMSG;
	memcpy(&rule.handle, mnl_attr_get_payload(handle), sizeof(rule.handle));
	rule.handle = be64toh(rule.handle);
	rule.mark.address.family = body->nfgen_family;
	if (!list || attributes_parse_nested(list, keep_expression, &expressions) != MNL_CB_OK ||
	    attributes.of[NFTA_RULE_COMPAT] || !take_rule(&expressions, &rule))
		rule = (struct nft_rule){
			.handle = rule.handle,
			.foreign = true,
			.mark.address.family = body->nfgen_family,
		};
	*ret_rule = rule;
	return 1;
}

/* An element has a port and perhaps the flag, and nothing that would make it end one day. */
static int keep_element(const struct nlattr *attribute, void *data)
{
	struct nft_elements *elements = data;
	struct attributes attributes = parse_nested(attribute);
	struct nft_element element = {.port = 0};
	const struct nlattr *flags = attributes.of[NFTA_SET_ELEM_FLAGS];

	if (elements->count == 2 * PORTS_MAX + 1 || attributes.of[NFTA_SET_ELEM_DATA] ||
	    attributes.of[NFTA_SET_ELEM_TIMEOUT] || attributes.of[NFTA_SET_ELEM_EXPR] ||
	    attributes.of[NFTA_SET_ELEM_KEY_END] || attributes.of[NFTA_SET_ELEM_EXPRESSIONS] ||
	    !get_data(attributes.of[NFTA_SET_ELEM_KEY], &element.port, sizeof(element.port)) ||
	    !(is_zero(flags) || is_number(flags, NFT_SET_ELEM_INTERVAL_END)))
		return MNL_CB_ERROR;
	element.port = ntohs(element.port);
	element.end = !is_zero(flags);
	elements->element[elements->count++] = element;
	return MNL_CB_OK;
}

int nft_decode_elements(const struct nlmsghdr *message, struct nft_elements *elements)
{
	struct attributes attributes;
	const struct nlattr *list;

	if (!parse_message(message, NFT_MSG_NEWSETELEM, &attributes))
		return -EBADMSG;
	list = attributes.of[NFTA_SET_ELEM_LIST_ELEMENTS];
	return !list || attributes_parse_nested(list, keep_element, elements) == MNL_CB_OK;
}

static int rising(const void *a, const void *b)
{
	const struct nft_element *x = a, *y = b;

	return x->port != y->port ? x->port - y->port : y->end - x->end;
}

static bool take_single_ports(const struct nft_elements *elements, struct ports *ports)
{
	for (size_t i = 0; i < elements->count; i++)
		if (elements->element[i].end || !elements->element[i].port ||
		    !ports_add(ports, elements->element[i].port, elements->element[i].port))
			return false;
	return true;
}

/* After the first element, which is the end of a range that never began. */
static bool take_ranges(const struct nft_elements *elements, struct ports *ports)
{
	const struct nft_element *first = elements->element + 1,
				 *end = elements->element + elements->count, *behind;

	for (; first < end; first = behind + 1) {
		behind = first + 1;
		if (first->end || !first->port)
			return false;
		if (behind >= end) /* the last one needs no end */
			return ports_add(ports, first->port, UINT16_MAX);
		if (!behind->end || behind->port <= first->port ||
		    !ports_add(ports, first->port, (uint16_t)(behind->port - 1)))
			return false;
	}
	return true;
}

bool nft_ports_of(struct nft_elements *elements, struct ports *ret_ports)
{
	struct ports ports = {.count = 0};
	bool ranges;

	qsort(elements->element, elements->count, sizeof(*elements->element), rising);
	/* Without that element a port could not be distinguished from a range up to the highest. */
	ranges = elements->count && elements->element[0].end && !elements->element[0].port;
	if (!(ranges ? take_ranges : take_single_ports)(elements, &ports))
		return false;
	*ret_ports = ports;
	return ports.count > 0;
}
