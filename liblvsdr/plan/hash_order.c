// SPDX-License-Identifier: LGPL-2.1-or-later
#include "plan/hash_order.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool hash_order_matters(const struct lvsdr_service *service)
{
	return !strcmp(service->scheduler, "mh") || !strcmp(service->scheduler, "sh") ||
	       !strcmp(service->scheduler, "dh");
}

/* What sorting compares: the destination, and where it is. */
struct entry {
	const struct lvsdr_dest *dest;
	size_t wanted;
};

static int compare(const void *a, const void *b)
{
	const struct lvsdr_dest *one = ((const struct entry *)a)->dest;
	const struct lvsdr_dest *other = ((const struct entry *)b)->dest;
	int difference = one->address.family - other->address.family;

	if (!difference)
		difference = memcmp(one->address.bytes, other->address.bytes,
				    sizeof(one->address.bytes));
	return difference ? difference : one->port - other->port;
}

/* In the order of adding, which is the reverse of that in which the kernel lists them. */
static void sort(const struct state_service *desired, bool observed, struct entry *entries)
{
	for (size_t i = 0; i < desired->count; i++) {
		size_t place = desired->count - 1 - i;

		entries[i] = (struct entry){&desired->dests[place], place};
	}
	if (!observed)
		qsort(entries, desired->count, sizeof(*entries), compare);
}

/*
 * mh ignores those that were added with weight 0, wherever they are, but one that got it by an update
 * keeps its share of the table (kernel: last_weight in ip_vs_mh.c).
 */
static bool is_ignored(const struct lvsdr_service *service, const struct lvsdr_dest *dest)
{
	return !dest->weight && !strcmp(service->scheduler, "mh");
}

static int find_places(const struct state_service *desired, const struct entry *entries,
		       struct state_service *old, struct hash_place *places)
{
	size_t guess = SIZE_MAX;
	int result = 0;

	for (size_t i = 0; i < desired->count && result >= 0; i++) {
		places[i] = (struct hash_place){.wanted = entries[i].wanted, .found = SIZE_MAX};
		if (!old)
			continue;
		result = state_find_dest(old, entries[i].dest, guess - 1, &guess);
		if (result == 1)
			places[i].found = guess;
	}
	return result < 0 ? result : 0;
}

/* All that are listed behind the first one that is new, or not in its place, may stay. */
static void find_moves(const struct state_service *desired, const struct state_service *old,
		       struct hash_place *places)
{
	size_t limit = SIZE_MAX;
	bool stay = true;

	for (size_t i = 0; i < desired->count; i++) {
		struct hash_place *place = &places[i];
		bool exists = place->found != SIZE_MAX;

		if (is_ignored(&desired->service, &desired->dests[place->wanted])) {
			place->moves = exists && old->dests[place->found].weight;
			continue;
		}
		stay &= exists && place->found < limit;
		place->moves = exists && !stay;
		limit = place->found;
	}
}

int hash_order_make(const struct state_service *desired, bool observed, struct state_service *old,
		    struct hash_place **ret_places)
{
	struct entry *entries = malloc((desired->count + 1) * sizeof(*entries));
	struct hash_place *places = malloc((desired->count + 1) * sizeof(*places));
	int error = entries && places ? 0 : -ENOMEM;

	if (!error) {
		sort(desired, observed, entries);
		error = find_places(desired, entries, old, places);
	}
	free(entries);
	if (error) {
		free(places);
		return error;
	}
	find_moves(desired, old, places);
	*ret_places = places;
	return 0;
}
