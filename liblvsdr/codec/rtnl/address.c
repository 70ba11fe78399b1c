// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/rtnl/rtnl.h"
#include "util/attributes.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

static struct nlmsghdr *encode(void *buffer, uint16_t type, const struct rtnl_address *address)
{
	const struct address *peer = address->peer.family ? &address->peer : &address->address;
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct ifaddrmsg *body = mnl_nlmsg_put_extra_header(message, sizeof(*body));
	size_t length = address_length(&address->address);

	message->nlmsg_type = type;
	body->ifa_family = address->address.family;
	body->ifa_prefixlen = address->prefix_length;
	body->ifa_index = address->index;
	body->ifa_scope = address->scope;
	attribute_append(message, IFA_LOCAL, length, address->address.bytes);
	attribute_append(message, IFA_ADDRESS, length, peer->bytes);
	return message;
}

/* Without the label: it does not distinguish addresses, and one that is half changed has another. */
struct nlmsghdr *rtnl_encode_address_removal(void *buffer, const struct rtnl_address *address)
{
	return encode(buffer, RTM_DELADDR, address);
}

struct nlmsghdr *rtnl_encode_address(void *buffer, const struct rtnl_address *address,
				     enum rtnl_put put)
{
	struct nlmsghdr *message = encode(buffer, RTM_NEWADDR, address);
	struct ifa_cacheinfo lifetimes = {.ifa_prefered = address->preferred_lifetime,
					  .ifa_valid = address->valid_lifetime};

	message->nlmsg_flags = NLM_F_CREATE | (put == RTNL_REPLACE ? NLM_F_REPLACE : NLM_F_EXCL);
	if (*address->label)
		attribute_append_text(message, IFA_LABEL, address->label);
	if (address->broadcast.family)
		attribute_append(message, IFA_BROADCAST, 4, address->broadcast.bytes);
	if (address->flags)
		mnl_attr_put_u32(message, IFA_FLAGS, address->flags);
	if (address->metric)
		mnl_attr_put_u32(message, IFA_RT_PRIORITY, address->metric);
	if (address->protocol)
		mnl_attr_put_u8(message, IFA_PROTO, address->protocol);
	if (lifetimes.ifa_valid != RTNL_FOREVER || lifetimes.ifa_prefered != RTNL_FOREVER)
		attribute_append(message, IFA_CACHEINFO, sizeof(lifetimes), &lifetimes);
	return message;
}

struct nlmsghdr *rtnl_encode_dump(void *buffer, uint16_t type, uint8_t family)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	size_t length = type == RTM_GETROUTE ? sizeof(struct rtmsg) : sizeof(struct ifaddrmsg);

	message->nlmsg_type = type;
	message->nlmsg_flags = NLM_F_DUMP;
	/* Both bodies start with the family. */
	*(uint8_t *)mnl_nlmsg_put_extra_header(message, length) = family;
	return message;
}

struct parse {
	struct rtnl_address *address;
	struct address local, first;
};

static struct address *place_of(struct parse *parse, uint16_t type)
{
	switch (type) {
	case IFA_LOCAL:
		return &parse->local;
	case IFA_ADDRESS:
		return &parse->first;
	case IFA_BROADCAST:
		return &parse->address->broadcast;
	default:
		return NULL;
	}
}

static void take_number(struct rtnl_address *address, const struct nlattr *attribute)
{
	uint16_t type = mnl_attr_get_type(attribute);
	const struct ifa_cacheinfo *lifetimes = mnl_attr_get_payload(attribute);

	if (type == IFA_PROTO && !mnl_attr_validate(attribute, MNL_TYPE_U8))
		address->protocol = mnl_attr_get_u8(attribute);
	if (type == IFA_FLAGS && !mnl_attr_validate(attribute, MNL_TYPE_U32))
		address->flags = mnl_attr_get_u32(attribute);
	if (type == IFA_RT_PRIORITY && !mnl_attr_validate(attribute, MNL_TYPE_U32))
		address->metric = mnl_attr_get_u32(attribute);
	if (type == IFA_CACHEINFO && mnl_attr_get_payload_len(attribute) >= sizeof(*lifetimes)) {
		address->valid_lifetime = lifetimes->ifa_valid;
		address->preferred_lifetime = lifetimes->ifa_prefered;
	}
}

static int take(const struct nlattr *attribute, void *data)
{
	struct parse *parse = data;
	uint16_t type = mnl_attr_get_type(attribute);
	struct address *to = place_of(parse, type);

	if (to && mnl_attr_get_payload_len(attribute) == address_length(&parse->address->address)) {
		to->family = parse->address->address.family;
		memcpy(to->bytes, mnl_attr_get_payload(attribute), address_length(to));
	}
	if (type == IFA_LABEL && !mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING))
		snprintf(parse->address->label, sizeof(parse->address->label), "%s",
			 mnl_attr_get_str(attribute));
	take_number(parse->address, attribute);
	return MNL_CB_OK;
}

int rtnl_decode_address(const struct nlmsghdr *message, struct rtnl_address *ret_address)
{
	const struct ifaddrmsg *body = mnl_nlmsg_get_payload(message);
	struct rtnl_address address = {.valid_lifetime = RTNL_FOREVER,
				       .preferred_lifetime = RTNL_FOREVER};
	struct parse parse = {.address = &address};

	if (message->nlmsg_type != RTM_NEWADDR ||
	    mnl_nlmsg_get_payload_len(message) < sizeof(*body))
		return -EBADMSG;
	address.index = body->ifa_index;
	address.prefix_length = body->ifa_prefixlen;
	address.scope = body->ifa_scope;
	address.flags = body->ifa_flags;
	address.address.family = body->ifa_family;
	if (attributes_parse_message(message, sizeof(*body), take, &parse) != MNL_CB_OK)
		return -EBADMSG;
	/* IPv6 has no IFA_LOCAL unless there is a peer. */
	address.address = parse.local.family ? parse.local : parse.first;
	if (!address.address.family)
		return -EBADMSG;
	/* Of an IPv4 address that is valid forever the kernel reports this by the flag alone. */
	if (address.flags & IFA_F_DEPRECATED)
		address.preferred_lifetime = 0;
	if (parse.local.family && parse.first.family && !address_equal(&parse.local, &parse.first))
		address.peer = parse.first;
	*ret_address = address;
	return 0;
}
