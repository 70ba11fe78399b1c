/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_VERSION_H
#define LVSDR_VERSION_H

/* The version of the library, and the features of the running kernel. */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/* Features returned by lvsdr_read_features(). Values are never renumbered. */
#define LVSDR_FEATURE_IPVS                0x1u  /* the kernel supports IPVS */
#define LVSDR_FEATURE_IPVS_ADMIN          0x2u  /* this process may use IPVS */
#define LVSDR_FEATURE_IPV6                0x4u  /* the kernel supports IPv6 */
#define LVSDR_FEATURE_SYSCTL_WRITE        0x8u  /* /proc/sys/net is writable for this process */
#define LVSDR_FEATURE_IPVS_SOCKET_OPTIONS 0x10u /* IPVS by socket options only */

/**
 * lvsdr_version() - get the version of the loaded library, such as "0.1.0". Local.
 * Returns: static text.
 * Since: 0.1
 */
const char *lvsdr_version(void);

/**
 * lvsdr_read_features() - read which features the kernel has and this process may use.
 * @host: the handle.
 * @ret_features: receives a combination of LVSDR_FEATURE_ values.
 *
 * The ip_vs module is loaded if it is available.
 *
 * Privilege: none.
 * Returns: 0 on success; -EINVAL; -EPERM if another network namespace cannot be entered;
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_read_features(struct lvsdr *host, uint32_t *ret_features);

/**
 * lvsdr_read_ipvs_version() - read the version of the kernel's IPVS, as shown in /proc/net/ip_vs.
 * @host: the handle.
 * @ret_version: receives the version, for example 0x010201 for 1.2.1.
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 0 on success; -EINVAL; -EOPNOTSUPP if IPVS is not available; -EPERM; -ETIMEDOUT;
 * -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_read_ipvs_version(struct lvsdr *host, uint32_t *ret_version);

/**
 * lvsdr_read_connection_table_size() - read the number of buckets of the connection hash table, as
 * shown in /proc/net/ip_vs. The table can hold more connections than that, but looking them up
 * takes longer. Since Linux 7.1 it is made with the first service and grows with the connections.
 * @host: the handle.
 * @ret_size: receives the number of buckets; 0 if there is no table yet.
 * Privilege: as lvsdr_read_ipvs_version().
 * Returns: as lvsdr_read_ipvs_version().
 * Since: 0.1
 */
int lvsdr_read_connection_table_size(struct lvsdr *host, uint32_t *ret_size);

#ifdef __cplusplus
}
#endif

#endif
