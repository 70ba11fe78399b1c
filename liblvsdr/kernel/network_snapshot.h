/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/*
 * The addresses and routes of one family at one moment: what has to be there again
 * after a change that the kernel answers by dropping things that nobody named.
 */

#include "codec/rtnl/rtnl.h"
#include "util/arena.h"
#include "util/hash.h"
#include "util/text.h"

struct lvsdr;

struct snapshot_route {
	struct rtnl_route route;
	const uint8_t *body; /* a kept route */
	size_t length;
	bool recorded; /* when it ends is known from a record */
};

enum { SNAPSHOT_CAUSES = 2 };

struct snapshot {
	uint8_t family;
	/*
	 * The addresses that come and go, where it is known: what cannot go with them is another's
	 * doing when it is missing, and is not restored.
	 */
	struct rtnl_address causes[SNAPSHOT_CAUSES];
	size_t cause_count;
	bool peers; /* some addresses have one */
	struct rtnl_address *addresses;
	size_t address_count, address_room;
	struct snapshot_route *routes;
	size_t route_count, route_room;
	struct hash index; /* of the routes, by their bodies */
	struct arena arena;
};

/* Consistent, or -EAGAIN. An empty snapshot is all zero but for its family. */
int snapshot_read(struct lvsdr *host, enum operation operation, const char *object,
		  struct snapshot *snapshot);
void snapshot_clear(struct snapshot *snapshot);
/* 0 or -ENOMEM. */
int snapshot_add_route(struct snapshot *snapshot, const void *body, size_t length,
		       const struct rtnl_route *route);
/* 0 or -ENOMEM; `place` is at most the count of the addresses. */
int snapshot_insert_address(struct snapshot *snapshot, size_t place,
			    const struct rtnl_address *address);
void snapshot_remove_address(struct snapshot *snapshot, size_t place);
/*
 * Its place, or SIZE_MAX: an address is the same where the kernel takes it for the same. It is
 * looked for from `guess` on.
 */
size_t snapshot_find_address(const struct snapshot *snapshot, const struct rtnl_address *address,
			     size_t guess);
bool snapshot_has_route(const struct snapshot *snapshot, const void *body, size_t length);
/* Its place, or SIZE_MAX. */
size_t snapshot_find_route(const struct snapshot *snapshot, const void *body, size_t length);

/*
 * Routes are equal where only their order decides which of them is taken. The kernel's own for
 * addresses are equal to none, but in the table local of IPv4: an address behind a broadcast
 * address of another network is none of the host's any more.
 */
bool snapshot_equal_routes(const struct rtnl_route *a, const struct rtnl_route *b);
uint32_t snapshot_hash_equal(const struct rtnl_route *route);
/* Marks those of `wanted` that are missing and belong in front of the equal ones: 0 or -ENOMEM. */
int snapshot_find_leading(const struct snapshot *wanted, const struct snapshot *now, bool *leading);
/* Marks those of `wanted` that are in front of an equal one although they were behind it: 0 or -ENOMEM.
 */
int snapshot_find_misplaced(const struct snapshot *wanted, const struct snapshot *now,
			    bool *misplaced);
/* Adds to `found` those of `all` that are equal to one of `some`: 0 or -ENOMEM. */
int snapshot_find_equal(const struct snapshot *all, const struct snapshot *some,
			struct snapshot *found);
/* Gives the routes that `order` has too its order, among themselves: 0 or -ENOMEM. */
int snapshot_arrange(struct snapshot *snapshot, const struct snapshot *order);

/* Whether the kernel may drop it when the causes come and go. */
bool snapshot_may_lose_address(const struct snapshot *snapshot, const struct rtnl_address *address);
bool snapshot_may_lose_route(const struct snapshot *snapshot, const struct snapshot_route *route);
/* Whether it leads to a device, by any next hop. */
bool snapshot_route_goes_by(const struct snapshot_route *route, uint32_t index);
/* Whether the kernel makes the route by itself for an existing address. */
bool snapshot_makes_route(const struct snapshot *snapshot, const struct rtnl_route *route);
/*
 * Whether the kernel would make such a route of IPv4 in `now`, where the address exists; and
 * whether it is missing there: the kernel refuses to make those whose preferred source it finds to
 * be a broadcast address.
 */
bool snapshot_is_due(const struct snapshot *wanted, const struct snapshot *now,
		     const struct rtnl_route *route);
bool snapshot_lacks_route(const struct snapshot *wanted, const struct snapshot *now,
			  const struct snapshot_route *route);
/* Whether an address of IPv4 is a broadcast address of another network, too. */
bool snapshot_is_contested(const struct snapshot *snapshot, const struct address *address);
/* Whether both are in one network of one device, so that one is the other's secondary. */
bool snapshot_same_network(const struct rtnl_address *a, const struct rtnl_address *b);

/* Adds to `lost` what `wanted` has and the host does not: 0, or a code with its detail. */
int snapshot_find_lost(struct lvsdr *host, enum operation operation, const char *object,
		       const struct snapshot *wanted, struct snapshot *lost);
/*
 * Makes the host have again what `wanted` has and it lacks: addresses with their places among those
 * of their network, then routes, those first that others need, in their order. 1 when something was
 * restored, or 0; a code, and `left` lists what is still missing: -EBUSY if all of it are routes
 * that cannot exist.
 */
int snapshot_restore(struct lvsdr *host, enum operation operation, const char *object,
		     const struct snapshot *wanted, struct text *left);
