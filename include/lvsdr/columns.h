/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_COLUMNS_H
#define LVSDR_COLUMNS_H

/*
 * The services and destinations of a state as columns: one call returns one value of all of them,
 * instead of one call for each value of each object.
 *
 * A row is a service, in the order of lvsdr_state_get_service(), or a destination, in the order of
 * lvsdr_state_get_dest(): those of the first service, then those of the second, and so on.
 * LVSDR_SERVICE_COLUMN_DEST_COUNT is the number of destinations of each service; its sum is the
 * number of all destinations.
 *
 * A row contains what the getter of that value returns. If that is a negative number, such as
 * -EBADMSG for a netmask that is not contiguous (see LVSDR_SERVICE_COLUMN_PERSISTENCE_NETMASK),
 * the row contains 0. A line break in a name, which no kernel allows, is replaced by a space.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr_state;

/*
 * Columns of services: numbers below 100, texts from 100. Values are never renumbered.
 */
#define LVSDR_SERVICE_COLUMN_PORT                0   /* lvsdr_service_get_port() */
#define LVSDR_SERVICE_COLUMN_FWMARK              1   /* lvsdr_service_get_fwmark() */
#define LVSDR_SERVICE_COLUMN_SCHEDULER_FLAGS     2   /* lvsdr_service_get_scheduler_flags() */
#define LVSDR_SERVICE_COLUMN_PERSISTENCE         3   /* lvsdr_service_get_persistence() */
#define LVSDR_SERVICE_COLUMN_PERSISTENCE_PREFIX  4   /* lvsdr_service_get_persistence_prefix() */
#define LVSDR_SERVICE_COLUMN_ONE_PACKET          5   /* lvsdr_service_get_one_packet() */
#define LVSDR_SERVICE_COLUMN_DEST_COUNT          6   /* lvsdr_state_get_dest_count() */
#define LVSDR_SERVICE_COLUMN_FAMILY              100 /* lvsdr_service_get_family() */
#define LVSDR_SERVICE_COLUMN_PROTOCOL            101 /* lvsdr_service_get_protocol() */
#define LVSDR_SERVICE_COLUMN_ADDRESS             102 /* lvsdr_service_get_address() */
#define LVSDR_SERVICE_COLUMN_SCHEDULER           103 /* lvsdr_service_get_scheduler() */
#define LVSDR_SERVICE_COLUMN_PERSISTENCE_ENGINE  104 /* lvsdr_service_get_persistence_engine() */
#define LVSDR_SERVICE_COLUMN_PERSISTENCE_NETMASK 105 /* lvsdr_service_get_persistence_netmask() */

/*
 * Columns of destinations: numbers below 100, texts from 100. Values are never renumbered.
 */
#define LVSDR_DEST_COLUMN_PORT            0   /* lvsdr_dest_get_port() */
#define LVSDR_DEST_COLUMN_WEIGHT          1   /* lvsdr_dest_get_weight() */
#define LVSDR_DEST_COLUMN_FORWARDING      2   /* lvsdr_dest_get_forwarding() */
#define LVSDR_DEST_COLUMN_UPPER_THRESHOLD 3   /* lvsdr_dest_get_upper_threshold() */
#define LVSDR_DEST_COLUMN_LOWER_THRESHOLD 4   /* lvsdr_dest_get_lower_threshold() */
#define LVSDR_DEST_COLUMN_TUNNEL_TYPE     5   /* lvsdr_dest_get_tunnel_type() */
#define LVSDR_DEST_COLUMN_TUNNEL_PORT     6   /* lvsdr_dest_get_tunnel_port() */
#define LVSDR_DEST_COLUMN_TUNNEL_FLAGS    7   /* lvsdr_dest_get_tunnel_flags() */
#define LVSDR_DEST_COLUMN_ADDRESS         100 /* lvsdr_dest_get_address() */

/* The column of a counter is this number plus its LVSDR_COUNTER_ value, in both kinds of rows. */
#define LVSDR_COLUMN_COUNTERS 1000

/**
 * lvsdr_state_get_service_numbers() - get one number of each service. Local.
 * @state: the state.
 * @column: an LVSDR_SERVICE_COLUMN_ value below 100, or LVSDR_COLUMN_COUNTERS plus an
 *          LVSDR_COUNTER_ value.
 * @values: receives a number for each service.
 * @count: the number of elements of @values; lvsdr_state_get_service_count() is always enough.
 * Returns: the number of values that were stored; for a counter, 0 if no counters were read (if
 * they were, services that were added to the state later have zeros); -EINVAL.
 * Since: 0.1
 */
int lvsdr_state_get_service_numbers(const struct lvsdr_state *state, int32_t column,
				    uint64_t *values, size_t count);

/**
 * lvsdr_state_get_service_texts() - get one text of each service. Local.
 * @state: the state.
 * @column: an LVSDR_SERVICE_COLUMN_ value from 100.
 * @buffer: receives a line for each service, each terminated by "\n", and a null byte.
 * @size: the buffer's size in bytes; 46 for each service plus one is always enough.
 * Returns: the length of the text; -EINVAL, also if the buffer is too small.
 * Since: 0.1
 */
int lvsdr_state_get_service_texts(const struct lvsdr_state *state, int32_t column, char *buffer,
				  size_t size);

/**
 * lvsdr_state_get_dest_numbers() - get one number of each destination of all services. Local.
 * @state: the state.
 * @column: an LVSDR_DEST_COLUMN_ value below 100, or LVSDR_COLUMN_COUNTERS plus an LVSDR_COUNTER_
 *          value.
 * @values: receives a number for each destination.
 * @count: the number of elements of @values; the sum of LVSDR_SERVICE_COLUMN_DEST_COUNT is always
 *         enough.
 * Returns: the number of values that were stored; for a counter, 0 if no counters were read (if
 * they were, destinations that were added to the state later have zeros); -EINVAL.
 * Since: 0.1
 */
int lvsdr_state_get_dest_numbers(const struct lvsdr_state *state, int32_t column, uint64_t *values,
				 size_t count);

/**
 * lvsdr_state_get_dest_texts() - get one text of each destination of all services. Local.
 * @state: the state.
 * @column: LVSDR_DEST_COLUMN_ADDRESS.
 * @buffer: receives a line for each destination, each terminated by "\n", and a null byte.
 * @size: the buffer's size in bytes; 46 for each destination plus one is always enough.
 * Returns: the length of the text; -EINVAL, also if the buffer is too small.
 * Since: 0.1
 */
int lvsdr_state_get_dest_texts(const struct lvsdr_state *state, int32_t column, char *buffer,
			       size_t size);

#ifdef __cplusplus
}
#endif

#endif
