/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

struct address;
struct lvsdr;

/*
 * What getters write into the caller's buffer: its length, or -EINVAL with a sentence about `what`
 * where the buffer is missing or too small.
 */
int getter_text(struct lvsdr *host, const char *what, const char *text, char *buffer, size_t size);
int getter_address(struct lvsdr *host, const char *what, const struct address *address,
		   char *buffer, size_t size);
