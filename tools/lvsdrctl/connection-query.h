/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which connections are asked for. */

#include "options.h"

#include <lvsdr/lvsdr.h>

/* Clients whose first bits are these. */
struct network {
	int family; /* 0: all clients */
	unsigned char address[16];
	unsigned int bits;
};

struct query {
	struct lvsdr *host;
	const struct options *options;
	struct network client;
	struct lvsdr_service *service; /* NULL: all of them */
	struct lvsdr_dest *dest;       /* the same */
};

/* Reads what the options say: 0, or the exit status after it has printed why; clear it either way. */
int query_prepare(struct query *query);
void query_clear(struct query *query);
/* Whether the options leave this one; the service and the real server are left to the library. */
int query_matches(const struct query *query, const struct lvsdr_connections *connections);
