/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_COLUMNS_H
#define LVSDR_COLUMNS_H

/*
 * The services and destinations of a state as columns: one call returns one value of all of them,
 * instead of one call for each value of each object.
 *
 * A row is a service, in the order of lvsdr_state_get_service(), or a destination, in the order of
 * lvsdr_state_get_dest(): those of the first service, then those of the second, and so on.
 *
 * A column has the name that the value has in JSON, which is also the end of its getter's name:
 * "persistence" contains what lvsdr_service_get_persistence() returns for each service, "weight"
 * what lvsdr_dest_get_weight() returns for each destination. A value that is a number with a name,
 * such as the "forwarding" of a destination or the "protocol" of a service, is a number and a text.
 * A column of numbers contains 0 if a getter returns a negative number, such as -EBADMSG for a
 * netmask that is not contiguous; a column of texts contains "" for a number without a name. A
 * line break in a name, which no kernel allows, is replaced by a space.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr_state;

/**
 * lvsdr_state_get_service_numbers() - get one number of each service. Local.
 * @state: the state.
 * @column: the name of a number of a service, such as "port" or "persistence"; "dest_count", the
 *          number of its destinations; or an LVSDR_COUNTER_ name in small letters, such as
 *          "incoming_bytes".
 * @values: receives a number for each service.
 * @count: the number of elements of @values; lvsdr_state_get_service_count() is always enough.
 * Returns: the number of values that were stored; for a counter, 0 if no counters were read (if
 * they were, services that were added to the state later have zeros); -EINVAL, also if services
 * have no such number.
 * Since: 0.1
 */
int lvsdr_state_get_service_numbers(const struct lvsdr_state *state, const char *column,
				    uint64_t *values, size_t count);

/**
 * lvsdr_state_get_service_texts() - get one text of each service. Local.
 * @state: the state.
 * @column: the name of a text of a service, such as "address" or "scheduler", or of a number that
 *          has names, such as "protocol".
 * @buffer: receives a line for each service, each terminated by "\n", and a null byte.
 * @size: the buffer's size in bytes; 46 for each service plus one is always enough.
 * Returns: the length of the text; -EINVAL, also if services have no such text, or if the buffer is
 * too small.
 * Since: 0.1
 */
int lvsdr_state_get_service_texts(const struct lvsdr_state *state, const char *column, char *buffer,
				  size_t size);

/**
 * lvsdr_state_get_dest_numbers() - get one number of each destination of all services. Local.
 * @state: the state.
 * @column: the name of a number of a destination, such as "weight"; or an LVSDR_COUNTER_ name in
 *          small letters, such as "active_connections".
 * @values: receives a number for each destination.
 * @count: the number of elements of @values; the sum of the column "dest_count" of services is
 *         always enough.
 * Returns: the number of values that were stored; for a counter, 0 if no counters were read (if
 * they were, destinations that were added to the state later have zeros); -EINVAL, also if
 * destinations have no such number.
 * Since: 0.1
 */
int lvsdr_state_get_dest_numbers(const struct lvsdr_state *state, const char *column,
				 uint64_t *values, size_t count);

/**
 * lvsdr_state_get_dest_texts() - get one text of each destination of all services. Local.
 * @state: the state.
 * @column: the name of a text of a destination, such as "address", or of a number that has names,
 *          such as "forwarding".
 * @buffer: receives a line for each destination, each terminated by "\n", and a null byte.
 * @size: the buffer's size in bytes; 46 for each destination plus one is always enough.
 * Returns: the length of the text; -EINVAL, also if destinations have no such text, or if the
 * buffer is too small.
 * Since: 0.1
 */
int lvsdr_state_get_dest_texts(const struct lvsdr_state *state, const char *column, char *buffer,
			       size_t size);

#ifdef __cplusplus
}
#endif

#endif
