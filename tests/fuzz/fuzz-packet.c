// SPDX-License-Identifier: LGPL-2.1-or-later
/* Frames that claim to say where an address is; a claim is announced anew, and read back. */
#include "fuzz.h"
#include "codec/packet/packet.h"

#include <net/if_arp.h>

static void check_claim(const struct claim *claim, const uint8_t *frame, size_t length)
{
	struct claim again;

	fuzz_expect(length <= PACKET_FRAME_SIZE);
	fuzz_expect(!(claim->address.family == AF_INET
			      ? packet_decode_arp
			      : packet_decode_advertisement)(frame, length, &again));
	fuzz_expect(address_equal(&again.address, &claim->address) &&
		    !memcmp(again.mac, claim->mac, sizeof(again.mac)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t frame[PACKET_FRAME_SIZE];
	struct claim claim;

	if (!packet_decode_arp(data, size, &claim)) {
		fuzz_expect(claim.address.family == AF_INET);
		check_claim(&claim, frame,
			    packet_encode_arp_announcement(frame, ARPOP_REPLY, claim.mac,
							   &claim.address));
	}
	if (!packet_decode_advertisement(data, size, &claim)) {
		fuzz_expect(claim.address.family == AF_INET6);
		check_claim(&claim, frame,
			    packet_encode_advertisement(frame, claim.mac, &claim.address));
	}
	return 0;
}
