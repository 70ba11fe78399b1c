// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The order of destinations on which a hash table depends: what an undo adds again is at the head of
 * the kernel's list, and goes back to the place that it had.
 */
#include "core/handle.h"
#include "drivers/observe.h"
#include "plan/hash_order.h"
#include "plan/plan.h"
#include "plan/send.h"

#include <errno.h>
#include <stdlib.h>

/* A destination that was restored, and its place before the plan. */
struct restored {
	const struct lvsdr_dest *dest;
	size_t place;
};

struct order {
	struct lvsdr_plan *plan;
	struct restored *restored; /* of one service after the other, each by their places */
	size_t count;
};

static int out_of_memory(const struct order *order)
{
	return error_set(order->plan->host, -ENOMEM, OPERATION_UNDO, "the order of destinations",
			 "out of memory");
}

static int compare(const void *a, const void *b)
{
	const struct restored *one = a, *other = b;

	if (one->dest->service != other->dest->service)
		return (uintptr_t)one->dest->service < (uintptr_t)other->dest->service ? -1 : 1;
	return one->place < other->place ? -1 : one->place > other->place;
}

static int find_restored(struct order *order, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct step *step = &order->plan->steps[i];
		struct restored *room;

		if (step->status != LVSDR_STEP_UNDONE || step_place(step) < 0)
			continue;
		room = realloc(order->restored, (order->count + 1) * sizeof(*room));
		if (!room)
			return out_of_memory(order);
		order->restored = room;
		room[order->count++] =
			(struct restored){&step->before->dest, (size_t)step_place(step)};
	}
	if (order->count)
		qsort(order->restored, order->count, sizeof(*order->restored), compare);
	return 0;
}

/* ---- The order that a service had, of those that it has now. */

static bool is_same(const struct lvsdr_dest *one, const struct lvsdr_dest *other)
{
	return one->port == other->port && address_equal(&one->address, &other->address);
}

/* As it is now: a step that drains has it with weight 0, and its order would not count. */
static const struct lvsdr_dest *as_now(const struct state_service *now,
				       const struct lvsdr_dest *dest)
{
	for (size_t i = 0; i < now->count; i++)
		if (is_same(&now->dests[i], dest))
			return &now->dests[i];
	return dest;
}

static bool is_restored(const struct order *order, size_t from, size_t to,
			const struct lvsdr_dest *dest)
{
	for (size_t i = from; i < to; i++)
		if (is_same(order->restored[i].dest, dest))
			return true;
	return false;
}

/* What was restored at the places that it had, and all others in between, as they are listed. */
static void merge(const struct order *order, size_t from, size_t to,
		  const struct state_service *now, struct state_service *ret_wanted)
{
	size_t next = from, other = 0;

	*ret_wanted = (struct state_service){.service = now->service, .dests = ret_wanted->dests};
	while (ret_wanted->count < now->count) {
		while (other < now->count && is_restored(order, from, to, &now->dests[other]))
			other++;
		if (next < to &&
		    (order->restored[next].place <= ret_wanted->count || other == now->count))
			ret_wanted->dests[ret_wanted->count++] =
				*as_now(now, order->restored[next++].dest);
		else if (other < now->count)
			ret_wanted->dests[ret_wanted->count++] = now->dests[other++];
		else
			break; /* one was removed meanwhile */
	}
}

/* ---- The moves: steps of a plan of their own, two for each destination. */

static int put(struct lvsdr_plan *moves, const struct lvsdr_service *service,
	       const struct lvsdr_dest *dest)
{
	union object object = {.dest = *dest};
	const union object *copy;
	int error;

	object.dest.service = plan_copy_service(moves, service);
	copy = object.dest.service ? plan_copy(moves, &dest_class, &object) : NULL;
	if (!copy)
		return -ENOMEM;
	error = plan_append(moves, &(struct step){.class = &dest_class, .before = copy});
	return error ? error
		     : plan_append(moves, &(struct step){.class = &dest_class, .after = copy});
}

static int put_moves(struct lvsdr_plan *moves, struct state_service *now,
		     const struct state_service *wanted)
{
	struct hash_place *places;
	int error = hash_order_make(wanted, true, now, &places);

	if (error)
		return error_set(moves->host, error, OPERATION_UNDO, "the order of destinations",
				 "out of memory");
	for (size_t i = 0; i < wanted->count && !error; i++)
		if (places[i].found != SIZE_MAX && places[i].moves)
			error = put(moves, &now->service, &now->dests[places[i].found]);
	free(places);
	return error;
}

static int restore_service(const struct order *order, size_t from, size_t to,
			   struct lvsdr_plan *moves)
{
	struct lvsdr_state *state = state_make(order->plan->host, LVSDR_STATE_SERVICES);
	struct state_service wanted = {.dests = NULL};
	int result = state ? state_read_service(state, OPERATION_UNDO,
						order->restored[from].dest->service)
			   : out_of_memory(order);

	if (result == 1 && hash_order_matters(&state->services[0].service)) {
		wanted.dests = calloc(state->services[0].count + 1, sizeof(*wanted.dests));
		result = wanted.dests ? 0 : out_of_memory(order);
		if (!result) {
			merge(order, from, to, &state->services[0], &wanted);
			result = put_moves(moves, &state->services[0], &wanted);
		}
	}
	free(wanted.dests);
	lvsdr_state_free(state);
	return result < 0 ? result : 0;
}

static bool is_wanted(const struct lvsdr_plan *moves, size_t index)
{
	const struct step *step = &moves->steps[index];

	return step->status == LVSDR_STEP_PENDING ||
	       (step->after && step->status != LVSDR_STEP_DONE);
}

/* In their order, so that each destination is missing for a moment only. */
static int send_moves(struct lvsdr_plan *moves)
{
	struct send send = {.host = moves->host};
	int error = moves->count ? send_open(&send) : 0;

	for (size_t i = 0; i < moves->count && !error; i++) {
		if (is_wanted(moves, i))
			send_add(&send, &moves->steps[i]);
		if (send_is_full(&send) || i + 1 == moves->count)
			send_flush(&send);
	}
	if (!error && send.result) {
		error = send.result;
		moves->host->error = send.first;
	}
	send_clear(&send);
	return error;
}

int plan_restore_order(struct lvsdr_plan *plan, size_t from, size_t to)
{
	struct order order = {.plan = plan};
	struct lvsdr_plan moves = {.host = plan->host, .view.host = plan->host};
	int error = find_restored(&order, from, to), moved;

	for (size_t i = 0, end; i < order.count && !error; i = end) {
		for (end = i + 1; end < order.count && order.restored[end].dest->service ==
							       order.restored[i].dest->service;)
			end++;
		error = restore_service(&order, i, end, &moves);
	}
	if (!error)
		error = send_moves(&moves);
	if (error &&
	    moves.count) /* what was removed, and could not be added again, is tried once more */
		error = send_moves(&moves);
	moved = moves.count > 0;
	plan_clear(&moves);
	free(order.restored);
	return error < 0 ? error : moved;
}
