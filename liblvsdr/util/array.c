// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int array_grow(void *array_pointer, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room ? *room * 2 : 8;
	void *array, *grown;

	if (count < *room)
		return 0;
	memcpy(&array, array_pointer, sizeof(array));
	grown = realloc(array, wanted * size);
	if (!grown)
		return -ENOMEM;
	memcpy(array_pointer, &grown, sizeof(grown));
	*room = wanted;
	return 0;
}
