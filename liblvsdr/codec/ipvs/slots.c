// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/slots.h"

#include "util/siphash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_scheduler(const struct lvsdr_service *service, const char *name)
{
	return !strcmp(service->scheduler, name);
}

/* The first 32 bits of an address; where the service is of IPv6, of all its words together. */
static uint32_t fold(const struct lvsdr_service *service, const struct address *address)
{
	size_t words = service->address.family == AF_INET6 ? 4 : 1;
	uint32_t folded = 0;

	for (size_t i = 0; i < words; i++) {
		const uint8_t *at = address->bytes + 4 * i;

		folded ^= (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 |
			  at[3];
	}
	return folded;
}

/* The two hash functions of mh, of which the kernel keeps 32 bits. */
static uint32_t hash_first(uint32_t number)
{
	return (uint32_t)siphash_number(2654435761u, 2654435761u, number);
}

static uint32_t hash_second(uint32_t number)
{
	return (uint32_t)siphash_number(2654446892u, 2654446892u, number);
}

/* By the golden ratio, of which the upper bits are taken. */
static size_t hash_to_byte(uint32_t number)
{
	return number * UINT32_C(0x61c88647) >> 24;
}

size_t slots_of(const struct lvsdr_service *service, const struct address *address, uint16_t port)
{
	uint32_t number = fold(service, address) + port;

	return is_scheduler(service, "mh") ? hash_first(number) % SLOTS_MH : hash_to_byte(number);
}

/* Of mh: the slots that a destination would like to have, from the first on. */
struct preference {
	uint32_t next, skip;
	uint32_t turns; /* how many slots it takes before the next destination does */
};

static int32_t divisor_of(int32_t a, int32_t b)
{
	int32_t rest;

	for (; b; b = rest) {
		rest = a % b;
		a = b;
	}
	return a;
}

/* Turns have six bits at most: weights lose their common divisor, and then their lowest bits. */
enum { TURN_BITS = 6 };

static void give_turns(const struct slots_dest *dests, size_t count, struct preference *preferences)
{
	int32_t divisor = 0, highest = 0;
	unsigned int shift = 0;

	for (size_t i = 0; i < count; i++) {
		if (dests[i].last_weight <= 0)
			continue;
		divisor = divisor_of(dests[i].last_weight, divisor);
		if (dests[i].last_weight > highest)
			highest = dests[i].last_weight;
	}
	while (divisor && (highest / divisor) >> shift >= 1 << TURN_BITS)
		shift++;
	for (size_t i = 0; i < count; i++) {
		if (dests[i].last_weight <= 0)
			continue;
		preferences[i].turns = (uint32_t)(dests[i].last_weight / divisor) >> shift;
		if (!preferences[i].turns)
			preferences[i].turns = 1;
	}
}

static void make_preferences(const struct lvsdr_service *service, const struct slots_dest *dests,
			     size_t count, struct preference *preferences)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t number = fold(service, &dests[i].address) + dests[i].port;

		preferences[i].next = hash_first(number) % SLOTS_MH;
		preferences[i].skip = hash_second(number) % (SLOTS_MH - 1) + 1;
	}
	give_turns(dests, count, preferences);
}

/* Takes the slot that it likes best of those that are left: there has to be one. */
static void take_slot(struct preference *preference, size_t dest, struct slots *slots)
{
	while (slots->dest[preference->next] != SLOTS_EMPTY)
		preference->next = (preference->next + preference->skip) % SLOTS_MH;
	slots->dest[preference->next] = (uint16_t)dest;
}

/* The Maglev paper's: one destination after the other takes its turns, until no slot is left. */
static void take_turns(struct preference *preferences, size_t count, struct slots *slots)
{
	size_t taken = 0, before;

	do {
		before = taken;
		for (size_t i = 0; i < count; i++)
			for (uint32_t k = 0; k < preferences[i].turns && taken < SLOTS_MH; k++) {
				take_slot(&preferences[i], i, slots);
				taken++;
			}
	} while (taken > before && taken < SLOTS_MH);
}

static int fill_mh(const struct lvsdr_service *service, const struct slots_dest *dests,
		   size_t count, struct slots *slots)
{
	struct preference *preferences;

	slots->count = SLOTS_MH;
	if (count > SLOTS_MH)
		return -EINVAL;
	preferences = calloc(count ? count : 1, sizeof(*preferences));
	if (!preferences)
		return -ENOMEM;
	make_preferences(service, dests, count, preferences);
	take_turns(preferences, count, slots);
	free(preferences);
	return 0;
}

/* One destination after the other has as many slots as its weight says, but one at least. */
static void fill_sh(const struct slots_dest *dests, size_t count, struct slots *slots)
{
	size_t dest = 0;
	int32_t had = 0;

	slots->count = SLOTS_SH;
	for (size_t i = 0; i < SLOTS_SH && count; i++) {
		slots->dest[i] = (uint16_t)dest;
		if (++had >= dests[dest].weight) {
			had = 0;
			dest = (dest + 1) % count;
		}
	}
}

static void fill_dh(size_t count, struct slots *slots)
{
	slots->count = SLOTS_DH;
	for (size_t i = 0; i < SLOTS_DH && count; i++)
		slots->dest[i] = (uint16_t)(i % count);
}

int slots_fill(const struct lvsdr_service *service, const struct slots_dest *dests, size_t count,
	       struct slots *ret_slots)
{
	for (size_t i = 0; i < SLOTS_MOST; i++)
		ret_slots->dest[i] = SLOTS_EMPTY;
	if (is_scheduler(service, "mh"))
		return fill_mh(service, dests, count, ret_slots);
	if (is_scheduler(service, "sh"))
		fill_sh(dests, count, ret_slots);
	else if (is_scheduler(service, "dh"))
		fill_dh(count, ret_slots);
	else
		return -EINVAL;
	return 0;
}

/* The number of a destination that the first list does not have. */
enum { STRANGER = SLOTS_MOST };

/* One of two lists, and who gets what of it: a number that a destination has in both. */
struct side {
	const struct slots_dest *dests;
	size_t count;
	struct slots slots;
	uint16_t gets[SLOTS_MOST];     /* SLOTS_EMPTY: nothing, from this slot */
	uint32_t shares[STRANGER + 1]; /* how many slots send their clients there */
	uint64_t serving;              /* how many send them anywhere */
};

static uint16_t choice_of(const struct side *side, size_t slot)
{
	uint16_t place = side->slots.dest[slot];

	return place != SLOTS_EMPTY && side->dests[place].weight > 0 ? place
								     : (uint16_t)SLOTS_EMPTY;
}

/* With sh-fallback the slots behind another one, which depends on the first, are tried in turn. */
static uint16_t fall_back(const struct side *side, size_t slot)
{
	uint16_t choice = choice_of(side, slot);

	for (size_t i = 0; i < SLOTS_SH && choice == SLOTS_EMPTY; i++)
		choice = choice_of(side, (2 * slot + i) % SLOTS_SH);
	return choice;
}

static int fill_side(const struct lvsdr_service *service, const struct slots_dest *dests,
		     size_t count, struct side *side)
{
	bool falls_back =
		is_scheduler(service, "sh") && service->flags & LVSDR_SCHEDULER_SH_FALLBACK;
	int error = slots_fill(service, dests, count, &side->slots);

	side->dests = dests;
	/* There are slots for the first ones only. */
	side->count = count < side->slots.count ? count : side->slots.count;
	for (size_t i = 0; !error && i < side->slots.count; i++)
		side->gets[i] = falls_back ? fall_back(side, i) : choice_of(side, i);
	return error;
}

/* The place of a destination in a list, which is looked for from a place on; none: the length. */
static size_t find_dest(const struct slots_dest *dest, const struct side *side, size_t from)
{
	for (size_t i = 0; i < side->count; i++) {
		size_t place = (from + i) % side->count;

		if (side->dests[place].port == dest->port &&
		    address_equal(&side->dests[place].address, &dest->address))
			return place;
	}
	return side->count;
}

/* Its destinations have the numbers of those that they are in the other list. */
static void number_alike(const struct side *one, struct side *other)
{
	uint16_t numbers[SLOTS_MOST];
	size_t next = 0, place;

	for (size_t i = 0; i < other->count; i++) {
		place = find_dest(&other->dests[i], one, next);
		numbers[i] = (uint16_t)(place < one->count ? place : STRANGER);
		next = place < one->count ? place + 1 : next;
	}
	for (size_t i = 0; i < other->slots.count; i++)
		if (other->gets[i] != SLOTS_EMPTY)
			other->gets[i] = numbers[other->gets[i]];
}

static void count_shares(struct side *side)
{
	for (size_t i = 0; i < side->slots.count; i++) {
		if (side->gets[i] == SLOTS_EMPTY)
			continue;
		side->shares[side->gets[i]]++;
		side->serving++;
	}
}

static int per_mille(uint64_t part, uint64_t whole)
{
	return whole ? (int)((part * 1000 + whole - 1) / whole) : 0;
}

static int difference_of_slots(const struct side *one, const struct side *other)
{
	uint64_t differ = 0;

	for (size_t i = 0; i < one->slots.count; i++)
		differ += one->gets[i] != other->gets[i];
	return per_mille(differ, one->slots.count);
}

/*
 * With mh-fallback a client tries one slot after the other, in an order that is random, but the same
 * for both lists. What is decided by the first slot that serves in either: if it does in both, there;
 * otherwise the other side's destination is as likely as it has slots.
 */
static int difference_of_tries(struct side *one, struct side *other)
{
	uint64_t same = 0, only_one = 0, only_other = 0, neither = 0, all;

	count_shares(one);
	count_shares(other);
	for (size_t i = 0; i < one->slots.count; i++) {
		uint16_t a = one->gets[i], b = other->gets[i];

		if (a == SLOTS_EMPTY && b == SLOTS_EMPTY)
			neither++;
		else if (b == SLOTS_EMPTY)
			only_one += other->shares[a];
		else if (a == SLOTS_EMPTY)
			only_other += one->shares[b];
		else
			same += a == b;
	}
	if (!one->serving || !other->serving)
		return one->serving || other->serving ? 1000 : 0;
	all = (one->slots.count - neither) * one->serving * other->serving;
	same = same * one->serving * other->serving + only_one * one->serving +
	       only_other * other->serving;
	return per_mille(all - same, all);
}

static int difference(const struct lvsdr_service *service, struct side *one, struct side *other)
{
	size_t slot;

	if (is_scheduler(service, "mh") && service->flags & LVSDR_SCHEDULER_MH_FALLBACK)
		return difference_of_tries(one, other);
	if (!is_scheduler(service, "dh") || service->fwmark)
		return difference_of_slots(one, other);
	/* All clients have the VIP's slot. */
	slot = slots_of(service, &service->address, 0);
	return one->gets[slot] == other->gets[slot] ? 0 : 1000;
}

int slots_difference(const struct lvsdr_service *service, const struct slots_dest *one,
		     size_t one_count, const struct slots_dest *other, size_t other_count)
{
	struct side *sides = calloc(2, sizeof(*sides));
	int result;

	if (!sides)
		return -ENOMEM;
	result = fill_side(service, one, one_count, &sides[0]);
	if (!result)
		result = fill_side(service, other, other_count, &sides[1]);
	if (!result) {
		number_alike(&sides[0], &sides[1]);
		result = difference(service, &sides[0], &sides[1]);
	}
	free(sides);
	return result;
}
