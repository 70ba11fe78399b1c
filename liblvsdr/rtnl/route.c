// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtnl/attributes.h"
#include "rtnl/rtnl.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <string.h>

struct nlmsghdr *rtnl_encode_host_route(void *buffer, uint16_t type, const struct address *address,
					uint32_t index)
{
	bool add = type == RTM_NEWROUTE;
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct rtmsg *body = mnl_nlmsg_put_extra_header(message, sizeof(*body));
	size_t length = address_length(address);

	message->nlmsg_type = type;
	message->nlmsg_flags = add ? NLM_F_CREATE | NLM_F_EXCL : 0;
	body->rtm_family = address->family;
	body->rtm_dst_len = address_bits(address);
	body->rtm_table = RT_TABLE_MAIN;
	body->rtm_protocol = add ? RTPROT_STATIC : RTPROT_UNSPEC;
	body->rtm_scope = RT_SCOPE_LINK;
	body->rtm_type = RTN_UNICAST;
	mnl_attr_put(message, RTA_DST, length, address->bytes);
	if (add)
		mnl_attr_put(message, RTA_PREFSRC, length, address->bytes);
	mnl_attr_put_u32(message, RTA_OIF, index);
	return message;
}

struct parse {
	struct rtnl_route *route;
	uint8_t family;
};

static int take(const struct nlattr *attribute, void *data)
{
	struct parse *parse = data;
	struct rtnl_route *route = parse->route;
	uint16_t type = mnl_attr_get_type(attribute);
	struct address *to = type == RTA_DST	   ? &route->destination
			     : type == RTA_PREFSRC ? &route->preferred_source
						   : NULL;

	if (to) {
		to->family = parse->family;
		if (mnl_attr_get_payload_len(attribute) != address_length(to))
			return MNL_CB_ERROR;
		memcpy(to->bytes, mnl_attr_get_payload(attribute), address_length(to));
	}
	if ((type == RTA_OIF || type == RTA_TABLE) && mnl_attr_validate(attribute, MNL_TYPE_U32))
		return MNL_CB_ERROR;
	if (type == RTA_OIF)
		route->index = mnl_attr_get_u32(attribute);
	if (type == RTA_TABLE)
		route->table = mnl_attr_get_u32(attribute);
	return MNL_CB_OK;
}

int rtnl_decode_route(const struct nlmsghdr *message, struct rtnl_route *ret_route)
{
	const struct rtmsg *body = mnl_nlmsg_get_payload(message);
	struct rtnl_route route = {.index = 0};
	struct parse parse = {.route = &route};

	if (message->nlmsg_type != RTM_NEWROUTE ||
	    mnl_nlmsg_get_payload_len(message) < sizeof(*body))
		return -EBADMSG;
	route.table = body->rtm_table;
	route.prefix_length = body->rtm_dst_len;
	parse.family = body->rtm_family;
	if (rtnl_parse_attributes(message, sizeof(*body), take, &parse) != MNL_CB_OK)
		return -EBADMSG;
	*ret_route = route;
	return 0;
}

struct nlmsghdr *rtnl_encode_route_again(void *buffer, const void *payload, size_t length)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct rtmsg *body;

	if (length < sizeof(struct rtmsg) || length > RTNL_BUFFER_SIZE - NLMSG_HDRLEN)
		return NULL;
	message->nlmsg_type = RTM_NEWROUTE;
	memcpy(mnl_nlmsg_put_extra_header(message, length), payload, length);
	body = mnl_nlmsg_get_payload(message);
	/* One of IPv6 still stands, and has lost its preferred source only. */
	message->nlmsg_flags =
		NLM_F_CREATE | (body->rtm_family == AF_INET6 ? NLM_F_REPLACE : NLM_F_EXCL);
	/* Flags such as "link down" are the kernel's report, not a wish. */
	body->rtm_flags = 0;
	return message;
}
