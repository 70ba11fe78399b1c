// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/notice.h"

#include "codec/nft/nft.h"
#include "codec/rtnl/object.h"
#include "transport/family.h"

#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <lvsdr/state.h>
#include <string.h>

static const uint32_t of_ipvs = LVSDR_STATE_SERVICES | LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS |
				LVSDR_STATE_SYNC_DAEMONS;
static const uint32_t of_devices = LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES;

static uint64_t bit(int group)
{
	return (uint64_t)1 << group;
}

static uint64_t groups_of_rtnl(uint32_t parts)
{
	uint64_t groups = 0;

	if (parts & of_devices)
		groups |= bit(RTNLGRP_LINK);
	if (parts & LVSDR_STATE_VIPS)
		groups |= bit(RTNLGRP_IPV4_IFADDR) | bit(RTNLGRP_IPV6_IFADDR) |
			  bit(RTNLGRP_IPV4_ROUTE) | bit(RTNLGRP_IPV6_ROUTE);
	return groups;
}

uint64_t notice_groups(enum events_source source, uint32_t parts)
{
	switch (source) {
	case EVENTS_RTNL:
		return groups_of_rtnl(parts);
	case EVENTS_NFT:
		return parts & LVSDR_STATE_MARKS ? bit(NFNLGRP_NFTABLES) : 0;
	default: /* its number is not known here */
		return parts & of_ipvs ? bit(0) : 0;
	}
}

enum { NOTICE_SIZE = 8192 };

/*
 * What is removed is told by a message of another type with the same contents. The copy reads as
 * what is there; false: it is too long.
 */
static bool copy_as(const struct nlmsghdr *message, uint16_t type, void *buffer)
{
	struct nlmsghdr *copy = buffer;

	if (message->nlmsg_len > NOTICE_SIZE)
		return false;
	memcpy(buffer, message, message->nlmsg_len);
	copy->nlmsg_type = type;
	return true;
}

static bool is_of_address(const struct lvsdr_scope *scope, const struct nlmsghdr *message)
{
	_Alignas(struct nlmsghdr) char buffer[NOTICE_SIZE];
	struct rtnl_address address;

	return !copy_as(message, RTM_NEWADDR, buffer) ||
	       rtnl_decode_address((void *)buffer, &address) ||
	       scope_holds_address(scope, &address.address);
}

/* Where nobody names the VIPs, an address that a route prefers as its source is none. */
static bool is_of_route(const struct lvsdr_scope *scope, const struct nlmsghdr *message)
{
	_Alignas(struct nlmsghdr) char buffer[NOTICE_SIZE];
	struct rtnl_route route;

	if (!copy_as(message, RTM_NEWROUTE, buffer) || rtnl_decode_route((void *)buffer, &route))
		return true;
	if (!route.preferred_source.family || route.table == RT_TABLE_LOCAL)
		return false;
	return scope_holds_everything(scope) ||
	       (scope_holds_address(scope, &route.preferred_source) &&
		vip_is_host_route(&route, &route.preferred_source));
}

static uint32_t parts_of_rtnl(const struct lvsdr_scope *scope, const struct nlmsghdr *message)
{
	switch (message->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		return of_devices;
	case RTM_NEWADDR:
	case RTM_DELADDR:
		return is_of_address(scope, message) ? LVSDR_STATE_VIPS : 0;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		return is_of_route(scope, message) ? LVSDR_STATE_VIPS : 0;
	default:
		return 0;
	}
}

uint32_t notice_parts(enum events_source source, const struct lvsdr_scope *scope,
		      const struct nlmsghdr *message)
{
	switch (source) {
	case EVENTS_RTNL:
		return parts_of_rtnl(scope, message);
	case EVENTS_NFT:
		return nft_is_of_marks(message) ? LVSDR_STATE_MARKS : 0;
	default:
		return family_is_told_of(message) ? of_ipvs : 0;
	}
}
