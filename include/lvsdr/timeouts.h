/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_TIMEOUTS_H
#define LVSDR_TIMEOUTS_H

/*
 * Timeouts: how long the IPVS of a network namespace keeps a connection without packets. A network
 * namespace has one set of them. Like ARP policies they belong to the host, and a plan changes
 * them only if the desired state lists them.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_timeouts;
struct lvsdr_state;
struct lvsdr_plan;

/**
 * lvsdr_timeouts_new() - create a timeouts object; a timeout that is not set is not changed. Local.
 * @host: the handle that reports errors of this object.
 * @ret_timeouts: receives the object; free it with lvsdr_timeouts_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_timeouts_new(struct lvsdr *host, struct lvsdr_timeouts **ret_timeouts);

/**
 * lvsdr_timeouts_free() - free the object; the kernel's timeouts are not affected.
 * @timeouts: an object or NULL.
 * Since: 0.1
 */
void lvsdr_timeouts_free(struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_set_tcp() - set the timeout of an established TCP connection. Local.
 * @timeouts: the object.
 * @seconds: 1 to 21474836; the kernel's default is 900. The kernel counts clock ticks in 31 bits:
 *           with 1000 ticks per second it accepts up to 2147483, and an update to a larger value
 *           fails with -EINVAL.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_timeouts_set_tcp(struct lvsdr_timeouts *timeouts, int32_t seconds);

/**
 * lvsdr_timeouts_get_tcp() - get the timeout of an established TCP connection. Local.
 * @timeouts: the object.
 * Returns: seconds; -ENOENT if it is not set, and an update does not change it; -EINVAL if
 * @timeouts is NULL.
 * Since: 0.1
 */
int32_t lvsdr_timeouts_get_tcp(const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_set_tcp_fin() - set the timeout of a TCP connection after its FIN. Local.
 * @timeouts: the object.
 * @seconds: 1 to 21474836; the kernel's default is 120.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_timeouts_set_tcp_fin(struct lvsdr_timeouts *timeouts, int32_t seconds);

/**
 * lvsdr_timeouts_get_tcp_fin() - get the timeout of a TCP connection after its FIN. Local.
 * @timeouts: the object.
 * Returns: seconds; -ENOENT if it is not set, and an update does not change it; -EINVAL if
 * @timeouts is NULL.
 * Since: 0.1
 */
int32_t lvsdr_timeouts_get_tcp_fin(const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_set_udp() - set the timeout of a UDP flow. Local.
 * @timeouts: the object.
 * @seconds: 1 to 21474836; the kernel's default is 300.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_timeouts_set_udp(struct lvsdr_timeouts *timeouts, int32_t seconds);

/**
 * lvsdr_timeouts_get_udp() - get the timeout of a UDP flow. Local.
 * @timeouts: the object.
 * Returns: seconds; -ENOENT if it is not set, and an update does not change it; -EINVAL if
 * @timeouts is NULL.
 * Since: 0.1
 */
int32_t lvsdr_timeouts_get_udp(const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_update() - change the timeouts of IPVS. Only timeouts that were set are changed.
 * @host: the handle to act on.
 * @timeouts: the timeouts to apply; not changed.
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 1 if something was changed; 0 if nothing had to change; -EOPNOTSUPP if IPVS is not
 * available; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_timeouts_update(struct lvsdr *host, const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_read() - read the timeouts from the kernel.
 * @host: the handle to act on.
 * @timeouts: receives the timeouts; changed only on success.
 * Privilege: as lvsdr_timeouts_update().
 * Returns: 0 on success; other codes as lvsdr_timeouts_update().
 * Since: 0.1
 */
int lvsdr_timeouts_read(struct lvsdr *host, struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_plan_update_timeouts() - add a step for lvsdr_timeouts_update() to a plan.
 * @plan: the plan.
 * @timeouts: the timeouts to apply; they are copied.
 * Privilege: as lvsdr_timeouts_update().
 * Returns: 1 if a step was added; 0 if nothing has to change; other codes as
 * lvsdr_timeouts_update().
 * Since: 0.1
 */
int lvsdr_plan_update_timeouts(struct lvsdr_plan *plan, const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_state_set_timeouts() - set the timeouts of a state. Local.
 * @state: the state.
 * @timeouts: the timeouts; they are copied. Timeouts that were not set in them are not changed.
 * Returns: 0 on success; -EINVAL, also if the state was not created for timeouts.
 * Since: 0.1
 */
int lvsdr_state_set_timeouts(struct lvsdr_state *state, const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_state_get_timeouts() - get the timeouts of a state. Local.
 * @state: the state.
 * Returns: an object borrowed until the state is changed or freed; NULL if the state has no
 * timeouts.
 * Since: 0.1
 */
const struct lvsdr_timeouts *lvsdr_state_get_timeouts(const struct lvsdr_state *state);

#ifdef __cplusplus
}
#endif

#endif
