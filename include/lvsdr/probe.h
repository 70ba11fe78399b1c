/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_PROBE_H
#define LVSDR_PROBE_H

/*
 * Probing: which MAC addresses answer for an address. For a VIP there has to be exactly one, the
 * director's; a second one is a real server that does not keep quiet about it, or a second
 * director.
 *
 * The question pollutes no neighbour's cache. For IPv4 it is an ARP request from 0.0.0.0 (RFC 5227):
 * one from the VIP itself would go unanswered just by a real server that leaks it. For IPv6 it is a
 * neighbour solicitation from the device's link-local address, or another one of its own: one from
 * :: would be answered to all nodes, and would make a host that is just taking the address give it
 * up. The answers come to this host, whose own cache takes them as any others.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/* Sizes of what lvsdr_address_probe() tells. */
#define LVSDR_MAC_SIZE  6  /* bytes of a MAC address */
#define LVSDR_PROBE_MAX 64 /* so many different MAC addresses are told apart */

/**
 * lvsdr_address_probe() - ask the neighbours who has an address, and listen for a while.
 * @host: the handle to act on.
 * @address: an IPv4 or IPv6 address.
 * @device: the Ethernet device on which to ask: it has to be up.
 * @wait_milliseconds: how long to listen: 10 to 60000, or 0 for the default, 1000. The call takes
 *                     as long; it asks three times, evenly spread.
 * @ret_macs: receives the different MAC addresses in the order in which they answered,
 *            LVSDR_MAC_SIZE bytes each; may be NULL when @size is 0.
 * @size: the size of @ret_macs in bytes; 6 * LVSDR_PROBE_MAX is always enough.
 *
 * This host does not answer itself: on the director, nobody has to answer for the VIP. Any ARP
 * packet that names the address as its sender's counts as an answer.
 *
 * Privilege: CAP_NET_RAW over the network namespace.
 * Returns: how many different MAC addresses answered, 0 to LVSDR_PROBE_MAX, also when @size is too
 * small for all of them; -ENODEV; -EPERM; -EINVAL, also for a device that is down, has no ARP, such
 * as lo, or has no IPv6 address to ask from; -EAGAIN; -ETIMEDOUT when the device takes no frame;
 * -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_address_probe(struct lvsdr *host, const char *address, const char *device,
			int32_t wait_milliseconds, uint8_t *ret_macs, size_t size);

#ifdef __cplusplus
}
#endif

#endif
