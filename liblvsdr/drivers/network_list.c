// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading VIPs with their host routes, and ARP policies, from the kernel. */
#include "codec/rtnl/object.h"
#include "core/handle.h"
#include "drivers/driver.h"
#include "drivers/observe.h"
#include "kernel/network.h"
#include "util/array.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>

struct device {
	struct rtnl_link link;
	bool speaks_ipv4, speaks_ipv6; /* it has an address that is the host's own */
};

struct network {
	struct lvsdr_state *state;
	const struct lvsdr_scope *scope;
	const struct lvsdr_state *wanted; /* or NULL */
	struct device *devices;
	size_t device_count, device_room;
	struct hash index; /* of the devices, by their numbers */
	struct rtnl_address *addresses;
	size_t address_count, address_room;
	struct hash sources; /* places of addresses that routes prefer as their source */
	bool speaks_ipv4, speaks_ipv6;
};

static bool match_device(uint64_t value, const void *key, const void *owner)
{
	const struct network *network = owner;

	return network->devices[value].link.index == *(const uint32_t *)key;
}

static struct device *find_device(const struct network *network, uint32_t index)
{
	const uint64_t *place = hash_find(&network->index, index, match_device, &index, network);

	return place ? &network->devices[*place] : NULL;
}

static int take_link(const struct nlmsghdr *message, void *data)
{
	struct network *network = data;
	struct device device = {.speaks_ipv4 = false};
	int error = rtnl_decode_link(message, &device.link);

	if (!error)
		error = array_grow(&network->devices, network->device_count + 1,
				   &network->device_room, sizeof(*network->devices));
	if (!error)
		error = hash_add(&network->index, device.link.index, network->device_count);
	if (!error)
		network->devices[network->device_count++] = device;
	return error;
}

static int take_address(const struct rtnl_address *address, void *data)
{
	struct network *network = data;
	int error = array_grow(&network->addresses, network->address_count + 1,
			       &network->address_room, sizeof(*network->addresses));

	if (!error)
		network->addresses[network->address_count++] = *address;
	return error;
}

/* ---- Which addresses are VIPs where nobody names them: lvsdr_scope_new(). */

static bool is_loopback(const struct address *address)
{
	return address->family == AF_INET
		       ? address->bytes[0] == 127
		       : !memcmp(address->bytes, &in6addr_loopback, sizeof(in6addr_loopback));
}

static bool match_source(uint64_t value, const void *key, const void *owner)
{
	return address_equal(&((const struct network *)owner)->addresses[value].address, key);
}

static uint32_t code_of(const struct address *address)
{
	return hash_bytes(0, address->bytes, address_length(address));
}

static bool is_source(const struct network *network, const struct address *address)
{
	return hash_find(&network->sources, code_of(address), match_source, address, network);
}

/* It may be a VIP: a host address that somebody gave for good, and that no route speaks with. */
static bool is_candidate(const struct network *network, const struct rtnl_address *address)
{
	return address->prefix_length == address_bits(&address->address) && !address->peer.family &&
	       address->valid_lifetime == RTNL_FOREVER &&
	       (address->protocol < IFAPROT_KERNEL_LO || address->protocol > IFAPROT_KERNEL_LL) &&
	       !is_source(network, &address->address);
}

static bool means_something_elsewhere(const struct rtnl_address *address)
{
	return !is_loopback(&address->address) && !address_is_link_local(&address->address);
}

/* Addresses on a device that leads nowhere (lo, dummy0) belong to the host. */
static bool leads_nowhere(const struct rtnl_link *link)
{
	return link->flags & IFF_LOOPBACK ||
	       (link->flags & IFF_NOARP && link->type == ARPHRD_ETHER &&
		!(link->flags & IFF_POINTOPOINT));
}

static void note_own(struct network *network)
{
	for (size_t i = 0; i < network->address_count; i++) {
		const struct rtnl_address *address = &network->addresses[i];
		struct device *device = find_device(network, address->index);

		if (!device || !means_something_elsewhere(address) ||
		    is_candidate(network, address))
			continue;
		if (address->address.family == AF_INET)
			network->speaks_ipv4 = device->speaks_ipv4 = true;
		else
			network->speaks_ipv6 = device->speaks_ipv6 = true;
	}
}

/* The host, or its device, must have another address to speak with. */
static bool can_be_missed(const struct network *network, const struct device *device,
			  uint8_t family)
{
	if (leads_nowhere(&device->link))
		return family == AF_INET ? network->speaks_ipv4 : network->speaks_ipv6;
	return family == AF_INET ? device->speaks_ipv4 : device->speaks_ipv6;
}

/* An address that the scope names is a VIP with any prefix, so that a wrong one is reported. */
static bool is_vip(const struct network *network, const struct device *device,
		   const struct rtnl_address *address, const struct lvsdr_vip *vip)
{
	if (!scope_holds_everything(network->scope))
		return scope_holds_address(network->scope, &address->address);
	if (network->wanted && state_find(network->wanted, &vip_class, vip))
		return true;
	return means_something_elsewhere(address) && is_candidate(network, address) &&
	       can_be_missed(network, device, address->address.family);
}

static int keep_vips(struct network *network)
{
	struct lvsdr_vip vip;
	int error = 0;

	for (size_t i = 0; i < network->address_count && !error; i++) {
		const struct rtnl_address *address = &network->addresses[i];
		const struct device *device = find_device(network, address->index);

		if (!device)
			continue;
		vip_from_address(address, device->link.name, &vip);
		if (is_vip(network, device, address, &vip))
			error = state_append(network->state, &vip_class, &vip);
	}
	return error;
}

/* ---- Routes: who speaks with which address, and host routes. */

static int note_source(const struct nlmsghdr *message, void *data)
{
	struct network *network = data;
	struct rtnl_route route;
	int error = rtnl_decode_route(message, &route);

	if (error || !route.preferred_source.family || route.table == RT_TABLE_LOCAL ||
	    vip_is_host_route(&route, &route.preferred_source) ||
	    is_source(network, &route.preferred_source))
		return error;
	for (size_t i = 0; i < network->address_count; i++)
		if (address_equal(&network->addresses[i].address, &route.preferred_source))
			return hash_add(&network->sources, code_of(&route.preferred_source), i);
	return 0;
}

static bool match_on_device(uint64_t value, const void *key, const void *owner)
{
	const struct lvsdr_vip *vip = &state_at(owner, value)->vip, *wanted = key;

	return address_equal(&vip->address, &wanted->address) &&
	       !strcmp(vip->device, wanted->device);
}

static int note_host_route(const struct nlmsghdr *message, void *data)
{
	struct network *network = data;
	struct state_list *list = &network->state->lists[KIND_VIP];
	const struct device *device;
	const uint64_t *place;
	union object wanted;
	struct rtnl_route route;
	int error = rtnl_decode_route(message, &route);

	device = error ? NULL : find_device(network, route.index);
	if (!device || !vip_is_host_route(&route, &route.preferred_source))
		return error;
	wanted.vip.address = route.destination;
	memcpy(wanted.vip.device, device->link.name, sizeof(wanted.vip.device));
	place = hash_find(&list->index, object_hash(&vip_class, &wanted), match_on_device, &wanted,
			  list);
	if (place)
		state_at(list, *place)->vip.host_route = 1;
	return 0;
}

static int read_links(struct network *network)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];

	return network_request(network->state->host,
			       rtnl_encode_dump(buffer, RTM_GETLINK, AF_UNSPEC), take_link, network,
			       OPERATION_READ, "the devices");
}

static int read_routes(struct network *network,
		       int (*handler)(const struct nlmsghdr *message, void *data))
{
	static const uint8_t families[] = {AF_INET, AF_INET6};
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	int error = 0;

	for (size_t i = 0; i < sizeof(families) / sizeof(*families) && !error; i++)
		error = network_request(network->state->host,
					rtnl_encode_dump(buffer, RTM_GETROUTE, families[i]),
					handler, network, OPERATION_READ, "the routes");
	return error;
}

static int read_vips(struct network *network)
{
	struct lvsdr *host = network->state->host;
	int error = network_read_addresses(host, AF_UNSPEC, OPERATION_READ, "the VIPs",
					   take_address, network);

	if (!error && scope_holds_everything(network->scope)) {
		error = read_routes(network, note_source);
		if (!error)
			note_own(network);
	}
	if (!error)
		error = keep_vips(network);
	if (error == -ENOMEM)
		return error_set(host, error, OPERATION_READ, "the VIPs", "out of memory");
	return error || !network->state->lists[KIND_VIP].count
		       ? error
		       : read_routes(network, note_host_route);
}

static int read_policies(struct network *network)
{
	struct lvsdr_state *state = network->state;
	union object policy = {.arp_policy.device = "all"};
	int error = arp_policy_driver.read(state->host, OPERATION_READ, &policy, &policy);

	if (error == 1)
		error = state_append(state, &arp_policy_class, &policy);
	for (size_t i = 0; i < network->device_count && !error; i++) {
		const struct rtnl_link *link = &network->devices[i].link;

		if (link->arp_ignore < 0 || link->arp_announce < 0 || !strcmp(link->name, "lo"))
			continue;
		arp_policy_from_link(link, &policy.arp_policy);
		error = state_append(state, &arp_policy_class, &policy);
	}
	return error;
}

int state_read_network(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		       const struct lvsdr_state *wanted)
{
	struct network network = {.state = state, .scope = scope, .wanted = wanted};
	int error = read_links(&network);

	if (!error && state->parts & LVSDR_STATE_VIPS)
		error = read_vips(&network);
	if (!error && state->parts & LVSDR_STATE_ARP_POLICIES)
		error = read_policies(&network);
	hash_clear(&network.index);
	hash_clear(&network.sources);
	free(network.devices);
	free(network.addresses);
	return error;
}
