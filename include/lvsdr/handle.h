/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_HANDLE_H
#define LVSDR_HANDLE_H

#include <stdint.h>

/*
 * The handle: one network namespace of one host, as seen by this process.
 *
 * A handle must be used by one thread at a time; different handles are independent. Objects keep
 * the memory of the handle they were created with (not its sockets) alive, so that they can be
 * freed in any order.
 *
 * In most kernels IPVS is a module. It is loaded by the first call that needs it, and loaded again
 * if it has been unloaded since; results then describe the newly loaded module. If it cannot be
 * loaded, calls fail with -EOPNOTSUPP and change nothing in IPVS.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/* The kernel interfaces to IPVS. Values are never renumbered. */
#define LVSDR_IPVS_AUTOMATIC      0
#define LVSDR_IPVS_NETLINK        1
#define LVSDR_IPVS_SOCKET_OPTIONS 2

/**
 * lvsdr_new() - create a handle without opening anything. Local.
 * @ret_host: receives the handle; the caller owns it and frees it with lvsdr_free().
 *
 * The handle works in the network namespace that the calling thread is in at the first call that
 * needs the kernel, unless lvsdr_open_netns() or lvsdr_open_netns_fd() selects another one.
 *
 * Returns: 0 on success; -EINVAL if @ret_host is NULL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_new(struct lvsdr **ret_host);

/**
 * lvsdr_free() - close the handle's sockets and free it.
 * @host: a handle or NULL. Objects created with it may be freed before or after it.
 * Since: 0.1
 */
void lvsdr_free(struct lvsdr *host);

/**
 * lvsdr_open_netns() - open a network namespace by name or path.
 * @host: a handle that has not been used with the kernel yet.
 * @netns: a name as used by `ip netns` ("director"), or a path, which contains a slash
 *         ("/proc/123/ns/net"). Copied.
 *
 * The calling thread stays in its own namespace.
 *
 * Privilege: CAP_SYS_ADMIN.
 * Returns: 0 on success; -EINVAL if an argument is NULL, the path is not a network namespace, or
 * the handle is already open; -ENOENT if there is no such namespace; -EPERM; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_open_netns(struct lvsdr *host, const char *netns);

/**
 * lvsdr_open_netns_fd() - open the network namespace that a file descriptor refers to.
 * @host: a handle that has not been used with the kernel yet.
 * @fd: an open descriptor of a network namespace. It is duplicated; the caller still closes its
 *      own.
 * Privilege: CAP_SYS_ADMIN.
 * Returns: as lvsdr_open_netns().
 * Since: 0.1
 */
int lvsdr_open_netns_fd(struct lvsdr *host, int fd);

/**
 * lvsdr_set_timeout() - set how long one request waits for an answer of the kernel. Local.
 * @host: the handle.
 * @milliseconds: 1 to 3600000. The default is 5000. The time in which the kernel loads a module
 *                does not count.
 *
 * The limit applies to each request. A call that fails may send more requests, to find out what
 * was done and to restore it; after two answers have failed to arrive, it does not wait for
 * further ones.
 *
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_set_timeout(struct lvsdr *host, int32_t milliseconds);

/**
 * lvsdr_get_timeout() - get how long one request waits for an answer of the kernel. Local.
 * @host: the handle.
 * Returns: milliseconds; -EINVAL if @host is NULL.
 * Since: 0.1
 */
int32_t lvsdr_get_timeout(const struct lvsdr *host);

/**
 * lvsdr_set_insist() - send requests that the library would otherwise reject as invalid. Local.
 * @host: the handle.
 * @insist: 0 (the default): requests that the kernel accepts although they cannot work, such as a
 *          direct-routing destination on another port, fail with -EINVAL. 1: they are sent.
 *
 * Values that cannot be represented are rejected in both cases.
 *
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_set_insist(struct lvsdr *host, int insist);

/**
 * lvsdr_get_insist() - get whether requests that cannot work are sent. Local.
 * @host: the handle.
 * Returns: 1 or 0; -EINVAL if @host is NULL.
 * Since: 0.1
 */
int lvsdr_get_insist(const struct lvsdr *host);

/**
 * lvsdr_set_ipvs_interface() - select the kernel interface that is used for IPVS. Local.
 * @host: the handle.
 * @ipvs_interface: an LVSDR_IPVS_ value. LVSDR_IPVS_AUTOMATIC, the default: generic netlink, which supports everything
 *                  but is only available to the root of the initial user namespace. Long lists of
 *                  destinations are read by socket options if these return everything that is
 *                  needed, because that is several times cheaper. The root of another user
 *                  namespace, for example in a rootless container, uses socket options alone.
 *                  LVSDR_IPVS_NETLINK or LVSDR_IPVS_SOCKET_OPTIONS: only that interface is used.
 *
 * Socket options support IPv4, TCP, UDP, SCTP and firewall marks, 32-bit counters, and of a sync
 * daemon its role, device and sync id; they support neither tunnel attributes nor persistence
 * engines. Anything else fails with -EOPNOTSUPP. They do not return what a process with more
 * privilege added to the same network namespace beyond that; an update resets it (linux/ip_vs.h).
 *
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_set_ipvs_interface(struct lvsdr *host, int ipvs_interface);

/**
 * lvsdr_get_ipvs_interface() - get the kernel interface that is used for IPVS. Local.
 * @host: the handle.
 * Returns: the LVSDR_IPVS_ value that was set by lvsdr_set_ipvs_interface(); -EINVAL if @host is
 * NULL.
 * Since: 0.1
 */
int lvsdr_get_ipvs_interface(const struct lvsdr *host);

#ifdef __cplusplus
}
#endif

#endif
