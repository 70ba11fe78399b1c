// SPDX-License-Identifier: LGPL-2.1-or-later
#include "file.h"

#include "../common/escape.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 1 << 28 };

char *file_read_stream(FILE *file, size_t *ret_size)
{
	char *text = NULL, *grown;
	size_t size = 0, room = 0;
	int error;

	while (!ferror(file) && !feof(file)) {
		if (size == room) {
			errno = EFBIG;
			room = room ? room * 2 : 4096;
			grown = room <= LARGEST ? realloc(text, room) : NULL;
			if (!grown)
				break;
			text = grown;
		}
		size += fread(text + size, 1, room - size, file);
	}
	*ret_size = size;
	if (feof(file) && !ferror(file))
		return text;
	error = errno;
	free(text);
	errno = error;
	return NULL;
}

char *file_read(const char *path, size_t *ret_size)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "r") : stdin;
	char *text = file ? file_read_stream(file, ret_size) : NULL;

	if (file && file != stdin)
		fclose(file);
	return text;
}

int file_complain(const char *path, const char *what)
{
	int error = errno;

	escape_print(stderr, strcmp(path, "-") ? path : "standard input");
	fprintf(stderr, ": %s\n", what ? what : strerror(error));
	return -1;
}

int file_check_kind(const char *path, const struct stat *status)
{
	if (S_ISLNK(status->st_mode))
		return file_complain(path, "it is a symbolic link: name the file itself");
	return S_ISREG(status->st_mode) ? 0 : file_complain(path, "it is not a regular file");
}
