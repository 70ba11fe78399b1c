// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "handle.h"
#include "ipvs/ipvs.h"

#include <errno.h>
#include <lvsdr/version.h>
#include <linux/ip_vs.h>

const char *lvsdr_version(void)
{
	return PACKAGE_VERSION;
}

static int take(const struct nlmsghdr *message, void *data)
{
	return ipvs_decode_info(message, data);
}

static int read_info(struct lvsdr *host, uint32_t *ret_version, struct netlink_error *ret_error)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];

	return transport_ipvs(&host->transport, ipvs_encode(buffer, IPVS_CMD_GET_INFO, 0), take,
			      ret_version, ret_error);
}

int lvsdr_read_features(struct lvsdr *host, uint32_t *ret_features)
{
	struct netlink_error kernel;
	uint32_t features = 0, version;
	int32_t value;
	int error;

	if (!host || !ret_features)
		return -EINVAL;
	error = transport_open_ipvs(&host->transport, &kernel);
	if (!error) {
		features |= LVSDR_FEATURE_IPVS;
		error = read_info(host, &version, &kernel);
		if (!error)
			features |= LVSDR_FEATURE_IPVS_ADMIN;
	}
	if (error && error != -EOPNOTSUPP && kernel.number != EPERM)
		return error_set_kernel(host, error, &kernel, "read", "the features", NULL);
	if (!transport_read_sysctl(&host->transport, "../ipv6/conf/all/disable_ipv6", &value))
		features |= LVSDR_FEATURE_IPV6;
	if (transport_sysctl_writable(&host->transport, "conf/all/arp_ignore"))
		features |= LVSDR_FEATURE_SYSCTL_WRITE;
	*ret_features = features;
	return 0;
}

int lvsdr_read_ipvs_version(struct lvsdr *host, uint32_t *ret_version)
{
	struct netlink_error kernel;
	uint32_t version;
	int error;

	if (!host || !ret_version)
		return -EINVAL;
	error = read_info(host, &version, &kernel);
	if (error)
		return error_set_kernel(host, error, &kernel, "read", "the IPVS version", NULL);
	*ret_version = version;
	return 0;
}
