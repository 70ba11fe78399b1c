/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pieces of work that need no kernel, or none with IPVS and no privilege, for test-memory. */

#include <stddef.h>
#include <stdint.h>

struct lvsdr;

struct work {
	const char *name;
	/* 0, or a code with its sentence on the handle. */
	int (*function)(struct lvsdr *host);
	long least; /* so many allocations there are */
};

extern const struct work works[];
/* A sum of all that was told since it was 0. */
extern uint64_t works_told;
extern const size_t work_count;
