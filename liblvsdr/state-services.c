// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading services and their destinations from the kernel, consistently. */
#include "handle.h"
#include "ipvs/attribute.h"
#include "ipvs/ipvs.h"
#include "state.h"

#include <errno.h>
#include <linux/ip_vs.h>
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
