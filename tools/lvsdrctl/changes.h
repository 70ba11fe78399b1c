/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The differences of two states, as JSON and as lines. */

#include <jansson.h>

/*
 * A list of objects with the members object (the kind), service (of a destination), before and after,
 * of which one is null if the object was added or removed. Kinds that `after` does not describe are
 * left out; so is, with `partial`, what it does not have of the kinds that are only changed: ARP
 * policies, sysctls and timeouts. NULL if out of memory.
 */
json_t *changes_between(const json_t *before, const json_t *after, int partial);

/* A line "+ ...", "- ..." or "~ ..." for one of them: 0, or -1 if out of memory. */
int change_print(const json_t *change);
