/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_REAL_SERVER_H
#define LVSDR_REAL_SERVER_H

/*
 * A real server as a whole: all destinations that have its address, on any port, of any service of a
 * scope, those of firewall marks included. A real server that has an IPv4 and an IPv6 address is
 * named by both.
 *
 * The calls add steps to a plan. A plan that removes a real server drains it if it is made graceful
 * (lvsdr_plan_make_graceful()). Undoing the plan, from its record too, adds it back as it was, with
 * the weight of each destination.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr_plan;
struct lvsdr_scope;

/**
 * lvsdr_plan_update_real_server() - add the steps to a plan that set the weight of a real server in
 * all services.
 * @plan: the plan.
 * @scope: the services in which it is changed.
 * @addresses: one address or more, separated by commas or spaces: "192.168.1.20, 2001:db8::20".
 * @weight: the weight of each of its destinations: 0 (no new connections) to 2147483647.
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: the number of its destinations, also of those that have this weight already; -ENOENT if
 * there are none; -EINVAL; -EOPNOTSUPP if IPVS is not available; -EPERM; -EAGAIN if the services kept
 * changing; -ETIMEDOUT; -ENOMEM; -EIO. On failure the plan is not changed.
 * Since: 0.1
 */
int lvsdr_plan_update_real_server(struct lvsdr_plan *plan, const struct lvsdr_scope *scope,
				  const char *addresses, int32_t weight);

/**
 * lvsdr_plan_remove_real_server() - add the steps to a plan that remove a real server from all
 * services.
 * @plan: the plan.
 * @scope: the services from which it is removed.
 * @addresses: one address or more, separated by commas or spaces.
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: the number of its destinations; 0 if there are none; codes as
 * lvsdr_plan_update_real_server(), but for -ENOENT.
 * Since: 0.1
 */
int lvsdr_plan_remove_real_server(struct lvsdr_plan *plan, const struct lvsdr_scope *scope,
				  const char *addresses);

#ifdef __cplusplus
}
#endif

#endif
