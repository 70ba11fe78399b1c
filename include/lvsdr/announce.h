/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_ANNOUNCE_H
#define LVSDR_ANNOUNCE_H

/*
 * Announcements of a VIP: messages that tell the neighbours the MAC address that has the VIP now,
 * so that they stop using the MAC address of a director that is gone. The kernel does not announce
 * an address when it is added.
 *
 * An announcement of an IPv4 VIP consists of two broadcast frames: a gratuitous ARP request, as
 * specified by RFC 5227, and a gratuitous ARP reply, because some routers and switches only accept
 * the latter. Sender and target are the VIP in both. An announcement of an IPv6 VIP is an
 * unsolicited neighbour advertisement (RFC 4861) from the VIP to all nodes, ff02::1, with the
 * override flag and the target link-layer address.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_vip;

/**
 * lvsdr_vip_announce() - announce a VIP on its device. Call it on a director that has the VIP and
 * its services; never call it on a real server.
 * @host: the handle to act on.
 * @vip: names the address and the device, which must be an Ethernet device that is up.
 * @count: the number of announcements: 1 to 1000, or 0 for the default, 3.
 * @interval_milliseconds: the pause between two announcements: 10 to 60000, or 0 for the default,
 *                         1000.
 *
 * The call blocks for @count - 1 pauses. A program that must not block can call it repeatedly with
 * a @count of 1. Before each announcement the library checks that the network namespace still has
 * the VIP.
 *
 * Privilege: CAP_NET_RAW over the network namespace.
 * Returns: the number of announcements that were sent; -ENOENT if the VIP is not on that device,
 * or was removed from it meanwhile; -ENODEV; -EPERM; -EINVAL, also if the device is down or has no
 * ARP, such as lo; -EAGAIN; -ETIMEDOUT if the device accepts no frame; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_announce(struct lvsdr *host, const struct lvsdr_vip *vip, int32_t count,
		       int32_t interval_milliseconds);

#ifdef __cplusplus
}
#endif

#endif
