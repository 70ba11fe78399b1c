/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_DRAIN_H
#define LVSDR_DRAIN_H

/*
 * Draining: removing a real server from a service without breaking connections. The weight of the
 * destination is set to 0, so that the scheduler sends no new connections to it; existing
 * connections may end; then the destination is removed.
 *
 * In direct routing the director sees only the packets of the client. A connection is active while
 * it is being set up and while it is established. It is inactive from the client's FIN until the
 * kernel removes it, lvsdr_timeouts_get_tcp_fin() later (120 seconds by default); the director
 * cannot know whether the real server is still sending. A connection that the client leaves open
 * stays active until lvsdr_timeouts_get_tcp() after its last packet. All UDP flows are inactive.
 *
 * New connections can still reach a destination with weight 0:
 *   - by persistence templates, while net.ipv4.vs.expire_quiescent_template is 0 (see the flags);
 *   - if a client uses a port again before the kernel has removed its old connection, while
 *     net.ipv4.vs.expire_nodest_conn is 0.
 *
 * With the schedulers dh, and sh and mh without their fallback flags, clients whose hash selects
 * the destination get no answer until it is removed.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;

/* Flags of lvsdr_dest_drain(). Values are never renumbered. */
#define LVSDR_DRAIN_WAIT_FOR_TEMPLATES 0x1u /* also wait until the templates have ended */
#define LVSDR_DRAIN_CUT_TEMPLATES      0x2u /* remove it although there are templates */
#define LVSDR_DRAIN_ACTIVE_ONLY        0x4u /* do not wait for inactive connections */

/**
 * lvsdr_dest_drain() - drain a destination for a limited time. Call it again to continue.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: names the destination.
 * @flags: a combination of LVSDR_DRAIN_ values, or 0.
 * @milliseconds: the time limit: 0 to 3600000. The kernel is asked at least once, then about ten
 *                times per second. A call that finds a weight other than 0 takes at least a tenth
 *                of a second.
 * @ret_active: receives the number of active connections when last read. This and the next two may
 *              be NULL, and are written if the result is 0 or 1.
 * @ret_inactive: receives the number of inactive connections; may be NULL.
 * @ret_templates: receives the number of persistence templates; may be NULL.
 *
 * When the weight has just been set to 0, another processor may still be assigning a connection to
 * the destination: it is removed a tenth of a second later at the earliest. The call waits for
 * that even with 0 milliseconds, so that one call is enough for a destination without connections.
 *
 * Nothing is stored between two calls: everything is read from the kernel, so that another process
 * can continue. If the weight is changed meanwhile, it is set to 0 again.
 *
 * The caller keeps the deadline. When it has passed, lvsdr_dest_remove() removes the destination
 * with its connections, which get no answer any more. To be able to restore the destination at any
 * time, record a plan of lvsdr_plan_update_dest() to weight 0 and lvsdr_plan_remove_dest() before.
 *
 * A persistence template sends its client to the destination repeatedly, and each new connection
 * extends its lifetime, even at weight 0, unless net.ipv4.vs.expire_quiescent_template is 1. If it
 * is 0 and the service is persistent, a drain might never end, or might break sessions. One of the
 * first two flags must then be given, otherwise the call fails before anything is changed. With
 * LVSDR_DRAIN_WAIT_FOR_TEMPLATES the drain ends when all clients have stayed away for the
 * persistence of the service. With LVSDR_DRAIN_CUT_TEMPLATES it ends at the first moment without
 * connections; clients then get another real server. A client that keeps connecting always has
 * connections that the kernel has not removed yet: add LVSDR_DRAIN_ACTIVE_ONLY for it. A
 * connection that a template creates at the very moment of the removal is lost. If the sysctl is
 * 1, which is better than either, remaining templates are harmless, and the call does not wait for
 * them.
 *
 * With LVSDR_DRAIN_ACTIVE_ONLY the drain ends up to two minutes earlier. A client that has closed
 * only its own half of a connection then loses the rest of the answer, and UDP flows are not
 * waited for.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 1 if it has ended, and the destination (or its service) is not there any more; 0 if
 * connections are left; -EINVAL, also for a persistent service as described above; -EOPNOTSUPP if
 * IPVS is not available; -EPERM; -EAGAIN if the destinations kept changing; -ETIMEDOUT; -ENOMEM;
 * -EIO.
 * Since: 0.1
 */
int lvsdr_dest_drain(struct lvsdr *host, const struct lvsdr_service *service,
		     const struct lvsdr_dest *dest, uint32_t flags, int32_t milliseconds,
		     uint64_t *ret_active, uint64_t *ret_inactive, uint64_t *ret_templates);

#ifdef __cplusplus
}
#endif

#endif
