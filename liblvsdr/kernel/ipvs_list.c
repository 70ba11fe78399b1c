// SPDX-License-Identifier: LGPL-2.1-or-later
#include "kernel/ipvs_list.h"

#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/option.h"
#include "codec/proc/service_line.h"
#include "core/handle.h"
#include "model/scope.h"
#include "util/array.h"
#include "util/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool ipvs_in_scope(const struct lvsdr_service *service, const void *scope)
{
	return scope_holds_service(scope, service);
}

void ipvs_list_clear(struct ipvs_list *list)
{
	free(list->objects);
	free(list->counters);
	*list = (struct ipvs_list){.objects = NULL};
}

void ipvs_lister_clear(struct ipvs_lister *lister)
{
	free(lister->options);
	lister->options = NULL;
	lister->room = 0;
}

/* Makes room for one more object: 0 or -ENOMEM. */
static int grow(struct ipvs_list *list, size_t size, bool with_counters)
{
	int error = array_grow(&list->objects, list->count + 1, &list->room, size);

	if (!error && with_counters)
		error = array_grow(&list->counters, list->count + 1, &list->counters_room,
				   sizeof(*list->counters));
	return error;
}

/* The place for the next object, and for its counters. */
static void *next_place(struct ipvs_list *list, size_t size, bool with_counters,
			struct counters **ret_counters)
{
	if (grow(list, size, with_counters))
		return NULL;
	*ret_counters = NULL;
	if (with_counters) {
		*ret_counters = &list->counters[list->count];
		**ret_counters = (struct counters){.value = {0}};
	}
	return list->objects + list->count * size;
}

/* ---- By netlink. */

struct dump {
	struct ipvs_lister *lister;
	struct ipvs_list *list;
	const struct lvsdr_service *service; /* whose destinations come */
	bool with_counters;
};

static int take_service(const struct nlmsghdr *message, void *data)
{
	struct dump *dump = data;
	const struct ipvs_lister *lister = dump->lister;
	struct counters *counters;
	struct lvsdr_service *service =
		next_place(dump->list, sizeof(*service), dump->with_counters, &counters);
	int error = service ? ipvs_decode_service(message, service, counters) : -ENOMEM;

	if (!error && (!lister->filter || lister->filter(service, lister->data)))
		dump->list->count++;
	return error;
}

static int take_dest(const struct nlmsghdr *message, void *data)
{
	struct dump *dump = data;
	struct counters *counters;
	struct lvsdr_dest *dest =
		next_place(dump->list, sizeof(*dest), dump->with_counters, &counters);
	int error =
		dest ? ipvs_decode_dest(message, dump->service,
					&dump->lister->layouts[dump->with_counters], dest, counters)
		     : -ENOMEM;

	dump->list->count += !error;
	return error;
}

static int dump_services(struct dump *dump, struct netlink_error *ret_kernel)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];

	return transport_ipvs(&dump->lister->host->transport,
			      ipvs_encode(buffer, IPVS_CMD_GET_SERVICE, NLM_F_DUMP), take_service,
			      dump, ret_kernel);
}

/* The kernel fills one datagram without letting changes in: one piece is a list that it had. */
static int dump_dests(struct dump *dump, struct netlink_error *ret_kernel)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct transport *transport = &dump->lister->host->transport;
	int error = transport_ipvs(
		transport,
		ipvs_encode_service(buffer, IPVS_CMD_GET_DEST, NLM_F_DUMP, dump->service, false),
		take_dest, dump, ret_kernel);

	return error ? error : transport->ipvs.pieces <= 1;
}

/* ---- By socket options. The kernel does not say how many entries it filled in: a list is asked
 * for with one more than expected, and ends at the first that is still zero. */

static int make_room(struct ipvs_lister *lister, size_t size)
{
	int error = array_grow(&lister->options, size, &lister->room, 1);

	if (!error)
		memset(lister->options, 0, size);
	return error;
}

enum { ATTEMPTS = 10 }; /* for lists that grow meanwhile */

static int get_services(struct ipvs_lister *lister, size_t expected,
			const struct ip_vs_service_entry **ret_entries, size_t *ret_count)
{
	uint32_t length = (uint32_t)(sizeof(struct ip_vs_get_services) +
				     (expected + 1) * sizeof(struct ip_vs_service_entry));
	struct ip_vs_get_services *services;
	int error = make_room(lister, length);

	if (error)
		return error;
	services = (void *)lister->options;
	services->num_services = (unsigned int)expected + 1;
	error = transport_get_option(&lister->host->transport, IP_VS_SO_GET_SERVICES, services,
				     &length);
	*ret_entries = services->entrytable;
	for (*ret_count = 0; *ret_count <= expected; ++*ret_count)
		if (!services->entrytable[*ret_count].protocol &&
		    !services->entrytable[*ret_count].fwmark)
			break;
	return error;
}

int ipvs_option_services(struct ipvs_lister *lister, const struct ip_vs_service_entry **ret_entries,
			 size_t *ret_count)
{
	struct ip_vs_getinfo info;
	uint32_t length;
	int error;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		length = sizeof(info);
		error = transport_get_option(&lister->host->transport, IP_VS_SO_GET_INFO, &info,
					     &length);
		if (!error)
			error = get_services(lister, info.num_services, ret_entries, ret_count);
		if (error || *ret_count <= info.num_services)
			return error;
	}
	return -EAGAIN;
}

static int get_dests(struct ipvs_lister *lister, const struct lvsdr_service *service,
		     size_t expected, struct ip_vs_get_dests **ret_dests)
{
	uint32_t length = (uint32_t)(sizeof(struct ip_vs_get_dests) +
				     (expected + 1) * sizeof(struct ip_vs_dest_entry));
	int error = make_room(lister, length);

	if (error)
		return error;
	*ret_dests = (void *)lister->options;
	option_name_dests(*ret_dests, service);
	(*ret_dests)->num_dests = (unsigned int)expected + 1;
	return transport_get_option(&lister->host->transport, IP_VS_SO_GET_DESTS, *ret_dests,
				    &length);
}

/* 0 or -ENOMEM. */
static int take_entries(const struct ip_vs_get_dests *dests, struct ipvs_list *list,
			bool with_counters)
{
	list->count = 0;
	for (size_t i = 0; i < dests->num_dests && dests->entrytable[i].addr; i++) {
		struct counters *counters;
		struct lvsdr_dest *dest = next_place(list, sizeof(*dest), with_counters, &counters);

		if (!dest)
			return -ENOMEM;
		option_get_dest(&dests->entrytable[i], dest, counters);
		list->count++;
	}
	return 0;
}

/* A tunnel has attributes that cannot be seen here. */
static bool has_tunnels(const struct ipvs_list *list)
{
	const struct lvsdr_dest *dests = (const struct lvsdr_dest *)(const void *)list->objects;

	for (size_t i = 0; i < list->count; i++)
		if (dests[i].forwarding == LVSDR_FORWARD_TUNNEL)
			return true;
	return false;
}

int ipvs_option_dests(struct ipvs_lister *lister, const struct lvsdr_service *service,
		      size_t expected, struct ipvs_list *list)
{
	struct ip_vs_get_dests *dests;
	int error = get_dests(lister, service, expected, &dests);

	if (!error)
		error = take_entries(dests, list, false);
	return error ? error : list->count == expected && !has_tunnels(list);
}

/* How many services that pass the filter are in the text; its last line may continue. */
static size_t count_lines(const struct ipvs_lister *lister, const char *text, size_t length,
			  size_t *ret_used)
{
	struct lvsdr_service service;
	const char *end;
	size_t count = 0;

	for (*ret_used = 0; (end = memchr(text + *ret_used, '\n', length - *ret_used));
	     *ret_used = (size_t)(end + 1 - text))
		count += service_line_decode(text + *ret_used, (size_t)(end - text) - *ret_used,
					     &service) &&
			 (!lister->filter || lister->filter(&service, lister->data));
	return count;
}

/* All services as /proc/net/ip_vs counts them, which shows IPv6 too: the number or a code. */
static int count_all(const struct ipvs_lister *lister)
{
	struct transport *transport = &lister->host->transport;
	size_t held = 0, count = 0, used;
	int fd = transport_open_ipvs_file(transport, "ip_vs");
	int size = fd;
	char text[4096];

	while (fd >= 0 && (size = file_read(fd, text + held, sizeof(text) - held)) > 0) {
		held += (size_t)size;
		count += count_lines(lister, text, held, &used);
		held -= used;
		memmove(text, text + used, held);
		if (held == sizeof(text))
			held = 0; /* no line of the kernel's is so long */
	}
	if (fd >= 0)
		transport_close_file(fd);
	return size < 0 ? size : (int)count;
}

/* All services, where there is nothing but socket options. */
static int option_services(struct dump *dump)
{
	const struct ipvs_lister *lister = dump->lister;
	const struct ip_vs_service_entry *entries;
	size_t count;
	int error = ipvs_option_services(dump->lister, &entries, &count);

	for (size_t i = 0; i < count && !error; i++) {
		struct counters *counters;
		struct lvsdr_service *service =
			next_place(dump->list, sizeof(*service), dump->with_counters, &counters);

		if (!service)
			return -ENOMEM;
		option_get_service(&entries[i], service, counters);
		dump->list->count += !lister->filter || lister->filter(service, lister->data);
	}
	return error;
}

/* The same, and none of ours that socket options hide. */
static int option_services_whole(struct dump *dump)
{
	int error;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		dump->list->count = 0;
		error = option_services(dump);
		if (error)
			return error;
		error = count_all(dump->lister);
		if (error < 0 || (size_t)error <= dump->list->count)
			return error < 0 ? error : 0;
	}
	return -EAFNOSUPPORT;
}

static int option_dests(struct dump *dump)
{
	struct transport *transport = &dump->lister->host->transport;
	struct ip_vs_service_entry entry;
	struct ip_vs_get_dests *dests;
	uint32_t length;
	int error;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		length = sizeof(entry);
		option_name_service(&entry, dump->service);
		error = transport_get_option(transport, IP_VS_SO_GET_SERVICE, &entry, &length);
		if (!error)
			error = get_dests(dump->lister, dump->service, entry.num_dests, &dests);
		if (!error)
			error = take_entries(dests, dump->list, dump->with_counters);
		if (error == -ESRCH) {
			dump->list->count = 0; /* a missing service has none, as by netlink */
			return 1;
		}
		if (error || dump->list->count == entry.num_dests)
			return error ? error : 1;
	}
	return -EAFNOSUPPORT; /* the kernel counts destinations that it does not show */
}

/* ---- By whichever there is. */

static int report(const struct ipvs_lister *lister, int error, const struct netlink_error *kernel,
		  const char *object)
{
	if (error == -EAFNOSUPPORT)
		return error_set_lacking(lister->host, lister->operation, object,
					 "socket options do not return IPv6 services and "
					 "destinations, and there are some");
	return error_set_kernel(lister->host, error, kernel, lister->operation, object,
				error_ipvs_hint(error));
}

static int report_dests(const struct ipvs_lister *lister, int error,
			const struct netlink_error *kernel, const struct lvsdr_service *service,
			const char *lacking)
{
	struct text name = {0};

	service_describe(service, &name);
	return lacking ? error_set_lacking(lister->host, lister->operation, name.data, lacking)
		       : report(lister, error, kernel, name.data);
}

int ipvs_list_services(struct ipvs_lister *lister, struct ipvs_list *list, bool with_counters)
{
	struct dump dump = {.lister = lister, .list = list, .with_counters = with_counters};
	struct transport *transport = &lister->host->transport;
	struct netlink_error kernel;
	int error = transport_open_ipvs(transport, &kernel);

	list->count = 0;
	if (!error)
		error = transport->chosen == IPVS_OPTIONS ? option_services_whole(&dump)
							  : dump_services(&dump, &kernel);
	return error ? report(lister, error, &kernel, "the services") : 0;
}

int ipvs_list_dests(struct ipvs_lister *lister, const struct lvsdr_service *service,
		    struct ipvs_list *list, bool with_counters)
{
	struct dump dump = {
		.lister = lister, .list = list, .service = service, .with_counters = with_counters};
	struct transport *transport = &lister->host->transport;
	struct netlink_error kernel;
	const char *lacking = NULL;
	struct socket_option option;
	int result = transport_open_ipvs(transport, &kernel);

	list->count = 0;
	if (!result && transport->chosen == IPVS_OPTIONS) {
		lacking = option_put_service(&option, service, false);
		result = lacking ? 0 : option_dests(&dump);
	} else if (!result) {
		result = dump_dests(&dump, &kernel);
	}
	return result >= 0 && !lacking ? result
				       : report_dests(lister, result, &kernel, service, lacking);
}

/* With more entries each time, until they have room for all. */
static int option_connections(struct ipvs_lister *lister, const struct lvsdr_service *service,
			      struct ipvs_list *list)
{
	struct ip_vs_get_dests *dests;
	size_t expected = 31;
	int error;

	for (;; expected = 4 * expected + 3) {
		error = get_dests(lister, service, expected, &dests);
		if (!error)
			error = take_entries(dests, list, true);
		if (error || list->count <= expected)
			return error ? error : 1;
	}
}

int ipvs_list_connections(struct ipvs_lister *lister, const struct lvsdr_service *service,
			  struct ipvs_list *list)
{
	const struct transport *transport = &lister->host->transport;

	if (transport->chosen == IPVS_NETLINK && !transport->wanted &&
	    service->address.family == AF_INET && option_connections(lister, service, list) == 1)
		return 1;
	return ipvs_list_dests(lister, service, list, true);
}
