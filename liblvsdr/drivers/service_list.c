// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading services and their destinations from the kernel, consistently. */
#include "codec/ipvs/option.h"
#include "core/handle.h"
#include "drivers/driver.h"
#include "drivers/observe.h"
#include "kernel/ipvs_list.h"
#include "state/state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How often what changes while it is read is read again. */
enum { ATTEMPTS = 10, PATIENCE = 4 /* with socket options */ };

struct reader {
	struct lvsdr_state *state;
	struct ipvs_lister lister;
	struct ipvs_list services, again;    /* two lists to be compared */
	struct ipvs_list dests, dests_again; /* kept from service to service for their memory */
	const struct lvsdr_service **order;  /* of the services, in the state */
	size_t *dest_counts; /* of each service as socket options report it; NULL: they are not used
			      */
	int attempt;
};

static bool wants_counters(const struct reader *reader)
{
	return reader->state->parts & LVSDR_STATE_COUNTERS;
}

static bool same(const struct ipvs_list *a, const struct ipvs_list *b, size_t size)
{
	return a->count == b->count &&
	       (!a->count || !memcmp(a->objects, b->objects, a->count * size));
}

static const struct lvsdr_service *service_at(const struct ipvs_list *list, size_t index)
{
	return (const struct lvsdr_service *)(const void *)list->objects + index;
}

static int give_up(struct reader *reader)
{
	return error_set(reader->state->host, -EAGAIN, reader->lister.operation, "the services",
			 "they changed during each of %d attempts to read them; try again",
			 ATTEMPTS);
}

static int out_of_memory(struct reader *reader)
{
	return error_set(reader->state->host, -ENOMEM, reader->lister.operation, "the services",
			 "out of memory");
}

/* Socket options return what has no counters for a fraction of the price of netlink. */
static bool may_use_options(const struct reader *reader)
{
	const struct transport *transport = &reader->state->host->transport;

	return !transport->wanted && transport->chosen == IPVS_NETLINK &&
	       reader->attempt < PATIENCE;
}

/* The list once more, without counters, by whatever is cheapest. */
static int read_dests_again(struct reader *reader, const struct lvsdr_service *service)
{
	struct ipvs_lister *lister = &reader->lister;

	if (may_use_options(reader) && service->address.family == AF_INET &&
	    ipvs_option_dests(lister, service, reader->dests.count, &reader->dests_again) == 1)
		return 1;
	return ipvs_list_dests(lister, service, &reader->dests_again, false);
}

/* A list that came in pieces is read until it comes twice the same. */
static int read_dests(struct reader *reader, const struct lvsdr_service *service)
{
	struct ipvs_lister *lister = &reader->lister;
	int result;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		result = ipvs_list_dests(lister, service, &reader->dests, wants_counters(reader));
		if (result == 1)
			return 0;
		if (!result)
			result = read_dests_again(reader, service);
		if (result < 0 && result != -EAGAIN)
			return result;
		if (result >= 0 &&
		    same(&reader->dests, &reader->dests_again, sizeof(struct lvsdr_dest)))
			return 0;
	}
	return give_up(reader);
}

/* ---- Without counters: by socket options, if they return everything. */

/* Whether both are the same but for the last member, the engine, which entries lack. */
static bool is_told(const struct lvsdr_service *told, const struct lvsdr_service *service)
{
	return !memcmp(told, service, offsetof(struct lvsdr_service, persistence_engine));
}

static size_t skip_ipv6(const struct ipvs_list *services, size_t at)
{
	while (at < services->count && service_at(services, at)->address.family != AF_INET)
		at++;
	return at;
}

/*
 * Whether the entries, which have the order of a dump, are the services of IPv4 as they were
 * listed; keeps how many destinations each has.
 */
static bool match_entries(struct reader *reader, const struct ip_vs_service_entry *entries,
			  size_t entry_count)
{
	const struct ipvs_lister *lister = &reader->lister;
	const struct ipvs_list *services = &reader->services;
	struct lvsdr_service told;
	size_t at = 0;

	for (size_t i = 0; i < entry_count; i++) {
		option_get_service(&entries[i], &told, NULL);
		if (lister->filter && !lister->filter(&told, lister->data))
			continue;
		at = skip_ipv6(services, at);
		if (at == services->count || !is_told(&told, service_at(services, at)))
			return false;
		reader->dest_counts[at++] = entries[i].num_dests;
	}
	return skip_ipv6(services, at) == services->count;
}

/* Asks for the numbers of destinations; where that does not work netlink has to do alone. */
static int count_dests(struct reader *reader)
{
	const struct ip_vs_service_entry *entries;
	size_t count;

	free(reader->dest_counts);
	reader->dest_counts = NULL;
	if (wants_counters(reader) || !reader->services.count || !may_use_options(reader) ||
	    ipvs_option_services(&reader->lister, &entries, &count))
		return 0;
	reader->dest_counts = calloc(reader->services.count, sizeof(*reader->dest_counts));
	if (!reader->dest_counts)
		return out_of_memory(reader);
	return match_entries(reader, entries, count) ? 0 : -EAGAIN;
}

static int read_dests_of(struct reader *reader, size_t index)
{
	const struct lvsdr_service *service = service_at(&reader->services, index);
	size_t expected;

	if (reader->dest_counts && service->address.family == AF_INET) {
		expected = reader->dest_counts[index];
		reader->dests.count = 0;
		if (!expected ||
		    ipvs_option_dests(&reader->lister, service, expected, &reader->dests) == 1)
			return 0;
	}
	return read_dests(reader, service);
}

/* The services again: 0, or -EAGAIN when they are not the same any more. */
static int compare_services(struct reader *reader)
{
	const struct ip_vs_service_entry *entries;
	bool all_told = reader->dest_counts != NULL;
	size_t count;
	int error;

	for (size_t i = 0; all_told && i < reader->services.count; i++)
		all_told = service_at(&reader->services, i)->address.family == AF_INET;
	if (all_told && !ipvs_option_services(&reader->lister, &entries, &count))
		return match_entries(reader, entries, count) ? 0 : -EAGAIN;
	error = ipvs_list_services(&reader->lister, &reader->again, false);
	if (error)
		return error;
	return same(&reader->services, &reader->again, sizeof(struct lvsdr_service)) ? 0 : -EAGAIN;
}

/* ---- What was read becomes the state's. */

static int keep_counters(struct state_service *service, const struct counters *own,
			 const struct ipvs_list *dests)
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
	const struct ipvs_list *dests = &reader->dests;
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

/* The order of ipvsadm's list. */
static int compare_identities(const void *a, const void *b)
{
	const struct lvsdr_service *one = *(const struct lvsdr_service *const *)a,
				   *other = *(const struct lvsdr_service *const *)b;
	int order;

	if (one->fwmark != other->fwmark)
		return one->fwmark < other->fwmark ? -1 : 1;
	if (one->address.family != other->address.family)
		return one->address.family < other->address.family ? -1 : 1;
	if (one->protocol != other->protocol)
		return one->protocol < other->protocol ? -1 : 1;
	order = memcmp(one->address.bytes, other->address.bytes, sizeof(one->address.bytes));
	return order ? order : (int)one->port - (int)other->port;
}

/* The kernel's own depends on its hash table, which since 7.1 has another order whenever it grows. */
static int put_in_order(struct reader *reader)
{
	const struct ipvs_list *list = &reader->services;

	free(reader->order);
	reader->order = calloc(list->count + 1, sizeof(*reader->order));
	if (!reader->order)
		return out_of_memory(reader);
	for (size_t i = 0; i < list->count; i++)
		reader->order[i] = service_at(list, i);
	qsort(reader->order, list->count, sizeof(*reader->order), compare_identities);
	return 0;
}

/* -EEXIST: a service came twice in one dump. */
static int read_all(struct reader *reader)
{
	const struct ipvs_list *list = &reader->services;
	int error = count_dests(reader);

	if (!error)
		error = put_in_order(reader);
	for (size_t i = 0; i < list->count && !error; i++) {
		const struct lvsdr_service *service = reader->order[i];
		size_t place = (size_t)(service - service_at(list, 0));

		error = read_dests_of(reader, place);
		if (error)
			return error;
		error = keep(reader, service, list->counters ? &list->counters[place] : NULL);
		if (error == -ENOMEM)
			return out_of_memory(reader);
	}
	return error;
}

static void reader_clear(struct reader *reader)
{
	ipvs_lister_clear(&reader->lister);
	ipvs_list_clear(&reader->services);
	ipvs_list_clear(&reader->again);
	ipvs_list_clear(&reader->dests);
	ipvs_list_clear(&reader->dests_again);
	free(reader->order);
	free(reader->dest_counts);
}

int state_read_services(struct lvsdr_state *state, enum operation operation, ipvs_filter filter,
			const void *data)
{
	struct reader reader = {.state = state,
				.lister = {.host = state->host,
					   .operation = operation,
					   .filter = filter,
					   .data = data}};
	int error = -EAGAIN;

	while (error == -EEXIST || error == -EAGAIN) {
		if (reader.attempt++ == ATTEMPTS) {
			error = give_up(&reader);
			break;
		}
		state_forget_services(state);
		error = ipvs_list_services(&reader.lister, &reader.services,
					   wants_counters(&reader));
		if (!error)
			error = read_all(&reader);
		if (!error)
			error = compare_services(&reader);
	}
	reader_clear(&reader);
	return error;
}

int state_read_service(struct lvsdr_state *state, enum operation operation,
		       const struct lvsdr_service *service)
{
	struct reader reader = {.state = state,
				.lister = {.host = state->host, .operation = operation}};
	union object found = {.service = *service};
	struct counters none = {.value = {0}};
	int result = service_driver.read(state->host, operation, &found, &found);

	if (result != 1)
		return result;
	result = read_dests(&reader, &found.service);
	if (!result)
		result = keep(&reader, &found.service, wants_counters(&reader) ? &none : NULL);
	if (result == -ENOMEM)
		out_of_memory(&reader);
	reader_clear(&reader);
	return result ? result : 1;
}
