/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_TOTALS_H
#define LVSDR_TOTALS_H

/*
 * The totals of a network namespace: what IPVS has counted for all its services together, those
 * that were removed since included, and how full its connection table is. They need no privilege,
 * and cost the same whatever the number of services and connections is. lvsdr_counters_zero()
 * without a service resets them, except those of each processor, which the kernel never resets.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/*
 * The index of each total in the array; the first ten are as the LVSDR_COUNTER_ values. Values are
 * never renumbered.
 */
#define LVSDR_TOTAL_CONNECTIONS           0 /* connections since the start, or the reset */
#define LVSDR_TOTAL_INCOMING_PACKETS      1
#define LVSDR_TOTAL_OUTGOING_PACKETS      2 /* 0 in direct routing */
#define LVSDR_TOTAL_INCOMING_BYTES        3
#define LVSDR_TOTAL_OUTGOING_BYTES        4
#define LVSDR_TOTAL_CONNECTION_RATE       5 /* the kernel's moving average, like the next four */
#define LVSDR_TOTAL_INCOMING_PACKET_RATE  6
#define LVSDR_TOTAL_OUTGOING_PACKET_RATE  7
#define LVSDR_TOTAL_INCOMING_BYTE_RATE    8
#define LVSDR_TOTAL_OUTGOING_BYTE_RATE    9
#define LVSDR_TOTAL_CONNECTION_TABLE_SIZE 10 /* the number of buckets of the connection table */
/* Connections and templates that exist now; since Linux 7.1, and for root and its group only. */
#define LVSDR_TOTAL_CURRENT_CONNECTIONS 11
#define LVSDR_TOTAL_COUNT               12 /* the number of totals in this version */

/**
 * lvsdr_totals_read() - read the totals of the network namespace.
 * @host: the handle to act on.
 * @values: receives the totals in the order of the LVSDR_TOTAL_ values; UINT64_MAX for a total
 *          that the kernel does not have or does not show to this process.
 * @count: the number of elements of @values.
 *
 * The kernel adds the counters up every two seconds, and the rates with them; both are of one
 * moment. The last two totals are read after them.
 *
 * Privilege: none (CAP_SYS_ADMIN if another network namespace is entered for it).
 * Returns: the number of values that were stored; -EOPNOTSUPP if IPVS is not available; -EBADMSG
 * if what the kernel shows could not be decoded; -EPERM; -EINVAL; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_totals_read(struct lvsdr *host, uint64_t *values, size_t count);

/**
 * lvsdr_totals_read_processors() - read the totals of each processor, of all of them at once.
 * @host: the handle to act on.
 * @columns: how many totals of each processor are wanted, 1 to LVSDR_TOTAL_COUNT. The kernel counts
 *           the first five for each processor, up to LVSDR_TOTAL_OUTGOING_BYTES.
 * @values: receives @columns totals of processor 0 in the order of the LVSDR_TOTAL_ values, then
 *          those of processor 1, and so on; UINT64_MAX for a total that the kernel does not count
 *          for each processor, and for all totals of a number that no processor has. May be NULL if
 *          @count is 0.
 * @count: the number of elements of @values. Processors whose totals do not fit are left out.
 *
 * These counters are those of now, and may be ahead of what lvsdr_totals_read() returns.
 *
 * Privilege: as lvsdr_totals_read().
 * Returns: the number of processors that the kernel shows, including those that are not in
 * operation, and those that were left out; the rest as lvsdr_totals_read().
 * Since: 0.1
 */
int lvsdr_totals_read_processors(struct lvsdr *host, uint32_t columns, uint64_t *values,
				 size_t count);

/**
 * lvsdr_totals_get_name() - get the name of an index in the array of totals. Local.
 * @total: an LVSDR_TOTAL_ value.
 * Returns: "connections", "incoming_packets", "current_connections" ..., static; NULL if there is
 * no such index.
 * Since: 0.1
 */
const char *lvsdr_totals_get_name(int32_t total);

#ifdef __cplusplus
}
#endif

#endif
