// SPDX-License-Identifier: LGPL-2.1-or-later
/* The codec of frames: exact bytes, and what is taken for an answer. */
#include "../check.h"
#include "codec/packet/packet.h"

#include <netinet/if_ether.h>

static const uint8_t mac[ETH_ALEN] = {2, 0, 0xc0, 0xa8, 1, 0x28};
static const struct address vip = {AF_INET, {192, 168, 1, 41}};
static const struct address vip6 = {AF_INET6, {0x20, 1, 0xd, 0xb8, 0, 1, [15] = 0x41}};
static const struct address link_local = {
	AF_INET6, {0xfe, 0x80, [8] = 0, 0, 0xc0, 0xff, 0xfe, 0xa8, 1, 0x28}};

/* As Linux 6.1 answered a solicitation from ::. */
static const uint8_t kernel_advertisement[] = {
	0x33, 0x33, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00, 0xc0, 0xa8, 0x01, 0x28, 0x86, 0xdd, 0x60,
	0x00, 0x00, 0x00, 0x00, 0x20, 0x3a, 0xff, 0x20, 0x01, 0x0d, 0xb8, 0x00, 0x01, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x41, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x88, 0x00, 0x36, 0xd9, 0x20, 0x00,
	0x00, 0x00, 0x20, 0x01, 0x0d, 0xb8, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x41, 0x02, 0x01, 0x02, 0x00, 0xc0, 0xa8, 0x01, 0x28,
};

/* As it answered an ARP probe. */
static const uint8_t kernel_reply[] = {
	0x02, 0x00, 0xc0, 0xa8, 0x01, 0x64, 0x02, 0x00, 0xc0, 0xa8, 0x01, 0x28, 0x08, 0x06,
	0x00, 0x01, 0x08, 0x00, 0x06, 0x04, 0x00, 0x02, 0x02, 0x00, 0xc0, 0xa8, 0x01, 0x28,
	0xc0, 0xa8, 0x01, 0x29, 0x02, 0x00, 0xc0, 0xa8, 0x01, 0x64, 0x00, 0x00, 0x00, 0x00,
};

/* As it resolves an address: all but what stands between is the same in ours. */
static const uint8_t kernel_solicitation[] = {
	0x33, 0x33, 0xff, 0x00, 0x00, 0x41, 0x02, 0x00, 0xc0, 0xa8, 0x01, 0x28, 0x86, 0xdd, 0x60,
	0x00, 0x00, 0x00, 0x00, 0x20, 0x3a, 0xff, 0xfe, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0xc0, 0xff, 0xfe, 0xa8, 0x01, 0x28, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x01, 0xff, 0x00, 0x00, 0x41, 0x87, 0x00, 0xc8, 0x40, 0x00, 0x00,
	0x00, 0x00, 0x20, 0x01, 0x0d, 0xb8, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x41, 0x01, 0x01, 0x02, 0x00, 0xc0, 0xa8, 0x01, 0x28,
};

/* A gratuitous request, a gratuitous reply, and a probe, to everybody (RFC 5227). */
#define ARP(operation)                                                                             \
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0xc0, 0xa8, 1, 0x28, 8, 6, 0, 1, 8, 0, 6, 4, 0,  \
		operation, 2, 0, 0xc0, 0xa8, 1, 0x28

static const uint8_t arp_frames[][42] = {
	{ARP(1), 192, 168, 1, 41, 0, 0, 0, 0, 0, 0, 192, 168, 1, 41},
	{ARP(2), 192, 168, 1, 41, 2, 0, 0xc0, 0xa8, 1, 0x28, 192, 168, 1, 41},
	{ARP(1), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 168, 1, 41},
};

static void check_claim(const struct claim *claim, const struct address *address)
{
	assert_memory_equal(&claim->address, address, sizeof(*address));
	assert_memory_equal(claim->mac, mac, sizeof(mac));
}

static void test_arp(void **state)
{
	uint8_t frame[PACKET_FRAME_SIZE];
	struct claim claim;
	size_t length;

	(void)state;
	length = packet_encode_arp_announcement(frame, ARPOP_REQUEST, mac, &vip);
	assert_int_equal(length, 42);
	assert_memory_equal(frame, arp_frames[0], length);
	assert_int_equal(packet_decode_arp(frame, length, &claim), 0);
	check_claim(&claim, &vip);
	assert_int_equal(packet_encode_arp_announcement(frame, ARPOP_REPLY, mac, &vip), length);
	assert_memory_equal(frame, arp_frames[1], length);
	assert_int_equal(packet_encode_arp_probe(frame, mac, &vip), length);
	assert_memory_equal(frame, arp_frames[2], length);
	assert_int_equal(packet_decode_arp(frame, length, &claim), 0);
	assert_memory_equal(&claim.address, &(struct address){.family = AF_INET},
			    sizeof(claim.address));
	assert_int_equal(packet_decode_arp(kernel_reply, sizeof(kernel_reply), &claim), 0);
	check_claim(&claim, &vip);
}

static void test_neighbour_discovery(void **state)
{
	uint8_t frame[PACKET_FRAME_SIZE];
	struct claim claim;

	(void)state;
	assert_int_equal(packet_encode_advertisement(frame, mac, &vip6),
			 sizeof(kernel_advertisement));
	assert_memory_equal(frame, kernel_advertisement, sizeof(kernel_advertisement));
	assert_int_equal(packet_decode_advertisement(frame, sizeof(frame), &claim), 0);
	check_claim(&claim, &vip6);
	assert_int_equal(packet_encode_solicitation(frame, mac, &link_local, &vip6),
			 sizeof(kernel_solicitation));
	assert_memory_equal(frame, kernel_solicitation, sizeof(kernel_solicitation));
	assert_int_equal(packet_decode_advertisement(frame, sizeof(frame), &claim), -EBADMSG);
}

/* Whichever byte is changed, it is no advertisement any more, or says it of another address. */
static void test_damaged_advertisement(void **state)
{
	uint8_t frame[sizeof(kernel_advertisement)];
	struct claim claim;

	(void)state;
	for (size_t at = ETH_HLEN; at < sizeof(frame); at++) {
		if (at >= 15 && at <= 17)
			continue; /* traffic class and flow label */
		memcpy(frame, kernel_advertisement, sizeof(frame));
		frame[at] ^= 0x55;
		if (packet_decode_advertisement(frame, sizeof(frame), &claim) != -EBADMSG)
			fail_msg("byte %zu does not matter", at);
	}
}

/* In a block of just its size, so that whoever reads behind the end is found out. */
static void cut(const uint8_t *frame, size_t size,
		int (*decode)(const void *frame, size_t length, struct claim *ret_claim))
{
	struct claim claim;
	uint8_t *copy;

	for (size_t length = 0; length < size; length++) {
		copy = malloc(length + !length);
		assert_non_null(copy);
		memcpy(copy, frame, length);
		assert_int_equal(decode(copy, length, &claim), -EBADMSG);
		free(copy);
	}
}

static void test_cut_frames(void **state)
{
	(void)state;
	cut(kernel_reply, sizeof(kernel_reply), packet_decode_arp);
	cut(kernel_advertisement, sizeof(kernel_advertisement), packet_decode_advertisement);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arp),
		cmocka_unit_test(test_neighbour_discovery),
		cmocka_unit_test(test_damaged_advertisement),
		cmocka_unit_test(test_cut_frames),
	};

	return cmocka_run_group_tests_name("packets", tests, NULL, NULL);
}
