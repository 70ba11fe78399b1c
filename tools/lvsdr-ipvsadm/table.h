/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The services of the kernel with their real servers, as they are listed. */

#include "options.h"

#include <lvsdr/lvsdr.h>

enum { KEY_WORDS = 4 };

/* What destinations are sorted by; services come from the library in the order of ipvsadm. */
struct key {
	uint32_t address[KEY_WORDS], port;
};

struct table_dest {
	const struct lvsdr_dest *dest;
	struct key key;
	char address[46];
};

struct table_service {
	const struct lvsdr_service *service;
	uint32_t fwmark;
	char address[46]; /* "" with a mark */
	struct table_dest *dests;
	size_t count;
};

struct table {
	struct lvsdr_state *state;
	struct table_service *services;
	size_t count;
};

/* With the service of the call only, if it has one. 0, or the exit status; free it if it is 0. */
int table_read(struct lvsdr *host, const struct call *call, struct table *table);
void table_free(struct table *table);
