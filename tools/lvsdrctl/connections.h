/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Entries of the connection table, as JSON, and their counts. */

#include <jansson.h>
#include <lvsdr/lvsdr.h>

/* "ESTABLISHED" ..., or "TEMPLATE", as --state and --count have them. */
const char *connection_state(const struct lvsdr_connections *connections);
void connection_client(const struct lvsdr_connections *connections, char *name, size_t size);
/* For a template of a mark, "fwmark:7". */
void connection_virtual(const struct lvsdr_connections *connections, char *name, size_t size);
void connection_dest(const struct lvsdr_connections *connections, char *name, size_t size);

/* Counts one: by real server, then by state. -1 if out of memory. */
int connection_count(json_t *counts, const struct lvsdr_connections *connections);
/* A row for each real server, a column for each state; the exit status. */
int connection_counts_print(json_t *counts);
