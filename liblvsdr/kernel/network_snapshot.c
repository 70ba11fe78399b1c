// SPDX-License-Identifier: LGPL-2.1-or-later
#include "kernel/network_snapshot.h"

#include "core/handle.h"
#include "kernel/network.h"
#include "util/array.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

enum { ATTEMPTS = 20 };

void snapshot_clear(struct snapshot *snapshot)
{
	free(snapshot->addresses);
	free(snapshot->routes);
	hash_clear(&snapshot->index);
	arena_clear(&snapshot->arena);
	*snapshot = (struct snapshot){.family = snapshot->family};
}

static uint32_t code_of(const void *body, size_t length)
{
	return hash_bytes(0, body, length);
}

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct snapshot_route *route = &((const struct snapshot *)owner)->routes[value];
	const struct snapshot_route *wanted = key;

	return route->length == wanted->length &&
	       !memcmp(route->body, wanted->body, wanted->length);
}

size_t snapshot_find_route(const struct snapshot *snapshot, const void *body, size_t length)
{
	struct snapshot_route wanted = {.body = body, .length = length};
	uint64_t *place =
		hash_find(&snapshot->index, code_of(body, length), match, &wanted, snapshot);

	return place ? *place : SIZE_MAX;
}

bool snapshot_has_route(const struct snapshot *snapshot, const void *body, size_t length)
{
	return snapshot_find_route(snapshot, body, length) != SIZE_MAX;
}

int snapshot_add_route(struct snapshot *snapshot, const void *body, size_t length,
		       const struct rtnl_route *route)
{
	const uint8_t *copy = arena_copy(&snapshot->arena, body, length);

	if (!copy || array_grow(&snapshot->routes, snapshot->route_count + 1, &snapshot->route_room,
				sizeof(*snapshot->routes)))
		return -ENOMEM;
	if (hash_add(&snapshot->index, code_of(body, length), snapshot->route_count))
		return -ENOMEM;
	snapshot->routes[snapshot->route_count++] =
		(struct snapshot_route){*route, copy, length, false};
	return 0;
}

static bool has_order(const struct rtnl_route *route)
{
	return route->protocol != RTPROT_KERNEL ||
	       (route->table == RT_TABLE_LOCAL && route->destination.family == AF_INET);
}

bool snapshot_equal_routes(const struct rtnl_route *a, const struct rtnl_route *b)
{
	return has_order(a) && has_order(b) && a->table == b->table && a->tos == b->tos &&
	       a->metric == b->metric && a->prefix_length == b->prefix_length &&
	       address_equal(&a->destination, &b->destination);
}

uint32_t snapshot_hash_equal(const struct rtnl_route *route)
{
	uint32_t code = hash_bytes(route->table, route->destination.bytes,
				   address_length(&route->destination));

	return hash_number(hash_number(code, route->metric), route->prefix_length);
}

static bool match_equal(uint64_t value, const void *key, const void *owner)
{
	return snapshot_equal_routes(&((const struct snapshot *)owner)->routes[value].route, key);
}

int snapshot_find_equal(const struct snapshot *all, const struct snapshot *some,
			struct snapshot *found)
{
	struct hash hash = {.slots = NULL};
	int error = 0;

	for (size_t i = 0; i < some->route_count && !error; i++)
		error = hash_add(&hash, snapshot_hash_equal(&some->routes[i].route), i);
	for (size_t i = 0; i < all->route_count && hash.count && !error; i++) {
		const struct snapshot_route *route = &all->routes[i];

		if (hash_find(&hash, snapshot_hash_equal(&route->route), match_equal, &route->route,
			      some))
			error = snapshot_add_route(found, route->body, route->length,
						   &route->route);
	}
	hash_clear(&hash);
	return error;
}

static int compare_places(const void *a, const void *b)
{
	const size_t *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

static int index_anew(struct snapshot *snapshot)
{
	int error = 0;

	hash_clear(&snapshot->index);
	for (size_t i = 0; i < snapshot->route_count && !error; i++)
		error = hash_add(&snapshot->index,
				 code_of(snapshot->routes[i].body, snapshot->routes[i].length), i);
	return error;
}

int snapshot_arrange(struct snapshot *snapshot, const struct snapshot *order)
{
	struct snapshot_route *routes = calloc(order->route_count + 1, sizeof(*routes));
	size_t *places = calloc(order->route_count + 1, sizeof(*places)), count = 0, place;

	for (size_t i = 0; i < order->route_count && routes && places; i++) {
		place = snapshot_find_route(snapshot, order->routes[i].body,
					    order->routes[i].length);
		if (place == SIZE_MAX)
			continue;
		places[count] = place;
		routes[count++] = snapshot->routes[place];
	}
	if (count)
		qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0; i < count; i++)
		snapshot->routes[places[i]] = routes[i];
	place = routes && places;
	free(routes);
	free(places);
	return place ? index_anew(snapshot) : -ENOMEM;
}

int snapshot_insert_address(struct snapshot *snapshot, size_t place,
			    const struct rtnl_address *address)
{
	if (array_grow(&snapshot->addresses, snapshot->address_count + 1, &snapshot->address_room,
		       sizeof(*snapshot->addresses)))
		return -ENOMEM;
	memmove(snapshot->addresses + place + 1, snapshot->addresses + place,
		(snapshot->address_count++ - place) * sizeof(*snapshot->addresses));
	snapshot->addresses[place] = *address;
	snapshot->peers |= address->peer.family != 0;
	return 0;
}

void snapshot_remove_address(struct snapshot *snapshot, size_t place)
{
	memmove(snapshot->addresses + place, snapshot->addresses + place + 1,
		(--snapshot->address_count - place) * sizeof(*snapshot->addresses));
}

static bool same_address(const struct rtnl_address *a, const struct rtnl_address *b)
{
	return a->index == b->index && a->prefix_length == b->prefix_length &&
	       address_equal(&a->address, &b->address) && address_equal(&a->peer, &b->peer);
}

size_t snapshot_find_address(const struct snapshot *snapshot, const struct rtnl_address *address,
			     size_t guess)
{
	size_t count = snapshot->address_count, place;

	for (size_t i = 0; i < count; i++) {
		place = (guess + i) % count;
		if (same_address(&snapshot->addresses[place], address))
			return place;
	}
	return SIZE_MAX;
}

static const struct address *network_of(const struct rtnl_address *address)
{
	return address->peer.family ? &address->peer : &address->address;
}

bool snapshot_same_network(const struct rtnl_address *a, const struct rtnl_address *b)
{
	return a->index == b->index && a->prefix_length == b->prefix_length &&
	       address_in_network(network_of(a), network_of(b), b->prefix_length);
}

/* Only IPv4 has addresses that go with others: those of one network. */
bool snapshot_may_lose_address(const struct snapshot *snapshot, const struct rtnl_address *address)
{
	for (size_t i = 0; i < snapshot->cause_count; i++)
		if (snapshot->family == AF_INET
			    ? snapshot_same_network(address, &snapshot->causes[i])
			    : same_address(address, &snapshot->causes[i]))
			return true;
	return !snapshot->cause_count;
}

static bool is_other_device(uint32_t *index, void *data)
{
	return *index != *(const uint32_t *)data;
}

bool snapshot_route_goes_by(const struct snapshot_route *route, uint32_t index)
{
	_Alignas(struct nlmsghdr) uint8_t body[RTNL_BUFFER_SIZE];

	memcpy(body, route->body, route->length);
	return !rtnl_visit_devices(body, route->length, is_other_device, &index);
}

bool snapshot_may_lose_route(const struct snapshot *snapshot, const struct snapshot_route *route)
{
	const struct address *source = &route->route.preferred_source;

	for (size_t i = 0; i < snapshot->cause_count; i++)
		if (snapshot_route_goes_by(route, snapshot->causes[i].index) ||
		    address_equal(source, &snapshot->causes[i].address))
			return true;
	for (size_t i = 0; i < snapshot->address_count; i++)
		if (address_equal(source, &snapshot->addresses[i].address) &&
		    snapshot_may_lose_address(snapshot, &snapshot->addresses[i]))
			return true;
	return !snapshot->cause_count || route->recorded;
}

/*
 * It makes none to the network of an address that was given without: such a one is somebody's. What
 * is lost of IPv6 was another address's.
 */
static bool makes_route(const struct rtnl_address *address, const struct rtnl_route *route)
{
	return address->address.family == AF_INET && !(address->flags & IFA_F_NOPREFIXROUTE) &&
	       address_equal(&address->address, &route->preferred_source);
}

bool snapshot_makes_route(const struct snapshot *snapshot, const struct rtnl_route *route)
{
	if (route->protocol != RTPROT_KERNEL || route->table == RT_TABLE_LOCAL)
		return route->protocol == RTPROT_KERNEL;
	for (size_t i = 0; i < snapshot->address_count; i++)
		if (makes_route(&snapshot->addresses[i], route))
			return true;
	return false;
}

/* The last address of an IPv4 network, or the first one, which older kernels take for another. */
static bool is_end(const struct address *address, uint8_t prefix_length)
{
	uint32_t bits, mask = UINT32_MAX >> (prefix_length & 31);

	memcpy(&bits, address->bytes, sizeof(bits));
	bits = ntohl(bits) & mask;
	return prefix_length < 31 && (bits == mask || !bits);
}

/* To an address of the primary one's network, or to the broadcast address of one, which may differ.
 */
static bool leads_to_one_of(const struct snapshot *snapshot, const struct rtnl_address *primary,
			    const struct rtnl_route *route)
{
	for (size_t i = 0; i < snapshot->address_count; i++) {
		const struct rtnl_address *address = &snapshot->addresses[i];

		if (address_equal(route->type == RTN_LOCAL ? &address->address
							   : &address->broadcast,
				  &route->destination) &&
		    snapshot_same_network(address, primary))
			return true;
	}
	return false;
}

/* Whether the kernel makes the IPv4 route for the address where that is the primary one. */
static bool is_made_for(const struct snapshot *snapshot, const struct rtnl_address *address,
			const struct rtnl_route *route)
{
	const struct address *to = &route->destination;
	bool inside = address_in_network(to, network_of(address), address->prefix_length);

	if (route->index != address->index ||
	    !address_equal(&address->address, &route->preferred_source))
		return false;
	if (route->type == RTN_BROADCAST)
		return (inside && is_end(to, address->prefix_length)) ||
		       leads_to_one_of(snapshot, address, route);
	if (route->type == RTN_LOCAL && route->prefix_length == address_bits(to))
		return leads_to_one_of(snapshot, address, route);
	return inside && route->prefix_length == address->prefix_length &&
	       (route->type == RTN_LOCAL || !(address->flags & IFA_F_NOPREFIXROUTE));
}

/* The primary address of a network that the kernel made an IPv4 route for. */
static const struct rtnl_address *find_maker(const struct snapshot *snapshot,
					     const struct rtnl_route *route)
{
	for (size_t i = 0; i < snapshot->address_count; i++) {
		const struct rtnl_address *address = &snapshot->addresses[i];
		size_t first = 0;

		if (!is_made_for(snapshot, address, route))
			continue;
		while (!snapshot_same_network(&snapshot->addresses[first], address))
			first++;
		if (first == i)
			return address;
	}
	return NULL;
}

bool snapshot_is_due(const struct snapshot *wanted, const struct snapshot *now,
		     const struct rtnl_route *route)
{
	const struct rtnl_address *maker;
	size_t place;

	if (wanted->family != AF_INET || route->protocol != RTPROT_KERNEL)
		return false;
	maker = find_maker(wanted, route);
	place = maker ? snapshot_find_address(now, maker, 0) : SIZE_MAX;
	return place != SIZE_MAX && !(now->addresses[place].flags & IFA_F_SECONDARY) &&
	       is_made_for(now, &now->addresses[place], route);
}

bool snapshot_lacks_route(const struct snapshot *wanted, const struct snapshot *now,
			  const struct snapshot_route *route)
{
	return !snapshot_has_route(now, route->body, route->length) &&
	       snapshot_is_due(wanted, now, &route->route);
}

bool snapshot_is_contested(const struct snapshot *snapshot, const struct address *address)
{
	for (size_t i = 0; i < snapshot->route_count; i++) {
		const struct rtnl_route *route = &snapshot->routes[i].route;

		if (route->type == RTN_BROADCAST && route->protocol == RTPROT_KERNEL &&
		    address_equal(&route->destination, address))
			return true;
	}
	return false;
}

static int take_address(const struct nlmsghdr *message, void *data)
{
	struct snapshot *snapshot = data;
	struct rtnl_address address;
	int error = rtnl_decode_address(message, &address);

	return error ? error : snapshot_insert_address(snapshot, snapshot->address_count, &address);
}

static int take_route(const struct nlmsghdr *message, void *data)
{
	_Alignas(struct nlmsghdr) uint8_t body[RTNL_BUFFER_SIZE];
	struct snapshot *snapshot = data;
	struct rtnl_route route;
	int length, error = rtnl_decode_route(message, &route);

	if (error)
		return error;
	length = rtnl_keep_route(message, body);
	return length < 0 ? length : snapshot_add_route(snapshot, body, (size_t)length, &route);
}

int snapshot_read(struct lvsdr *host, enum operation operation, const char *object,
		  struct snapshot *snapshot)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	int error;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		snapshot_clear(snapshot);
		error = network_request(host,
					rtnl_encode_dump(buffer, RTM_GETADDR, snapshot->family),
					take_address, snapshot, operation, object);
		if (!error)
			error = network_request(
				host, rtnl_encode_dump(buffer, RTM_GETROUTE, snapshot->family),
				take_route, snapshot, operation, object);
		/* Routes that changed while they were read may be those of other addresses. */
		if (error || !host->transport.dump_repeated)
			return error;
	}
	return error_set(host, -EAGAIN, operation, object,
			 "the addresses and routes kept changing while they were read; try again");
}

/* What the kernel may refuse to make again, and the route before which it then found another. */
static int copy_contested(const struct snapshot *wanted, const struct snapshot_route *contested,
			  struct snapshot *lost)
{
	const struct address *source = &contested->route.preferred_source;
	int error = snapshot_add_route(lost, contested->body, contested->length, &contested->route);

	for (size_t i = 0; i < wanted->route_count && !error; i++) {
		const struct snapshot_route *route = &wanted->routes[i];

		if (route->route.type == RTN_LOCAL &&
		    address_equal(&route->route.destination, source) &&
		    !snapshot_has_route(lost, route->body, route->length))
			error = snapshot_add_route(lost, route->body, route->length, &route->route);
	}
	return error;
}

int snapshot_find_leading(const struct snapshot *wanted, const struct snapshot *now, bool *leading)
{
	struct hash first = {.slots = NULL}; /* of each kind of equal ones that exists */
	int error = 0;

	for (size_t i = wanted->route_count; i-- > 0 && !error;) {
		const struct snapshot_route *route = &wanted->routes[i];
		uint32_t code = snapshot_hash_equal(&route->route);
		uint64_t *behind;

		leading[i] = false;
		if (!snapshot_equal_routes(&route->route, &route->route))
			continue;
		behind = hash_find(&first, code, match_equal, &route->route, wanted);
		if (!snapshot_has_route(now, route->body, route->length)) {
			leading[i] = behind != NULL;
			continue;
		}
		if (behind)
			*behind = i;
		else
			error = hash_add(&first, code, i);
	}
	/* Those behind one that exists are put in their places later. */
	for (size_t i = 0; i < wanted->route_count && !error; i++) {
		const struct snapshot_route *route = &wanted->routes[i];

		if (leading[i])
			leading[i] = *hash_find(&first, snapshot_hash_equal(&route->route),
						match_equal, &route->route, wanted) > i;
	}
	hash_clear(&first);
	return error;
}

int snapshot_find_misplaced(const struct snapshot *wanted, const struct snapshot *now,
			    bool *misplaced)
{
	struct hash last = {.slots = NULL}; /* of each kind of equal ones: its place in both */
	size_t *places = calloc(wanted->route_count + 1, sizeof(*places));
	int error = places ? 0 : -ENOMEM;

	for (size_t i = 0; i < wanted->route_count && !error; i++) {
		const struct snapshot_route *route = &wanted->routes[i];
		uint32_t code = snapshot_hash_equal(&route->route);
		uint64_t *before;

		places[i] = snapshot_equal_routes(&route->route, &route->route)
				    ? snapshot_find_route(now, route->body, route->length)
				    : SIZE_MAX;
		if (places[i] == SIZE_MAX)
			continue;
		before = hash_find(&last, code, match_equal, &route->route, wanted);
		misplaced[i] = before && places[*before] > places[i];
		if (before)
			*before = i;
		else
			error = hash_add(&last, code, i);
	}
	hash_clear(&last);
	free(places);
	return error;
}

static int copy_misplaced(const struct snapshot *wanted, const struct snapshot *now,
			  struct snapshot *lost)
{
	bool *misplaced = calloc(wanted->route_count + 1, sizeof(*misplaced));
	int error = misplaced ? snapshot_find_misplaced(wanted, now, misplaced) : -ENOMEM;

	for (size_t i = 0; i < wanted->route_count && !error; i++) {
		const struct snapshot_route *route = &wanted->routes[i];

		if (misplaced[i] && !snapshot_has_route(lost, route->body, route->length))
			error = snapshot_add_route(lost, route->body, route->length, &route->route);
	}
	free(misplaced);
	return error;
}

static int copy_lost_route(const struct snapshot *wanted, const struct snapshot *now,
			   const struct snapshot_route *route, struct snapshot *lost)
{
	bool made = snapshot_makes_route(wanted, &route->route);

	if (made && snapshot_is_contested(wanted, &route->route.preferred_source))
		return copy_contested(wanted, route, lost);
	return !made || snapshot_lacks_route(wanted, now, route)
		       ? snapshot_add_route(lost, route->body, route->length, &route->route)
		       : 0;
}

static int copy_lost(const struct snapshot *wanted, const struct snapshot *now,
		     struct snapshot *lost)
{
	int error = 0;

	for (size_t i = 0; i < wanted->address_count && !error; i++)
		if (snapshot_find_address(now, &wanted->addresses[i], i) == SIZE_MAX &&
		    snapshot_may_lose_address(wanted, &wanted->addresses[i]))
			error = snapshot_insert_address(lost, lost->address_count,
							&wanted->addresses[i]);
	for (size_t i = 0; i < wanted->route_count && !error; i++) {
		const struct snapshot_route *route = &wanted->routes[i];

		if (!snapshot_has_route(now, route->body, route->length) &&
		    !snapshot_has_route(lost, route->body, route->length))
			error = copy_lost_route(wanted, now, route, lost);
	}
	return error ? error : copy_misplaced(wanted, now, lost);
}

int snapshot_find_lost(struct lvsdr *host, enum operation operation, const char *object,
		       const struct snapshot *wanted, struct snapshot *lost)
{
	struct snapshot now = {.family = wanted->family};
	int error = snapshot_read(host, operation, object, &now);

	if (!error && copy_lost(wanted, &now, lost))
		error = error_set(host, -ENOMEM, operation, object, "out of memory");
	snapshot_clear(&now);
	return error;
}
