// SPDX-License-Identifier: LGPL-2.1-or-later
/* States built by hand, and what they hand out: services, and what all other kinds share. */
#include "core/handle.h"
#include "state/state.h"

#include <errno.h>

const char *lvsdr_part_name(uint32_t part)
{
	for (size_t i = 0; i <= KIND_SERVICE; i++)
		if (object_classes[i]->part == part)
			return object_classes[i]->list;
	return part == LVSDR_STATE_COUNTERS ? "counters" : NULL;
}

int lvsdr_state_new(struct lvsdr *host, uint32_t parts, struct lvsdr_state **ret_state)
{
	if (!host)
		return -EINVAL;
	if (!ret_state || !parts || parts & ~state_kinds())
		return error_set(
			host, -EINVAL, OPERATION_CREATE, "a state",
			"the parts must be LVSDR_STATE_ values without LVSDR_STATE_COUNTERS");
	*ret_state = state_make(host, parts);
	return *ret_state ? 0
			  : error_set(host, -ENOMEM, OPERATION_CREATE, "a state", "out of memory");
}

uint32_t lvsdr_state_get_parts(const struct lvsdr_state *state)
{
	return state ? state->parts & state_kinds() : 0;
}

int lvsdr_state_set_scope(struct lvsdr_state *state, const char *scope)
{
	char word[SCOPE_WORD_SIZE];
	const char *wrong;

	if (!state)
		return -EINVAL;
	wrong = scope ? scope_wrong(scope, word) : NULL;
	if (wrong)
		return error_set(state->host, -EINVAL, OPERATION_SET, "the scope of a state",
				 "\"%s\": %s", word, wrong);
	return state_keep_scope(state, scope) ? error_set(state->host, -ENOMEM, OPERATION_SET,
							  "the scope of a state", "out of memory")
					      : 0;
}

const char *lvsdr_state_get_scope(const struct lvsdr_state *state)
{
	return state ? state->scope : NULL;
}

/* An argument of the functions that build a state by hand: 0, or a code with its detail. */
static int check_part(struct lvsdr_state *state, const void *object, uint32_t part,
		      const char *kind)
{
	if (!state)
		return -EINVAL;
	if (!object)
		return error_set(state->host, -EINVAL, OPERATION_ADD, kind, "it is NULL");
	if (!(state->parts & part))
		return error_set(state->host, -EINVAL, OPERATION_ADD, kind,
				 "the state was not created for this kind of object");
	return 0;
}

static const char *reason_of(int error)
{
	switch (error) {
	case -EEXIST:
		return "the state already has it";
	case -ENOMEM:
		return "out of memory";
	case -ESRCH:
		return "the state has no such service";
	default:
		return "the state has no such destination";
	}
}

static int explain(struct lvsdr_state *state, int error, enum operation operation,
		   const struct object_class *class, const union object *object)
{
	struct text name = {0};

	if (!error)
		return 0;
	class->describe(object, &name);
	return error_set(state->host, error, operation, name.data, "%s", reason_of(error));
}

int lvsdr_state_add_service(struct lvsdr_state *state, const struct lvsdr_service *service)
{
	int error = check_part(state, service, LVSDR_STATE_SERVICES, service_class.name);

	return error ? error
		     : explain(state, state_append_service(state, service), OPERATION_ADD,
			       &service_class, (const union object *)service);
}

int lvsdr_state_update_service(struct lvsdr_state *state, const struct lvsdr_service *service)
{
	int error = check_part(state, service, LVSDR_STATE_SERVICES, service_class.name);
	union object updated;
	struct state_service *found;

	if (error)
		return error;
	found = state_find_service(state, service);
	if (!found)
		return explain(state, -ESRCH, OPERATION_UPDATE, &service_class,
			       (const union object *)service);
	updated.service = *service;
	fields_merge(&service_class.fields, &updated.service, &found->service);
	updated.service.host = state->host;
	updated.service.counters = found->service.counters;
	found->service = updated.service;
	return 0;
}

/* The destination as it is below its service, and that service. */
static int find_owner(struct lvsdr_state *state, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest, enum operation operation,
		      struct state_service **ret_owner, union object *ret_object)
{
	int error = check_part(state, service, LVSDR_STATE_SERVICES, dest_class.name);

	if (!error)
		error = check_part(state, dest, LVSDR_STATE_SERVICES, dest_class.name);
	if (error)
		return error;
	ret_object->dest = *dest;
	ret_object->dest.service = service;
	dest_complete_port(&ret_object->dest, service);
	*ret_owner = state_find_service(state, service);
	return *ret_owner ? 0 : explain(state, -ESRCH, operation, &dest_class, ret_object);
}

int lvsdr_state_add_dest(struct lvsdr_state *state, const struct lvsdr_service *service,
			 const struct lvsdr_dest *dest)
{
	struct state_service *owner;
	union object object;
	int error = find_owner(state, service, dest, OPERATION_ADD, &owner, &object);

	return error ? error
		     : explain(state, state_append_dest(owner, &object.dest), OPERATION_ADD,
			       &dest_class, &object);
}

int lvsdr_state_update_dest(struct lvsdr_state *state, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest)
{
	struct state_service *owner;
	struct lvsdr_dest *found;
	union object object;
	size_t place;
	int error = find_owner(state, service, dest, OPERATION_UPDATE, &owner, &object);

	if (error)
		return error;
	error = state_find_dest(owner, &object.dest, SIZE_MAX, &place);
	if (error != 1)
		return explain(state, error ? error : -ENOENT, OPERATION_UPDATE, &dest_class,
			       &object);
	found = &owner->dests[place];
	fields_merge(&dest_class.fields, &object.dest, found);
	object.dest.host = state->host;
	object.dest.service = NULL;
	object.dest.counters = found->counters;
	*found = object.dest;
	return 0;
}

int state_add(struct lvsdr_state *state, const struct object_class *class, const void *object)
{
	int error = check_part(state, object, class->part, class->name);

	return error ? error
		     : explain(state, state_append(state, class, object), OPERATION_ADD, class,
			       object);
}

size_t lvsdr_state_get_service_count(const struct lvsdr_state *state)
{
	return state ? state->service_count : 0;
}

const struct lvsdr_service *lvsdr_state_get_service(const struct lvsdr_state *state, size_t index)
{
	return state && index < state->service_count ? &state->services[index].service : NULL;
}

size_t lvsdr_state_get_dest_count(const struct lvsdr_state *state, size_t service_index)
{
	return state && service_index < state->service_count ? state->services[service_index].count
							     : 0;
}

const struct lvsdr_dest *lvsdr_state_get_dest(const struct lvsdr_state *state, size_t service_index,
					      size_t index)
{
	return index < lvsdr_state_get_dest_count(state, service_index)
		       ? &state->services[service_index].dests[index]
		       : NULL;
}

size_t state_count(const struct lvsdr_state *state, const struct object_class *class)
{
	return state ? state->lists[class->kind].count : 0;
}

const void *state_get(const struct lvsdr_state *state, const struct object_class *class,
		      size_t index)
{
	return index < state_count(state, class) ? state_at(&state->lists[class->kind], index)
						 : NULL;
}
