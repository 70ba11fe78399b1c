// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/packet/packet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/ip6.h>
#include <string.h>

enum { HOP_LIMIT = 255, OPTION_UNIT = 8 }; /* another hop limit has passed a router */

/* A solicitation and an advertisement look the same. */
struct nd_frame {
	struct ether_header ethernet;
	struct ip6_hdr ip;
	struct icmp6_hdr icmp;
	struct in6_addr target;
	struct {
		uint8_t type, length, mac[ETH_ALEN];
	} option;
} __attribute__((packed));

enum {
	BEFORE_PAYLOAD = offsetof(struct nd_frame, icmp),
	BEFORE_OPTIONS = offsetof(struct nd_frame, option),
};

/* Of the bytes behind the IPv6 header; 0 if they already contain the right one. */
static uint16_t checksum(const struct ip6_hdr *ip, const uint8_t *payload, size_t length)
{
	uint32_t sum = (uint32_t)length + IPPROTO_ICMPV6;

	for (size_t i = 0; i < sizeof(ip->ip6_src); i += 2)
		sum += (uint32_t)(ip->ip6_src.s6_addr[i] << 8 | ip->ip6_src.s6_addr[i + 1]) +
		       (uint32_t)(ip->ip6_dst.s6_addr[i] << 8 | ip->ip6_dst.s6_addr[i + 1]);
	for (size_t i = 0; i < length; i++)
		sum += i % 2 ? payload[i] : (uint32_t)payload[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* Fills in what depends on the rest. */
static size_t finish(uint8_t *frame, struct nd_frame *packet)
{
	const size_t payload = sizeof(*packet) - BEFORE_PAYLOAD;
	struct ip6_hdr ip;

	packet->ethernet.ether_type = htons(ETHERTYPE_IPV6);
	/* An IPv6 multicast goes to the MAC address with its last four bytes. */
	memcpy(packet->ethernet.ether_dhost, "\x33\x33", 2);
	memcpy(packet->ethernet.ether_dhost + 2, packet->ip.ip6_dst.s6_addr + 12, 4);
	packet->ip.ip6_flow = htonl(6u << 28);
	packet->ip.ip6_plen = htons(payload);
	packet->ip.ip6_nxt = IPPROTO_ICMPV6;
	packet->ip.ip6_hlim = HOP_LIMIT;
	ip = packet->ip;
	memcpy(frame, packet, sizeof(*packet));
	packet->icmp.icmp6_cksum = htons(checksum(&ip, frame + BEFORE_PAYLOAD, payload));
	memcpy(frame, packet, sizeof(*packet));
	return sizeof(*packet);
}

size_t packet_encode_advertisement(uint8_t *frame, const uint8_t mac[ETH_ALEN],
				   const struct address *address)
{
	struct nd_frame packet = {.ip.ip6_dst.s6_addr = {0xff, 2, [15] = 1},
				  .icmp.icmp6_type = ND_NEIGHBOR_ADVERT,
				  .option = {.type = ND_OPT_TARGET_LINKADDR, .length = 1}};

	packet.icmp.icmp6_data32[0] = ND_NA_FLAG_OVERRIDE;
	memcpy(packet.ethernet.ether_shost, mac, ETH_ALEN);
	memcpy(&packet.ip.ip6_src, address->bytes, sizeof(packet.ip.ip6_src));
	memcpy(&packet.target, address->bytes, sizeof(packet.target));
	memcpy(packet.option.mac, mac, ETH_ALEN);
	return finish(frame, &packet);
}

size_t packet_encode_solicitation(uint8_t *frame, const uint8_t mac[ETH_ALEN],
				  const struct address *source, const struct address *address)
{
	struct nd_frame packet = {.ip.ip6_dst.s6_addr = {0xff, 2, [11] = 1, [12] = 0xff},
				  .icmp.icmp6_type = ND_NEIGHBOR_SOLICIT,
				  .option = {.type = ND_OPT_SOURCE_LINKADDR, .length = 1}};

	memcpy(packet.ethernet.ether_shost, mac, ETH_ALEN);
	memcpy(&packet.ip.ip6_src, source->bytes, sizeof(packet.ip.ip6_src));
	memcpy(packet.ip.ip6_dst.s6_addr + 13, address->bytes + 13, 3);
	memcpy(&packet.target, address->bytes, sizeof(packet.target));
	memcpy(packet.option.mac, mac, ETH_ALEN);
	return finish(frame, &packet);
}

/* The target's MAC address replaces the sender's if it is given. */
static int get_options(const uint8_t *at, size_t left, uint8_t mac[ETH_ALEN])
{
	size_t length;

	for (; left; at += length, left -= length) {
		if (left < OPTION_UNIT)
			return -EBADMSG;
		length = (size_t)at[1] * OPTION_UNIT;
		if (!length || length > left)
			return -EBADMSG;
		if (at[0] == ND_OPT_TARGET_LINKADDR && length == OPTION_UNIT)
			memcpy(mac, at + 2, ETH_ALEN);
	}
	return 0;
}

int packet_decode_advertisement(const void *frame, size_t length, struct claim *ret_claim)
{
	const uint8_t *bytes = frame;
	struct claim claim = {.address.family = AF_INET6};
	struct nd_frame packet;
	struct ip6_hdr ip;
	size_t payload;

	if (length < BEFORE_OPTIONS)
		return -EBADMSG;
	memcpy(&packet, frame, BEFORE_OPTIONS);
	ip = packet.ip;
	payload = ntohs(ip.ip6_plen);
	if (packet.ethernet.ether_type != htons(ETHERTYPE_IPV6) || ip.ip6_vfc >> 4 != 6 ||
	    ip.ip6_nxt != IPPROTO_ICMPV6 || ip.ip6_hlim != HOP_LIMIT ||
	    payload < BEFORE_OPTIONS - BEFORE_PAYLOAD || payload > length - BEFORE_PAYLOAD ||
	    packet.icmp.icmp6_type != ND_NEIGHBOR_ADVERT || packet.icmp.icmp6_code)
		return -EBADMSG;
	memcpy(claim.address.bytes, &packet.target, sizeof(packet.target));
	memcpy(claim.mac, packet.ethernet.ether_shost, ETH_ALEN);
	if (get_options(bytes + BEFORE_OPTIONS, BEFORE_PAYLOAD + payload - BEFORE_OPTIONS,
			claim.mac) ||
	    checksum(&ip, bytes + BEFORE_PAYLOAD, payload))
		return -EBADMSG;
	*ret_claim = claim;
	return 0;
}
