// SPDX-License-Identifier: LGPL-2.1-or-later
/* Frames that claim to say where an address is. */
#include "fuzz.h"
#include "packet/packet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct claim claim;

	if (!packet_decode_arp(data, size, &claim))
		fuzz_expect(claim.address.family == AF_INET);
	if (!packet_decode_advertisement(data, size, &claim))
		fuzz_expect(claim.address.family == AF_INET6);
	return 0;
}
