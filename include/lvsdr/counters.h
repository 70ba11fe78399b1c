/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_COUNTERS_H
#define LVSDR_COUNTERS_H

/*
 * Counters of a service or a destination, read with LVSDR_STATE_COUNTERS. Rates are the kernel's
 * own moving averages, per second. When a destination is added, its counters start at zero,
 * whatever the counters of its service are.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;

/* The index of each counter in the array. Values are never renumbered. */
#define LVSDR_COUNTER_CONNECTIONS            0
#define LVSDR_COUNTER_INCOMING_PACKETS       1
#define LVSDR_COUNTER_OUTGOING_PACKETS       2
#define LVSDR_COUNTER_INCOMING_BYTES         3
#define LVSDR_COUNTER_OUTGOING_BYTES         4
#define LVSDR_COUNTER_CONNECTION_RATE        5
#define LVSDR_COUNTER_INCOMING_PACKET_RATE   6
#define LVSDR_COUNTER_OUTGOING_PACKET_RATE   7
#define LVSDR_COUNTER_INCOMING_BYTE_RATE     8
#define LVSDR_COUNTER_OUTGOING_BYTE_RATE     9
#define LVSDR_COUNTER_ACTIVE_CONNECTIONS     10 /* destinations only: established */
#define LVSDR_COUNTER_INACTIVE_CONNECTIONS   11 /* destinations only: in any other state */
#define LVSDR_COUNTER_PERSISTENT_CONNECTIONS 12 /* destinations only: templates */
#define LVSDR_COUNTER_COUNT                  13 /* the number of counters in this version */

/**
 * lvsdr_service_get_counters() - get the counters that were read with a service. Local.
 * @service: a service of a state.
 * @values: receives the counters in the order of the LVSDR_COUNTER_ values.
 * @count: the number of elements of @values.
 * Returns: the number of values that were stored; 0 if no counters were read; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_get_counters(const struct lvsdr_service *service, uint64_t *values, size_t count);

/**
 * lvsdr_dest_get_counters() - get the counters that were read with a destination. Local.
 * @dest: a destination of a state.
 * @values: receives the counters in the order of the LVSDR_COUNTER_ values.
 * @count: the number of elements of @values.
 * Returns: the number of values that were stored; 0 if no counters were read; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_get_counters(const struct lvsdr_dest *dest, uint64_t *values, size_t count);

/**
 * lvsdr_counters_zero() - reset the counters of a service and its destinations to zero. This
 * cannot be undone; the numbers of current connections are not changed.
 * @host: the handle to act on.
 * @service: names the service; may be NULL, for all services of the network namespace and its
 *           totals.
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 0 on success; -ESRCH if there is no such service; -EOPNOTSUPP; -EPERM; -EINVAL;
 * -ETIMEDOUT; -EIO.
 * Since: 0.1
 */
int lvsdr_counters_zero(struct lvsdr *host, const struct lvsdr_service *service);

#ifdef __cplusplus
}
#endif

#endif
