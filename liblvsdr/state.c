// SPDX-License-Identifier: LGPL-2.1-or-later
#include "dest.h"
#include "handle.h"
#include "ipvs/ipvs.h"
#include "network.h"
#include "object.h"
#include "service.h"
#include "vip.h"

#include <errno.h>
#include <lvsdr/state.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

/* A service's destinations stand together, from `first_dest` of the service to that of the next. */
struct lvsdr_state {
	struct lvsdr *host;
	struct lvsdr_service *services;
	size_t *first_dest; /* one more than there are services */
	struct lvsdr_dest *dests;
	struct lvsdr_vip *vips;
	size_t service_count, service_room;
	size_t dest_count, dest_room;
	size_t vip_count, vip_room;
};

/* Makes room for one more element; 0 or -ENOMEM. */
static int grow(void **array, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room ? *room * 2 : 8;
	void *grown;

	if (count < *room)
		return 0;
	grown = realloc(*array, wanted * size);
	if (!grown)
		return -ENOMEM;
	*array = grown;
	*room = wanted;
	return 0;
}

static int take_service(const struct nlmsghdr *message, void *data)
{
	struct lvsdr_state *state = data;
	void *array = state->services;
	int error = grow(&array, state->service_count, &state->service_room,
			 sizeof(*state->services));

	state->services = array;
	if (!error)
		error = ipvs_service_decode(message, &state->services[state->service_count]);
	if (!error)
		state->services[state->service_count++].host = state->host;
	return error;
}

static int take_dest(const struct lvsdr_dest *dest, void *data)
{
	struct lvsdr_state *state = data;
	void *array = state->dests;
	int error = grow(&array, state->dest_count, &state->dest_room, sizeof(*state->dests));

	state->dests = array;
	if (error)
		return error;
	state->dests[state->dest_count] = *dest;
	state->dests[state->dest_count++].host = state->host;
	return 0;
}

static int read_services(struct lvsdr_state *state)
{
	struct nl_msg *request = ipvs_request(IPVS_CMD_GET_SERVICE, NLM_F_DUMP);
	struct netlink_error kernel = {0};
	int error = -ENOMEM;

	if (request)
		error = transport_ipvs(&state->host->transport, request, take_service, state,
				       &kernel);
	nlmsg_free(request);
	if (error)
		return error_set_kernel(state->host, error, &kernel, "read", "the services",
					error == -EOPNOTSUPP
						? "this kernel has no IPVS; `modprobe ip_vs` loads "
						  "it where it is a module"
						: NULL);
	state->first_dest = calloc(state->service_count + 1, sizeof(*state->first_dest));
	if (!state->first_dest)
		return error_set(state->host, -ENOMEM, "read", "the services", "out of memory");
	for (size_t i = 0; i < state->service_count && !error; i++) {
		error = dest_read_all(state->host, "read", &state->services[i], take_dest, state);
		state->first_dest[i + 1] = state->dest_count;
	}
	return error;
}

static int take_vip(const struct rtnl_address *address, void *data)
{
	struct lvsdr_state *state = data;
	const uint8_t *bytes = address->address.bytes;
	void *array = state->vips;
	bool loopback = address->address.family == AF_INET
				? bytes[0] == 127
				: !memcmp(bytes, &in6addr_loopback, sizeof(in6addr_loopback));
	int error;

	if (loopback || address->prefix_length != address_bits(&address->address))
		return 0;
	error = grow(&array, state->vip_count, &state->vip_room, sizeof(*state->vips));
	state->vips = array;
	if (error)
		return error;
	state->vips[state->vip_count++] = (struct lvsdr_vip){.address = address->address};
	return 0;
}

/* The dump tells which there are; each is then read whole, with its device and host route. */
static int read_vips(struct lvsdr_state *state)
{
	size_t kept = 0;
	union object found;
	int result = network_read_addresses(state->host, AF_UNSPEC, "read", "the VIPs", take_vip,
					    state);

	for (size_t i = 0; i < state->vip_count && result >= 0; i++) {
		found.vip = state->vips[i];
		result = vip_class.read(state->host, "read", &found, &found);
		if (result != 1)
			continue;
		state->vips[kept] = found.vip;
		state->vips[kept++].host = state->host;
	}
	state->vip_count = kept;
	return result < 0 ? result : 0;
}

int lvsdr_state_read(struct lvsdr *host, uint32_t parts, struct lvsdr_state **ret_state)
{
	struct lvsdr_state *state;
	int error = 0;

	if (!host)
		return -EINVAL;
	if (!ret_state || !parts || parts & ~(LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS))
		return error_set(host, -EINVAL, "read", "the state",
				 "say which parts: a combination of LVSDR_STATE_ values");
	state = calloc(1, sizeof(*state));
	if (!state)
		return error_set(host, -ENOMEM, "read", "the state", "out of memory");
	state->host = handle_ref(host);
	if (parts & LVSDR_STATE_SERVICES)
		error = read_services(state);
	if (!error && parts & LVSDR_STATE_VIPS)
		error = read_vips(state);
	if (error)
		lvsdr_state_free(state);
	else
		*ret_state = state;
	return error;
}

void lvsdr_state_free(struct lvsdr_state *state)
{
	if (!state)
		return;
	handle_unref(state->host);
	free(state->services);
	free(state->first_dest);
	free(state->dests);
	free(state->vips);
	free(state);
}

size_t lvsdr_state_get_service_count(const struct lvsdr_state *state)
{
	return state ? state->service_count : 0;
}

const struct lvsdr_service *lvsdr_state_get_service(const struct lvsdr_state *state, size_t index)
{
	return state && index < state->service_count ? &state->services[index] : NULL;
}

size_t lvsdr_state_get_dest_count(const struct lvsdr_state *state, size_t service_index)
{
	if (!state || service_index >= state->service_count)
		return 0;
	return state->first_dest[service_index + 1] - state->first_dest[service_index];
}

const struct lvsdr_dest *lvsdr_state_get_dest(const struct lvsdr_state *state,
					      size_t service_index, size_t index)
{
	if (index >= lvsdr_state_get_dest_count(state, service_index))
		return NULL;
	return &state->dests[state->first_dest[service_index] + index];
}

size_t lvsdr_state_get_vip_count(const struct lvsdr_state *state)
{
	return state ? state->vip_count : 0;
}

const struct lvsdr_vip *lvsdr_state_get_vip(const struct lvsdr_state *state, size_t index)
{
	return state && index < state->vip_count ? &state->vips[index] : NULL;
}
