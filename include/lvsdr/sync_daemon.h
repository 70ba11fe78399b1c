/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_SYNC_DAEMON_H
#define LVSDR_SYNC_DAEMON_H

/*
 * A synchronisation daemon of IPVS: the master tells other directors of its connections by
 * multicast, the backup takes over what it hears, so that connections survive a change of the
 * director. A network namespace has at most one of each role; two descriptions mean the same daemon
 * when the role agrees.
 *
 * A running daemon cannot be edited: an update stops it and starts it anew.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_sync_daemon;

/**
 * lvsdr_sync_daemon_new() - describe a sync daemon. Local.
 * @host: the handle that reports errors of this object.
 * @role: "master" or "backup".
 * @device: a name of the device of the multicast traffic, such as "eth0". Copied.
 * @ret_daemon: receives the object; free it with lvsdr_sync_daemon_free().
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_sync_daemon_new(struct lvsdr *host, const char *role, const char *device,
			  struct lvsdr_sync_daemon **ret_daemon);

/**
 * lvsdr_sync_daemon_free() - give the description back; the kernel's daemon goes on.
 * @daemon: an object or NULL.
 * Since: 0.1
 */
void lvsdr_sync_daemon_free(struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_set_sync_id() - tell groups of directors on one wire apart. Local.
 * @daemon: the object.
 * @sync_id: 0 to 255; the default is 0. A backup with 0 takes messages with any id.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_sync_id(struct lvsdr_sync_daemon *daemon, int32_t sync_id);

/**
 * lvsdr_sync_daemon_set_max_length() - limit the messages. Local.
 * @daemon: the object.
 * @bytes: bytes of payload: of a master 1 to 1472 (1452 by IPv6), of a backup 1024 to what the
 *         device's MTU holds; 0, the default: the most that is possible. The kernel would correct
 *         others without a word, so adding them is refused.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_max_length(struct lvsdr_sync_daemon *daemon, int32_t bytes);

/**
 * lvsdr_sync_daemon_set_group() - choose the multicast group. Local.
 * @daemon: the object.
 * @group: a multicast address of IPv4 or IPv6; the default is "224.0.0.81". Copied.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_group(struct lvsdr_sync_daemon *daemon, const char *group);

/**
 * lvsdr_sync_daemon_set_port() - choose the UDP port. Local.
 * @daemon: the object.
 * @port: 1 to 65535, in host byte order; the default is 8848. With several threads
 *        (net.ipv4.vs.sync_ports) the next ones are used too.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_port(struct lvsdr_sync_daemon *daemon, int32_t port);

/**
 * lvsdr_sync_daemon_set_ttl() - how many routers a message may pass. Local.
 * @daemon: the object.
 * @ttl: 1 (the default: none) to 255.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sync_daemon_set_ttl(struct lvsdr_sync_daemon *daemon, int32_t ttl);

/**
 * lvsdr_sync_daemon_get_role() - the role. Local.
 * @daemon: the object.
 * Returns: "master" or "backup", static; NULL when @daemon is NULL.
 * Since: 0.1
 */
const char *lvsdr_sync_daemon_get_role(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_get_device() - the device of the multicast traffic. Local.
 * @daemon: the object.
 * Returns: text borrowed until the object is changed or freed; NULL when @daemon is NULL.
 * Since: 0.1
 */
const char *lvsdr_sync_daemon_get_device(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_get_sync_id() - the id of its group of directors. Local.
 * @daemon: the object.
 * Returns: 0 to 255; -EINVAL when @daemon is NULL.
 * Since: 0.1
 */
int32_t lvsdr_sync_daemon_get_sync_id(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_get_max_length() - the limit of its messages. Local.
 * @daemon: the object.
 * Returns: the size in bytes; 0 while it is left to the kernel, or an old kernel does not tell it;
 * -EINVAL when @daemon is NULL.
 * Since: 0.1
 */
int32_t lvsdr_sync_daemon_get_max_length(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_get_group() - the multicast group. Local.
 * @daemon: the object.
 * @buffer: receives the text with its ending zero.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; -EINVAL when an argument is NULL or the buffer too small.
 * Since: 0.1
 */
int lvsdr_sync_daemon_get_group(const struct lvsdr_sync_daemon *daemon, char *buffer, size_t size);

/**
 * lvsdr_sync_daemon_get_port() - the UDP port in host byte order. Local.
 * @daemon: the object.
 * Returns: 1 to 65535; -EINVAL when @daemon is NULL.
 * Since: 0.1
 */
int32_t lvsdr_sync_daemon_get_port(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_get_ttl() - how many routers a message may pass. Local.
 * @daemon: the object.
 * Returns: 1 to 255; -EINVAL when @daemon is NULL.
 * Since: 0.1
 */
int32_t lvsdr_sync_daemon_get_ttl(const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_add() - make the kernel run this daemon.
 * @host: the handle to act on.
 * @daemon: what is wanted; not changed.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace (see lvsdr_set_ipvs_interface()).
 * Returns: 1 when it was started, 0 when it runs in this form; -EEXIST when one with this role runs
 * in another form; -ENODEV; -EINVAL, also while there are tunnels from one address family to
 * another, which the daemons do not know; -EOPNOTSUPP without IPVS; -EPERM; -EAGAIN; -ETIMEDOUT;
 * -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_sync_daemon_add(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_update() - change the kernel's daemon to what was set in this object; what was
 * not set stays as the kernel has it. It is stopped and started anew; when that fails, it is
 * started as it was.
 * @host: the handle to act on.
 * @daemon: what is wanted.
 * Privilege: as lvsdr_sync_daemon_add().
 * Returns: 1 when something changed, 0 when it was so; -ENOENT when no daemon with this role runs;
 * the rest as lvsdr_sync_daemon_add().
 * Since: 0.1
 */
int lvsdr_sync_daemon_update(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_remove() - make the kernel run no daemon with this role.
 * @host: the handle to act on.
 * @daemon: names the role.
 * Privilege: as lvsdr_sync_daemon_add().
 * Returns: 1 when it was stopped, 0 when none ran; -EOPNOTSUPP; -EPERM; -EINVAL; -EAGAIN;
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_sync_daemon_remove(struct lvsdr *host, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_sync_daemon_read() - fill the object with what the kernel has.
 * @host: the handle to act on.
 * @daemon: names the role; changed only on success.
 * Privilege: as lvsdr_sync_daemon_add().
 * Returns: 0; -ENOENT when no daemon with this role runs; -EOPNOTSUPP; -EPERM; -EINVAL; -EAGAIN;
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_sync_daemon_read(struct lvsdr *host, struct lvsdr_sync_daemon *daemon);

#ifdef __cplusplus
}
#endif

#endif
