// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/file.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

enum { INTERRUPTIONS = 1000 /* one after the other */ };

int file_read(int fd, void *buffer, size_t size)
{
	int attempts = 0;
	ssize_t length;

	do {
		length = read(fd, buffer, size < INT_MAX ? size : INT_MAX);
	} while (length < 0 && errno == EINTR && attempts++ < INTERRUPTIONS);
	return length < 0 ? -errno : (int)length;
}

int file_write(int fd, const void *data, size_t size)
{
	int attempts = 0;
	ssize_t length;

	do {
		length = write(fd, data, size < INT_MAX ? size : INT_MAX);
	} while (length < 0 && errno == EINTR && attempts++ < INTERRUPTIONS);
	return length < 0 ? -errno : (int)length;
}
