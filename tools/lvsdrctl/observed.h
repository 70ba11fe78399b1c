/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The state of a host as it is shown: JSON whose services and destinations are sorted. */

#include "options.h"

#include <jansson.h>
#include <lvsdr/lvsdr.h>

/*
 * Reads those parts within the scope, "everything" unless --scope names one, without what --service
 * and --real-server leave out. 0, or the exit status after it has printed why.
 */
int observed_read(struct lvsdr *host, const struct options *options, uint32_t parts,
		  json_t **ret_state);
/* Sorts the services and destinations of a state: 0, or -1 if out of memory. */
int observed_sort(json_t *state);
/* Removes the services, VIPs and packet marks that a scope does not have; NULL is everything. */
void observed_keep_scope(json_t *state, const char *scope);
/* A state as JSON; NULL after it has printed why. */
json_t *observed_to_json(struct lvsdr *host, struct lvsdr_state *state);

/* A counter of a service or destination; 0 if it has none of that name. */
uint64_t observed_counter(const json_t *object, const char *name);
