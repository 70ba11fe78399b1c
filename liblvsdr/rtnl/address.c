// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtnl/attributes.h"
#include "rtnl/rtnl.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

struct nlmsghdr *rtnl_encode_address(void *buffer, uint16_t type,
				     const struct rtnl_address *address)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct ifaddrmsg *body = mnl_nlmsg_put_extra_header(message, sizeof(*body));
	size_t length = address_length(&address->address);

	message->nlmsg_type = type;
	message->nlmsg_flags = type == RTM_NEWADDR ? NLM_F_CREATE | NLM_F_EXCL : 0;
	body->ifa_family = address->address.family;
	body->ifa_prefixlen = address->prefix_length;
	body->ifa_index = address->index;
	/* A VIP has to be usable at once: no duplicate address detection. */
	body->ifa_flags = body->ifa_family == AF_INET6 ? IFA_F_NODAD : 0;
	mnl_attr_put(message, IFA_LOCAL, length, address->address.bytes);
	mnl_attr_put(message, IFA_ADDRESS, length, address->address.bytes);
	if (address->broadcast.family)
		mnl_attr_put(message, IFA_BROADCAST, 4, address->broadcast.bytes);
	if (*address->label)
		mnl_attr_put_strz(message, IFA_LABEL, address->label);
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
	struct address local, peer;
};

static int take(const struct nlattr *attribute, void *data)
{
	struct parse *parse = data;
	uint16_t type = mnl_attr_get_type(attribute);
	struct address *to = type == IFA_LOCAL	     ? &parse->local
			     : type == IFA_ADDRESS   ? &parse->peer
			     : type == IFA_BROADCAST ? &parse->address->broadcast
						     : NULL;

	if (to && mnl_attr_get_payload_len(attribute) == address_length(&parse->address->address)) {
		to->family = parse->address->address.family;
		memcpy(to->bytes, mnl_attr_get_payload(attribute), address_length(to));
	}
	if (type == IFA_LABEL && !mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING))
		snprintf(parse->address->label, sizeof(parse->address->label), "%s",
			 mnl_attr_get_str(attribute));
	return MNL_CB_OK;
}

int rtnl_decode_address(const struct nlmsghdr *message, struct rtnl_address *ret_address)
{
	const struct ifaddrmsg *body = mnl_nlmsg_get_payload(message);
	struct rtnl_address address = {.index = 0};
	struct parse parse = {.address = &address};

	if (message->nlmsg_type != RTM_NEWADDR ||
	    mnl_nlmsg_get_payload_len(message) < sizeof(*body))
		return -EBADMSG;
	address.index = body->ifa_index;
	address.prefix_length = body->ifa_prefixlen;
	address.address.family = body->ifa_family;
	if (rtnl_parse_attributes(message, sizeof(*body), take, &parse) != MNL_CB_OK)
		return -EBADMSG;
	/* IPv6 has no IFA_LOCAL unless there is a peer. */
	address.address = parse.local.family ? parse.local : parse.peer;
	if (!address.address.family)
		return -EBADMSG;
	*ret_address = address;
	return 0;
}
