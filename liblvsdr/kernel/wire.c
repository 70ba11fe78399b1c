// SPDX-License-Identifier: LGPL-2.1-or-later
#include "kernel/wire.h"

#include "core/handle.h"
#include "kernel/network.h"
#include "transport/packet_socket.h"

#include <errno.h>
#include <net/ethernet.h>
#include <net/if_arp.h>

int wire_read_link(struct lvsdr *host, const char *device, enum operation operation,
		   const char *object, struct rtnl_link *ret_link)
{
	const char *wrong = NULL;
	struct rtnl_link link;
	int error = network_read_link(host, device, 0, operation, object, &link);

	if (error)
		return error;
	if (link.type != ARPHRD_ETHER || link.flags & (IFF_LOOPBACK | IFF_NOARP))
		wrong = "has no ARP; use the Ethernet device that faces the clients";
	else if (!(link.flags & IFF_UP))
		wrong = "is down; set it up first (`ip link set DEVICE up`)";
	else if (!(link.flags & IFF_RUNNING))
		wrong = "has no carrier; nobody would receive it";
	if (wrong) {
		error_set(host, -EINVAL, operation, object, "%s %s", device, wrong);
		return error_set_field(host, "device");
	}
	*ret_link = link;
	return 0;
}

static int refuse(struct lvsdr *host, int error, enum operation operation, const char *object)
{
	const char *hint = NULL;

	if (error == -EPERM)
		hint = "the capability CAP_NET_RAW is required; run it as root";
	if (error == -ETIMEDOUT)
		hint = "the device accepted no frame in time; see lvsdr_set_timeout()";
	return error_set_kernel(host, error, NULL, operation, object, hint);
}

int wire_open(struct lvsdr *host, const struct rtnl_link *link, uint8_t family,
	      enum operation operation, const char *object, int *ret_fd)
{
	int error =
		transport_open_packets(&host->transport, link->index,
				       family == AF_INET6 ? ETHERTYPE_IPV6 : ETHERTYPE_ARP, ret_fd);

	return error ? refuse(host, error, operation, object) : 0;
}

int wire_send(struct lvsdr *host, int fd, const uint8_t *frame, size_t length,
	      enum operation operation, const char *object)
{
	int error = packet_socket_send(fd, frame, length, netlink_now() + host->transport.timeout);

	return error ? refuse(host, error, operation, object) : 0;
}
