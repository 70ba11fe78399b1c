/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_SYNC_DAEMON_H
#define LVSDR_SYNC_DAEMON_H

/*
 * A sync daemon of IPVS: the master sends its connections to other directors by multicast, and the
 * backup adds those that it receives to its own table, so that connections survive a change of the
 * director. A network namespace has at most one daemon of each role; two objects denote the same
 * daemon if the role is equal.
 *
 * The kernel cannot change a running daemon: an update stops it and starts it again.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_sync_daemon;
struct lvsdr_state;
struct lvsdr_plan;

/**
 * lvsdr_sync_daemon_new() - create a sync daemon object. Local.
 * @host: the handle that reports errors of this object.
 * @role: "master" or "backup".
 * @device: a name of the device for the multicast traffic, such as "eth0". Copied.
 * @ret_daemon: receives the object; free it with lvsdr_sync_daemon_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_sync_daemon_new(struct lvsdr *host, const char *role, const char *device,
			  struct lvsdr_sync_daemon **ret_daemon);

/**
 * lvsdr_sync_daemon_free() - free the object; the kernel's daemon is not affected.
 * @daemon: an object or NULL.
 * Since: 0.1
 */
void lvsdr_sync_daemon_free(struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_get_role() - get the role. Local.
 * @daemon: the object.
 * Returns: "master" or "backup", static; NULL if @daemon is NULL.
 * Since: 0.1
 */
const char *lvsdr_sync_daemon_get_role(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_get_device() - get the device for the multicast traffic. Local.
 * @daemon: the object.
 * Returns: text borrowed until the object is changed or freed; NULL if @daemon is NULL.
 * Since: 0.1
 */
const char *lvsdr_sync_daemon_get_device(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_set_sync_id() - set the id of a group of directors, of which there may be
 * several on one network. Local.
 * @daemon: the object.
 * @sync_id: 0 to 255; the default is 0. A backup with 0 accepts messages with any id.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_sync_id(struct lvsdr_sync_daemon *daemon, int32_t sync_id);

/**
 * lvsdr_sync_daemon_get_sync_id() - get the id of its group of directors. Local.
 * @daemon: the object.
 * Returns: 0 to 255; -EINVAL if @daemon is NULL.
 * Since: 0.1
 */
int32_t lvsdr_sync_daemon_get_sync_id(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_set_max_length() - set the largest size of a message. Local.
 * @daemon: the object.
 * @bytes: bytes of payload, 0 to 65535: 1 to 1472 for a master (1452 over IPv6), 1024 to what the
 *         device's MTU allows for a backup. 0, the default, means the largest possible size. Other
 *         values cannot be added, because the kernel would silently correct them.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_max_length(struct lvsdr_sync_daemon *daemon, int32_t bytes);

/**
 * lvsdr_sync_daemon_get_max_length() - get the largest size of a message. Local.
 * @daemon: the object.
 * Returns: the size in bytes; 0 if the kernel selects it, or an old kernel does not return it;
 * -EINVAL if @daemon is NULL.
 * Since: 0.1
 */
int32_t lvsdr_sync_daemon_get_max_length(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_set_group() - set the multicast group. Local.
 * @daemon: the object.
 * @group: an IPv4 or IPv6 multicast address; the default is "224.0.0.81". Copied.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_group(struct lvsdr_sync_daemon *daemon, const char *group);

/**
 * lvsdr_sync_daemon_get_group() - get the multicast group. Local.
 * @daemon: the object.
 * @buffer: receives the text, terminated by a null byte.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text; -EINVAL if an argument is NULL or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_sync_daemon_get_group(const struct lvsdr_sync_daemon *daemon, char *buffer, size_t size);

/**
 * lvsdr_sync_daemon_set_port() - set the UDP port. Local.
 * @daemon: the object.
 * @port: 1 to 65535, in host byte order; the default is 8848. With several threads
 *        (net.ipv4.vs.sync_ports) the following ports are used too.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_port(struct lvsdr_sync_daemon *daemon, int32_t port);

/**
 * lvsdr_sync_daemon_get_port() - get the UDP port in host byte order. Local.
 * @daemon: the object.
 * Returns: 1 to 65535; -EINVAL if @daemon is NULL.
 * Since: 0.1
 */
int32_t lvsdr_sync_daemon_get_port(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_set_ttl() - set how many routers a message may pass. Local.
 * @daemon: the object.
 * @ttl: the time to live of multicast packets: 1 (the default: no routers) to 255.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_ttl(struct lvsdr_sync_daemon *daemon, int32_t ttl);

/**
 * lvsdr_sync_daemon_get_ttl() - get how many routers a message may pass. Local.
 * @daemon: the object.
 * Returns: 1 to 255; -EINVAL if @daemon is NULL.
 * Since: 0.1
 */
int32_t lvsdr_sync_daemon_get_ttl(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_add() - start a sync daemon.
 * @host: the handle to act on.
 * @daemon: the settings to apply; not changed.
 * Privilege: CAP_NET_ADMIN in the initial user namespace (see lvsdr_set_ipvs_interface()).
 * Returns: 1 if it was started; 0 if it already runs with the same settings; -EEXIST if a daemon
 * of this role already runs with different settings; -ENODEV; -EINVAL, also while there are
 * tunnels from one address family to another, which sync daemons do not support; -EOPNOTSUPP if
 * IPVS is not available; -EPERM; -EAGAIN; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_sync_daemon_add(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_update() - change a sync daemon: stop it and start it again. Only fields that
 * were set are changed. If it cannot be started, it is started with its old settings.
 * @host: the handle to act on.
 * @daemon: names the role, and the settings to apply.
 * Privilege: as lvsdr_sync_daemon_add().
 * Returns: 1 if something was changed; 0 if nothing had to change; -ENOENT if no daemon of this
 * role runs; other codes as lvsdr_sync_daemon_add().
 * Since: 0.1
 */
int lvsdr_sync_daemon_update(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_remove() - stop a sync daemon.
 * @host: the handle to act on.
 * @daemon: names the role.
 * Privilege: as lvsdr_sync_daemon_add().
 * Returns: 1 if it was stopped; 0 if no daemon of this role ran; -EOPNOTSUPP; -EPERM; -EINVAL;
 * -EAGAIN; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_sync_daemon_remove(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_read() - read a sync daemon from the kernel.
 * @host: the handle to act on.
 * @daemon: names the role; changed only on success.
 * Privilege: as lvsdr_sync_daemon_add().
 * Returns: 0 on success; -ENOENT if no daemon of this role runs; -EOPNOTSUPP; -EPERM; -EINVAL;
 * -EAGAIN; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_sync_daemon_read(struct lvsdr *host, struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_plan_add_sync_daemon() - add a step for lvsdr_sync_daemon_add() to a plan.
 * @plan: the plan.
 * @daemon: the settings to apply; it is copied.
 * Privilege: as lvsdr_sync_daemon_add().
 * Returns: 1 if a step was added; 0 if nothing has to change; other codes as
 * lvsdr_sync_daemon_add().
 * Since: 0.1
 */
int lvsdr_plan_add_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_plan_update_sync_daemon() - add a step for lvsdr_sync_daemon_update() to a plan.
 * @plan: the plan.
 * @daemon: the settings to apply; it is copied.
 * Privilege: as lvsdr_sync_daemon_update().
 * Returns: as lvsdr_plan_add_sync_daemon(); -ENOENT if no daemon of this role runs.
 * Since: 0.1
 */
int lvsdr_plan_update_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_plan_remove_sync_daemon() - add a step for lvsdr_sync_daemon_remove() to a plan.
 * @plan: the plan.
 * @daemon: names the role; it is copied.
 * Privilege: as lvsdr_sync_daemon_remove().
 * Returns: as lvsdr_plan_add_sync_daemon().
 * Since: 0.1
 */
int lvsdr_plan_remove_sync_daemon(struct lvsdr_plan *plan, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_state_add_sync_daemon() - add a sync daemon to a state. Local.
 * @state: the state.
 * @daemon: the daemon; it is copied. A running daemon that is not listed is stopped only if the
 *          scope is "everything", because no address or mark covers it.
 * Returns: 0 on success; -EEXIST if the state already has one of that role; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_sync_daemon(struct lvsdr_state *state, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_state_get_sync_daemon_count() - get the number of sync daemons. Local.
 * @state: the state.
 * Returns: the number; 0 if @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_sync_daemon_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_sync_daemon() - get one sync daemon. Local.
 * @state: the state.
 * @index: from 0.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_sync_daemon *lvsdr_state_get_sync_daemon(const struct lvsdr_state *state,
							    size_t index);

#ifdef __cplusplus
}
#endif

#endif
