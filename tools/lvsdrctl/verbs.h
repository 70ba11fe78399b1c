/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "options.h"

#include <lvsdr/lvsdr.h>

/* A verb: the words start with it and end with NULL; the exit status. */
typedef int verb_function(struct lvsdr *host, const struct options *options, char **words);

verb_function verb_read, verb_plan, verb_apply, verb_undo, verb_drain, verb_weight, verb_totals,
	verb_announce, verb_probe, verb_list, verb_connections, verb_diff, verb_watch, verb_top,
	verb_metrics, verb_completion;

enum { DIFF_TROUBLE = 2 }; /* as for diff(1): 1 is for differences */
