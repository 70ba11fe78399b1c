// SPDX-License-Identifier: LGPL-2.1-or-later
#include "file.h"

#include <stdlib.h>
#include <string.h>

char *file_read_stream(FILE *file, size_t *ret_size)
{
	char *text = NULL, *grown;
	size_t size = 0, room = 0;

	while (!ferror(file) && !feof(file)) {
		if (size == room) {
			room = room ? room * 2 : 4096;
			grown = realloc(text, room);
			if (!grown)
				break;
			text = grown;
		}
		size += fread(text + size, 1, room - size, file);
	}
	if (ferror(file) || !feof(file)) {
		free(text);
		text = NULL;
	}
	*ret_size = size;
	return text;
}

char *file_read(const char *path, size_t *ret_size)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "r") : stdin;
	char *text = file ? file_read_stream(file, ret_size) : NULL;

	if (file && file != stdin)
		fclose(file);
	return text;
}
