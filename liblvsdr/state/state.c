// SPDX-License-Identifier: LGPL-2.1-or-later
#include "state/state.h"

#include "core/handle.h"
#include "util/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 8 }; /* destinations that are looked through one by one */

struct lvsdr_state *state_make(struct lvsdr *host, uint32_t parts)
{
	struct lvsdr_state *state = calloc(1, sizeof(*state));

	if (!state)
		return NULL;
	state->host = handle_ref(host);
	state->parts = parts;
	for (size_t i = 0; i < KIND_LISTS; i++)
		state->lists[i].class = object_classes[i];
	return state;
}

uint32_t state_kinds(void)
{
	uint32_t kinds = 0;

	for (size_t i = 0; i < KIND_COUNT; i++)
		kinds |= object_classes[i]->part;
	return kinds;
}

void state_forget_services(struct lvsdr_state *state)
{
	for (size_t i = 0; i < state->service_count; i++) {
		free(state->services[i].dests);
		free(state->services[i].counters);
		hash_clear(&state->services[i].index);
	}
	state->service_count = 0;
	hash_clear(&state->index);
}

void lvsdr_state_free(struct lvsdr_state *state)
{
	if (!state)
		return;
	state_forget_services(state);
	for (size_t i = 0; i < KIND_LISTS; i++) {
		free(state->lists[i].objects);
		hash_clear(&state->lists[i].index);
	}
	handle_unref(state->host);
	free(state->services);
	free(state->text);
	free(state->scope);
	free(state);
}

int state_keep_scope(struct lvsdr_state *state, const char *scope)
{
	char *copy = scope ? strdup(scope) : NULL;

	if (scope && !copy)
		return -ENOMEM;
	free(state->scope);
	state->scope = copy;
	return 0;
}

static uint32_t service_code(const struct lvsdr_service *service)
{
	return fields_hash(&service_class.fields, service, 0);
}

static bool match_service(uint64_t value, const void *key, const void *owner)
{
	const struct lvsdr_state *state = owner;

	return fields_equal(&service_class.fields, &state->services[value].service, key, true);
}

static struct state_service *find_service(const struct lvsdr_state *state,
					  const struct lvsdr_service *service, uint32_t code)
{
	const uint64_t *place = hash_find(&state->index, code, match_service, service, state);

	return place ? &state->services[*place] : NULL;
}

struct state_service *state_find_service(const struct lvsdr_state *state,
					 const struct lvsdr_service *service)
{
	return find_service(state, service, service_code(service));
}

int state_append_service(struct lvsdr_state *state, const struct lvsdr_service *service)
{
	uint32_t code = service_code(service);
	struct state_service *added;
	int error;

	if (find_service(state, service, code))
		return -EEXIST;
	error = array_grow(&state->services, state->service_count + 1, &state->service_room,
			   sizeof(*state->services));
	if (!error)
		error = hash_add(&state->index, code, state->service_count);
	if (error)
		return error;
	added = &state->services[state->service_count++];
	*added = (struct state_service){.service = *service};
	object_set_all(&service_class, (union object *)&added->service);
	added->service.host = state->host;
	added->service.counters = NULL;
	return 0;
}

static bool same_dest(const struct lvsdr_dest *a, const struct lvsdr_dest *b)
{
	return a->port == b->port && address_equal(&a->address, &b->address);
}

static uint32_t dest_code(const struct lvsdr_dest *dest)
{
	return hash_bytes(dest->port, dest->address.bytes, address_length(&dest->address));
}

static bool match_dest(uint64_t value, const void *key, const void *owner)
{
	return same_dest(&((const struct state_service *)owner)->dests[value], key);
}

static int find_indexed(struct state_service *service, const struct lvsdr_dest *dest,
			size_t *ret_place)
{
	const uint64_t *place;

	for (size_t i = service->index.count; i < service->count; i++)
		if (hash_add(&service->index, dest_code(&service->dests[i]), i))
			return -ENOMEM;
	place = hash_find(&service->index, dest_code(dest), match_dest, dest, service);
	if (place)
		*ret_place = *place;
	return place != NULL;
}

int state_find_dest(struct state_service *service, const struct lvsdr_dest *dest, size_t guess,
		    size_t *ret_place)
{
	if (guess < service->count && same_dest(&service->dests[guess], dest)) {
		*ret_place = guess;
		return 1;
	}
	if (service->count > FEW)
		return find_indexed(service, dest, ret_place);
	for (size_t i = 0; i < service->count; i++) {
		if (!same_dest(&service->dests[i], dest))
			continue;
		*ret_place = i;
		return 1;
	}
	return 0;
}

int state_append_dest(struct state_service *service, const struct lvsdr_dest *dest)
{
	struct lvsdr_dest *added;
	size_t place;
	int error = state_find_dest(service, dest, SIZE_MAX, &place);

	if (error)
		return error == 1 ? -EEXIST : error;
	error = array_grow(&service->dests, service->count + 1, &service->room,
			   sizeof(*service->dests));
	if (error)
		return error;
	added = &service->dests[service->count++];
	*added = *dest;
	object_set_all(&dest_class, (union object *)added);
	added->host = service->service.host;
	added->service = NULL;
	added->counters = NULL;
	return 0;
}

union object *state_at(const struct state_list *list, size_t index)
{
	return (union object *)(void *)(list->objects + index * list->class->fields.size);
}

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct state_list *list = owner;

	return object_same_identity(list->class, state_at(list, value), key);
}

const uint64_t *state_find_place(const struct lvsdr_state *state, const struct object_class *class,
				 const void *identity)
{
	const struct state_list *list = &state->lists[class->kind];

	return hash_find(&list->index, object_hash(class, identity), match, identity, list);
}

union object *state_find(const struct lvsdr_state *state, const struct object_class *class,
			 const void *identity)
{
	const uint64_t *place = state_find_place(state, class, identity);

	return place ? state_at(&state->lists[class->kind], *place) : NULL;
}

int state_append(struct lvsdr_state *state, const struct object_class *class, const void *object)
{
	struct state_list *list = &state->lists[class->kind];
	union object *added;
	int error;

	if (state_find(state, class, object))
		return -EEXIST;
	error = array_grow(&list->objects, list->count + 1, &list->room, class->fields.size);
	if (!error)
		error = hash_add(&list->index, object_hash(class, object), list->count);
	if (error)
		return error_set(state->host, -ENOMEM, OPERATION_CREATE, "a state",
				 "out of memory");
	added = state_at(list, list->count++);
	object_copy(class, added, object);
	if (!class->partial)
		object_set_all(class, added);
	added->host = state->host;
	return 0;
}
