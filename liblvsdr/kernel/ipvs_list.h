/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/*
 * Lists of services and of destinations, as the kernel gives them by either of its interfaces.
 */

#include "codec/ipvs/attribute.h"
#include "model/counters.h"
#include "model/object.h"

struct ipvs_list {
	char *objects;             /* structs lvsdr_service or lvsdr_dest */
	struct counters *counters; /* NULL where they were not asked for */
	size_t count, room, counters_room;
};

/* Which services are wanted. */
typedef bool (*ipvs_filter)(const struct lvsdr_service *service, const void *data);

/* Those of a scope, which is the data. */
bool ipvs_in_scope(const struct lvsdr_service *service, const void *scope);

/* What is kept from list to list. */
struct ipvs_lister {
	struct lvsdr *host;
	enum operation operation; /* in sentences */
	ipvs_filter filter;       /* of services; NULL: all */
	const void *data;
	struct layout layouts[2]; /* of destinations without and with counters */
	char *options;            /* memory for socket options */
	size_t room;
};

void ipvs_list_clear(struct ipvs_list *list);
void ipvs_lister_clear(struct ipvs_lister *lister);

/* All services that pass the filter: 0 or a code with its detail. */
int ipvs_list_services(struct ipvs_lister *lister, struct ipvs_list *list, bool with_counters);
/*
 * The destinations of one service: 1 when the list is one that the kernel had, 0 when it may be
 * mixed from several (it came in pieces), or a code with its detail. A missing service has none.
 */
int ipvs_list_dests(struct ipvs_lister *lister, const struct lvsdr_service *service,
		    struct ipvs_list *list, bool with_counters);

/*
 * The same with the connections that each destination has, by whatever is cheapest; of the other
 * counters and of tunnels nothing may be told.
 */
int ipvs_list_connections(struct ipvs_lister *lister, const struct lvsdr_service *service,
			  struct ipvs_list *list);

/* The services of IPv4 by socket options, however IPVS is talked to: 0 or a negative errno. */
int ipvs_option_services(struct ipvs_lister *lister, const struct ip_vs_service_entry **ret_entries,
			 size_t *ret_count);
/*
 * The destinations of a service of IPv4 that has `expected` of them, by socket options and without
 * counters: 1 when these are all and nothing is lost, 0 when netlink has to be used, or a negative
 * errno.
 */
int ipvs_option_dests(struct ipvs_lister *lister, const struct lvsdr_service *service,
		      size_t expected, struct ipvs_list *list);
