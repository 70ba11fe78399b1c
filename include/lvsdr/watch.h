/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_WATCH_H
#define LVSDR_WATCH_H

/*
 * A watch: a descriptor to poll, and a call that tells which parts of the state of a scope may have
 * changed, so that a program can hold a desired state against others that change it.
 *
 * The kernel gives notice of addresses, routes and devices, of packet marks, and of IPVS being
 * loaded and unloaded: the descriptor becomes readable immediately. It gives none of services,
 * destinations, timeouts, sync daemons, sysctls and ARP policies. These are read at an interval,
 * and compared with what they were when they were last read; a change that is taken back within the
 * interval is not noticed.
 *
 * Open the watch, then read the state, and read it again whenever the watch tells so:
 *
 *     lvsdr_watch_open(), lvsdr_state_read() or lvsdr_plan_between(), and then forever:
 *     poll(2), lvsdr_watch_read(); if it returns 1, lvsdr_plan_between(), lvsdr_plan_apply()
 *
 * In this order no change is lost, provided that changes that restore something are made with the
 * handle of the watch. A watch tells what may have changed, and not what did: changes of the
 * program itself are told too, and what was told of a part that is read at the interval may be told
 * once more. Reading the state then shows that there is nothing to do.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_scope;
struct lvsdr_watch;

/**
 * lvsdr_watch_open() - begin to watch the state of a host.
 * @host: the handle to act on. If it is freed before the watch, lvsdr_watch_read() fails.
 * @scope: the addresses and firewall marks to watch. It is copied. Other services, addresses and
 *         host routes are not told. ARP policies, timeouts, sysctls and sync daemons belong to the
 *         host and are all watched; so are devices, with LVSDR_STATE_VIPS or
 *         LVSDR_STATE_ARP_POLICIES, and all packet marks.
 * @parts: a combination of LVSDR_STATE_ values, without LVSDR_STATE_COUNTERS.
 * @interval_milliseconds: how often to read what the kernel gives no notice of: 10 to 3600000. It
 *                         costs about as much as lvsdr_state_read() of the services of the scope
 *                         (docs/performance.md).
 * @ret_watch: receives the watch; free it with lvsdr_watch_free().
 *
 * Everything that is changed from now on is told. A watch does not load IPVS: while IPVS is not
 * loaded, there are no services to be seen, and that it has been loaded is a change.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace for services, timeouts and sync daemons,
 * CAP_NET_ADMIN over the network namespace for packet marks; none for the rest.
 * Returns: 0 on success; -EINVAL; -EOPNOTSUPP if the kernel has no packet marks, or only socket
 * options are permitted, which do not support IPv6, and the scope contains IPv6; -EPERM;
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_watch_open(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		     int32_t interval_milliseconds, struct lvsdr_watch **ret_watch);

/**
 * lvsdr_watch_free() - end the watch.
 * @watch: a watch or NULL.
 * Since: 0.1
 */
void lvsdr_watch_free(struct lvsdr_watch *watch);

/**
 * lvsdr_watch_get_fd() - get the descriptor that becomes readable when lvsdr_watch_read() is to be
 * called. Local.
 * @watch: the watch.
 *
 * It is for poll(2), select(2), epoll(7) or an event loop only, and belongs to the watch. It
 * becomes readable at each interval, and whenever the kernel gives notice, even if nothing of the
 * scope has changed.
 *
 * Returns: the descriptor; -EINVAL if @watch is NULL.
 * Since: 0.1
 */
int lvsdr_watch_get_fd(const struct lvsdr_watch *watch);

/**
 * lvsdr_watch_read() - tell which parts may have changed since the last call, or since the watch
 * was opened. It does not wait for a change.
 * @watch: the watch.
 * @ret_parts: receives a combination of LVSDR_STATE_ values; 0 if the result is 0.
 *
 * If the kernel had more to tell than fits into a socket, all parts that are watched are told. A
 * failure loses nothing: what was to be told is told by the next call that succeeds, and the
 * descriptor becomes readable again after the interval at the latest.
 *
 * Privilege: as lvsdr_watch_open().
 * Returns: 1 if something may have changed; 0 if not; -EINVAL, also if the handle has been freed;
 * the rest as lvsdr_watch_open().
 * Since: 0.1
 */
int lvsdr_watch_read(struct lvsdr_watch *watch, uint32_t *ret_parts);

#ifdef __cplusplus
}
#endif

#endif
