/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The IPVS codec: generic-netlink messages of linux/ip_vs.h <-> objects. No I/O. Where it is fed
 * ten thousand messages at a time its own reader and writer of attributes cost a few hundred
 * instructions a message less than a general library's (docs/performance.md).
 */

#include "model/counters.h"
#include "model/dest.h"
#include "model/service.h"
#include "model/sync_daemon.h"
#include "model/timeouts.h"

#include <linux/netlink.h>

struct ipvs_info {
	uint32_t version, connection_table_size;
};

/* No request is longer; buffers have at least this size. */
enum { IPVS_REQUEST_SIZE = 512 };

/*
 * Requests, without family number and sequence number. `service` names the service; with `complete`
 * also the fields that are not the identity are sent.
 */
struct nlmsghdr *ipvs_encode(void *buffer, uint8_t command, uint16_t flags);
struct nlmsghdr *ipvs_encode_service(void *buffer, uint8_t command, uint16_t flags,
				     const struct lvsdr_service *service, bool complete);
struct nlmsghdr *ipvs_encode_dest(void *buffer, uint8_t command,
				  const struct lvsdr_service *service,
				  const struct lvsdr_dest *dest, bool complete);
struct nlmsghdr *ipvs_encode_sync_daemon(void *buffer, uint8_t command,
					 const struct lvsdr_sync_daemon *daemon, bool complete);
struct nlmsghdr *ipvs_encode_timeouts(void *buffer, const struct lvsdr_timeouts *timeouts);

/*
 * Decoders: 0 or -EBADMSG. Unknown attributes are skipped, missing optional ones keep zero. What is
 * decoded has no random bytes: two equal objects are equal as memory. `counters` may be NULL. A
 * layout is kept from message to message of dumps that ask for the same; NULL where there is one
 * only.
 */
int ipvs_decode_service(const struct nlmsghdr *message, struct lvsdr_service *ret_service,
			struct counters *ret_counters);
struct layout;
int ipvs_decode_dest(const struct nlmsghdr *message, const struct lvsdr_service *service,
		     struct layout *layout, struct lvsdr_dest *ret_dest,
		     struct counters *ret_counters);
int ipvs_decode_timeouts(const struct nlmsghdr *message, struct lvsdr_timeouts *ret_timeouts);
int ipvs_decode_info(const struct nlmsghdr *message, struct ipvs_info *ret_info);
int ipvs_decode_sync_daemon(const struct nlmsghdr *message, struct lvsdr_sync_daemon *ret_daemon);
