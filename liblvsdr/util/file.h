/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

enum { INTERRUPTIONS = 1000 /* of one call, one after the other */ };

/* The next piece of a file: its length, 0 at the end; or a negative errno. */
int file_read(int fd, void *buffer, size_t size);
