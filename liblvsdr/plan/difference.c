// SPDX-License-Identifier: LGPL-2.1-or-later
/* The plan that leads from one state to another. */
#include "core/handle.h"
#include "drivers/driver.h"
#include "drivers/observe.h"
#include "plan/hash_order.h"
#include "plan/plan.h"
#include "state/state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * The order of the steps. An address leaves before its services, because one without services
 * answers clients with a reset, and comes after them; so do marks. Services, destinations and
 * schedulers are stages, because what depends on a step must not travel with it.
 */
enum stage {
	ARP_POLICIES,
	SYSCTLS,
	TIMEOUTS,
	VIPS_REMOVE,
	MARKS_REMOVE,
	SYNC_DAEMONS_REMOVE,
	SERVICES_ADD,
	SERVICES_CHANGE,
	DESTS_ADD,
	DESTS_CHANGE,
	DESTS_REMOVE,
	SCHEDULERS,
	MARKS_ADD,
	SERVICES_REMOVE,
	SYNC_DAEMONS_ADD,
	VIPS_ADD,
};

struct difference {
	struct lvsdr *host;
	struct lvsdr_plan *plan;
	const struct lvsdr_scope *scope;
	const struct lvsdr_state *observed, *desired;
	struct lvsdr_state *read;  /* what is observed, where the caller gave nothing */
	struct lvsdr_state *named; /* the desired lists, devices called as the kernel calls them */
};

/* What no kernel has had must be able to work. */
static int check(struct difference *difference, const struct object_class *class,
		 const union object *old, const union object *wanted)
{
	if (difference->desired->observed)
		return 0;
	return object_check(class, difference->host, verb_operation(verb_of(old, wanted)), old,
			    wanted);
}

/* A step between objects that are the plan's; either may be NULL. */
static int put(struct difference *difference, const struct object_class *class, enum stage stage,
	       const union object *before, const union object *after)
{
	struct step step = {.class = class, .before = before, .after = after, .stage = stage};
	int error = driver_record(difference->host, &step);

	if (error) {
		step_clear(&step);
		return error;
	}
	return plan_append(difference->plan, &step);
}

/* The same between objects of the states, which are copied. */
static int put_copy(struct difference *difference, const struct object_class *class,
		    enum stage stage, const union object *before, const union object *after)
{
	const union object *old = before ? plan_copy(difference->plan, class, before) : NULL;
	const union object *new = after ? plan_copy(difference->plan, class, after) : NULL;

	if ((before && !old) || (after && !new))
		return -ENOMEM;
	return put(difference, class, stage, old, new);
}

/* ---- Scope: everything that is desired has to be ours. */

static int refuse_foreign(struct difference *difference, const struct object_class *class,
			  const union object *object)
{
	struct text name = {0};

	class->describe(object, &name);
	return error_set(difference->host, -EINVAL, OPERATION_PLAN, name.data,
			 "it is outside of the scope; add its address or mark to the scope, or "
			 "remove it from the desired state");
}

static bool is_ours(const struct difference *difference, const struct object_class *class,
		    const union object *object)
{
	return !class->in_scope || class->in_scope(difference->scope, object);
}

static int check_scope(struct difference *difference)
{
	const struct lvsdr_state *desired = difference->desired;

	for (size_t i = 0; i < desired->service_count; i++)
		if (!is_ours(difference, &service_class,
			     (const union object *)&desired->services[i].service))
			return refuse_foreign(difference, &service_class,
					      (const union object *)&desired->services[i].service);
	for (size_t kind = 0; kind < KIND_LISTS; kind++)
		for (size_t i = 0; i < desired->lists[kind].count; i++)
			if (!object_classes[kind]->of_host &&
			    !is_ours(difference, object_classes[kind],
				     state_at(&desired->lists[kind], i)))
				return refuse_foreign(difference, object_classes[kind],
						      state_at(&desired->lists[kind], i));
	return 0;
}

/* ---- Services. */

/* These rebuild a table at every destination that is added (kernel: ip_vs_{mh,wrr,sh}.c). */
static bool rebuilds_table(const char *scheduler)
{
	return !strcmp(scheduler, "mh") || !strcmp(scheduler, "wrr") || !strcmp(scheduler, "sh");
}

static const union object *find_observed(const struct difference *difference,
					 const struct lvsdr_service *service,
					 struct state_service **ret_found)
{
	*ret_found =
		difference->observed ? state_find_service(difference->observed, service) : NULL;
	return *ret_found ? (const union object *)&(*ret_found)->service : NULL;
}

/* Built without a scheduler, and so without traffic, until its destinations are in. */
static int put_new_service(struct difference *difference, const struct state_service *wanted)
{
	const struct lvsdr_service *service = plan_copy_service(difference->plan, &wanted->service);
	const union object *object = (const union object *)service, *bare = object;
	union object copy;
	int error = service ? check(difference, &service_class, NULL, object) : -ENOMEM;

	if (!error && wanted->count > 1 && rebuilds_table(service->scheduler)) {
		copy.service = *service;
		memset(copy.service.scheduler, 0, sizeof(copy.service.scheduler));
		memcpy(copy.service.scheduler, "none", 4);
		bare = plan_copy(difference->plan, &service_class, &copy);
	}
	if (!bare)
		error = -ENOMEM;
	return error ? error : put(difference, &service_class, SERVICES_ADD, NULL, bare);
}

static int put_services_come(struct difference *difference)
{
	const struct lvsdr_state *desired = difference->desired;
	struct state_service *found;
	int error = 0;

	/* The kernel lists the newest first: what is made in reverse is listed as it is written. */
	for (size_t i = desired->service_count; i-- > 0 && !error;)
		if (!find_observed(difference, &desired->services[i].service, &found))
			error = put_new_service(difference, &desired->services[i]);
	return error;
}

static int put_services_change(struct difference *difference)
{
	const struct lvsdr_state *desired = difference->desired;
	struct state_service *found;
	int error = 0;

	for (size_t i = desired->service_count; i-- > 0 && !error;) {
		const union object *wanted = (const union object *)&desired->services[i].service;
		const union object *old = find_observed(difference, &wanted->service, &found);

		if (!old || fields_equal(&service_class.fields, old, wanted, false))
			continue;
		error = check(difference, &service_class, old, wanted);
		if (!error)
			error = put_copy(difference, &service_class, SERVICES_CHANGE, old, wanted);
	}
	return error;
}

/* The new services that were built without their scheduler. */
static int put_schedulers(struct difference *difference, size_t first, size_t end)
{
	const struct lvsdr_service *wanted;
	int error = 0;

	for (size_t i = first; i < end && !error; i++) {
		const union object *bare = difference->plan->steps[i].after;

		wanted = plan_copy_service(difference->plan, &bare->service);
		if (!wanted)
			return -ENOMEM;
		if (wanted != &bare->service)
			error = put(difference, &service_class, SCHEDULERS, bare,
				    (const union object *)wanted);
	}
	return error;
}

/* ---- Destinations. */

/* `owner` is memory of the plan. */
static int put_dest(struct difference *difference, enum stage stage,
		    const struct lvsdr_service *owner, const struct lvsdr_dest *before,
		    const struct lvsdr_dest *after)
{
	union object old, new;
	int error = 0;

	if (before) {
		old.dest = *before;
		old.dest.service = owner;
	}
	if (after) {
		new.dest = *after;
		new.dest.service = owner;
		error = check(difference, &dest_class, before ? &old : NULL, &new);
	}
	if (error)
		return error;
	return put_copy(difference, &dest_class, stage, before ? &old : NULL, after ? &new : NULL);
}

/* The last step removes a destination from this place: the undo needs it where the order counts. */
static int keep_place(struct difference *difference, const struct lvsdr_service *service,
		      size_t place)
{
	struct lvsdr_plan *plan = difference->plan;

	return hash_order_matters(service)
		       ? step_keep_place(plan->host, &plan->steps[plan->count - 1], place)
		       : 0;
}

/* `before` is the one of the other list, or NULL. */
static bool is_of_stage(enum stage stage, const struct lvsdr_dest *dest,
			const struct lvsdr_dest *before)
{
	if (stage == DESTS_CHANGE)
		return before && !fields_equal(&dest_class.fields, before, dest, false);
	return !before;
}

/*
 * Those of `list` that `other` does not have (stage DESTS_ADD or DESTS_REMOVE), or has with other
 * settings (DESTS_CHANGE), in reverse; removed ones in their order, so that an undo restores it.
 * Both lists mostly have the same order, so the one beside the last is the best guess.
 */
static int put_dests_of(struct difference *difference, enum stage stage,
			const struct state_service *list, struct state_service *other)
{
	const struct lvsdr_service *owner = NULL;
	const struct lvsdr_dest *before;
	bool removes = stage == DESTS_REMOVE;
	size_t place = SIZE_MAX;
	int found, error = 0;

	for (size_t i = 0; i < list->count && !error; i++) {
		const struct lvsdr_dest *dest = &list->dests[removes ? i : list->count - 1 - i];

		found = 0;
		if (other)
			found = state_find_dest(other, dest, removes ? place + 1 : place - 1,
						&place);
		if (found < 0)
			return error_set(difference->host, found, OPERATION_PLAN,
					 "the destinations", "out of memory");
		before = found ? &other->dests[place] : NULL;
		if (!is_of_stage(stage, dest, before))
			continue;
		owner = owner ? owner : plan_copy_service(difference->plan, &list->service);
		if (!owner)
			return -ENOMEM;
		error = removes ? put_dest(difference, stage, owner, dest, NULL)
				: put_dest(difference, stage, owner, before, dest);
		if (!error && removes)
			error = keep_place(difference, owner, i);
	}
	return error;
}

/* One of a service whose order counts. What moves is added again at once, in the same send. */
static int put_hashed_dest(struct difference *difference, enum stage stage,
			   const struct lvsdr_service *owner, const struct state_service *other,
			   const struct hash_place *place, const struct lvsdr_dest *after)
{
	const struct lvsdr_dest *before =
		place->found == SIZE_MAX ? NULL : &other->dests[place->found];
	int error = 0;

	if (stage == DESTS_CHANGE)
		return before && !place->moves &&
				       !fields_equal(&dest_class.fields, before, after, false)
			       ? put_dest(difference, stage, owner, before, after)
			       : 0;
	if (before && !place->moves)
		return 0;
	if (before) {
		error = put_dest(difference, stage, owner, before, NULL);
		if (!error)
			error = keep_place(difference, owner, place->found);
		if (error)
			return error;
		difference->plan->steps[difference->plan->count - 1].returns = true;
	}
	return put_dest(difference, stage, owner, NULL, after);
}

static int put_hashed_dests(struct difference *difference, enum stage stage,
			    const struct state_service *list, struct state_service *other)
{
	const struct lvsdr_service *owner = plan_copy_service(difference->plan, &list->service);
	struct hash_place *places = NULL;
	int error = owner ? hash_order_make(list, difference->desired->observed, other, &places)
			  : -ENOMEM;

	if (error && owner)
		error_set(difference->host, error, OPERATION_PLAN, "the destinations",
			  "out of memory");
	for (size_t i = 0; i < list->count && !error; i++)
		error = put_hashed_dest(difference, stage, owner, other, &places[i],
					&list->dests[places[i].wanted]);
	free(places);
	return error;
}

static int put_dests(struct difference *difference, enum stage stage)
{
	const struct lvsdr_state *lists =
		stage == DESTS_REMOVE ? difference->observed : difference->desired;
	const struct lvsdr_state *others =
		stage == DESTS_REMOVE ? difference->desired : difference->observed;
	struct state_service *other;
	int error = 0;

	for (size_t i = lists->service_count; i-- > 0 && !error;) {
		const struct state_service *list = &lists->services[i];

		if (stage == DESTS_REMOVE &&
		    !scope_holds_service(difference->scope, &list->service))
			continue;
		other = state_find_service(others, &list->service);
		if (stage != DESTS_REMOVE && hash_order_matters(&list->service))
			error = put_hashed_dests(difference, stage, list, other);
		else if (stage != DESTS_CHANGE || other)
			error = put_dests_of(difference, stage, list, other);
	}
	return error;
}

static int put_removed_services(struct difference *difference, const struct object_class *class,
				enum stage stage)
{
	const struct lvsdr_state *observed = difference->observed;
	int error = 0;

	for (size_t i = 0; i < observed->service_count && !error; i++) {
		const struct lvsdr_service *service = &observed->services[i].service;

		if (scope_holds_service(difference->scope, service) &&
		    !state_find_service(difference->desired, service))
			error = put_copy(difference, class, stage, (const union object *)service,
					 NULL);
	}
	return error;
}

static int put_services(struct difference *difference, const struct object_class *class,
			enum stage stage)
{
	size_t first = difference->plan->count, end;
	int error = put_services_come(difference);

	(void)class;
	(void)stage;
	end = difference->plan->count;
	if (!error)
		error = put_services_change(difference);
	if (!error)
		error = put_dests(difference, DESTS_ADD);
	if (!error)
		error = put_dests(difference, DESTS_CHANGE);
	if (!error)
		error = put_dests(difference, DESTS_REMOVE);
	if (!error && difference->observed)
		error = hash_tell_moves(difference->plan, difference->observed,
					difference->desired);
	return error ? error : put_schedulers(difference, first, end);
}

/* ---- All other kinds. */

/* A step that what comes after it is judged by as well. */
static int put_seen(struct difference *difference, const struct object_class *class,
		    enum stage stage, const union object *before, const union object *after)
{
	struct lvsdr_plan *plan = difference->plan;
	int result = put_copy(difference, class, stage, before, after);

	if (!result)
		result = view_take_step(&plan->view, &plan->steps[plan->count - 1]);
	return result < 0 ? result : 0;
}

/*
 * Which observed object each desired one comes from. Most are found by their identity; one
 * that exists elsewhere is moved, unless another is desired there.
 */
struct pairs {
	const struct object_class *class;
	const struct state_list *observed;
	size_t *old; /* for each desired one, the place in `observed`, or SIZE_MAX */
	bool *stays; /* for each observed one */
};

static void clear_pairs(struct pairs *pairs)
{
	free(pairs->old);
	free(pairs->stays);
}

static bool match_free(uint64_t value, const void *key, const void *owner)
{
	const struct pairs *pairs = owner;

	return !pairs->stays[value] &&
	       object_may_become(pairs->class, state_at(pairs->observed, value), key);
}

static void pair(struct pairs *pairs, size_t desired, size_t observed)
{
	pairs->old[desired] = observed;
	pairs->stays[observed] = true;
}

static void pair_all(struct pairs *pairs, const struct state_list *desired,
		     const struct lvsdr_state *observed)
{
	const struct object_class *class = pairs->class;
	const uint64_t *place;

	for (size_t i = 0; i < desired->count; i++) {
		pairs->old[i] = SIZE_MAX;
		place = state_find_place(observed, class, state_at(desired, i));
		if (place)
			pair(pairs, i, *place);
	}
	for (size_t i = 0; i < desired->count && class->may_become; i++) {
		const union object *wanted = state_at(desired, i);

		place = pairs->old[i] != SIZE_MAX
				? NULL
				: hash_find(&pairs->observed->index, object_hash(class, wanted),
					    match_free, wanted, pairs);
		if (place)
			pair(pairs, i, *place);
	}
}

static int make_pairs(struct difference *difference, const struct object_class *class,
		      struct pairs *pairs)
{
	const struct state_list *desired = &difference->named->lists[class->kind];

	*pairs = (struct pairs){.class = class,
				.observed = &difference->observed->lists[class->kind]};
	pairs->old = calloc(desired->count + 1, sizeof(*pairs->old));
	pairs->stays = calloc(pairs->observed->count + 1, sizeof(*pairs->stays));
	if (pairs->old && pairs->stays) {
		pair_all(pairs, desired, difference->observed);
		return 0;
	}
	clear_pairs(pairs);
	return error_set(difference->host, -ENOMEM, OPERATION_PLAN, class->list, "out of memory");
}

static int put_removed(struct difference *difference, const struct object_class *class,
		       enum stage stage)
{
	const struct state_list *list = &difference->observed->lists[class->kind];
	struct pairs pairs;
	int error = make_pairs(difference, class, &pairs);

	if (error)
		return error;
	for (size_t i = 0; i < list->count && !error; i++) {
		const union object *object = state_at(list, i);

		if (is_ours(difference, class, object) && !pairs.stays[i])
			error = put_seen(difference, class, stage, object, NULL);
	}
	clear_pairs(&pairs);
	return error;
}

static int put_one(struct difference *difference, const struct object_class *class,
		   enum stage stage, const union object *old, const union object *wanted)
{
	int error;

	if (old && object_equal(class, old, wanted))
		return 0;
	error = check(difference, class, old, wanted);
	return error ? error : put_seen(difference, class, stage, old, wanted);
}

static int put_added(struct difference *difference, const struct object_class *class,
		     enum stage stage)
{
	const struct state_list *list = &difference->named->lists[class->kind];
	struct pairs pairs;
	int error = make_pairs(difference, class, &pairs);

	if (error)
		return error;
	for (size_t i = 0; i < list->count && !error; i++)
		error = put_one(difference, class, stage,
				pairs.old[i] == SIZE_MAX ? NULL
							 : state_at(pairs.observed, pairs.old[i]),
				state_at(list, i));
	clear_pairs(&pairs);
	return error;
}

/* What belongs to the host is asked of the kernel, whatever was read. */
static int put_update(struct difference *difference, const struct object_class *class,
		      enum stage stage, const union object *listed)
{
	union object found, wanted;
	struct step step;
	int result = driver_of(class)->read(difference->host, OPERATION_PLAN, listed, &found);

	object_copy(class, &wanted, listed);
	if (!class->partial)
		object_set_all(class, &wanted);
	if (result == 1)
		result = step_make(difference->host, &difference->plan->arena, class, VERB_UPDATE,
				   &found, &wanted, &step);
	if (result != 1)
		return result;
	step.stage = stage;
	result = plan_append(difference->plan, &step);
	if (!result)
		result = view_take_step(&difference->plan->view, &step);
	return result < 0 ? result : 0;
}

static int put_updates(struct difference *difference, const struct object_class *class,
		       enum stage stage)
{
	const struct state_list *list = &difference->named->lists[class->kind];
	int error = 0;

	for (size_t i = 0; i < list->count && !error; i++)
		error = put_update(difference, class, stage, state_at(list, i));
	return error;
}

static const struct {
	const struct object_class *class;
	enum stage stage;
	int (*put)(struct difference *difference, const struct object_class *class,
		   enum stage stage);
} order[] = {
	{&arp_policy_class, ARP_POLICIES, put_updates},
	{&sysctl_class, SYSCTLS, put_updates},
	{&timeouts_class, TIMEOUTS, put_updates},
	{&vip_class, VIPS_REMOVE, put_removed},
	{&mark_class, MARKS_REMOVE, put_removed},
	{&sync_daemon_class, SYNC_DAEMONS_REMOVE, put_removed},
	{&service_class, SERVICES_ADD, put_services},
	{&mark_class, MARKS_ADD, put_added},
	{&service_class, SERVICES_REMOVE, put_removed_services},
	{&sync_daemon_class, SYNC_DAEMONS_ADD, put_added},
	{&vip_class, VIPS_ADD, put_added},
};

/* By what the host will have when the plan is done, so that a plan made then is judged the same. */
static int check_places(struct difference *difference)
{
	const struct lvsdr_state *named = difference->named;
	int error = 0;

	for (size_t kind = 0; kind < KIND_LISTS && !difference->desired->observed; kind++)
		for (size_t i = 0; i < named->lists[kind].count && !error; i++)
			error = view_check_place(&difference->plan->view, object_classes[kind],
						 OPERATION_PLAN, state_at(&named->lists[kind], i));
	return error;
}

static int resolve(struct difference *difference, const struct object_class *class,
		   const union object *wanted)
{
	union object object;
	struct text name = {0};
	int error;

	object_copy(class, &object, wanted);
	error = driver_resolve(class, difference->host, OPERATION_PLAN, &object);
	if (error)
		return error;
	error = state_append(difference->named, class, &object);
	if (!error)
		return 0;
	class->describe(&object, &name);
	return error_set(difference->host, error == -EEXIST ? -EINVAL : error, OPERATION_PLAN,
			 name.data, "%s",
			 error == -EEXIST
				 ? "the desired state has it twice, by two names of one device"
				 : "out of memory");
}

static int resolve_all(struct difference *difference)
{
	const struct lvsdr_state *desired = difference->desired;
	int error = 0;

	difference->named = state_make(difference->host, desired->parts);
	if (!difference->named)
		return error_set(difference->host, -ENOMEM, OPERATION_PLAN, "a state",
				 "out of memory");
	for (size_t kind = 0; kind < KIND_LISTS; kind++)
		for (size_t i = 0; i < desired->lists[kind].count && !error; i++)
			error = resolve(difference, object_classes[kind],
					state_at(&desired->lists[kind], i));
	return error;
}

static int read_observed(struct difference *difference)
{
	int error =
		state_read(difference->host, difference->scope, difference->named,
			   difference->desired->parts & ~LVSDR_STATE_COUNTERS, &difference->read);

	difference->observed = difference->read;
	return error;
}

static int put_all(struct difference *difference)
{
	int error = check_scope(difference);

	if (!error)
		error = resolve_all(difference);
	if (!error && !difference->observed)
		error = read_observed(difference);
	for (size_t i = 0; i < sizeof(order) / sizeof(*order) && !error; i++)
		if (difference->desired->parts & order[i].class->part)
			error = order[i].put(difference, order[i].class, order[i].stage);
	return error ? error : check_places(difference);
}

static int check_arguments(struct lvsdr *host, const struct lvsdr_state *observed,
			   const struct lvsdr_state *desired, const void *ret_plan)
{
	uint32_t needed = 0; /* what belongs to the host is read anyway */

	if (!host)
		return -EINVAL;
	if (!desired || !ret_plan)
		return error_set(host, -EINVAL, OPERATION_PLAN, "a state",
				 "the desired state or the place for the plan is NULL");
	for (size_t i = 0; i < KIND_COUNT; i++)
		needed |= object_classes[i]->in_scope ? object_classes[i]->part : 0;
	if (observed && desired->parts & needed & ~observed->parts)
		return error_set(host, -EINVAL, OPERATION_PLAN, "a state",
				 "the desired state describes kinds of objects that the observed "
				 "state was not read for");
	return 0;
}

/* The scope that is given, or that of the desired state, which is then made: 0 or a code with its detail. */
static int find_scope(struct difference *difference, const struct lvsdr_scope *given,
		      struct lvsdr_scope **ret_made)
{
	const char *own = difference->desired->scope;
	int error;

	difference->scope = given;
	if (given)
		return 0;
	if (!own)
		return error_set(difference->host, -EINVAL, OPERATION_PLAN, "a state",
				 "no scope is given, and the desired state has none");
	error = lvsdr_scope_new(difference->host, own, ret_made);
	difference->scope = *ret_made;
	return error;
}

int lvsdr_plan_between(struct lvsdr *host, const struct lvsdr_scope *scope,
		       const struct lvsdr_state *observed, const struct lvsdr_state *desired,
		       struct lvsdr_plan **ret_plan)
{
	struct difference difference = {.host = host, .observed = observed, .desired = desired};
	struct lvsdr_scope *made = NULL;
	struct lvsdr_plan *plan = NULL;
	int error = check_arguments(host, observed, desired, ret_plan);

	if (error)
		return error;
	error = find_scope(&difference, scope, &made);
	if (!error)
		error = lvsdr_plan_new(host, &plan);
	if (!error) {
		difference.plan = plan;
		error = put_all(&difference);
	}
	lvsdr_state_free(difference.named);
	lvsdr_state_free(difference.read);
	lvsdr_scope_free(made);
	if (error)
		lvsdr_plan_free(plan);
	else
		*ret_plan = plan;
	return error;
}
