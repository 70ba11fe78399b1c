/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_HANDLE_H
#define LVSDR_HANDLE_H

#include <stdint.h>

/*
 * The handle: one network namespace of one host, as this process sees it.
 *
 * One handle is used by one thread at a time; different handles are independent. Objects made
 * with a handle keep its memory (not its sockets) alive, so the order of freeing does not matter.
 *
 * IPVS is a module in most kernels. It is loaded by the first call that needs it, and again when
 * somebody has unloaded it since: what a call then reports is what the new module has. Where it
 * cannot be loaded, calls end with -EOPNOTSUPP and have changed nothing of IPVS.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/**
 * lvsdr_new() - make a handle; nothing is opened. Local.
 * @ret_host: receives the handle; the caller owns it and frees it with lvsdr_free().
 *
 * Unless lvsdr_open_netns() or lvsdr_open_netns_fd() chooses another, the handle works in the
 * network namespace that the calling thread is in at the first call that needs the kernel.
 *
 * Returns: 0; -EINVAL when @ret_host is NULL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_new(struct lvsdr **ret_host);

/**
 * lvsdr_free() - close the handle's sockets and give it back.
 * @host: a handle or NULL. Objects made with it may be freed before or after.
 * Since: 0.1
 */
void lvsdr_free(struct lvsdr *host);

/**
 * lvsdr_open_netns() - work in another network namespace.
 * @host: a handle that has not talked to the kernel yet.
 * @netns: a name as `ip netns` knows it ("director"), or a path (anything with a slash, such as
 *         "/proc/123/ns/net"). Copied.
 *
 * Privilege: CAP_SYS_ADMIN. The calling thread never leaves its own namespace.
 *
 * Returns: 1; -EINVAL for a NULL argument, a path that is no network namespace, or a handle that
 * is open already; -ENOENT when there is no such namespace; -EPERM; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_open_netns(struct lvsdr *host, const char *netns);

/**
 * lvsdr_open_netns_fd() - work in the network namespace that a descriptor refers to.
 * @host: a handle that has not talked to the kernel yet.
 * @fd: an open descriptor of a network namespace; duplicated, so the caller still closes its own.
 *
 * Privilege: CAP_SYS_ADMIN.
 * Returns: as lvsdr_open_netns().
 * Since: 0.1
 */
int lvsdr_open_netns_fd(struct lvsdr *host, int fd);

/**
 * lvsdr_set_timeout() - bound the time that one call may wait for an answer of the kernel. Local.
 * @host: the handle.
 * @milliseconds: 1 to 3600000. The default is 5000. The kernel's own loading of a module is not
 *                counted.
 *
 * Each request has so long. A failure may take many more, to look at the host and to put back what
 * was done: when two answers did not come, the others are not waited for.
 *
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_set_timeout(struct lvsdr *host, int32_t milliseconds);

/**
 * lvsdr_get_timeout() - how long one call may wait for the kernel. Local.
 * @host: the handle.
 * Returns: milliseconds; -EINVAL when @host is NULL.
 * Since: 0.1
 */
int32_t lvsdr_get_timeout(const struct lvsdr *host);

/**
 * lvsdr_set_insist() - take the caller's word for requests that cannot work. Local.
 * @host: the handle.
 * @insist: 0 (the default): what the kernel would swallow although it cannot work, such as a
 *          direct-routing destination on another port, is refused with -EINVAL. 1: it is sent.
 *
 * Values that cannot be represented at all stay errors.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_set_insist(struct lvsdr *host, int insist);

/**
 * lvsdr_get_insist() - whether the caller's word is taken. Local.
 * @host: the handle.
 * Returns: 1 or 0; -EINVAL when @host is NULL.
 * Since: 0.1
 */
int lvsdr_get_insist(const struct lvsdr *host);

/* The kernel's interfaces to IPVS. Values are never renumbered. */
#define LVSDR_IPVS_AUTOMATIC      0
#define LVSDR_IPVS_NETLINK        1
#define LVSDR_IPVS_SOCKET_OPTIONS 2

/**
 * lvsdr_set_ipvs_interface() - choose by which of the kernel's interfaces IPVS is talked to. Local.
 * @host: the handle.
 * @ipvs_interface: LVSDR_IPVS_AUTOMATIC, the default: generic netlink, which knows everything but
 *                  is open only to the root of the initial user namespace; long lists of
 *                  destinations are read by socket options where these tell all that is asked for,
 *                  because that is several times cheaper; and the root of another user namespace,
 *                  in a rootless container for one, works by socket options alone.
 *                  LVSDR_IPVS_NETLINK or LVSDR_IPVS_SOCKET_OPTIONS: nothing else is used.
 *
 * Socket options hold IPv4, TCP, UDP, SCTP and firewall marks, no tunnel attributes, no persistence
 * engine, counters of 32 bits, of a sync daemon role, device and sync id. What they cannot hold is
 * refused with -EOPNOTSUPP. They do not show what somebody with more privilege added to the same
 * network namespace in such a form; an edit resets it (linux/ip_vs.h).
 *
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_set_ipvs_interface(struct lvsdr *host, int ipvs_interface);

/**
 * lvsdr_get_ipvs_interface() - by which of the kernel's interfaces IPVS is to be talked to. Local.
 * @host: the handle.
 * Returns: the LVSDR_IPVS_ value that lvsdr_set_ipvs_interface() was given; -EINVAL when @host is
 * NULL.
 * Since: 0.1
 */
int lvsdr_get_ipvs_interface(const struct lvsdr *host);

#ifdef __cplusplus
}
#endif

#endif
