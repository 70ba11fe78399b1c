/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_DRAIN_H
#define LVSDR_DRAIN_H

/*
 * Drain: take a real server out of a service without breaking a connection. Its weight becomes 0,
 * so that the scheduler gives it nothing new; what it has may end; then it is removed.
 *
 * What "ended" means in direct routing: the director sees the client's half of a connection only.
 * It is active while established or being set up, and inactive from the client's FIN until the
 * kernel forgets it, lvsdr_timeouts_get_tcp_fin() later (120 seconds, unless changed); whether the
 * real server still sends, nobody can tell. A connection that the client just leaves open stays
 * active until lvsdr_timeouts_get_tcp() after its last packet. All UDP flows are inactive.
 *
 * What can still bring connections to a weight of 0:
 *   - persistence templates, while net.ipv4.vs.expire_quiescent_template is 0 (see the flags);
 *   - a client that uses a port again before the kernel has forgotten its old connection, while
 *     net.ipv4.vs.expire_nodest_conn is 0.
 * With the schedulers dh, and sh and mh without their fallback flags, clients whose hash points at
 * the real server get no answer until it is removed.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;

/* How to drain. Values are never renumbered. */
#define LVSDR_DRAIN_WAIT_FOR_TEMPLATES 0x1u /* also until no template brings connections any more */
#define LVSDR_DRAIN_CUT_TEMPLATES      0x2u /* remove it although templates bring connections */
#define LVSDR_DRAIN_ACTIVE_ONLY        0x4u /* do not wait for inactive connections */

/**
 * lvsdr_dest_drain() - drain a destination, for at most so long; call it again to go on.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: names the destination.
 * @flags: a combination of LVSDR_DRAIN_ values, or 0.
 * @milliseconds: 0 to 3600000; the kernel is asked once at least, then about ten times a second. A
 *                call that finds another weight than 0 takes a tenth of a second at least.
 * @ret_active: receives how many active connections it had when last seen. This and the next two
 *              may be NULL, and are written when the result is 0 or 1.
 * @ret_inactive: receives how many inactive ones; may be NULL.
 * @ret_templates: receives how many persistence templates; may be NULL.
 *
 * When the weight has just become 0, another processor may still be giving the destination a
 * connection: it is removed a tenth of a second later at the earliest. The call waits for that even
 * with 0 milliseconds, so that one call is enough for a destination that has nothing.
 *
 * Nothing is kept between two calls: all is read from the kernel, so that another process can go
 * on. A weight that somebody sets meanwhile becomes 0 again.
 *
 * The caller keeps the deadline. When it is over, lvsdr_dest_remove() takes the destination out
 * whatever it still has: its connections get no answer any more. To be able to put the
 * destination back, at any moment, write down a plan of lvsdr_plan_update_dest() to weight 0 and
 * lvsdr_plan_remove_dest() before.
 *
 * A template sends its client to the destination again and again, and each time lives longer; at
 * weight 0 too, unless net.ipv4.vs.expire_quiescent_template is 1. Where it is 0 and the service
 * persistent, a drain might never end or might break sessions, so it has to be told what is wanted, by
 * one of the first two flags, or is refused before anything is changed. With
 * LVSDR_DRAIN_WAIT_FOR_TEMPLATES it ends when all clients have kept away for the persistence
 * timeout. With LVSDR_DRAIN_CUT_TEMPLATES it ends at the first moment without connections: clients
 * then get another real server. A client that keeps coming always has some that are not forgotten
 * yet: add LVSDR_DRAIN_ACTIVE_ONLY for it, and know that what a template brings in the very
 * instant of the removal is lost. Where the sysctl is 1, templates that are left are harmless, and
 * nobody waits for them: better than either.
 *
 * With LVSDR_DRAIN_ACTIVE_ONLY it ends up to two minutes earlier; a client that closed only its own
 * half of the connection loses the rest of the answer then, and UDP is not waited for.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 1 when it is over: the destination (or its service) is not there any more; 0 when
 * connections are left; -EINVAL, also for a persistent service as told above; -EOPNOTSUPP without
 * IPVS; -EPERM; -EAGAIN when the destinations kept changing; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_dest_drain(struct lvsdr *host, const struct lvsdr_service *service,
		     const struct lvsdr_dest *dest, uint32_t flags, int32_t milliseconds,
		     uint64_t *ret_active, uint64_t *ret_inactive, uint64_t *ret_templates);

#ifdef __cplusplus
}
#endif

#endif
