/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "options.h"

#include <lvsdr/lvsdr.h>

/* Writes the record of the plan, and applies or undoes it; the exit status. */
int apply_plan(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options);
/* The same of a graceful plan which an interruption leaves as far as it got. */
int drain_plan(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options);
