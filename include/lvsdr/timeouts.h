/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_TIMEOUTS_H
#define LVSDR_TIMEOUTS_H

/*
 * Timeouts: how long a network namespace's IPVS keeps a connection on which nothing moves. A
 * namespace has one set of them; like ARP policies they belong to the host and change only when
 * they are listed.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_timeouts;

/**
 * lvsdr_timeouts_new() - describe timeouts, none of which is set yet. Local.
 * @host: the handle that reports errors of this object.
 * @ret_timeouts: receives the object; free it with lvsdr_timeouts_free().
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_timeouts_new(struct lvsdr *host, struct lvsdr_timeouts **ret_timeouts);

/**
 * lvsdr_timeouts_free() - give the description back; the kernel's timeouts stay.
 * @timeouts: an object or NULL.
 * Since: 0.1
 */
void lvsdr_timeouts_free(struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_set_tcp() - set how long an established TCP connection is kept. Local.
 * @timeouts: the object.
 * @seconds: 1 to 21474836; the default is 900. The kernel counts in clock ticks of 31 bits: one
 *           with 1000 a second takes up to 2147483, and -EINVAL tells of more when it is applied.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_timeouts_set_tcp(struct lvsdr_timeouts *timeouts, int32_t seconds);

/**
 * lvsdr_timeouts_set_tcp_fin() - set how long a TCP connection is kept after its FIN. Local.
 * @timeouts: the object.
 * @seconds: 1 to 21474836; the default is 120.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_timeouts_set_tcp_fin(struct lvsdr_timeouts *timeouts, int32_t seconds);

/**
 * lvsdr_timeouts_set_udp() - set how long a UDP flow is kept. Local.
 * @timeouts: the object.
 * @seconds: 1 to 21474836; the default is 300.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_timeouts_set_udp(struct lvsdr_timeouts *timeouts, int32_t seconds);

/**
 * lvsdr_timeouts_get_tcp() - how long an established TCP connection is kept. Local.
 * @timeouts: the object.
 * Returns: seconds; -ENOENT while it is not set, and so left as the kernel has it; -EINVAL when
 * @timeouts is NULL.
 * Since: 0.1
 */
int32_t lvsdr_timeouts_get_tcp(const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_get_tcp_fin() - how long a TCP connection is kept after its FIN. Local.
 * @timeouts: the object.
 * Returns: seconds; -ENOENT while it is not set, and so left as the kernel has it; -EINVAL when
 * @timeouts is NULL.
 * Since: 0.1
 */
int32_t lvsdr_timeouts_get_tcp_fin(const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_get_udp() - how long a UDP flow is kept. Local.
 * @timeouts: the object.
 * Returns: seconds; -ENOENT while it is not set, and so left as the kernel has it; -EINVAL when
 * @timeouts is NULL.
 * Since: 0.1
 */
int32_t lvsdr_timeouts_get_udp(const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_update() - change the kernel's timeouts to what was set in this object; what was
 * not set stays as the kernel has it.
 * @host: the handle to act on.
 * @timeouts: what is wanted; not changed.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 1 when something changed, 0 when it was so; -EOPNOTSUPP without IPVS; -EPERM; -EINVAL;
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_timeouts_update(struct lvsdr *host, const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_timeouts_read() - fill the object with what the kernel has.
 * @host: the handle to act on.
 * @timeouts: changed only on success.
 * Privilege: as lvsdr_timeouts_update().
 * Returns: 0; the rest as lvsdr_timeouts_update().
 * Since: 0.1
 */
int lvsdr_timeouts_read(struct lvsdr *host, struct lvsdr_timeouts *timeouts);

#ifdef __cplusplus
}
#endif

#endif
