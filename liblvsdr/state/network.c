// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading VIPs with their host routes, and ARP policies, from the kernel. */
#include "handle.h"
#include "network.h"
#include "state/state.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

struct network {
	struct lvsdr_state *state;
	const struct lvsdr_scope *scope;
	struct rtnl_link *links;
	size_t link_count, link_room;
	struct hash index; /* of the links, by their numbers */
};

static bool match_link(uint64_t value, const void *key, const void *owner)
{
	return ((const struct network *)owner)->links[value].index == *(const uint32_t *)key;
}

static const struct rtnl_link *find_link(const struct network *network, uint32_t index)
{
	const uint64_t *place = hash_find(&network->index, index, match_link, &index, network);

	return place ? &network->links[*place] : NULL;
}

static int take_link(const struct nlmsghdr *message, void *data)
{
	struct network *network = data;
	int error = state_grow(&network->links, network->link_count, &network->link_room,
			       sizeof(*network->links));

	if (!error)
		error = rtnl_decode_link(message, &network->links[network->link_count]);
	if (!error)
		error = hash_add(&network->index, network->links[network->link_count].index,
				 network->link_count);
	if (!error)
		network->link_count++;
	return error;
}

static bool is_loopback(const struct address *address)
{
	return address->family == AF_INET
		       ? address->bytes[0] == 127
		       : !memcmp(address->bytes, &in6addr_loopback, sizeof(in6addr_loopback));
}

/* An address that the scope names is a VIP with whatever prefix, so that a wrong one is told. */
static bool is_vip(const struct network *network, const struct rtnl_address *address)
{
	if (!scope_holds_everything(network->scope))
		return scope_holds_address(network->scope, &address->address);
	return !is_loopback(&address->address) &&
	       address->prefix_length == address_bits(&address->address);
}

static int take_address(const struct rtnl_address *address, void *data)
{
	struct network *network = data;
	const struct rtnl_link *link = find_link(network, address->index);
	struct lvsdr_vip vip;
	int error;

	if (!link || !is_vip(network, address))
		return 0;
	vip_from_address(address, link->name, &vip);
	error = state_append(network->state, &vip_class, &vip);
	return error == -EEXIST && scope_holds_everything(network->scope) ? 0 : error;
}

static int take_route(const struct nlmsghdr *message, void *data)
{
	struct network *network = data;
	const struct rtnl_link *link;
	struct lvsdr_vip wanted;
	union object *found;
	struct rtnl_route route;
	int error = rtnl_decode_route(message, &route);

	if (error || !route.preferred_source.family)
		return error;
	wanted.address = route.preferred_source;
	found = state_find(network->state, &vip_class, &wanted);
	link = find_link(network, route.index);
	if (found && link && vip_is_host_route(&route, &wanted.address) &&
	    !strcmp(link->name, found->vip.device))
		found->vip.host_route = 1;
	return 0;
}

static int read_links(struct network *network)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];

	return network_request(network->state->host,
			       rtnl_encode_dump(buffer, RTM_GETLINK, AF_UNSPEC), take_link, network,
			       "read", "the devices");
}

static int read_vips(struct network *network)
{
	static const uint8_t families[] = {AF_INET, AF_INET6};
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct lvsdr *host = network->state->host;
	int error =
		network_read_addresses(host, AF_UNSPEC, "read", "the VIPs", take_address, network);

	if (error == -EEXIST)
		return error_set(host, error, "read", "the VIPs",
				 "an address of the scope stands twice on this host; `ip addr` "
				 "shows where, remove one");
	for (size_t i = 0; i < sizeof(families) && !error && network->state->lists[KIND_VIP].count;
	     i++)
		error = network_request(host, rtnl_encode_dump(buffer, RTM_GETROUTE, families[i]),
					take_route, network, "read", "the routes");
	return error;
}

static int read_policies(struct network *network)
{
	struct lvsdr_state *state = network->state;
	union object policy = {.arp_policy.device = "all"};
	int error = arp_policy_class.read(state->host, "read", &policy, &policy);

	if (error == 1)
		error = state_append(state, &arp_policy_class, &policy);
	for (size_t i = 0; i < network->link_count && !error; i++) {
		const struct rtnl_link *link = &network->links[i];

		if (link->arp_ignore < 0 || link->arp_announce < 0 || !strcmp(link->name, "lo"))
			continue;
		arp_policy_from_link(link, &policy.arp_policy);
		error = state_append(state, &arp_policy_class, &policy);
	}
	return error;
}

int state_read_network(struct lvsdr_state *state, const struct lvsdr_scope *scope)
{
	struct network network = {.state = state, .scope = scope};
	int error = read_links(&network);

	if (!error && state->parts & LVSDR_STATE_VIPS)
		error = read_vips(&network);
	if (!error && state->parts & LVSDR_STATE_ARP_POLICIES)
		error = read_policies(&network);
	hash_clear(&network.index);
	free(network.links);
	return error;
}
