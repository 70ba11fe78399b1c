/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_ANNOUNCE_H
#define LVSDR_ANNOUNCE_H

/*
 * Announcing a VIP: telling the neighbours at which MAC address it is now, so that they do not
 * keep the one of a director that is gone. The kernel does not do it when an address is added.
 *
 * One announcement of an IPv4 VIP is two broadcast frames, a gratuitous ARP request, which
 * RFC 5227 takes for it, and a gratuitous ARP reply, since some routers and switches heed only
 * that; sender and target are the VIP in both. One of an IPv6 VIP is an unsolicited neighbour
 * advertisement (RFC 4861) from the VIP to all nodes, ff02::1, with the override flag and the
 * target's link-layer address.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_vip;

/**
 * lvsdr_vip_announce() - announce a VIP on its device. Do it on a director when it has the VIP and
 * its services; never on a real server.
 * @host: the handle to act on.
 * @vip: names the address and the device, which has to be an Ethernet device that is up.
 * @count: how many announcements: 1 to 1000, or 0 for the default, 3.
 * @interval_milliseconds: the pause between two: 10 to 60000, or 0 for the default, 1000.
 *
 * Blocks for @count - 1 pauses. A program that cannot wait so long asks for a @count of 1 as
 * often as it likes. Before each announcement the namespace is asked whether it still has the VIP.
 *
 * Privilege: CAP_NET_RAW over the network namespace.
 * Returns: how many announcements were sent; -ENOENT when the VIP is not on that device, or was
 * taken from it meanwhile; -ENODEV; -EPERM; -EINVAL, also for a device that is down or has no ARP,
 * such as lo; -EAGAIN; -ETIMEDOUT when the device takes no frame; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_announce(struct lvsdr *host, const struct lvsdr_vip *vip, int32_t count,
		       int32_t interval_milliseconds);

#ifdef __cplusplus
}
#endif

#endif
