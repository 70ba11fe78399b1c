// SPDX-License-Identifier: LGPL-2.1-or-later
/* Making a plan graceful: its steps get weights of 0 before them, and another order. */
#include "core/handle.h"
#include "drivers/driver.h"
#include "model/scope.h"
#include "plan/plan.h"
#include "util/array.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <lvsdr/drain.h>
#include <stdlib.h>
#include <string.h>

/* What to do about templates: one of them at most. */
enum { CHOICE = LVSDR_DRAIN_WAIT_FOR_TEMPLATES | LVSDR_DRAIN_CUT_TEMPLATES };

/* What becomes of a step. */
enum fate {
	KEEPS,   /* it comes first, as it is */
	DRAINS,  /* the destination is drained */
	FOLLOWS, /* it comes behind all that is drained */
};

/* Why destinations cannot be drained. */
enum reason { BY_TEMPLATES, BY_HASH, REASONS };

/* Those that cannot be drained for one reason. */
struct refusal {
	struct text names; /* of the first of them */
	size_t count, named;
};

struct graceful {
	struct lvsdr_plan *plan;
	struct lvsdr *host;
	uint32_t flags;
	struct hash last;          /* of each object the place of its last step */
	struct lvsdr_scope *going; /* the addresses and firewall marks of services that follow */
	uint8_t *fates;            /* of the steps */
	struct hash fallbacks;     /* of these services the step that sets their fallback flag */
	struct step *steps;        /* in the new order */
	size_t count, room;
	size_t drains;       /* how many destinations are drained */
	int templates_bring; /* -1: not asked for yet */
	struct refusal refusals[REASONS];
};

static int out_of_memory(struct graceful *graceful)
{
	return error_set(graceful->host, -ENOMEM, OPERATION_DRAIN, "the plan", "out of memory");
}

/* ---- Which steps are the last of their object. */

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct step *a = (const struct step *)owner + value, *b = key;

	return a->class == b->class &&
	       object_same_identity(a->class, step_object(a), step_object(b));
}

static const uint64_t *find_last(const struct graceful *graceful, const struct object_class *class,
				 const union object *object)
{
	struct step step = {.class = class, .after = object};

	return hash_find(&graceful->last, object_hash(class, object), match, &step,
			 graceful->plan->steps);
}

static int find_all_last(struct graceful *graceful)
{
	const struct step *steps = graceful->plan->steps;
	uint64_t *place;
	uint32_t code;

	for (size_t i = 0; i < graceful->plan->count; i++) {
		code = object_hash(steps[i].class, step_object(&steps[i]));
		place = hash_find(&graceful->last, code, match, &steps[i], steps);
		if (place)
			*place = i;
		else if (hash_add(&graceful->last, code, i))
			return out_of_memory(graceful);
	}
	return 0;
}

static bool is_final_removal(const struct graceful *graceful, size_t index)
{
	const struct step *step = &graceful->plan->steps[index];

	return !step->after && *find_last(graceful, step->class, step->before) == index;
}

/* The last step of the service of a destination, or NULL. */
static const struct step *last_of_service(const struct graceful *graceful, size_t index,
					  size_t *ret_place)
{
	const struct step *steps = graceful->plan->steps;
	const uint64_t *place = find_last(graceful, &service_class,
					  (const void *)step_object(&steps[index])->dest.service);

	if (place)
		*ret_place = *place;
	return place ? &steps[*place] : NULL;
}

/* Whether the plan removes the service of the destination, too. */
static bool service_goes(const struct graceful *graceful, size_t index)
{
	size_t place;
	const struct step *step = last_of_service(graceful, index, &place);

	return step && !step->after;
}

/* ---- What becomes of each. */

/* Their fallback flags are the same one (kernel: linux/ip_vs.h). */
static bool can_fall_back(const struct lvsdr_service *service)
{
	return !strcmp(service->scheduler, "sh") || !strcmp(service->scheduler, "mh");
}

/* Clients keep being sent to a destination of weight 0 (kernel: ip_vs_{dh,sh,mh}.c). */
static bool refuses_clients(const struct lvsdr_service *service)
{
	return !strcmp(service->scheduler, "dh") ||
	       (can_fall_back(service) && !(service->flags & IP_VS_SVC_F_SCHED1));
}

/* A plan that goes on where another one ended finds the flag that was set meanwhile. */
static bool takes_fallback(const struct step *service)
{
	return service->before && service->after && !refuses_clients(&service->before->service) &&
	       refuses_clients(&service->after->service);
}

/* A service that comes again has to be gone before; what goes with it goes at once. */
static int decide_dest(struct graceful *graceful, size_t index)
{
	const struct step *service;
	size_t place = 0;

	if (!is_final_removal(graceful, index))
		return 0;
	service = last_of_service(graceful, index, &place);
	if (service && place > index && !service->before)
		return 0;
	graceful->fates[index] = DRAINS;
	graceful->drains++;
	if (service && takes_fallback(service))
		graceful->fates[place] = FOLLOWS;
	if (!service || place < index || service->after)
		return 0;
	graceful->fates[place] = FOLLOWS;
	return scope_own_service(graceful->going, &service->before->service)
		       ? out_of_memory(graceful)
		       : 0;
}

/* A mark whose service is drained has the packets of its connections to mark, at its VIP. */
static int decide_mark(struct graceful *graceful, size_t index)
{
	const struct lvsdr_mark *mark = &graceful->plan->steps[index].before->mark;

	if (!is_final_removal(graceful, index) ||
	    !scope_holds_fwmark(graceful->going, mark->fwmark))
		return 0;
	graceful->fates[index] = FOLLOWS;
	return scope_own_address(graceful->going, &mark->address) ? out_of_memory(graceful) : 0;
}

static int decide_vip(struct graceful *graceful, size_t index)
{
	const struct step *step = &graceful->plan->steps[index];

	if (is_final_removal(graceful, index) &&
	    scope_holds_address(graceful->going, &step->before->vip.address))
		graceful->fates[index] = FOLLOWS;
	return 0;
}

/* Each class when those are decided about on which it depends. */
static int decide_all(struct graceful *graceful)
{
	static const struct {
		const struct object_class *class;
		int (*decide)(struct graceful *graceful, size_t index);
	} order[] = {
		{&dest_class, decide_dest}, {&mark_class, decide_mark}, {&vip_class, decide_vip}};
	const struct lvsdr_plan *plan = graceful->plan;
	int error = 0;

	for (size_t kind = 0; kind < sizeof(order) / sizeof(*order); kind++)
		for (size_t i = 0; i < plan->count && !error; i++)
			if (plan->steps[i].class == order[kind].class && plan->steps[i].before)
				error = order[kind].decide(graceful, i);
	return error;
}

/* ---- What cannot be drained. */

static void refuse(struct graceful *graceful, enum reason reason, const union object *dest)
{
	enum { LONGEST = 240 }; /* of the names; the message has its reasons besides */
	struct refusal *refusal = &graceful->refusals[reason];
	struct text name = {0};

	dest_class.describe(dest, &name);
	if (refusal->named == refusal->count &&
	    (!refusal->count || refusal->names.length + name.length < LONGEST)) {
		text_add(&refusal->names, "%s%s", refusal->count ? ", " : "", name.data);
		refusal->named++;
	}
	refusal->count++;
}

static int report_refused(struct graceful *graceful)
{
	static const char *const reasons[REASONS] = {
		[BY_TEMPLATES] =
			"the service is persistent, and templates would keep sending connections, "
			"because net.ipv4.vs.expire_quiescent_template is 0; set that to 1, or "
			"choose whether to wait for them (LVSDR_DRAIN_WAIT_FOR_TEMPLATES) or not "
			"(LVSDR_DRAIN_CUT_TEMPLATES)",
		[BY_HASH] =
			"the scheduler has no fallback, and clients whose hash selects it would "
			"get no answer; set the fallback flag of sh or mh "
			"(LVSDR_DRAIN_SET_FALLBACK), or remove it at once with its connections "
			"(LVSDR_DRAIN_CUT_HASHED)"};
	struct text text = {0}, more = {0};

	for (size_t i = 0; i < REASONS; i++) {
		const struct refusal *refusal = &graceful->refusals[i];

		if (!refusal->count)
			continue;
		more.length = 0;
		more.data[0] = '\0';
		if (refusal->count > refusal->named)
			text_add(&more, " and %zu more", refusal->count - refusal->named);
		text_add(&text, "%s%s%s: %s", text.length ? "; " : "", refusal->names.data,
			 more.data, reasons[i]);
	}
	return text.length ? error_set(graceful->host, -EINVAL, OPERATION_DRAIN, "the plan", "%s",
				       text.data)
			   : 0;
}

/* The settings that the service will have while its destination is drained. */
static const struct lvsdr_service *service_meanwhile(const struct graceful *graceful, size_t index)
{
	size_t place;
	const struct step *step = last_of_service(graceful, index, &place);

	if (step && step->after)
		return graceful->fates[place] == FOLLOWS ? &step->before->service
							 : &step->after->service;
	return graceful->plan->steps[index].before->dest.service;
}

/* As the plan will have set the sysctl, or as it is: 1, 0 or a code. */
static int templates_bring(struct graceful *graceful, const union object *dest)
{
	union object sysctl = {.sysctl = {.name = LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE}};
	const uint64_t *place = find_last(graceful, &sysctl_class, &sysctl);

	if (place)
		return !strcmp(graceful->plan->steps[*place].after->sysctl.value, "0");
	if (graceful->templates_bring < 0)
		graceful->templates_bring = load_templates_bring(graceful->host, dest);
	return graceful->templates_bring;
}

static int check_templates(struct graceful *graceful, const struct lvsdr_service *service,
			   const union object *dest)
{
	int bring = 0;

	if (graceful->flags & CHOICE || !(service_wire_flags(service) & IP_VS_SVC_F_PERSISTENT))
		return 0;
	bring = templates_bring(graceful, dest);
	if (bring > 0)
		refuse(graceful, BY_TEMPLATES, dest);
	return bring < 0 ? bring : 0;
}

/* Whether the fallback flag of the service is to be set meanwhile. */
static bool wants_fallback(const struct graceful *graceful, const struct lvsdr_service *service)
{
	return graceful->flags & LVSDR_DRAIN_SET_FALLBACK && can_fall_back(service) &&
	       refuses_clients(service);
}

static void check_hash(struct graceful *graceful, const struct lvsdr_service *service, size_t index)
{
	const union object *dest = graceful->plan->steps[index].before;

	if (!dest->dest.weight || !refuses_clients(service) || wants_fallback(graceful, service) ||
	    service_goes(graceful, index))
		return;
	if (graceful->flags & LVSDR_DRAIN_CUT_HASHED) {
		graceful->fates[index] = KEEPS;
		graceful->drains--;
	} else {
		refuse(graceful, BY_HASH, dest);
	}
}

static int check_all(struct graceful *graceful)
{
	const struct lvsdr_plan *plan = graceful->plan;
	int error = 0;

	for (size_t i = 0; i < plan->count && !error; i++) {
		const struct lvsdr_service *service;

		if (graceful->fates[i] != DRAINS)
			continue;
		service = service_meanwhile(graceful, i);
		error = check_templates(graceful, service, plan->steps[i].before);
		check_hash(graceful, service, i);
	}
	return error ? error : report_refused(graceful);
}

/* ---- The new order. */

static int put(struct graceful *graceful, struct step step)
{
	if (array_grow(&graceful->steps, graceful->count + 1, &graceful->room, sizeof(step)))
		return out_of_memory(graceful);
	graceful->steps[graceful->count++] = step;
	return 0;
}

static uint32_t next_stage(const struct graceful *graceful)
{
	return graceful->count ? graceful->steps[graceful->count - 1].stage + 1 : 0;
}

/* Steps of one fate, in stages of their own: those that they have, but behind all so far. */
static int put_fate(struct graceful *graceful, enum fate fate)
{
	const struct lvsdr_plan *plan = graceful->plan;
	uint32_t stage = next_stage(graceful), old = 0;
	bool first = true;
	int error = 0;

	for (size_t i = 0; i < plan->count && !error; i++) {
		struct step step = plan->steps[i];

		if (graceful->fates[i] != fate)
			continue;
		stage += !first && step.stage != old;
		first = false;
		old = step.stage;
		step.stage = stage;
		error = put(graceful, step);
	}
	return error;
}

static bool match_fallback(uint64_t value, const void *key, const void *owner)
{
	const struct graceful *graceful = owner;

	return object_same_identity(&service_class, graceful->steps[value].before, key);
}

static int put_fallback(struct graceful *graceful, uint32_t stage,
			const struct lvsdr_service *service)
{
	const union object *before = (const union object *)service;
	uint32_t code = object_hash(&service_class, before);
	struct step step = {.class = &service_class, .stage = stage};
	union object after;

	if (hash_find(&graceful->fallbacks, code, match_fallback, before, graceful))
		return 0;
	object_copy(&service_class, &after, before);
	after.service.flags |= IP_VS_SVC_F_SCHED1;
	step.before = plan_copy(graceful->plan, &service_class, before);
	step.after = plan_copy(graceful->plan, &service_class, &after);
	if (!step.before || !step.after)
		return -ENOMEM;
	if (hash_add(&graceful->fallbacks, code, graceful->count))
		return out_of_memory(graceful);
	return put(graceful, step);
}

static int put_fallbacks(struct graceful *graceful)
{
	const struct lvsdr_plan *plan = graceful->plan;
	uint32_t stage = next_stage(graceful);
	int error = 0;

	for (size_t i = 0; i < plan->count && !error; i++) {
		const struct lvsdr_service *service;

		if (graceful->fates[i] != DRAINS || !plan->steps[i].before->dest.weight)
			continue;
		service = service_meanwhile(graceful, i);
		if (wants_fallback(graceful, service) && !service_goes(graceful, i))
			error = put_fallback(graceful, stage, service);
	}
	return error;
}

/* From `first` to before `end`, the last first. */
static int put_back_fallbacks(struct graceful *graceful, size_t first, size_t end)
{
	uint32_t stage = next_stage(graceful);
	int error = 0;

	for (size_t i = end; i-- > first && !error;)
		error = put(graceful, (struct step){.class = &service_class,
						    .before = graceful->steps[i].after,
						    .after = graceful->steps[i].before,
						    .stage = stage});
	return error;
}

/* The weights of 0, and then the removals, in their order. */
static int put_drains(struct graceful *graceful)
{
	struct lvsdr_plan *plan = graceful->plan;
	uint32_t stage = next_stage(graceful);
	const union object **quiescent = calloc(plan->count, sizeof(*quiescent));
	union object copy;
	int error = quiescent ? 0 : out_of_memory(graceful);

	for (size_t i = 0; i < plan->count && !error; i++) {
		if (graceful->fates[i] != DRAINS)
			continue;
		quiescent[i] = plan->steps[i].before;
		if (!quiescent[i]->dest.weight)
			continue;
		object_copy(&dest_class, &copy, quiescent[i]);
		copy.dest.weight = 0;
		quiescent[i] = plan_copy(plan, &dest_class, &copy);
		error = quiescent[i] ? put(graceful, (struct step){.class = &dest_class,
								   .before = plan->steps[i].before,
								   .after = quiescent[i],
								   .stage = stage,
								   .quiesces = true})
				     : -ENOMEM;
	}
	stage = next_stage(graceful);
	for (size_t i = 0; i < plan->count && !error; i++)
		if (graceful->fates[i] == DRAINS)
			error = put(graceful, (struct step){.class = &dest_class,
							    .before = quiescent[i],
							    .stage = stage,
							    .drains = true});
	free(quiescent);
	return error;
}

static int put_all(struct graceful *graceful)
{
	size_t fallbacks, end;
	int error = put_fate(graceful, KEEPS);

	fallbacks = graceful->count;
	if (!error)
		error = put_fallbacks(graceful);
	end = graceful->count;
	if (!error)
		error = put_drains(graceful);
	if (!error)
		error = put_back_fallbacks(graceful, fallbacks, end);
	return error ? error : put_fate(graceful, FOLLOWS);
}

/* The plan takes the new steps; the texts of those that became two are made anew. */
static void commit(struct graceful *graceful, int32_t milliseconds)
{
	struct lvsdr_plan *plan = graceful->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (graceful->fates[i] == DRAINS)
			step_clear(&plan->steps[i]);
	free(plan->steps);
	plan->steps = graceful->steps;
	plan->count = graceful->count;
	plan->room = graceful->room;
	graceful->steps = NULL;
	plan->draining.graceful = true;
	plan->draining.flags = graceful->flags;
	plan->draining.milliseconds = milliseconds;
}

static void graceful_clear(struct graceful *graceful)
{
	hash_clear(&graceful->last);
	hash_clear(&graceful->fallbacks);
	lvsdr_scope_free(graceful->going);
	free(graceful->fates);
	free(graceful->steps);
}

static int make_graceful(struct lvsdr_plan *plan, uint32_t flags, int32_t milliseconds)
{
	struct graceful graceful = {
		.plan = plan, .host = plan->host, .flags = flags, .templates_bring = -1};
	int error = lvsdr_scope_new(plan->host, "", &graceful.going), drains;

	graceful.fates = calloc(plan->count + 1, sizeof(*graceful.fates));
	if (!error && !graceful.fates)
		error = out_of_memory(&graceful);
	if (!error)
		error = find_all_last(&graceful);
	if (!error)
		error = decide_all(&graceful);
	if (!error)
		error = check_all(&graceful);
	if (!error)
		error = put_all(&graceful);
	if (!error)
		commit(&graceful, milliseconds);
	drains = graceful.drains > 0;
	graceful_clear(&graceful);
	return error ? error : drains;
}

bool draining_takes(uint32_t flags)
{
	enum {
		ALL = CHOICE | LVSDR_DRAIN_ACTIVE_ONLY | LVSDR_DRAIN_REMOVE_AT_DEADLINE |
		      LVSDR_DRAIN_SET_FALLBACK | LVSDR_DRAIN_CUT_HASHED
	};

	return !(flags & ~(uint32_t)ALL) && (flags & CHOICE) != CHOICE;
}

int lvsdr_plan_make_graceful(struct lvsdr_plan *plan, uint32_t flags, int32_t milliseconds)
{
	if (!plan)
		return -EINVAL;
	if (!draining_takes(flags))
		return error_set(plan->host, -EINVAL, OPERATION_DRAIN, "the plan",
				 "the flags are not a combination of LVSDR_DRAIN_ values, or "
				 "request both to wait for templates and not to");
	if (milliseconds < 0)
		return error_set(plan->host, -EINVAL, OPERATION_DRAIN, "the plan",
				 "%d is not between 0 and 2147483647 milliseconds", milliseconds);
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].status != LVSDR_STEP_PENDING)
			return error_set(plan->host, -EINVAL, OPERATION_DRAIN, "the plan",
					 "it was applied already");
	if (plan->draining.graceful)
		return error_set(plan->host, -EINVAL, OPERATION_DRAIN, "the plan",
				 "it is graceful already");
	return make_graceful(plan, flags, milliseconds);
}
