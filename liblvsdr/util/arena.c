// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

enum {
	FIRST_SIZE = 1024,
	LARGEST_SIZE = 65536, /* below malloc's own limit for memory that it gives back at once */
};

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
	_Alignas(max_align_t) char data[];
};

static int add_chunk(struct arena *arena, size_t least)
{
	size_t size = arena->chunks ? arena->chunks->size * 4 : FIRST_SIZE;
	struct arena_chunk *chunk;

	if (size > LARGEST_SIZE)
		size = LARGEST_SIZE;
	if (size < least)
		size = least;
	chunk = malloc(sizeof(*chunk) + size);
	if (!chunk)
		return -1;
	chunk->next = arena->chunks;
	chunk->size = size;
	arena->chunks = chunk;
	arena->used = 0;
	return 0;
}

void *arena_copy(struct arena *arena, const void *data, size_t size)
{
	size_t aligned = (size + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
	char *copy;

	if ((!arena->chunks || arena->chunks->size - arena->used < aligned) &&
	    add_chunk(arena, aligned))
		return NULL;
	copy = arena->chunks->data + arena->used;
	arena->used += aligned;
	return memcpy(copy, data, size);
}

void arena_clear(struct arena *arena)
{
	struct arena_chunk *next;

	for (struct arena_chunk *chunk = arena->chunks; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	*arena = (struct arena){.chunks = NULL};
}
