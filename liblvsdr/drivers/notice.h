/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/scope.h"
#include "transport/events.h"

/* What the kernel gives notice of unasked, for a watch. */

/* The groups of a source that tell of these parts of a state, for transport_listen(). */
uint64_t notice_groups(enum events_source source, uint32_t parts);
/*
 * The parts that may have changed if there is such a message: LVSDR_STATE_ values, 0 where it is
 * about nothing of the scope. What cannot be read may be about anything of its source.
 */
uint32_t notice_parts(enum events_source source, const struct lvsdr_scope *scope,
		      const struct nlmsghdr *message);
