// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/ipvs.h"
#include "config.h"
#include "core/handle.h"
#include "kernel/network.h"

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

static int read_info(struct lvsdr *host, struct ipvs_info *ret_info,
		     struct netlink_error *ret_kernel)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct transport *transport = &host->transport;
	struct ip_vs_getinfo info;
	uint32_t length = sizeof(info);
	int error = transport_open_ipvs(transport, ret_kernel);

	if (!error && transport->chosen == IPVS_OPTIONS) {
		error = transport_get_option(transport, IP_VS_SO_GET_INFO, &info, &length);
		*ret_info = (struct ipvs_info){info.version, info.size};
	} else if (!error) {
		error = transport_ipvs(transport, ipvs_encode(buffer, IPVS_CMD_GET_INFO, 0), take,
				       ret_info, ret_kernel);
	}
	return error;
}

static uint32_t ipvs_features(const struct transport *transport, int error)
{
	uint32_t features = error == -EOPNOTSUPP ? 0 : LVSDR_FEATURE_IPVS;

	if (error)
		return features;
	return features | (transport->chosen == IPVS_OPTIONS ? LVSDR_FEATURE_IPVS_SOCKET_OPTIONS
							     : LVSDR_FEATURE_IPVS_ADMIN);
}

int lvsdr_read_features(struct lvsdr *host, uint32_t *ret_features)
{
	static const char object[] = "the features";
	struct netlink_error kernel;
	struct ipvs_info info;
	struct rtnl_link lo;
	uint32_t features;
	int error;

	if (!host)
		return -EINVAL;
	if (!ret_features)
		return error_set(host, -EINVAL, OPERATION_READ, object, "an argument is NULL");
	error = read_info(host, &info, &kernel);
	if (error && error != -EOPNOTSUPP && kernel.number != EPERM)
		return error_set_kernel(host, error, &kernel, OPERATION_READ, object, NULL);
	features = ipvs_features(&host->transport, error);
	error = network_read_link(host, NULL, 1, OPERATION_READ, object, &lo); /* lo, always */
	if (error)
		return error;
	if (lo.disable_ipv6 >= 0) /* each device of a kernel with IPv6 has that setting */
		features |= LVSDR_FEATURE_IPV6;
	error = transport_sysctl_writable(&host->transport, "conf/all/arp_ignore");
	if (error < 0)
		return error_set_kernel(host, error, NULL, OPERATION_READ, object, NULL);
	if (error)
		features |= LVSDR_FEATURE_SYSCTL_WRITE;
	*ret_features = features;
	return 0;
}

static int read_info_number(struct lvsdr *host, const char *object, const uint32_t *ret_number,
			    struct ipvs_info *ret_info)
{
	struct netlink_error kernel;
	int error;

	if (!host)
		return -EINVAL;
	if (!ret_number)
		return error_set(host, -EINVAL, OPERATION_READ, object, "an argument is NULL");
	error = read_info(host, ret_info, &kernel);
	if (!error)
		return 0;
	return error_set_kernel(host, error, &kernel, OPERATION_READ, object,
				error_ipvs_hint(error));
}

int lvsdr_read_ipvs_version(struct lvsdr *host, uint32_t *ret_version)
{
	struct ipvs_info info;
	int error = read_info_number(host, "the IPVS version", ret_version, &info);

	if (!error)
		*ret_version = info.version;
	return error;
}

int lvsdr_read_connection_table_size(struct lvsdr *host, uint32_t *ret_size)
{
	struct ipvs_info info;
	int error = read_info_number(host, "the size of the connection table", ret_size, &info);

	if (!error)
		*ret_size = info.connection_table_size;
	return error;
}
