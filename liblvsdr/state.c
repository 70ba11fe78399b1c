// SPDX-License-Identifier: LGPL-2.1-or-later
#include "state.h"

#include "handle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 8 }; /* destinations that are looked through one by one */

int state_grow(void *array_pointer, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room ? *room * 2 : 8;
	void *array, *grown;

	if (count < *room)
		return 0;
	memcpy(&array, array_pointer, sizeof(array));
	grown = realloc(array, wanted * size);
	if (!grown)
		return -ENOMEM;
	memcpy(array_pointer, &grown, sizeof(grown));
	*room = wanted;
	return 0;
}

struct lvsdr_state *state_make(struct lvsdr *host, uint32_t parts)
{
	struct lvsdr_state *state = calloc(1, sizeof(*state));

	if (!state)
		return NULL;
	state->host = handle_ref(host);
	state->parts = parts;
	return state;
}

int lvsdr_state_new(struct lvsdr *host, uint32_t parts, struct lvsdr_state **ret_state)
{
	if (!host)
		return -EINVAL;
	if (!ret_state || !parts ||
	    parts & ~STATE_KINDS)
		return error_set(host, -EINVAL, "make", "a state",
				 "say of which kinds it tells all: LVSDR_STATE_ values without "
				 "statistics");
	*ret_state = state_make(host, parts);
	return *ret_state ? 0 : error_set(host, -ENOMEM, "make", "a state", "out of memory");
}

void lvsdr_state_free(struct lvsdr_state *state)
{
	if (!state)
		return;
	for (size_t i = 0; i < state->service_count; i++) {
		free(state->services[i].dests);
		free(state->services[i].counters);
		hash_clear(&state->services[i].index);
	}
	handle_unref(state->host);
	hash_clear(&state->index);
	hash_clear(&state->vip_index);
	free(state->services);
	free(state->vips);
	free(state->policies);
	free(state->text);
	free(state);
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

struct state_service *state_find_service(const struct lvsdr_state *state,
					 const struct lvsdr_service *service)
{
	const uint64_t *place =
		hash_find(&state->index, service_code(service), match_service, service, state);

	return place ? &state->services[*place] : NULL;
}

int state_append_service(struct lvsdr_state *state, const struct lvsdr_service *service)
{
	struct state_service *added;
	int error;

	if (state_find_service(state, service))
		return -EEXIST;
	error = state_grow(&state->services, state->service_count, &state->service_room,
			   sizeof(*state->services));
	if (!error)
		error = hash_add(&state->index, service_code(service), state->service_count);
	if (error)
		return error;
	added = &state->services[state->service_count++];
	*added = (struct state_service){.service = *service};
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
	error = state_grow(&service->dests, service->count, &service->room,
			   sizeof(*service->dests));
	if (error)
		return error;
	added = &service->dests[service->count++];
	*added = *dest;
	added->host = service->service.host;
	added->service = NULL;
	added->counters = NULL;
	return 0;
}

static uint32_t vip_code(const struct address *address)
{
	return hash_bytes(0, address->bytes, address_length(address));
}

static bool match_vip(uint64_t value, const void *key, const void *owner)
{
	return address_equal(&((const struct lvsdr_state *)owner)->vips[value].address, key);
}

const struct lvsdr_vip *state_find_vip(const struct lvsdr_state *state,
				       const struct address *address)
{
	const uint64_t *place =
		hash_find(&state->vip_index, vip_code(address), match_vip, address, state);

	return place ? &state->vips[*place] : NULL;
}

int state_append_vip(struct lvsdr_state *state, const struct lvsdr_vip *vip)
{
	int error;

	if (state_find_vip(state, &vip->address))
		return -EEXIST;
	error = state_grow(&state->vips, state->vip_count, &state->vip_room, sizeof(*state->vips));
	if (!error)
		error = hash_add(&state->vip_index, vip_code(&vip->address), state->vip_count);
	if (error)
		return error;
	state->vips[state->vip_count] = *vip;
	state->vips[state->vip_count++].host = state->host;
	return 0;
}

int state_append_arp_policy(struct lvsdr_state *state, const struct lvsdr_arp_policy *policy)
{
	int error;

	for (size_t i = 0; i < state->policy_count; i++)
		if (!strcmp(state->policies[i].device, policy->device))
			return -EEXIST;
	error = state_grow(&state->policies, state->policy_count, &state->policy_room,
			   sizeof(*state->policies));
	if (error)
		return error;
	state->policies[state->policy_count] = *policy;
	state->policies[state->policy_count++].host = state->host;
	return 0;
}

/* An argument of the functions that build a state by hand: 0, or a code with its detail. */
static int check_part(struct lvsdr_state *state, const void *object, uint32_t part,
		      const char *kind)
{
	if (!state)
		return -EINVAL;
	if (!object)
		return error_set(state->host, -EINVAL, "add", kind, "it is NULL");
	if (!(state->parts & part))
		return error_set(state->host, -EINVAL, "add", kind,
				 "the state was not made for this kind of object");
	return 0;
}

static int explain(struct lvsdr_state *state, int error, const char *operation,
		   const struct object_class *class, const union object *object)
{
	struct text name = {0};

	if (!error)
		return 0;
	class->describe(object, &name);
	return error_set(state->host, error, operation, name.data,
			 error == -EEXIST   ? "the state has it already"
			 : error == -ENOMEM ? "out of memory"
			 : error == -ESRCH  ? "the state has no such service"
					    : "the state has no such destination");
}

int lvsdr_state_add_service(struct lvsdr_state *state, const struct lvsdr_service *service)
{
	int error = check_part(state, service, LVSDR_STATE_SERVICES, "a service");

	return error ? error
		     : explain(state, state_append_service(state, service), "add", &service_class,
			       (const union object *)service);
}

int lvsdr_state_update_service(struct lvsdr_state *state, const struct lvsdr_service *service)
{
	int error = check_part(state, service, LVSDR_STATE_SERVICES, "a service");
	struct lvsdr_service updated;
	struct state_service *found;

	if (error)
		return error;
	found = state_find_service(state, service);
	if (!found)
		return explain(state, -ESRCH, "update", &service_class,
			       (const union object *)service);
	updated = *service;
	fields_merge(&service_class.fields, &updated, &found->service);
	updated.host = state->host;
	updated.counters = found->service.counters;
	found->service = updated;
	return 0;
}

/* The destination as it is below its service, and that service. */
static int find_owner(struct lvsdr_state *state, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest, const char *operation,
		      struct state_service **ret_owner, union object *ret_object)
{
	int error = check_part(state, service, LVSDR_STATE_SERVICES, "a destination");

	if (!error)
		error = check_part(state, dest, LVSDR_STATE_SERVICES, "a destination");
	if (error)
		return error;
	ret_object->dest = *dest;
	ret_object->dest.service = service;
	if (!dest_has_port(dest))
		ret_object->dest.port = service->port;
	*ret_owner = state_find_service(state, service);
	return *ret_owner ? 0 : explain(state, -ESRCH, operation, &dest_class, ret_object);
}

int lvsdr_state_add_dest(struct lvsdr_state *state, const struct lvsdr_service *service,
			 const struct lvsdr_dest *dest)
{
	struct state_service *owner;
	union object object;
	int error = find_owner(state, service, dest, "add", &owner, &object);

	return error ? error
		     : explain(state, state_append_dest(owner, &object.dest), "add", &dest_class,
			       &object);
}

int lvsdr_state_update_dest(struct lvsdr_state *state, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest)
{
	struct state_service *owner;
	struct lvsdr_dest *found;
	union object object;
	size_t place;
	int error = find_owner(state, service, dest, "update", &owner, &object);

	if (error)
		return error;
	error = state_find_dest(owner, &object.dest, SIZE_MAX, &place);
	if (error != 1)
		return explain(state, error ? error : -ENOENT, "update", &dest_class, &object);
	found = &owner->dests[place];
	fields_merge(&dest_class.fields, &object.dest, found);
	object.dest.host = state->host;
	object.dest.service = NULL;
	object.dest.counters = found->counters;
	*found = object.dest;
	return 0;
}

int lvsdr_state_add_vip(struct lvsdr_state *state, const struct lvsdr_vip *vip)
{
	int error = check_part(state, vip, LVSDR_STATE_VIPS, "a VIP");

	return error ? error
		     : explain(state, state_append_vip(state, vip), "add", &vip_class,
			       (const union object *)vip);
}

int lvsdr_state_add_arp_policy(struct lvsdr_state *state, const struct lvsdr_arp_policy *policy)
{
	int error = check_part(state, policy, LVSDR_STATE_ARP_POLICIES, "an ARP policy");

	return error ? error
		     : explain(state, state_append_arp_policy(state, policy), "add",
			       &arp_policy_class, (const union object *)policy);
}

int lvsdr_state_set_timeouts(struct lvsdr_state *state, const struct lvsdr_timeouts *timeouts)
{
	int error = check_part(state, timeouts, LVSDR_STATE_TIMEOUTS, "timeouts");

	if (error)
		return error;
	state->timeouts = *timeouts;
	state->timeouts.host = state->host;
	state->timeouts.set = ~0u;
	state->has_timeouts = true;
	return 0;
}

const struct lvsdr_timeouts *lvsdr_state_get_timeouts(const struct lvsdr_state *state)
{
	return state && state->has_timeouts ? &state->timeouts : NULL;
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

size_t lvsdr_state_get_vip_count(const struct lvsdr_state *state)
{
	return state ? state->vip_count : 0;
}

const struct lvsdr_vip *lvsdr_state_get_vip(const struct lvsdr_state *state, size_t index)
{
	return state && index < state->vip_count ? &state->vips[index] : NULL;
}

size_t lvsdr_state_get_arp_policy_count(const struct lvsdr_state *state)
{
	return state ? state->policy_count : 0;
}

const struct lvsdr_arp_policy *lvsdr_state_get_arp_policy(const struct lvsdr_state *state,
							  size_t index)
{
	return state && index < state->policy_count ? &state->policies[index] : NULL;
}
