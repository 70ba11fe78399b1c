// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/hash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

uint32_t hash_number(uint32_t seed, uint32_t number)
{
	uint32_t hash = (seed ^ number) * 0x9e3779b1u;

	hash ^= hash >> 15;
	hash *= 0x85ebca77u;
	return hash ^ hash >> 13;
}

uint32_t hash_bytes(uint32_t seed, const void *bytes, size_t length)
{
	const char *at = bytes;
	uint32_t hash = hash_number(seed, (uint32_t)length), word;

	for (; length > sizeof(word); at += sizeof(word), length -= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		hash = hash_number(hash, word);
	}
	word = 0;
	memcpy(&word, at, length);
	return hash_number(hash, word);
}

void hash_clear(struct hash *hash)
{
	free(hash->slots);
	*hash = (struct hash){.slots = NULL};
}

uint64_t *hash_find(const struct hash *hash, uint32_t code, hash_match match, const void *key,
		    const void *owner)
{
	struct hash_slot *slot;

	if (!hash->slots)
		return NULL;
	for (size_t i = code & hash->mask;; i = (i + 1) & hash->mask) {
		slot = &hash->slots[i];
		if (!slot->used)
			return NULL;
		if (slot->hash == code && match(slot->value, key, owner))
			return &slot->value;
	}
}

static void place(struct hash_slot *slots, size_t mask, struct hash_slot entry)
{
	size_t i = entry.hash & mask;

	while (slots[i].used)
		i = (i + 1) & mask;
	slots[i] = entry;
}

static int grow(struct hash *hash)
{
	size_t size = hash->slots ? (hash->mask + 1) * 2 : 16;
	struct hash_slot *slots = calloc(size, sizeof(*slots));

	if (!slots)
		return -ENOMEM;
	for (size_t i = 0; hash->slots && i <= hash->mask; i++)
		if (hash->slots[i].used)
			place(slots, size - 1, hash->slots[i]);
	free(hash->slots);
	hash->slots = slots;
	hash->mask = size - 1;
	return 0;
}

int hash_add(struct hash *hash, uint32_t code, uint64_t value)
{
	/* At most three quarters full. */
	if ((!hash->slots || hash->count >= hash->mask - hash->mask / 4) && grow(hash))
		return -ENOMEM;
	place(hash->slots, hash->mask, (struct hash_slot){code, 1, value});
	hash->count++;
	return 0;
}
