// SPDX-License-Identifier: LGPL-2.1-or-later
#include "memory.h"

#include <jansson.h>
#include <stdlib.h>

static int failed;

static void *allocate(size_t size)
{
	void *memory = malloc(size);

	failed |= !memory;
	return memory;
}

void memory_watch(void)
{
	json_set_alloc_funcs(allocate, free);
}

int memory_failed(void)
{
	return failed;
}
