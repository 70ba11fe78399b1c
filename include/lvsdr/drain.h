/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_DRAIN_H
#define LVSDR_DRAIN_H

/*
 * Draining: removing a real server from a service without breaking connections. The weight of the
 * destination is set to 0, so that the scheduler sends no new connections to it; existing
 * connections may end; then the destination is removed. lvsdr_dest_drain() does it with one
 * destination, lvsdr_plan_make_graceful() with all that a plan removes.
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
struct lvsdr_plan;

/* Flags of lvsdr_dest_drain() and lvsdr_plan_make_graceful(). Values are never renumbered. */
#define LVSDR_DRAIN_WAIT_FOR_TEMPLATES 0x1u /* also wait until the templates have ended */
#define LVSDR_DRAIN_CUT_TEMPLATES      0x2u /* remove it although there are templates */
#define LVSDR_DRAIN_ACTIVE_ONLY        0x4u /* do not wait for inactive connections */
/* Flags of lvsdr_plan_make_graceful() only. */
#define LVSDR_DRAIN_REMOVE_AT_DEADLINE 0x8u  /* remove then what still has connections */
#define LVSDR_DRAIN_SET_FALLBACK       0x10u /* set the fallback flag of sh and mh meanwhile */
#define LVSDR_DRAIN_CUT_HASHED         0x20u /* remove at once what has no fallback */

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

/**
 * lvsdr_plan_make_graceful() - let a plan remove destinations and services without breaking
 * connections.
 * @plan: a plan that has not been applied; no steps can be added to it any more.
 * @flags: a combination of LVSDR_DRAIN_ values, or 0.
 * @milliseconds: the deadline: how long the plan waits for all connections together, from the moment
 *                at which the weights are 0: 0 to 2147483647.
 *
 * The steps get another order: everything that is added or changed comes first; then the weights of
 * all destinations that are removed become 0, in one send; then each destination is removed as soon
 * as it has no connections; then the services, and the VIPs and packet marks of these services. A
 * destination or service that the plan adds again later is removed at once, as before. A service
 * that the plan leaves without a fallback (see below), and that is not so yet, is changed only when
 * its destinations are removed.
 *
 * lvsdr_plan_apply() then returns when everything is removed, or the deadline has passed, and
 * lvsdr_plan_apply_for() can be called until then in slices. The kernel is asked about ten times per
 * second, less often if that takes long. A tenth of a second after the weights have become 0 at the
 * earliest, destinations without connections are removed, since another processor may still be
 * assigning a connection. A weight that is changed meanwhile is set to 0 again. If the kernel does
 * not answer, it is asked again; the fifth failure in a row, and one at the deadline, is a failure of
 * a step.
 *
 * At the deadline, destinations that still have connections are removed with
 * LVSDR_DRAIN_REMOVE_AT_DEADLINE, and their connections get no answer any more. Without it they are
 * left with weight 0, and so are the steps behind them: the call fails with -EBUSY, nothing is rolled
 * back, and applying the plan again continues, with a new deadline. Another process that plans for
 * the same desired state, and makes that plan graceful, continues in the same way, since weights and
 * connections are the kernel's. lvsdr_plan_undo() restores everything at any moment.
 *
 * With lvsdr_plan_set_keep_going(), the steps behind the destinations are left as well if one of these
 * could not be drained.
 *
 * Where the order of destinations counts (the schedulers mh, sh and dh), a plan may remove one and
 * add it again in the same send (lvsdr_plan_between()). Its connections go on, but while
 * net.ipv4.vs.expire_nodest_conn is 1 the kernel would end one whose packet comes in between: then
 * the plan sets that to 0, and back behind these steps.
 *
 * What cannot be drained is refused here, for all objects together, before anything is changed:
 *   - destinations of a persistent service while net.ipv4.vs.expire_quiescent_template is 0 (after
 *     the plan), unless LVSDR_DRAIN_WAIT_FOR_TEMPLATES or LVSDR_DRAIN_CUT_TEMPLATES is given; see
 *     lvsdr_dest_drain();
 *   - destinations of a service that stays, with the scheduler dh, or sh or mh without its fallback
 *     flag: clients whose hash selects them would get no answer. LVSDR_DRAIN_SET_FALLBACK sets the
 *     flag until they are removed, which dh does not have; LVSDR_DRAIN_CUT_HASHED removes at once
 *     those that have no fallback then, with their connections.
 *
 * Privilege: CAP_NET_ADMIN over the network namespace, to read a sysctl where a service is
 * persistent, or destinations move as described; none otherwise.
 * Returns: 1 if the plan will drain something; 0 if it removes no destination; -EINVAL, also if a
 * step was applied or something cannot be drained, as described above; -ENOMEM; -EPERM; -EIO. On
 * failure the plan is not changed.
 * Since: 0.1
 */
int lvsdr_plan_make_graceful(struct lvsdr_plan *plan, uint32_t flags, int32_t milliseconds);

/**
 * lvsdr_plan_get_draining() - get what a graceful plan is waiting for, as it was last read. Local.
 * @plan: the plan.
 * @ret_active: receives the number of active connections of these destinations. This and the next
 *              two may be NULL.
 * @ret_inactive: receives the number of inactive connections; may be NULL.
 * @ret_templates: receives the number of persistence templates; may be NULL.
 * Returns: the number of destinations that have to be removed yet; 0 if the plan is not graceful;
 * -EINVAL if @plan is NULL.
 * Since: 0.1
 */
int lvsdr_plan_get_draining(const struct lvsdr_plan *plan, uint64_t *ret_active,
			    uint64_t *ret_inactive, uint64_t *ret_templates);

#ifdef __cplusplus
}
#endif

#endif
