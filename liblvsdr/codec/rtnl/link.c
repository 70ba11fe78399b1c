// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/rtnl/rtnl.h"
#include "util/attributes.h"
#include "util/device.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

struct nlmsghdr *rtnl_encode_get_link(void *buffer, const char *name, uint32_t index)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct ifinfomsg *body = mnl_nlmsg_put_extra_header(message, sizeof(*body));

	message->nlmsg_type = RTM_GETLINK;
	body->ifi_index = (int)index;
	if (name)
		attribute_append_text(
			message, strlen(name) < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME, name);
	return message;
}

struct nlmsghdr *rtnl_encode_set_arp(void *buffer, uint32_t index, int32_t arp_ignore,
				     int32_t arp_announce)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct ifinfomsg *body = mnl_nlmsg_put_extra_header(message, sizeof(*body));
	struct nlattr *spec, *inet, *conf;

	message->nlmsg_type = RTM_SETLINK;
	body->ifi_index = (int)index;
	spec = mnl_attr_nest_start(message, IFLA_AF_SPEC);
	inet = mnl_attr_nest_start(message, AF_INET);
	conf = mnl_attr_nest_start(message, IFLA_INET_CONF);
	if (arp_announce >= 0)
		mnl_attr_put_u32(message, IPV4_DEVCONF_ARP_ANNOUNCE, (uint32_t)arp_announce);
	if (arp_ignore >= 0)
		mnl_attr_put_u32(message, IPV4_DEVCONF_ARP_IGNORE, (uint32_t)arp_ignore);
	mnl_attr_nest_end(message, conf);
	mnl_attr_nest_end(message, inet);
	mnl_attr_nest_end(message, spec);
	return message;
}

/* A reply has the values as an array that starts with index 1. */
static int32_t conf_value(const struct nlattr *conf, int index)
{
	const uint8_t *values = mnl_attr_get_payload(conf);
	int32_t value = -1;

	if (mnl_attr_get_payload_len(conf) >= (size_t)index * sizeof(value))
		memcpy(&value, values + (size_t)(index - 1) * sizeof(value), sizeof(value));
	return value;
}

static int take_conf(const struct nlattr *attribute, void *data)
{
	struct rtnl_link *link = data;

	if (mnl_attr_get_type(attribute) == IFLA_INET_CONF) {
		link->arp_ignore = conf_value(attribute, IPV4_DEVCONF_ARP_IGNORE);
		link->arp_announce = conf_value(attribute, IPV4_DEVCONF_ARP_ANNOUNCE);
	}
	return MNL_CB_OK;
}

/* This one is an array that starts with index 0. */
static int take_conf6(const struct nlattr *attribute, void *data)
{
	struct rtnl_link *link = data;

	if (mnl_attr_get_type(attribute) == IFLA_INET6_CONF)
		link->disable_ipv6 = conf_value(attribute, DEVCONF_DISABLE_IPV6 + 1);
	return MNL_CB_OK;
}

static int take_family(const struct nlattr *attribute, void *data)
{
	if (mnl_attr_get_type(attribute) == AF_INET)
		return attributes_parse_nested(attribute, take_conf, data);
	if (mnl_attr_get_type(attribute) == AF_INET6)
		return attributes_parse_nested(attribute, take_conf6, data);
	return MNL_CB_OK;
}

static int take_info(const struct nlattr *attribute, void *data)
{
	struct rtnl_link *link = data;

	if (mnl_attr_get_type(attribute) == IFLA_INFO_KIND &&
	    !mnl_attr_validate(attribute, MNL_TYPE_STRING))
		snprintf(link->kind, sizeof(link->kind), "%.*s",
			 (int)mnl_attr_get_payload_len(attribute), mnl_attr_get_str(attribute));
	return MNL_CB_OK;
}

struct parse {
	struct rtnl_link link;
	bool elsewhere; /* its lower device is in another namespace */
};

static int take(const struct nlattr *attribute, void *data)
{
	struct parse *parse = data;
	struct rtnl_link *link = &parse->link;
	uint16_t type = mnl_attr_get_type(attribute);

	if ((type == IFLA_MASTER || type == IFLA_LINK) &&
	    !mnl_attr_validate(attribute, MNL_TYPE_U32))
		*(type == IFLA_MASTER ? &link->master : &link->lower) = mnl_attr_get_u32(attribute);
	if (type == IFLA_LINK_NETNSID)
		parse->elsewhere = true;
	if (type == IFLA_LINKINFO)
		return attributes_parse_nested(attribute, take_info, link);
	if (type == IFLA_IFNAME && !mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING))
		snprintf(link->name, sizeof(link->name), "%s", mnl_attr_get_str(attribute));
	if (type == IFLA_ADDRESS && mnl_attr_get_payload_len(attribute) == sizeof(link->mac))
		memcpy(link->mac, mnl_attr_get_payload(attribute), sizeof(link->mac));
	if (type == IFLA_AF_SPEC)
		return attributes_parse_nested(attribute, take_family, link);
	return MNL_CB_OK;
}

int rtnl_decode_link(const struct nlmsghdr *message, struct rtnl_link *ret_link)
{
	const struct ifinfomsg *body = mnl_nlmsg_get_payload(message);
	struct parse parse = {.link = {.arp_ignore = -1, .arp_announce = -1, .disable_ipv6 = -1}};
	struct rtnl_link *link = &parse.link;

	if (message->nlmsg_type != RTM_NEWLINK ||
	    mnl_nlmsg_get_payload_len(message) < sizeof(*body))
		return -EBADMSG;
	link->index = (uint32_t)body->ifi_index;
	link->flags = body->ifi_flags;
	link->type = body->ifi_type;
	if (attributes_parse_message(message, sizeof(*body), take, &parse) != MNL_CB_OK)
		return -EBADMSG;
	/* Names become paths below /proc/sys. */
	if (device_wrong(link->name))
		return -EBADMSG;
	if (parse.elsewhere)
		link->lower = 0;
	*ret_link = *link;
	return 0;
}
