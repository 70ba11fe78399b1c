// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/rtnl/rtnl.h"
#include "util/attributes.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <string.h>

struct nlmsghdr *rtnl_encode_host_route(void *buffer, const struct address *address, uint32_t index)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct rtmsg *body = mnl_nlmsg_put_extra_header(message, sizeof(*body));
	size_t length = address_length(address);

	message->nlmsg_type = RTM_NEWROUTE;
	message->nlmsg_flags = NLM_F_CREATE | NLM_F_EXCL;
	body->rtm_family = address->family;
	body->rtm_dst_len = address_bits(address);
	body->rtm_table = RT_TABLE_MAIN;
	body->rtm_protocol = RTPROT_STATIC;
	body->rtm_scope = RT_SCOPE_LINK;
	body->rtm_type = RTN_UNICAST;
	attribute_append(message, RTA_DST, length, address->bytes);
	attribute_append(message, RTA_PREFSRC, length, address->bytes);
	mnl_attr_put_u32(message, RTA_OIF, index);
	return message;
}

struct parse {
	struct rtnl_route *route;
	uint8_t family;
};

/*
 * In ticks of user space, a hundredth of a second each. To the nearest second, so that a route that
 * is restored again and again does not end sooner each time.
 */
static uint32_t get_expires(const struct nlattr *attribute)
{
	const struct rta_cacheinfo *info = mnl_attr_get_payload(attribute);

	if (mnl_attr_get_payload_len(attribute) < sizeof(*info) || info->rta_expires <= 0)
		return 0;
	return info->rta_expires < 100 ? 1 : ((uint32_t)info->rta_expires + 50) / 100;
}

static struct address *place_of(struct rtnl_route *route, uint16_t type)
{
	switch (type) {
	case RTA_DST:
		return &route->destination;
	case RTA_GATEWAY:
		return &route->gateway;
	case RTA_PREFSRC:
		return &route->preferred_source;
	default:
		return NULL;
	}
}

static int take(const struct nlattr *attribute, void *data)
{
	struct parse *parse = data;
	struct rtnl_route *route = parse->route;
	uint16_t type = mnl_attr_get_type(attribute);
	struct address *to = place_of(route, type);

	if (to) {
		to->family = parse->family;
		if (mnl_attr_get_payload_len(attribute) != address_length(to))
			return MNL_CB_ERROR;
		memcpy(to->bytes, mnl_attr_get_payload(attribute), address_length(to));
	}
	if ((type == RTA_OIF || type == RTA_TABLE || type == RTA_PRIORITY) &&
	    mnl_attr_validate(attribute, MNL_TYPE_U32))
		return MNL_CB_ERROR;
	if (type == RTA_PRIORITY)
		route->metric = mnl_attr_get_u32(attribute);
	route->indirect |= type == RTA_GATEWAY || type == RTA_VIA || type == RTA_MULTIPATH ||
			   type == RTA_NH_ID;
	route->by_object |= type == RTA_NH_ID;
	if (type == RTA_CACHEINFO)
		route->expires = get_expires(attribute);
	if (type == RTA_OIF)
		route->index = mnl_attr_get_u32(attribute);
	if (type == RTA_TABLE)
		route->table = mnl_attr_get_u32(attribute);
	return MNL_CB_OK;
}

static bool is_refusal(uint8_t type)
{
	return type == RTN_BLACKHOLE || type == RTN_UNREACHABLE || type == RTN_PROHIBIT ||
	       type == RTN_THROW;
}

static int decode(const struct nlmsghdr *message, struct rtnl_route *ret_route)
{
	const struct rtmsg *body = mnl_nlmsg_get_payload(message);
	struct rtnl_route route = {.index = 0};
	struct parse parse = {.route = &route};

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*body))
		return -EBADMSG;
	route.table = body->rtm_table;
	route.prefix_length = body->rtm_dst_len;
	route.protocol = body->rtm_protocol;
	route.type = body->rtm_type;
	route.tos = body->rtm_tos;
	parse.family = body->rtm_family;
	if (attributes_parse_message(message, sizeof(*body), take, &parse) != MNL_CB_OK)
		return -EBADMSG;
	*ret_route = route;
	return 0;
}

int rtnl_decode_route(const struct nlmsghdr *message, struct rtnl_route *ret_route)
{
	return message->nlmsg_type == RTM_NEWROUTE ? decode(message, ret_route) : -EBADMSG;
}

bool rtnl_needs_source(const struct rtnl_route *route, const struct address *address)
{
	return address_equal(&route->preferred_source, address) &&
	       !(address->family == AF_INET && is_refusal(route->type));
}

void rtnl_describe_route(const struct rtnl_route *route, struct text *text)
{
	char destination[ADDRESS_TEXT_SIZE], gateway[ADDRESS_TEXT_SIZE];

	address_format(&route->destination, destination);
	address_format(&route->gateway, gateway);
	if (route->destination.family)
		text_add(text, "the route %s/%u", destination, route->prefix_length);
	else
		text_add(text, "the route default");
	if (route->gateway.family)
		text_add(text, " via %s", gateway);
	if (route->table != RT_TABLE_MAIN)
		text_add(text, " of table %u", route->table);
}
