/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The codec of frames: ARP and IPv6 neighbour discovery on Ethernet, by which hosts learn where an
 * address is. No I/O.
 */

#include "util/address.h"

#include <net/ethernet.h>

/* No frame of ours is longer; encoders write into the caller's buffer and return the length. */
enum { PACKET_FRAME_SIZE = 86 };

/* `operation` is ARPOP_REQUEST or ARPOP_REPLY. */
size_t packet_encode_arp_announcement(uint8_t *frame, uint16_t operation,
				      const uint8_t mac[ETH_ALEN], const struct address *address);
size_t packet_encode_arp_probe(uint8_t *frame, const uint8_t mac[ETH_ALEN],
			       const struct address *address);
size_t packet_encode_advertisement(uint8_t *frame, const uint8_t mac[ETH_ALEN],
				   const struct address *address);
size_t packet_encode_solicitation(uint8_t *frame, const uint8_t mac[ETH_ALEN],
				  const struct address *source, const struct address *address);

/* That an address is at a MAC address. */
struct claim {
	struct address address;
	uint8_t mac[ETH_ALEN];
};

/*
 * What an ARP packet says of its sender, or a neighbour advertisement of its target: 0, or
 * -EBADMSG for anything else.
 */
int packet_decode_arp(const void *frame, size_t length, struct claim *ret_claim);
int packet_decode_advertisement(const void *frame, size_t length, struct claim *ret_claim);
