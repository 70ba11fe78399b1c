/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The codec of the older interface: socket options of linux/ip_vs.h <-> objects. No I/O. It has
 * IPv4 only, no tunnel attributes, no persistence engine and counters of 32 bits; in return it is
 * cheap to read, and it is open to the root of a user namespace.
 */

#include "model/counters.h"
#include "model/dest.h"
#include "model/object.h"
#include "model/service.h"
#include "model/sync_daemon.h"
#include "model/timeouts.h"

#include <linux/ip_vs.h>

/* A request that changes something. */
struct socket_option {
	int number; /* IP_VS_SO_SET_ */
	uint32_t length;
	union {
		struct {
			struct ip_vs_service_user service;
			struct ip_vs_dest_user dest;
		};
		struct ip_vs_timeout_user timeouts;
		struct ip_vs_daemon_user daemon;
	};
};

/*
 * Each fills a request whose number is set. NULL, or what it does not support. With `complete` also the
 * fields that are not the identity count.
 */
const char *option_put_service(struct socket_option *option, const struct lvsdr_service *service,
			       bool complete);
const char *option_put_dest(struct socket_option *option, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest, bool complete);
const char *option_put_sync_daemon(struct socket_option *option,
				   const struct lvsdr_sync_daemon *daemon, bool complete);
const char *option_put_timeouts(struct socket_option *option,
				const struct lvsdr_timeouts *timeouts);

/* The argument of IP_VS_SO_GET_SERVICE, and the head of that of IP_VS_SO_GET_DESTS. */
void option_name_service(struct ip_vs_service_entry *entry, const struct lvsdr_service *service);
void option_name_dests(struct ip_vs_get_dests *head, const struct lvsdr_service *service);

/* What is decoded has no random bytes, as in ipvs.h. The counters may be NULL. */
void option_get_service(const struct ip_vs_service_entry *entry, struct lvsdr_service *ret_service,
			struct counters *ret_counters);
void option_get_dest(const struct ip_vs_dest_entry *entry, struct lvsdr_dest *ret_dest,
		     struct counters *ret_counters);
void option_get_timeouts(const struct ip_vs_timeout_user *from,
			 struct lvsdr_timeouts *ret_timeouts);
void option_get_sync_daemon(const struct ip_vs_daemon_user *from,
			    struct lvsdr_sync_daemon *ret_daemon);
