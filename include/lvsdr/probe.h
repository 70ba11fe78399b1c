/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_PROBE_H
#define LVSDR_PROBE_H

/*
 * Probes: asking the neighbours which MAC addresses answer for an address. For a VIP exactly one
 * must answer, that of the director. A second one is a real server that answers ARP requests for
 * the VIP, or a second director.
 *
 * A probe does not change the neighbour cache of any other host. For IPv4 it is an ARP request
 * from 0.0.0.0 (RFC 5227): a request from the VIP itself would not be answered by exactly the real
 * servers to be found. For IPv6 it is a neighbour solicitation from the link-local address of the
 * device, or another address of it: a solicitation from :: would be answered to all nodes, and
 * would make a host that is configuring the address give it up. The answers are sent to this host,
 * whose own cache handles them like any other answer.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/* Sizes for lvsdr_address_probe(). */
#define LVSDR_MAC_SIZE  6  /* bytes of a MAC address */
#define LVSDR_PROBE_MAX 64 /* the largest number of MAC addresses that are returned */

/**
 * lvsdr_address_probe() - ask the neighbours who has an address, and wait for answers.
 * @host: the handle to act on.
 * @address: an IPv4 or IPv6 address.
 * @device: the Ethernet device to send on; it must be up.
 * @wait_milliseconds: how long to wait for answers: 10 to 60000, or 0 for the default, 1000. The
 *                     call takes that long; it sends three requests, evenly spaced.
 * @ret_macs: receives the different MAC addresses in the order of their answers, LVSDR_MAC_SIZE
 *            bytes each; may be NULL if @size is 0.
 * @size: the size of @ret_macs in bytes; 6 * LVSDR_PROBE_MAX is always enough.
 *
 * This host does not answer its own requests: on a director, no answer for the VIP is the correct
 * result. Every ARP packet whose sender address is @address counts as an answer.
 *
 * Privilege: CAP_NET_RAW over the network namespace.
 * Returns: the number of different MAC addresses that answered, 0 to LVSDR_PROBE_MAX, even if
 * @size is too small for all of them; -ENODEV; -EPERM; -EINVAL, also if the device is down, has no
 * ARP, such as lo, or has no IPv6 address to send from; -EAGAIN; -ETIMEDOUT if the device accepts
 * no frame; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_address_probe(struct lvsdr *host, const char *address, const char *device,
			int32_t wait_milliseconds, uint8_t *ret_macs, size_t size);

#ifdef __cplusplus
}
#endif

#endif
