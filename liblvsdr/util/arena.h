/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* Memory for many small things that go away together. */
struct arena {
	struct arena_chunk *chunks; /* the newest first */
	size_t used;                /* of the newest */
};

/* A copy that lives as long as the arena; NULL when out of memory. */
void *arena_copy(struct arena *arena, const void *data, size_t size);
void arena_clear(struct arena *arena);
