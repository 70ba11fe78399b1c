// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/vip_bystanders.h"

#include "codec/rtnl/object.h"
#include "drivers/vip.h"
#include "kernel/network.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <string.h>

/* IP6_RT_PRIO_ADDRCONF of the kernel (include/net/ip6_route.h). */
enum { IPV6_PREFIX_METRIC = 256 };

void bystanders_clear(struct bystanders *bystanders)
{
	snapshot_clear(&bystanders->seen);
}

static bool is_removed_secondary(const struct bystanders *bystanders,
				 const struct rtnl_address *address)
{
	return bystanders->seen.family == AF_INET && address->flags & IFA_F_SECONDARY &&
	       !(bystanders->vip.flags & IFA_F_SECONDARY) &&
	       snapshot_same_network(address, &bystanders->vip);
}

/*
 * They go with the last address of the device, and many with the network of an address: what really
 * went is seen when it did, and this has to be known before.
 */
static bool takes_device_routes(const struct bystanders *bystanders)
{
	const struct snapshot *seen = &bystanders->seen;
	const struct rtnl_address *vip = &bystanders->vip;

	if (seen->family != AF_INET || vip->flags & IFA_F_SECONDARY)
		return false;
	if (vip->prefix_length < address_bits(&vip->address) || vip->peer.family)
		return true;
	for (size_t i = 0; i < seen->address_count; i++)
		if (seen->addresses[i].index == vip->index &&
		    !snapshot_same_network(&seen->addresses[i], vip))
			return false;
	return true;
}

int bystanders_read(struct bystanders *bystanders, const struct lvsdr_vip *vip)
{
	struct rtnl_link link;
	size_t place;
	int error = network_read_link(bystanders->host, vip->device, 0, bystanders->operation,
				      bystanders->object, &link);

	bystanders->seen.family = vip->address.family;
	if (!error)
		error = snapshot_read(bystanders->host, bystanders->operation, bystanders->object,
				      &bystanders->seen);
	if (error)
		return error;
	vip_to_address(vip, link.index, &bystanders->vip);
	bystanders->lifetime = vip->valid_lifetime;
	place = snapshot_find_address(&bystanders->seen, &bystanders->vip, 0);
	if (place != SIZE_MAX)
		bystanders->vip = bystanders->seen.addresses[place];
	bystanders->device_routes = takes_device_routes(bystanders);
	bystanders->contested = snapshot_is_contested(&bystanders->seen, &vip->address);
	return 0;
}

/* The one to a peer is made even for an address that was given without a route to its network. */
static bool is_own_ipv6(const struct rtnl_route *route, const struct rtnl_address *address)
{
	const struct address *own = &address->address;

	if (route->index != address->index)
		return false;
	if (route->table == RT_TABLE_LOCAL)
		return address_in_network(&route->destination, own, address->prefix_length);
	if (route->metric != (address->metric ? address->metric : IPV6_PREFIX_METRIC))
		return false;
	if (address->peer.family && route->prefix_length == address_bits(own) &&
	    address_equal(&route->destination, &address->peer))
		return true;
	return !(address->flags & IFA_F_NOPREFIXROUTE) &&
	       route->prefix_length == address->prefix_length &&
	       address_in_network(&route->destination, own, address->prefix_length);
}

bool bystanders_is_own(const struct rtnl_route *route, const struct rtnl_address *address)
{
	if (route->protocol != RTPROT_KERNEL)
		return false;
	if (address->address.family == AF_INET6)
		return is_own_ipv6(route, address);
	return (route->table == RT_TABLE_LOCAL || !(address->flags & IFA_F_NOPREFIXROUTE)) &&
	       address_equal(&route->preferred_source, &address->address);
}

bool bystanders_end_together(uint32_t expires, uint32_t lifetime)
{
	int64_t difference = (int64_t)expires - lifetime;

	if (!expires || lifetime == RTNL_FOREVER)
		return !expires && lifetime == RTNL_FOREVER;
	return difference >= -2 && difference <= 2;
}

/* Whether the kernel makes the VIP a route of IPv6 that is there, but with another end. */
static bool changes_end(const struct bystanders *bystanders, const struct rtnl_route *route)
{
	return bystanders->seen.family == AF_INET6 && route->table != RT_TABLE_LOCAL &&
	       bystanders_is_own(route, &bystanders->vip) &&
	       !bystanders_end_together(route->expires, bystanders->lifetime);
}

static bool is_shared(const struct bystanders *bystanders, const struct rtnl_route *route)
{
	const struct snapshot *seen = &bystanders->seen;

	for (size_t i = 0; i < seen->address_count; i++)
		if (bystanders_is_own(route, &seen->addresses[i]) &&
		    !address_equal(&seen->addresses[i].address, &bystanders->vip.address))
			return true;
	return false;
}

int bystanders_find_shared(const struct bystanders *bystanders, struct snapshot *found)
{
	const struct snapshot *seen = &bystanders->seen;
	int error = 0;

	for (size_t i = 0; i < seen->route_count && !error; i++)
		if (changes_end(bystanders, &seen->routes[i].route) &&
		    is_shared(bystanders, &seen->routes[i].route))
			error = snapshot_add_route(found, seen->routes[i].body,
						   seen->routes[i].length, &seen->routes[i].route);
	return error;
}

/* Of a secondary address it speaks with the primary one. */
static bool is_to(const struct rtnl_route *route, const struct rtnl_address *address)
{
	return route->type == RTN_LOCAL && route->index == address->index &&
	       address_equal(&route->destination, &address->address);
}

/* Whether a route goes when the VIP does, and does not come back by itself with it. */
static bool is_removed_route(const struct bystanders *bystanders,
			     const struct snapshot_route *route)
{
	const struct rtnl_route *decoded = &route->route;

	if (changes_end(bystanders, decoded))
		return !is_shared(bystanders, decoded);
	if (bystanders_is_own(decoded, &bystanders->vip) || is_to(decoded, &bystanders->vip))
		return bystanders->contested;
	if (decoded->table == RT_TABLE_LOCAL)
		return false;
	if (address_equal(&decoded->preferred_source, &bystanders->vip.address))
		return true;
	return bystanders->device_routes && snapshot_route_goes_by(route, bystanders->vip.index);
}

static bool is_orphan(const struct bystanders *bystanders, const struct rtnl_route *route)
{
	const struct snapshot *seen = &bystanders->seen;

	if (route->table == RT_TABLE_LOCAL || !bystanders_is_own(route, &bystanders->vip))
		return false;
	for (size_t i = 0; i < seen->address_count; i++)
		if (bystanders_is_own(route, &seen->addresses[i]))
			return false;
	return true;
}

int bystanders_find_orphans(const struct bystanders *bystanders, struct snapshot *found)
{
	const struct snapshot *seen = &bystanders->seen;
	int error = 0;

	for (size_t i = 0; i < seen->route_count && !error; i++)
		if (seen->family == AF_INET6 && is_orphan(bystanders, &seen->routes[i].route))
			error = snapshot_add_route(found, seen->routes[i].body,
						   seen->routes[i].length, &seen->routes[i].route);
	return error;
}

static bool has_address(const struct snapshot *seen, uint32_t index)
{
	for (size_t i = 0; i < seen->address_count; i++)
		if (seen->addresses[i].index == index)
			return true;
	return false;
}

int bystanders_find_device_routes(const struct bystanders *bystanders, struct snapshot *found)
{
	const struct snapshot *seen = &bystanders->seen;
	uint32_t index = bystanders->vip.index;
	bool first = seen->family == AF_INET && !has_address(seen, index);
	int error = 0;

	for (size_t i = 0; i < seen->route_count && first && !error; i++)
		if (snapshot_route_goes_by(&seen->routes[i], index))
			error = snapshot_add_route(found, seen->routes[i].body,
						   seen->routes[i].length, &seen->routes[i].route);
	return error;
}

int bystanders_find(const struct bystanders *bystanders, struct snapshot *lost)
{
	const struct snapshot *seen = &bystanders->seen;
	int error = 0;

	for (size_t i = 0; i < seen->address_count && !error; i++)
		if (is_removed_secondary(bystanders, &seen->addresses[i]))
			error = snapshot_insert_address(lost, lost->address_count,
							&seen->addresses[i]);
	for (size_t i = 0; i < seen->route_count && !error; i++)
		if (is_removed_route(bystanders, &seen->routes[i]))
			error = snapshot_add_route(lost, seen->routes[i].body,
						   seen->routes[i].length, &seen->routes[i].route);
	return error;
}
