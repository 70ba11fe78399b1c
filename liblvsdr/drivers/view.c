// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/view.h"

#include "core/handle.h"
#include "drivers/driver.h"
#include "drivers/observe.h"
#include "drivers/step.h"
#include "state/state.h"

#include <errno.h>
#include <string.h>

enum { FEW = 8 }; /* services that are read one by one rather than all */

struct overlay {
	const struct object_class *class;
	const union object *identity;
	const union object *object;
};

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct overlay *entry = (const void *)(uintptr_t)value, *wanted = key;

	(void)owner;
	return entry->class == wanted->class &&
	       object_same_identity(entry->class, entry->identity, wanted->identity);
}

static struct overlay *find_overlay(const struct view *view, const struct object_class *class,
				    const union object *identity)
{
	struct overlay wanted = {.class = class, .identity = identity};
	const uint64_t *place =
		hash_find(&view->overlay, object_hash(class, identity), match, &wanted, view);

	return place ? (void *)(uintptr_t)*place : NULL;
}

static bool match_elsewhere(uint64_t value, const void *key, const void *owner)
{
	const struct overlay *entry = (const void *)(uintptr_t)value, *wanted = key;

	(void)owner;
	return entry->class == wanted->class && entry->object &&
	       object_may_become(entry->class, entry->object, wanted->identity);
}

/* What was planned in a place from which an update can move it. */
static const struct overlay *find_elsewhere(const struct view *view,
					    const struct object_class *class,
					    const union object *identity)
{
	struct overlay wanted = {.class = class, .identity = identity};
	const uint64_t *place = !class->may_become
					? NULL
					: hash_find(&view->overlay, object_hash(class, identity),
						    match_elsewhere, &wanted, view);

	return place ? (const void *)(uintptr_t)*place : NULL;
}

void view_clear(struct view *view)
{
	lvsdr_state_free(view->state);
	hash_clear(&view->overlay);
	arena_clear(&view->arena);
	*view = (struct view){.host = view->host};
}

static int out_of_memory(struct view *view)
{
	return error_set(view->host, -ENOMEM, OPERATION_PLAN, "a step", "out of memory");
}

static int make_state(struct view *view)
{
	if (!view->state)
		view->state = state_make(view->host, LVSDR_STATE_SERVICES);
	return view->state ? 0 : out_of_memory(view);
}

int view_set(struct view *view, const struct object_class *class, const union object *identity,
	     const union object *object)
{
	struct overlay *entry = find_overlay(view, class, identity);
	struct overlay added = {class, identity, object};

	if (entry) {
		entry->object = object;
		return 1;
	}
	entry = arena_copy(&view->arena, &added, sizeof(added));
	if (!entry || hash_add(&view->overlay, object_hash(class, identity), (uintptr_t)entry))
		return out_of_memory(view);
	return 0;
}

int view_take_step(struct view *view, const struct step *step)
{
	int left = 0, result;

	if (step->before && step->after &&
	    !object_same_identity(step->class, step->before, step->after))
		left = view_set(view, step->class, step->before, NULL);
	result = left < 0 ? left : view_set(view, step->class, step_object(step), step->after);
	return result < 0 ? result : result | left;
}

bool view_has_lost(const struct view *view, const struct object_class *class,
		   const union object *identity)
{
	const struct overlay *entry = find_overlay(view, class, identity);

	return entry && !entry->object;
}

void view_visit(const struct view *view, const struct object_class *class,
		void (*visit)(const union object *object, void *data), void *data)
{
	const struct hash *hash = &view->overlay;
	const struct overlay *entry;

	for (size_t i = 0; hash->slots && i <= hash->mask; i++) {
		entry = (const void *)(uintptr_t)hash->slots[i].value;
		if (hash->slots[i].used && entry->class == class && entry->object)
			visit(entry->object, data);
	}
}

/* The service with its destinations, read when it is first asked for: 1, 0 or a code. */
static int find_service(struct view *view, enum operation operation,
			const struct lvsdr_service *service, struct state_service **ret_found)
{
	const union object *identity = (const union object *)service;
	int result = make_state(view);

	if (result)
		return result;
	*ret_found = state_find_service(view->state, service);
	if (*ret_found)
		return 1;
	if (find_overlay(view, &service_class, identity))
		return 0; /* it was looked for before */
	result = state_read_service(view->state, operation, service);
	if (result < 0)
		return result;
	*ret_found = state_find_service(view->state, service);
	if (result)
		return 1;
	identity = arena_copy(&view->arena, service, sizeof(*service));
	return identity ? view_set(view, &service_class, identity, NULL) : out_of_memory(view);
}

static int refuse_dest(struct view *view, enum operation operation, const union object *identity)
{
	return dest_driver.report(view->host, -ESRCH, NULL, operation, identity);
}

static int find_dest(struct view *view, enum operation operation, const union object *identity,
		     const union object **ret_found)
{
	const union object *service = (const union object *)identity->dest.service;
	const struct overlay *planned = find_overlay(view, &service_class, service);
	struct state_service *owner;
	union object found;
	size_t place;
	int result;

	if (planned && !planned->object)
		return refuse_dest(view, operation, identity);
	result = find_service(view, operation, &service->service, &owner);
	if (result < 0)
		return result;
	if (!result)
		return planned ? 0 : refuse_dest(view, operation, identity);
	result = state_find_dest(owner, &identity->dest, SIZE_MAX, &place);
	if (result <= 0)
		return result ? out_of_memory(view) : 0;
	found.dest = owner->dests[place];
	found.dest.service = identity->dest.service;
	*ret_found = arena_copy(&view->arena, &found, sizeof(found.dest));
	return *ret_found ? 1 : out_of_memory(view);
}

int view_find(struct view *view, enum operation operation, const struct object_class *class,
	      const union object *identity, const union object **ret_found)
{
	const struct overlay *planned = find_overlay(view, class, identity);
	struct state_service *service;
	union object found;
	int result;

	if (planned) {
		*ret_found = planned->object;
		return planned->object != NULL;
	}
	if (class == &dest_class)
		return find_dest(view, operation, identity, ret_found);
	if (class == &service_class) {
		result = find_service(view, operation, &identity->service, &service);
		if (result != 1)
			return result;
		found.service = service->service;
	} else {
		result = driver_of(class)->read(view->host, operation, identity, &found);
		if (result < 0)
			return result;
		planned = result ? find_overlay(view, class, &found) /* its place may differ */
				 : find_elsewhere(view, class, identity);
		if (planned)
			*ret_found = planned->object;
		if (planned || !result)
			return planned && planned->object;
	}
	*ret_found = arena_copy(&view->arena, &found, class->fields.size);
	return *ret_found ? 1 : out_of_memory(view);
}

int view_check_place(struct view *view, const struct object_class *class, enum operation operation,
		     const union object *wanted)
{
	return view->host->insist || !driver_of(class)->check_place
		       ? 0
		       : driver_of(class)->check_place(view, operation, wanted);
}

bool view_place_of(const struct view *view, const struct lvsdr_dest *dest, size_t *ret_place)
{
	struct state_service *owner =
		view->state ? state_find_service(view->state, dest->service) : NULL;

	return owner && state_find_dest(owner, dest, SIZE_MAX, ret_place) == 1;
}

int view_count_dests(struct view *view, enum operation operation,
		     const struct lvsdr_service *service, size_t *ret_count)
{
	struct state_service *found;
	const struct overlay *planned;
	union object dest;
	int result = find_service(view, operation, service, &found);

	*ret_count = 0;
	for (size_t i = 0; result == 1 && i < found->count; i++) {
		dest.dest = found->dests[i];
		dest.dest.service = service;
		planned = find_overlay(view, &dest_class, &dest);
		*ret_count += !planned || planned->object;
	}
	return result < 0 ? result : 0;
}

static const struct lvsdr_service *service_of(const struct step *step)
{
	if (step->class == &service_class)
		return &step_object(step)->service;
	return step->class == &dest_class ? step_object(step)->dest.service : NULL;
}

static bool is_touched(const struct lvsdr_service *service, const void *data)
{
	return find_overlay(data, &service_class, (const union object *)service) != NULL;
}

int view_load(struct view *view, enum operation operation, ipvs_filter filter, const void *data)
{
	int error = make_state(view);

	return error ? error : state_read_services(view->state, operation, filter, data);
}

int view_preload(struct view *view, enum operation operation, const struct step *steps,
		 size_t count)
{
	struct view touched = {.host = view->host};
	const struct lvsdr_service *service;
	size_t services = 0;
	int result = 0;

	for (size_t i = 0; i < count && result >= 0; i++) {
		service = service_of(&steps[i]);
		if (!service)
			continue;
		result = view_set(&touched, &service_class, (const union object *)service, NULL);
		services += result == 0;
	}
	if (result >= 0 && services > FEW) {
		result = view_load(view, operation, is_touched, &touched);
	}
	view_clear(&touched);
	return result < 0 ? result : 0;
}
