// SPDX-License-Identifier: LGPL-2.1-or-later
/* Restores what a change of addresses removed besides: snapshot_restore(). */
#include "core/handle.h"
#include "kernel/network_snapshot.h"
#include "kernel/network.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

struct restore {
	struct lvsdr *host;
	enum operation operation;
	const char *object;
	const struct snapshot *wanted;
	struct snapshot now;
	bool *finished; /* for each wanted route: the kernel has it with its own settings, or another */
	bool *ordered; /* and: it was moved to its place, once */
	bool *leading; /* and: it is missing in front of equal ones */
	bool meddled;  /* routes were taken away here, so that any may be missing by that */
	struct text *left;
	int error;       /* the first of the last round */
	size_t missing;  /* of the last round */
	bool refused;    /* something that could exist, in the last round */
	size_t restored; /* in all rounds */
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

static void note_of_address(struct restore *restore, const char *what,
			    const struct rtnl_address *address, int error)
{
	char name[ADDRESS_TEXT_SIZE];
	struct text text = {0};

	address_format(&address->address, name);
	text_add(&text, "%s %s/%u", what, name, address->prefix_length);
	name_device(restore, address->index, &text);
	note(restore, error, text.data);
}

static void note_address(struct restore *restore, const struct rtnl_address *address, int error)
{
	note_of_address(restore, "the address", address, error);
}

/* Without the primary address of a network a secondary one takes its place. */
static void note_followers(struct restore *restore, size_t missing, int error)
{
	const struct snapshot *wanted = restore->wanted;

	for (size_t i = missing + 1; i < wanted->address_count; i++)
		if (wanted->addresses[i].flags & IFA_F_SECONDARY && wanted->family == AF_INET &&
		    snapshot_same_network(&wanted->addresses[i], &wanted->addresses[missing]))
			note_of_address(restore, "the secondary place of", &wanted->addresses[i],
					error);
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

	if (error && error != -EEXIST) { /* at once, since the following ones must be behind it */
		restore->refused = true;
		error = network_add_again(restore->host, address, &kernel);
	}
	if (error && error != -EEXIST) {
		note_address(restore, address, error);
		return error;
	}
	restore->restored += !error;
	return 0;
}

static int add_anew(struct restore *restore, const struct rtnl_address *address)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct netlink_error kernel;
	int error = ask_kernel(restore, rtnl_encode_address_removal(buffer, address));

	return error ? error : network_add_again(restore->host, address, &kernel);
}

/*
 * An attempt before this one may have got so far: network_add_again() takes two requests, and of
 * two settings of a VIP that differ in nothing else one counts as the other.
 */
static void mend_address(struct restore *restore, const struct rtnl_address *address,
			 const struct rtnl_address *now)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	int error;

	if (address->address.family != AF_INET6 || !((address->flags ^ now->flags) & IFA_F_NODAD))
		return;
	error = network_can_edit(address)
			? ask_kernel(restore, rtnl_encode_address(buffer, address, RTNL_REPLACE))
			: add_anew(restore, address);
	restore->restored += !error;
	restore->refused |= error != 0;
	if (error)
		note_address(restore, address, error);
}

static void add_addresses(struct restore *restore)
{
	size_t guess = 0, place;
	int error;

	for (size_t i = 0; i < restore->wanted->address_count; i++) {
		const struct rtnl_address *address = &restore->wanted->addresses[i];

		if (!snapshot_may_lose_address(restore->wanted, address))
			continue;
		place = snapshot_find_address(&restore->now, address, guess);
		if (place == SIZE_MAX) {
			error = add_address(restore, address);
			if (error && !(address->flags & IFA_F_SECONDARY))
				note_followers(restore, i, error);
			continue;
		}
		mend_address(restore, address, &restore->now.addresses[place]);
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
		if (!snapshot_may_lose_address(restore->wanted, &restore->wanted->addresses[i]) ||
		    !is_first_of_network(restore->wanted, i) || !has_wrong_primary(restore, i))
			continue;
		add_in_order(restore, i);
		ordered = true;
	}
	return ordered ? snapshot_read(restore->host, restore->operation, restore->object,
				       &restore->now)
		       : 0;
}

/* Of several next hops those die whose device loses its last address. */
static bool is_half_dead(const struct restore *restore, const struct snapshot_route *route)
{
	for (size_t i = 0; i < restore->now.route_count; i++)
		if (restore->now.routes[i].length == route->length &&
		    rtnl_same_but_dead(restore->now.routes[i].body, route->body, route->length))
			return true;
	return false;
}

/*
 * Routes of IPv6 are kept when their preferred source is removed, without it: the place of such a
 * route, or SIZE_MAX.
 */
static size_t find_without_source(const struct snapshot *snapshot,
				  const struct snapshot_route *route)
{
	uint8_t body[RTNL_BUFFER_SIZE];
	size_t length;

	if (snapshot->family != AF_INET6 || !route->route.preferred_source.family)
		return SIZE_MAX;
	length = rtnl_drop_preferred_source(route->body, route->length, body);
	return snapshot_find_route(snapshot, body, length);
}

/* Such a route exists before an undo, and is not wanted beside the other one. */
static void finish_without_source(struct restore *restore)
{
	const struct snapshot *wanted = restore->wanted;

	for (size_t i = 0; i < wanted->route_count; i++) {
		size_t bare = find_without_source(wanted, &wanted->routes[i]);

		if (bare != SIZE_MAX)
			restore->finished[bare] = true;
	}
}

static bool leads_alike(const struct rtnl_route *a, const struct rtnl_route *b)
{
	return a->table == b->table && a->metric == b->metric &&
	       a->prefix_length == b->prefix_length &&
	       address_equal(&a->destination, &b->destination);
}

static bool has_gateway_of_its_own(const struct rtnl_route *route)
{
	return route->indirect && !route->by_object;
}

/*
 * IPv6 replaces the first route of a destination and metric that has a gateway of its own, or the
 * first that has none, whatever its device or next-hop object. The kernel lists them one after
 * another.
 */
static bool is_replaced(const struct snapshot *now, size_t place)
{
	const struct rtnl_route *route = &now->routes[place].route;

	for (size_t i = place; i-- > 0 && leads_alike(&now->routes[i].route, route);)
		if (has_gateway_of_its_own(&now->routes[i].route) == has_gateway_of_its_own(route))
			return false;
	return true;
}

static enum rtnl_put how_to_put(const struct restore *restore, size_t place, size_t bare)
{
	const struct snapshot_route *route = &restore->wanted->routes[place];

	/* What the kernel made for an address that has left may be there again, with new settings. */
	if (restore->wanted->family == AF_INET && route->route.protocol == RTPROT_KERNEL)
		return snapshot_makes_route(restore->wanted, &route->route) ? RTNL_CREATE
									    : RTNL_ALONE;
	if (restore->wanted->family == AF_INET && is_half_dead(restore, route))
		return RTNL_REPLACE;
	if (restore->wanted->family == AF_INET)
		return restore->leading[place] ? RTNL_IN_FRONT : RTNL_CREATE;
	if (bare == SIZE_MAX)
		return RTNL_CREATE;
	return is_replaced(&restore->now, bare) ? RTNL_REPLACE : RTNL_ALONE;
}

static bool cannot_stand(int error)
{
	return error == -ENETUNREACH || error == -EHOSTUNREACH || error == -ENETDOWN ||
	       error == -EINVAL;
}

/*
 * The kernel gives the route to a network of IPv6 the lifetime of the address that came last.
 * Adding the route again changes that, unless it does not end.
 */
static void mend_expiry(struct restore *restore, const struct snapshot_route *route,
			const struct rtnl_route *now)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	int64_t difference = (int64_t)now->expires - route->route.expires;
	int error = 0;

	if (restore->wanted->family != AF_INET6 || now->protocol != RTPROT_KERNEL ||
	    now->table == RT_TABLE_LOCAL || (difference >= -10 && difference <= 2))
		return;
	if (!now->expires)
		error = ask_kernel(restore, rtnl_encode_kept_route_removal(buffer, route->body,
									   route->length));
	if (!error)
		error = ask_kernel(restore,
				   rtnl_encode_kept_route(buffer, route->body, route->length,
							  route->route.expires, RTNL_CREATE));
	if (!error || error == -EEXIST)
		return;
	restore->refused = true;
	note_route(restore, &route->route, error);
}

/* The one goes, and the other comes behind its equals. */
static int put_behind(struct restore *restore, const struct snapshot_route *away,
		      const struct snapshot_route *route)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	int error = ask_kernel(restore,
			       rtnl_encode_kept_route_removal(buffer, away->body, away->length));

	restore->meddled = true;
	return error ? error
		     : ask_kernel(restore,
				  rtnl_encode_kept_route(buffer, route->body, route->length,
							 route->route.expires, RTNL_CREATE));
}

/* False when the round has to begin anew: what is there is not known any more. */
static bool add_route(struct restore *restore, size_t place)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	const struct snapshot_route *route = &restore->wanted->routes[place];
	struct netlink_error kernel;
	enum rtnl_put put;
	size_t stands, bare;
	int error;

	if (restore->finished[place] ||
	    (snapshot_makes_route(restore->wanted, &route->route) &&
	     !snapshot_lacks_route(restore->wanted, &restore->now, route)))
		return true;
	stands = snapshot_find_route(&restore->now, route->body, route->length);
	if (stands != SIZE_MAX) {
		mend_expiry(restore, route, &restore->now.routes[stands].route);
		return true;
	}
	if (!restore->meddled && !snapshot_may_lose_route(restore->wanted, route))
		return true;
	bare = find_without_source(&restore->now, route);
	put = how_to_put(restore, place, bare);
	restore->meddled |= put == RTNL_REPLACE;
	error = network_add_route(restore->host,
				  rtnl_encode_kept_route(buffer, route->body, route->length,
							 route->route.expires, put),
				  &route->route.preferred_source, &kernel);
	/* It could exist, but for the others that lead there. */
	if (error == -EEXIST && bare != SIZE_MAX) {
		error = put_behind(restore, &restore->now.routes[bare], route);
		if (error == -EEXIST) { /* another one on its device went instead */
			restore->restored++;
			return false;
		}
	}
	restore->restored += !error;
	/* What was replaced may still exist with other settings, with a next hop alive that was dead.
	 */
	restore->finished[place] = error == -EEXIST || (!error && put == RTNL_REPLACE);
	if (!error || error == -EEXIST)
		return true;
	/* It will come behind those that it was taken away with. */
	memset(restore->ordered, 0, restore->wanted->route_count * sizeof(*restore->ordered));
	restore->refused |= !cannot_stand(error);
	note_route(restore, &route->route, error);
	return true;
}

/* From the last one on, so that each comes in front of the one before. False as add_route(). */
static bool add_leading(struct restore *restore, bool indirect)
{
	for (size_t i = restore->wanted->route_count; i-- > 0;)
		if (restore->leading[i] && restore->wanted->routes[i].route.indirect == indirect &&
		    !add_route(restore, i))
			return false;
	return true;
}

static bool add_others(struct restore *restore, bool indirect)
{
	for (size_t i = 0; i < restore->wanted->route_count; i++)
		if (!restore->leading[i] && restore->wanted->routes[i].route.indirect == indirect &&
		    !add_route(restore, i))
			return false;
	return true;
}

/*
 * Those that lead to a gateway need the others. What comes to its place at once spares others being
 * moved, which a process that ends in the midst of it leaves without.
 */
static int add_routes(struct restore *restore)
{
	bool go_on = true;
	int error =
		restore->wanted->family == AF_INET
			? snapshot_find_leading(restore->wanted, &restore->now, restore->leading)
			: 0;

	if (error)
		return error_set(restore->host, error, restore->operation, restore->object,
				 "out of memory");
	for (int indirect = 0; indirect <= 1 && go_on; indirect++)
		go_on = add_leading(restore, indirect) && add_others(restore, indirect);
	return 0;
}

/* ---- The order of equal routes. */

static void note_refusal(struct restore *restore, const struct snapshot_route *route, int error)
{
	restore->refused = true;
	note_route(restore, &route->route, error);
}

/*
 * Away and to the end. Others lead to the same place meanwhile, and one that could not be added any
 * more is left where it is, which is reported.
 */
static bool move_route(struct restore *restore, const struct snapshot_route *route)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	int error = ask_kernel(
		restore, rtnl_encode_kept_route(buffer, route->body, route->length, 0, RTNL_ALONE));

	if (error == -EEXIST)
		error = put_behind(restore, route, route);
	restore->restored += !error;
	if (error)
		note_refusal(restore, route, error);
	return !error;
}

/*
 * The kernel's own comes back as a missing one in the next round: no route that prefers the address
 * as source could be added while a broadcast route to it is the first.
 */
static bool take_away(struct restore *restore, const struct snapshot_route *route)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	int error;

	if (!snapshot_is_due(restore->wanted, &restore->now, &route->route))
		return false;
	error = ask_kernel(restore,
			   rtnl_encode_kept_route_removal(buffer, route->body, route->length));
	restore->meddled = true;
	restore->restored += !error;
	if (error)
		note_refusal(restore, route, error);
	return !error;
}

/*
 * From the one on that is too far in front. What could not be moved, and what comes behind it,
 * is seen to be there still in the next round.
 */
static void order_equal(struct restore *restore, size_t first)
{
	const struct snapshot *wanted = restore->wanted;
	bool moved = true;

	for (size_t i = first; i < wanted->route_count && moved; i++) {
		const struct snapshot_route *route = &wanted->routes[i];

		if (!snapshot_equal_routes(&route->route, &wanted->routes[first].route) ||
		    !snapshot_has_route(&restore->now, route->body, route->length))
			continue;
		moved = route->route.protocol == RTPROT_KERNEL ? take_away(restore, route)
							       : move_route(restore, route);
		restore->ordered[i] = moved;
	}
}

/* When nothing else is to be restored. */
static int order_routes(struct restore *restore)
{
	const struct snapshot *wanted = restore->wanted;
	bool *misplaced = calloc(wanted->route_count + 1, sizeof(*misplaced));
	int error = misplaced ? snapshot_find_misplaced(wanted, &restore->now, misplaced) : -ENOMEM;

	for (size_t i = 0; i < wanted->route_count && !error; i++)
		if (misplaced[i] && !restore->ordered[i]) {
			order_equal(restore, i);
			break;
		}
	free(misplaced);
	return error ? error_set(restore->host, error, restore->operation, restore->object,
				 "out of memory")
		     : 0;
}

/* ---- */

/* Whatever is missing is tried; 1 as long as that changed something. */
static int run_round(struct restore *restore)
{
	size_t before = restore->restored;
	int error =
		snapshot_read(restore->host, restore->operation, restore->object, &restore->now);

	text_cut(restore->left, 0);
	restore->missing = 0;
	restore->refused = false;
	if (error)
		return error;
	add_addresses(restore);
	if (restore->restored != before) /* what comes with them is not missing */
		error = snapshot_read(restore->host, restore->operation, restore->object,
				      &restore->now);
	if (!error)
		error = order_addresses(restore);
	if (error)
		return error;
	error = add_routes(restore);
	if (!error && restore->restored == before)
		error = order_routes(restore);
	return error ? error : restore->restored != before;
}

static void clear(struct restore *restore)
{
	snapshot_clear(&restore->now);
	free(restore->finished);
	free(restore->ordered);
	free(restore->leading);
}

int snapshot_restore(struct lvsdr *host, enum operation operation, const char *object,
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

	restore.finished = calloc(wanted->route_count + 1, sizeof(*restore.finished));
	restore.ordered = calloc(wanted->route_count + 1, sizeof(*restore.ordered));
	restore.leading = calloc(wanted->route_count + 1, sizeof(*restore.leading));
	if (!restore.finished || !restore.ordered || !restore.leading) {
		clear(&restore);
		return error_set(host, -ENOMEM, operation, object, "out of memory");
	}
	finish_without_source(&restore);
	do {
		result = run_round(&restore);
		/* What was refused although it could exist is tried a second time. */
		again = !result && restore.refused && !again;
	} while (result == 1 || again);
	if (!result && restore.missing)
		result = restore.refused ? restore.error : -EBUSY;
	clear(&restore);
	return result ? result : restore.restored > 0;
}
