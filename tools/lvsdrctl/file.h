/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

/* The content of a file, to be freed; NULL with errno. It has a limit, since there are devices without an end. */
char *file_read_stream(FILE *file, size_t *ret_size);
/* The same by its name; "-" is standard input. */
char *file_read(const char *path, size_t *ret_size);

/* Says of a file what is wrong with it, or what errno says if that is NULL; -1. */
int file_complain(const char *path, const char *what);
/* Whether a file may be replaced: 0, or -1 after it has printed why. */
int file_check_kind(const char *path, const struct stat *status);

/* Where a file is written. */
struct file_place {
	const char *path;
	int replace;            /* an existing file */
	const struct stat *old; /* only this file, keeping its owner and mode; NULL: any */
};

/* Writes a new file of this process, which gets its name when it is on disk; 0, or -1 with errno. */
int file_write(const struct file_place *place, const char *text);
/* As renameat2(): RENAME_ flags of <linux/fs.h>; 0, or -1 with errno. */
int file_move(const char *from, const char *to, unsigned int flags);
/* Whether both are of one file that was not written to in between. */
int file_is_same(const struct stat *a, const struct stat *b);
