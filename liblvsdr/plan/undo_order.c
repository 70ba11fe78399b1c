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
#include "util/array.h"

#include <errno.h>
#include <lvsdr/sysctl.h>
#include <stdlib.h>
#include <string.h>

/* A destination that was restored, and its place before the plan. */
struct restored {
	const struct lvsdr_dest *dest;
	size_t place;
};

struct order {
	struct lvsdr_plan *plan;
	struct restored *restored; /* of one service after the other, each by their places */
	size_t count, room;
	bool keeps_connections; /* the plan did while it moved destinations */
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

static bool is_nodest(const struct step *step)
{
	return step->class == &sysctl_class &&
	       !strcmp(step_object(step)->sysctl.name, LVSDR_SYSCTL_EXPIRE_NODEST_CONN);
}

static int find_restored(struct order *order, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct step *step = &order->plan->steps[i];

		order->keeps_connections |= is_nodest(step);
		if (step->status != LVSDR_STEP_UNDONE || step_place(step) < 0)
			continue;
		if (array_grow(&order->restored, order->count + 1, &order->room,
			       sizeof(*order->restored)))
			return out_of_memory(order);
		order->restored[order->count++] =
			(struct restored){&step->before->dest, (size_t)step_place(step)};
	}
	if (order->count)
		qsort(order->restored, order->count, sizeof(*order->restored), compare);
	return 0;
}

/* ---- The order that a service had, of those that it has now. */

/* Where the restored ones are listed now, or SIZE_MAX; `is` tells it of each that is listed. */
static int find_places(const struct order *order, size_t from, size_t to, struct state_service *now,
		       size_t *at, bool *is)
{
	int result = 0;

	for (size_t i = from; i < to && result >= 0; i++) {
		at[i - from] = SIZE_MAX;
		result = state_find_dest(now, order->restored[i].dest, SIZE_MAX, &at[i - from]);
		if (result == 1)
			is[at[i - from]] = true;
		else
			at[i - from] = SIZE_MAX; /* it was removed meanwhile */
	}
	return result < 0 ? result : 0;
}

/* What was restored at the places that it had, and all others in between, as they are listed. */
static void merge(const struct order *order, size_t from, size_t to,
		  const struct state_service *now, const size_t *at, const bool *is,
		  struct state_service *wanted)
{
	size_t next = from, other = 0;

	while (wanted->count < now->count) {
		while (next < to && at[next - from] == SIZE_MAX)
			next++;
		while (other < now->count && is[other])
			other++;
		if (next < to &&
		    (order->restored[next].place <= wanted->count || other == now->count))
			wanted->dests[wanted->count++] = now->dests[at[next++ - from]];
		else
			wanted->dests[wanted->count++] = now->dests[other++];
	}
}

static int make_wanted(const struct order *order, size_t from, size_t to, struct state_service *now,
		       struct state_service *ret_wanted)
{
	size_t *at = calloc(to - from, sizeof(*at));
	bool *is = calloc(now->count + 1, sizeof(*is));
	int error = -ENOMEM;

	*ret_wanted = (struct state_service){.service = now->service,
					     .dests = calloc(now->count + 1, sizeof(*now->dests))};
	if (at && is && ret_wanted->dests)
		error = find_places(order, from, to, now, at, is);
	if (error)
		out_of_memory(order);
	else
		merge(order, from, to, now, at, is, ret_wanted);
	free(at);
	free(is);
	return error;
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
		result = make_wanted(order, from, to, &state->services[0], &wanted);
		if (!result)
			result = put_moves(moves, &state->services[0], &wanted);
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

/* What was removed, and could not be added again, is tried once more, if it is not there. */
static int send_all(struct lvsdr_plan *moves)
{
	int error = send_moves(moves);

	for (size_t i = 0; error && i < moves->count; i++)
		if (moves->steps[i].after && moves->steps[i].status != LVSDR_STEP_DONE)
			step_find_out(moves->host, &moves->steps[i]);
	return error ? send_moves(moves) : 0;
}

static int set_nodest(struct lvsdr *host, int32_t value)
{
	int error = transport_write_sysctl(&host->transport, "vs/expire_nodest_conn", value);

	return error ? error_set_kernel(host, error, NULL, OPERATION_UNDO,
					"sysctl net.ipv4.vs.expire_nodest_conn", NULL)
		     : 0;
}

/* As a graceful plan does it: the kernel must not end connections to what is missing for a moment. */
static int send_gracefully(struct order *order, struct lvsdr_plan *moves)
{
	struct lvsdr *host = order->plan->host;
	int32_t value = 0;
	int error = 0, back = 0;

	if (order->keeps_connections &&
	    transport_read_sysctl(&host->transport, "vs/expire_nodest_conn", &value))
		value = 0; /* there is none: nothing ends */
	if (value)
		error = set_nodest(host, 0);
	if (!error)
		error = send_all(moves);
	if (value)
		back = set_nodest(host, value);
	return error ? error : back;
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
	moved = moves.count > 0;
	if (!error && moved)
		error = send_gracefully(&order, &moves);
	plan_clear(&moves);
	free(order.restored);
	return error < 0 ? error : moved;
}
