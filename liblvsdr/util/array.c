// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int array_grow(void *array_pointer, size_t wanted, size_t *room, size_t size)
{
	size_t larger = *room ? *room : 8;
	void *array, *grown;

	if (wanted <= *room)
		return 0;
	while (larger < wanted)
		larger *= 2;
	memcpy(&array, array_pointer, sizeof(array));
	grown = realloc(array, larger * size);
	if (!grown)
		return -ENOMEM;
	memcpy(array_pointer, &grown, sizeof(grown));
	*room = larger;
	return 0;
}
