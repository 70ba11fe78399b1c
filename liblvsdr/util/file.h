/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* One read(2) or write(2), begun anew where a signal came first, though not forever. */

/* The next piece of a file: its length, 0 at the end; or a negative errno. */
int file_read(int fd, void *buffer, size_t size);
/* How many bytes were written, or a negative errno. */
int file_write(int fd, const void *data, size_t size);
