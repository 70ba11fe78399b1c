// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/packet/packet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/if_ether.h>
#include <string.h>

struct arp_frame {
	struct ether_header ethernet;
	struct ether_arp arp;
} __attribute__((packed));

static struct arp_frame start(uint16_t operation, const uint8_t mac[ETH_ALEN],
			      const struct address *target)
{
	struct arp_frame frame = {.ethernet.ether_type = htons(ETHERTYPE_ARP),
				  .arp.ea_hdr = {.ar_hrd = htons(ARPHRD_ETHER),
						 .ar_pro = htons(ETHERTYPE_IP),
						 .ar_hln = ETH_ALEN,
						 .ar_pln = 4,
						 .ar_op = htons(operation)}};

	memset(frame.ethernet.ether_dhost, 0xff, ETH_ALEN);
	memcpy(frame.ethernet.ether_shost, mac, ETH_ALEN);
	memcpy(frame.arp.arp_sha, mac, ETH_ALEN);
	memcpy(frame.arp.arp_tpa, target->bytes, sizeof(frame.arp.arp_tpa));
	return frame;
}

size_t packet_encode_arp_announcement(uint8_t *frame, uint16_t operation,
				      const uint8_t mac[ETH_ALEN], const struct address *address)
{
	struct arp_frame packet = start(operation, mac, address);

	memcpy(packet.arp.arp_spa, address->bytes, sizeof(packet.arp.arp_spa));
	/* A gratuitous reply is known by this; in a request it means nothing. */
	if (operation == ARPOP_REPLY)
		memcpy(packet.arp.arp_tha, mac, ETH_ALEN);
	memcpy(frame, &packet, sizeof(packet));
	return sizeof(packet);
}

size_t packet_encode_arp_probe(uint8_t *frame, const uint8_t mac[ETH_ALEN],
			       const struct address *address)
{
	struct arp_frame packet = start(ARPOP_REQUEST, mac, address);

	memcpy(frame, &packet, sizeof(packet));
	return sizeof(packet);
}

int packet_decode_arp(const void *frame, size_t length, struct claim *ret_claim)
{
	struct arp_frame packet;

	if (length < sizeof(packet))
		return -EBADMSG;
	memcpy(&packet, frame, sizeof(packet));
	if (packet.ethernet.ether_type != htons(ETHERTYPE_ARP) ||
	    packet.arp.ea_hdr.ar_hrd != htons(ARPHRD_ETHER) ||
	    packet.arp.ea_hdr.ar_pro != htons(ETHERTYPE_IP) ||
	    packet.arp.ea_hdr.ar_hln != ETH_ALEN || packet.arp.ea_hdr.ar_pln != 4)
		return -EBADMSG;
	*ret_claim = (struct claim){.address.family = AF_INET};
	memcpy(ret_claim->address.bytes, packet.arp.arp_spa, sizeof(packet.arp.arp_spa));
	memcpy(ret_claim->mac, packet.arp.arp_sha, ETH_ALEN);
	return 0;
}
