/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint32_t hash_bytes(uint32_t seed, const void *bytes, size_t length);
uint32_t hash_number(uint32_t seed, uint32_t number);

/* A hash table of numbers that mean something to its owner, such as places in an array. */
struct hash_slot {
	uint32_t hash;
	uint32_t used;
	uint64_t value;
};

struct hash {
	struct hash_slot *slots;
	size_t mask, count; /* slots are none, or a power of two */
};

/* Whether the entry `value` is the one that is looked for. */
typedef bool (*hash_match)(uint64_t value, const void *key, const void *owner);

void hash_clear(struct hash *hash);
/* The entry's place, which the owner may overwrite, or NULL. */
uint64_t *hash_find(const struct hash *hash, uint32_t code, hash_match match, const void *key,
		    const void *owner);
/* Of something that is not in it. 0 or -ENOMEM. */
int hash_add(struct hash *hash, uint32_t code, uint64_t value);
