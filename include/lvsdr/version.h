/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_VERSION_H
#define LVSDR_VERSION_H

/* The version of the library, and what the running kernel can do. */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/* Features for lvsdr_read_features(). Values are never renumbered. */
#define LVSDR_FEATURE_IPVS                0x1u  /* the kernel has IPVS */
#define LVSDR_FEATURE_IPVS_ADMIN          0x2u  /* and this process may use it */
#define LVSDR_FEATURE_IPV6                0x4u  /* the kernel has IPv6 */
#define LVSDR_FEATURE_SYSCTL_WRITE        0x8u  /* /proc/sys/net is writable for this process */
#define LVSDR_FEATURE_IPVS_SOCKET_OPTIONS 0x10u /* it may use IPVS, but by socket options only */

/**
 * lvsdr_version() - the version of the loaded library, such as "0.1.0". Local.
 * Returns: static text.
 * Since: 0.1
 */
const char *lvsdr_version(void);

/**
 * lvsdr_read_features() - ask what this kernel and this process's privileges allow.
 * @host: the handle.
 * @ret_features: receives a combination of LVSDR_FEATURE_ values.
 *
 * Loads the ip_vs module where the kernel finds it.
 * Privilege: none.
 * Returns: 0; -EINVAL; -EPERM for another namespace; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_read_features(struct lvsdr *host, uint32_t *ret_features);

/**
 * lvsdr_read_ipvs_version() - the version of the kernel's IPVS, as in /proc/net/ip_vs.
 * @host: the handle.
 * @ret_version: receives 0x010201 for 1.2.1.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 0; -EINVAL; -EOPNOTSUPP when the kernel has no IPVS; -EPERM; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_read_ipvs_version(struct lvsdr *host, uint32_t *ret_version);

/**
 * lvsdr_read_connection_table_size() - how many buckets the hash table of connections has, as in
 * /proc/net/ip_vs. More connections than that are possible; they take longer to be found.
 * @host: the handle.
 * @ret_size: receives the number.
 *
 * Privilege: as lvsdr_read_ipvs_version().
 * Returns: as lvsdr_read_ipvs_version().
 * Since: 0.1
 */
int lvsdr_read_connection_table_size(struct lvsdr *host, uint32_t *ret_size);

#ifdef __cplusplus
}
#endif

#endif
