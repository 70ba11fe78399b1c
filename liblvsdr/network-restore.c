// SPDX-License-Identifier: LGPL-2.1-or-later
/* Putting back what a change of addresses took along: snapshot_restore(). */
#include "handle.h"
#include "network-snapshot.h"
#include "network.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

struct restore {
	struct lvsdr *host;
	const char *operation, *object;
	const struct snapshot *wanted;
	struct snapshot now;
	bool *settled; /* for each wanted route: the kernel has it in its own form */
	struct text *left;
	int error;	 /* the first of the last round */
	size_t missing;	 /* of the last round */
	bool refused;	 /* something that could stand, in the last round */
	size_t put_back; /* in all rounds */
};

static int ask_kernel(struct restore *restore, struct nlmsghdr *request)
{
	struct netlink_error kernel;

	return transport_rtnl(&restore->host->transport, request, NULL, NULL, &kernel);
}

/* What else there is to say is said when nothing makes progress any more. */
static void note(struct restore *restore, int error, const char *what)
{
	if (!restore->missing++)
		restore->error = error;
	text_add(restore->left, "%s%s (%s)", restore->left->length ? ", " : "", what,
		 strerror(-error));
}

static void name_device(struct restore *restore, uint32_t index, struct text *text)
{
	struct error kept = restore->host->error;
	struct rtnl_link link;

	if (index && !network_read_link(restore->host, NULL, index, restore->operation,
					restore->object, &link))
		text_add(text, " on %s", link.name);
	restore->host->error = kept;
}

static void note_address(struct restore *restore, const struct rtnl_address *address, int error)
{
	char name[ADDRESS_TEXT_SIZE];
	struct text text = {0};

	address_format(&address->address, name);
	text_add(&text, "the address %s/%u", name, address->prefix_length);
	name_device(restore, address->index, &text);
	note(restore, error, text.data);
}

static void note_route(struct restore *restore, const struct rtnl_route *route, int error)
{
	struct text text = {0};

	rtnl_describe_route(route, &text);
	name_device(restore, route->index, &text);
	note(restore, error, text.data);
}

static int add_address(struct restore *restore, const struct rtnl_address *address)
{
	struct netlink_error kernel;
	int error = network_add_again(restore->host, address, &kernel);

	if (error && error != -EEXIST) {
		restore->refused = true;
		note_address(restore, address, error);
		return error;
	}
	restore->put_back += !error;
	return 0;
}

static void add_addresses(struct restore *restore)
{
	size_t guess = 0, place;

	for (size_t i = 0; i < restore->wanted->address_count; i++) {
		place = snapshot_find_address(&restore->now, &restore->wanted->addresses[i], guess);
		if (place == SIZE_MAX)
			add_address(restore, &restore->wanted->addresses[i]);
		else
			guess = place + 1;
	}
}

/*
 * Whether another address is the primary one of the network of wanted address `first`. The order of
 * the secondary ones is not worth taking any of them away.
 */
static bool has_wrong_primary(const struct restore *restore, size_t first)
{
	const struct snapshot *wanted = restore->wanted;
	size_t place, primary = SIZE_MAX, earliest = SIZE_MAX;

	for (size_t i = first; i < wanted->address_count; i++) {
		if (!snapshot_same_network(&wanted->addresses[i], &wanted->addresses[first]))
			continue;
		place = snapshot_find_address(&restore->now, &wanted->addresses[i], i);
		if (primary == SIZE_MAX)
			primary = place;
		if (place < earliest)
			earliest = place;
	}
	return primary != earliest;
}

/*
 * The first address of a network is the primary one, which the kernel speaks with, and only the
 * order of adding decides which that is. The secondary ones go first, so that none goes unasked.
 */
static void add_in_order(struct restore *restore, size_t first)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	const struct snapshot *wanted = restore->wanted;
	const struct rtnl_address *network = &wanted->addresses[first];
	int error;

	for (size_t i = restore->now.address_count; i-- > 0;) {
		const struct rtnl_address *address = &restore->now.addresses[i];

		if (!snapshot_same_network(address, network) ||
		    snapshot_find_address(wanted, address, i) == SIZE_MAX)
			continue;
		error = ask_kernel(restore, rtnl_encode_address_removal(buffer, address));
		if (error && error != -EADDRNOTAVAIL)
			note_address(restore, address, error);
	}
	for (size_t i = first; i < wanted->address_count; i++)
		if (snapshot_same_network(&wanted->addresses[i], network))
			add_address(restore, &wanted->addresses[i]);
}

/* A host address has its network for itself, but for the peers of others. */
static bool is_first_of_network(const struct snapshot *snapshot, size_t place)
{
	const struct rtnl_address *address = &snapshot->addresses[place];

	if (address->prefix_length == address_bits(&address->address) && !snapshot->peers)
		return false;
	for (size_t i = 0; i < place; i++)
		if (snapshot_same_network(&snapshot->addresses[i], &snapshot->addresses[place]))
			return false;
	return true;
}

static int order_addresses(struct restore *restore)
{
	bool ordered = false;

	if (restore->wanted->family != AF_INET)
		return 0; /* IPv6 has no secondary addresses in this sense */
	for (size_t i = 0; i < restore->wanted->address_count; i++) {
		if (!is_first_of_network(restore->wanted, i) || !has_wrong_primary(restore, i))
			continue;
		add_in_order(restore, i);
		ordered = true;
	}
	return ordered ? snapshot_read(restore->host, restore->operation, restore->object,
				       &restore->now)
		       : 0;
}

/* Of several next hops those die whose device loses its last address. */
static bool stands_half_dead(const struct restore *restore, const struct snapshot_route *route)
{
	for (size_t i = 0; i < restore->now.route_count; i++)
		if (restore->now.routes[i].length == route->length &&
		    rtnl_same_but_dead(restore->now.routes[i].body, route->body, route->length))
			return true;
	return false;
}

/* Routes of IPv6 stay when their preferred source leaves, without it. */
static enum rtnl_put how_to_put(const struct restore *restore, const struct snapshot_route *route)
{
	uint8_t body[RTNL_BUFFER_SIZE];
	size_t length;

	if (restore->wanted->family == AF_INET)
		return stands_half_dead(restore, route) ? RTNL_REPLACE : RTNL_CREATE;
	if (!route->route.preferred_source.family)
		return RTNL_CREATE;
	length = rtnl_drop_preferred_source(route->body, route->length, body);
	return snapshot_has_route(&restore->now, body, length) ? RTNL_REPLACE : RTNL_CREATE;
}

static void add_route(struct restore *restore, size_t place)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	const struct snapshot_route *route = &restore->wanted->routes[place];
	int error;

	if (restore->settled[place] || snapshot_makes_route(restore->wanted, &route->route) ||
	    snapshot_has_route(&restore->now, route->body, route->length))
		return;
	error = ask_kernel(restore, rtnl_encode_kept_route(buffer, route->body, route->length,
							   route->route.expires,
							   how_to_put(restore, route)));
	restore->put_back += !error;
	restore->settled[place] = error == -EEXIST;
	if (!error || error == -EEXIST)
		return;
	restore->refused |= error != -ENETUNREACH && error != -EHOSTUNREACH && error != -ENETDOWN &&
			    error != -EINVAL;
	note_route(restore, &route->route, error);
}

/* Those that lead to a gateway need the others. */
static void add_routes(struct restore *restore)
{
	for (int indirect = 0; indirect <= 1; indirect++)
		for (size_t i = 0; i < restore->wanted->route_count; i++)
			if (restore->wanted->routes[i].route.indirect == indirect)
				add_route(restore, i);
}

/* Whatever is missing is tried; 1 as long as that changed something. */
static int run_round(struct restore *restore)
{
	size_t before = restore->put_back;
	int error =
		snapshot_read(restore->host, restore->operation, restore->object, &restore->now);

	text_cut(restore->left, 0);
	restore->missing = 0;
	restore->refused = false;
	if (error)
		return error;
	add_addresses(restore);
	if (restore->put_back != before) /* what comes with them is not missing */
		error = snapshot_read(restore->host, restore->operation, restore->object,
				      &restore->now);
	if (!error)
		error = order_addresses(restore);
	if (error)
		return error;
	add_routes(restore);
	return restore->put_back != before;
}

int snapshot_restore(struct lvsdr *host, const char *operation, const char *object,
		     const struct snapshot *wanted, struct text *left)
{
	struct restore restore = {.host = host,
				  .operation = operation,
				  .object = object,
				  .wanted = wanted,
				  .now.family = wanted->family,
				  .left = left};
	bool again = false;
	int result;

	restore.settled = calloc(wanted->route_count + 1, sizeof(*restore.settled));
	if (!restore.settled)
		return error_set(host, -ENOMEM, operation, object, "out of memory");
	do {
		result = run_round(&restore);
		/* What was refused although it could stand is worth a second attempt. */
		again = !result && restore.refused && !again;
	} while (result == 1 || again);
	if (!result && restore.missing)
		result = restore.refused ? restore.error : -EBUSY;
	snapshot_clear(&restore.now);
	free(restore.settled);
	return result ? result : restore.put_back > 0;
}
