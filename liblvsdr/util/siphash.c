// SPDX-License-Identifier: LGPL-2.1-or-later
/* From the paper of Aumasson and Bernstein, "SipHash: a fast short-input PRF". */
#include "util/siphash.h"

#include <endian.h>

static uint64_t rotate(uint64_t word, unsigned int bits)
{
	return word << bits | word >> (64 - bits);
}

/* Half a round: one word is added to another, which is rotated and mixed with the sum. */
static void mix(uint64_t *sum, uint64_t *word, unsigned int bits)
{
	*sum += *word;
	*word = rotate(*word, bits) ^ *sum;
}

static void sip_round(uint64_t state[4])
{
	mix(&state[0], &state[1], 13);
	mix(&state[2], &state[3], 16);
	state[0] = rotate(state[0], 32);
	mix(&state[2], &state[1], 17);
	mix(&state[0], &state[3], 21);
	state[2] = rotate(state[2], 32);
}

uint64_t siphash_number(uint64_t key0, uint64_t key1, uint32_t number)
{
	/* "somepseudorandomlygeneratedbytes" */
	uint64_t state[4] = {key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d,
			     key0 ^ 0x6c7967656e657261, key1 ^ 0x7465646279746573};
	/* The only block: the bytes, and how many there are. */
	uint64_t block = (uint64_t)sizeof(number) << 56 | htole32(number);

	state[3] ^= block;
	sip_round(state);
	state[0] ^= block;
	state[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(state);
	return state[0] ^ state[1] ^ state[2] ^ state[3];
}
