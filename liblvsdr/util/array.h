/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/*
 * Makes room for `wanted` elements of `size` bytes in an array that has room for `*room`;
 * `array_pointer` is the address of the pointer to it. 0 or -ENOMEM.
 */
int array_grow(void *array_pointer, size_t wanted, size_t *room, size_t size);
