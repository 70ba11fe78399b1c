/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

/* All that a file has, to be freed; NULL with errno. */
char *file_read_stream(FILE *file, size_t *ret_size);
/* The same by its name; "-" is standard input. */
char *file_read(const char *path, size_t *ret_size);

/* Where a file goes. */
struct file_place {
	const char *path;
	int replace;            /* over what is there */
	const struct stat *old; /* over this very file only, whose owner and mode stay; NULL: any */
};

/* A new file of nobody else's, which gets its name when it is on the disk; 0, or -1 with errno. */
int file_write(const struct file_place *place, const char *text);
/* Whether these are of one file that was not written to in between. */
int file_is_same(const struct stat *a, const struct stat *b);
