/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_STATE_H
#define LVSDR_STATE_H

/*
 * A state: a set of objects of one host, as read from the kernel.
 *
 * IPVS and addresses are read one after the other and are not one moment.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;
struct lvsdr_vip;
struct lvsdr_state;

/* What to read. Values are never renumbered. */
#define LVSDR_STATE_SERVICES 0x1u /* virtual services and their destinations */
#define LVSDR_STATE_VIPS     0x2u /* host addresses: /32 and /128, but not 127.0.0.0/8 and ::1 */

/**
 * lvsdr_state_read() - read what a host has.
 * @host: the handle to act on.
 * @parts: a combination of LVSDR_STATE_ values.
 * @ret_state: receives the state; free it with lvsdr_state_free().
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace for LVSDR_STATE_SERVICES.
 * Returns: 0; -EINVAL; -EOPNOTSUPP; -EPERM; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_state_read(struct lvsdr *host, uint32_t parts, struct lvsdr_state **ret_state);

/**
 * lvsdr_state_free() - give the state back, and all objects borrowed from it.
 * @state: a state or NULL.
 * Since: 0.1
 */
void lvsdr_state_free(struct lvsdr_state *state);

/**
 * lvsdr_state_get_service_count() - how many services it holds. Local.
 * @state: the state.
 * Returns: the count; 0 when @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_service_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_service() - one service. Local.
 * @state: the state.
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_service *lvsdr_state_get_service(const struct lvsdr_state *state, size_t index);

/**
 * lvsdr_state_get_dest_count() - how many destinations one service has. Local.
 * @state: the state.
 * @service_index: from 0.
 * Returns: the count; 0 when there is no such service.
 * Since: 0.1
 */
size_t lvsdr_state_get_dest_count(const struct lvsdr_state *state, size_t service_index);

/**
 * lvsdr_state_get_dest() - one destination of one service. Local.
 * @state: the state.
 * @service_index: from 0.
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_dest *lvsdr_state_get_dest(const struct lvsdr_state *state,
					      size_t service_index, size_t index);

/**
 * lvsdr_state_get_vip_count() - how many VIPs it holds. Local.
 * @state: the state.
 * Returns: the count; 0 when @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_vip_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_vip() - one VIP. Local.
 * @state: the state.
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_vip *lvsdr_state_get_vip(const struct lvsdr_state *state, size_t index);

#ifdef __cplusplus
}
#endif

#endif
