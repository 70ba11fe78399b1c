// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading a state from the kernel. */
#include "handle.h"
#include "ipvs/attribute.h"
#include "ipvs/ipvs.h"
#include "network.h"
#include "state.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

/* How often what changes while it is read is read again. */
enum { ATTEMPTS = 10 };

/* A list of services or of destinations as it comes in. */
struct list {
	char *objects;
	struct counters *counters; /* NULL where they are not asked for */
	size_t count, room, counters_room;
};

static void list_clear(struct list *list)
{
	free(list->objects);
	free(list->counters);
	*list = (struct list){.objects = NULL};
}

static int list_grow(struct list *list, size_t size, bool with_counters)
{
	int error = state_grow(&list->objects, list->count, &list->room, size);

	if (!error && with_counters)
		error = state_grow(&list->counters, list->count, &list->counters_room,
				   sizeof(*list->counters));
	if (!error && with_counters)
		list->counters[list->count] = (struct counters){.value = {0}};
	return error;
}

struct reader {
	struct lvsdr_state *state;
	const char *operation;
	state_filter filter;
	const void *data;
	const struct lvsdr_service *service; /* whose destinations come */
	struct list *list;
	bool with_counters;		/* what comes is kept with its counters */
	struct layout layouts[2];	/* of destinations without and with counters */
	struct list services, again;	/* two dumps to be compared */
	struct list dests, dests_again; /* kept from service to service for their memory */
};

static struct counters *counters_of(const struct reader *reader)
{
	return reader->with_counters ? &reader->list->counters[reader->list->count] : NULL;
}

static int take_service(const struct nlmsghdr *message, void *data)
{
	struct reader *reader = data;
	struct list *list = reader->list;
	struct lvsdr_service *service;
	int error = list_grow(list, sizeof(*service), reader->with_counters);

	if (error)
		return error;
	service = (struct lvsdr_service *)(void *)list->objects + list->count;
	error = ipvs_decode_service(message, service, counters_of(reader));
	if (!error && (!reader->filter || reader->filter(service, reader->data)))
		list->count++;
	return error;
}

static int take_dest(const struct nlmsghdr *message, void *data)
{
	struct reader *reader = data;
	struct list *list = reader->list;
	int error = list_grow(list, sizeof(struct lvsdr_dest), reader->with_counters);

	if (!error)
		error = ipvs_decode_dest(message, reader->service,
					 &reader->layouts[reader->with_counters],
					 (struct lvsdr_dest *)(void *)list->objects + list->count,
					 counters_of(reader));
	if (!error)
		list->count++;
	return error;
}

static int report(struct lvsdr *host, int error, const struct netlink_error *kernel,
		  const char *operation)
{
	return error_set_kernel(host, error, kernel, operation, "the services",
				error == -EOPNOTSUPP ? error_no_ipvs : NULL);
}

/* One dump, of all services or of one service's destinations. */
static int dump(struct reader *reader, const struct lvsdr_service *service, struct list *list,
		bool with_counters)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct lvsdr *host = reader->state->host;
	struct netlink_error kernel;
	struct nlmsghdr *request =
		service ? ipvs_encode_service(buffer, IPVS_CMD_GET_DEST, NLM_F_DUMP, service, false)
			: ipvs_encode(buffer, IPVS_CMD_GET_SERVICE, NLM_F_DUMP);
	int error;

	reader->service = service;
	reader->list = list;
	reader->with_counters = with_counters;
	list->count = 0;
	error = transport_ipvs(&host->transport, request, service ? take_dest : take_service,
			       reader, &kernel);
	return error ? report(host, error, &kernel, reader->operation) : 0;
}

static bool wants_counters(const struct reader *reader)
{
	return reader->state->parts & LVSDR_STATE_STATISTICS;
}

static bool same(const struct list *a, const struct list *b, size_t size)
{
	return a->count == b->count &&
	       (!a->count || !memcmp(a->objects, b->objects, a->count * size));
}

static int give_up(struct reader *reader)
{
	return error_set(reader->state->host, -EAGAIN, reader->operation, "the services",
			 "they changed each of the %d times they were read; try again", ATTEMPTS);
}

/*
 * The kernel fills one datagram without letting changes in: a list that came in one piece is one
 * that it had. A longer one is read until it comes twice the same.
 */
static int read_dests(struct reader *reader, const struct lvsdr_service *service)
{
	const struct netlink *socket = &reader->state->host->transport.ipvs;
	int error;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		error = dump(reader, service, &reader->dests, wants_counters(reader));
		if (error || socket->pieces <= 1)
			return error;
		error = dump(reader, service, &reader->dests_again, false);
		if (error || same(&reader->dests, &reader->dests_again, sizeof(struct lvsdr_dest)))
			return error;
	}
	return give_up(reader);
}

static int keep_counters(struct state_service *service, const struct counters *own,
			 const struct list *dests)
{
	service->counters = malloc((dests->count + 1) * sizeof(*service->counters));
	if (!service->counters)
		return -ENOMEM;
	service->counters[0] = *own;
	if (dests->count)
		memcpy(service->counters + 1, dests->counters,
		       dests->count * sizeof(*service->counters));
	return 0;
}

/* The service and the destinations just read, in memory of their exact size. */
static int keep(struct reader *reader, const struct lvsdr_service *service,
		const struct counters *counters)
{
	const struct list *dests = &reader->dests;
	struct lvsdr_state *state = reader->state;
	struct state_service *kept;
	int error = state_append_service(state, service);

	if (error)
		return error;
	kept = &state->services[state->service_count - 1];
	if (counters && keep_counters(kept, counters, dests))
		return -ENOMEM;
	kept->service.counters = kept->counters;
	if (!dests->count)
		return 0;
	kept->dests = malloc(dests->count * sizeof(*kept->dests));
	if (!kept->dests)
		return -ENOMEM;
	memcpy(kept->dests, dests->objects, dests->count * sizeof(*kept->dests));
	kept->count = kept->room = dests->count;
	for (size_t i = 0; i < kept->count; i++) {
		kept->dests[i].host = state->host;
		kept->dests[i].counters = counters ? &kept->counters[i + 1] : NULL;
	}
	return 0;
}

/* 0 also for a service that came twice, which the comparison or the next attempt clears up. */
static int read_all(struct reader *reader)
{
	const struct list *list = &reader->services;
	int error = 0;

	for (size_t i = 0; i < list->count && !error; i++) {
		const struct lvsdr_service *service =
			(const struct lvsdr_service *)(const void *)list->objects + i;

		error = read_dests(reader, service);
		if (error)
			return error;
		error = keep(reader, service, list->counters ? &list->counters[i] : NULL);
		if (error == -ENOMEM)
			return error_set(reader->state->host, -ENOMEM, reader->operation,
					 "the services", "out of memory");
	}
	return error;
}

static void forget_services(struct lvsdr_state *state, size_t from)
{
	for (size_t i = from; i < state->service_count; i++) {
		free(state->services[i].dests);
		free(state->services[i].counters);
	}
	state->service_count = from;
	hash_clear(&state->index);
}

static void reader_clear(struct reader *reader)
{
	list_clear(&reader->services);
	list_clear(&reader->again);
	list_clear(&reader->dests);
	list_clear(&reader->dests_again);
}

int state_read_services(struct lvsdr_state *state, const char *operation, state_filter filter,
			const void *data)
{
	struct reader reader = {
		.state = state, .operation = operation, .filter = filter, .data = data};
	int error = -EEXIST, attempt = 0;

	/* -EEXIST: a service came twice in one dump. */
	while (error == -EEXIST || error == -EAGAIN) {
		if (attempt++ == ATTEMPTS) {
			error = give_up(&reader);
			break;
		}
		forget_services(state, 0);
		error = dump(&reader, NULL, &reader.services, wants_counters(&reader));
		if (!error)
			error = read_all(&reader);
		if (error)
			continue;
		error = dump(&reader, NULL, &reader.again, false);
		if (!error && !same(&reader.services, &reader.again, sizeof(struct lvsdr_service)))
			error = -EAGAIN;
	}
	reader_clear(&reader);
	return error;
}

int state_read_service(struct lvsdr_state *state, const char *operation,
		       const struct lvsdr_service *service)
{
	struct reader reader = {.state = state, .operation = operation};
	union object found = {.service = *service};
	int result = service_class.read(state->host, operation, &found, &found);

	if (result != 1)
		return result;
	result = read_dests(&reader, &found.service);
	if (!result)
		result = keep(&reader, &found.service, NULL);
	if (result == -ENOMEM)
		error_set(state->host, result, operation, "the services", "out of memory");
	reader_clear(&reader);
	return result ? result : 1;
}

/* ---- Addresses, their host routes, and ARP policies. */

struct network {
	struct lvsdr_state *state;
	const struct lvsdr_scope *scope;
	struct rtnl_link *links;
	size_t link_count, link_room;
	struct hash index; /* of the links, by their numbers */
};

static bool match_link(uint64_t value, const void *key, const void *owner)
{
	return ((const struct network *)owner)->links[value].index == *(const uint32_t *)key;
}

static const struct rtnl_link *find_link(const struct network *network, uint32_t index)
{
	const uint64_t *place = hash_find(&network->index, index, match_link, &index, network);

	return place ? &network->links[*place] : NULL;
}

static int take_link(const struct nlmsghdr *message, void *data)
{
	struct network *network = data;
	int error = state_grow(&network->links, network->link_count, &network->link_room,
			       sizeof(*network->links));

	if (!error)
		error = rtnl_decode_link(message, &network->links[network->link_count]);
	if (!error)
		error = hash_add(&network->index, network->links[network->link_count].index,
				 network->link_count);
	if (!error)
		network->link_count++;
	return error;
}

static bool is_loopback(const struct address *address)
{
	return address->family == AF_INET
		       ? address->bytes[0] == 127
		       : !memcmp(address->bytes, &in6addr_loopback, sizeof(in6addr_loopback));
}

/* An address that the scope names is a VIP with whatever prefix, so that a wrong one is told. */
static bool is_vip(const struct network *network, const struct rtnl_address *address)
{
	if (!scope_holds_everything(network->scope))
		return scope_holds_address(network->scope, &address->address);
	return !is_loopback(&address->address) &&
	       address->prefix_length == address_bits(&address->address);
}

static int take_address(const struct rtnl_address *address, void *data)
{
	struct network *network = data;
	const struct rtnl_link *link = find_link(network, address->index);
	struct lvsdr_vip vip;
	int error;

	if (!link || !is_vip(network, address))
		return 0;
	vip_from_address(address, link->name, &vip);
	error = state_append_vip(network->state, &vip);
	return error == -EEXIST && scope_holds_everything(network->scope) ? 0 : error;
}

static int take_route(const struct nlmsghdr *message, void *data)
{
	struct network *network = data;
	const struct rtnl_link *link;
	const struct lvsdr_vip *vip;
	struct rtnl_route route;
	int error = rtnl_decode_route(message, &route);

	if (error || !route.preferred_source.family)
		return error;
	vip = state_find_vip(network->state, &route.preferred_source);
	link = find_link(network, route.index);
	if (vip && link && vip_is_host_route(&route, &vip->address) &&
	    !strcmp(link->name, vip->device))
		network->state->vips[vip - network->state->vips].host_route = 1;
	return 0;
}

static int read_links(struct network *network)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];

	return network_request(network->state->host,
			       rtnl_encode_dump(buffer, RTM_GETLINK, AF_UNSPEC), take_link, network,
			       "read", "the devices");
}

static int read_vips(struct network *network)
{
	static const uint8_t families[] = {AF_INET, AF_INET6};
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct lvsdr *host = network->state->host;
	int error =
		network_read_addresses(host, AF_UNSPEC, "read", "the VIPs", take_address, network);

	if (error == -EEXIST)
		return error_set(host, error, "read", "the VIPs",
				 "an address of the scope stands twice on this host; `ip addr` "
				 "shows where, remove one");
	for (size_t i = 0; i < sizeof(families) && !error && network->state->vip_count; i++)
		error = network_request(host, rtnl_encode_dump(buffer, RTM_GETROUTE, families[i]),
					take_route, network, "read", "the routes");
	return error;
}

static int read_policies(struct network *network)
{
	struct lvsdr_state *state = network->state;
	union object policy = {.arp_policy.device = "all"};
	int error = arp_policy_class.read(state->host, "read", &policy, &policy);

	if (error == 1)
		error = state_append_arp_policy(state, &policy.arp_policy);
	for (size_t i = 0; i < network->link_count && !error; i++) {
		const struct rtnl_link *link = &network->links[i];

		if (link->arp_ignore < 0 || link->arp_announce < 0 || !strcmp(link->name, "lo"))
			continue;
		arp_policy_from_link(link, &policy.arp_policy);
		error = state_append_arp_policy(state, &policy.arp_policy);
	}
	return error;
}

static int read_network(struct lvsdr_state *state, const struct lvsdr_scope *scope)
{
	struct network network = {.state = state, .scope = scope};
	int error = read_links(&network);

	if (!error && state->parts & LVSDR_STATE_VIPS)
		error = read_vips(&network);
	if (!error && state->parts & LVSDR_STATE_ARP_POLICIES)
		error = read_policies(&network);
	hash_clear(&network.index);
	free(network.links);
	return error;
}

static bool in_scope(const struct lvsdr_service *service, const void *scope)
{
	return scope_holds_service(scope, service);
}

static int check_parts(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		       const void *ret_state)
{
	if (!host)
		return -EINVAL;
	if (!scope)
		return error_set(host, -EINVAL, "read", "the state",
				 "give it a scope: lvsdr_scope_new(host, \"everything\", ...)");
	if (!ret_state || !(parts & STATE_KINDS) ||
	    parts & ~(STATE_KINDS | LVSDR_STATE_STATISTICS))
		return error_set(host, -EINVAL, "read", "the state",
				 "say which parts: a combination of LVSDR_STATE_ values");
	return 0;
}

int lvsdr_state_read(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		     struct lvsdr_state **ret_state)
{
	struct lvsdr_state *state;
	int error = check_parts(host, scope, parts, ret_state);

	if (error)
		return error;
	state = state_make(host, parts);
	if (!state)
		return error_set(host, -ENOMEM, "read", "the state", "out of memory");
	state->observed = true;
	if (parts & LVSDR_STATE_SERVICES)
		error = state_read_services(state, "read", in_scope, scope);
	if (!error && parts & (LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES))
		error = read_network(state, scope);
	if (!error && parts & LVSDR_STATE_TIMEOUTS) {
		error = lvsdr_timeouts_read(host, &state->timeouts);
		state->has_timeouts = !error;
	}
	if (error)
		lvsdr_state_free(state);
	else
		*ret_state = state;
	return error;
}
