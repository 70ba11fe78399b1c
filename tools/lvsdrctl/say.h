/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is told, other than what was asked for. */

#include "options.h"

#include <lvsdr/lvsdr.h>

int complain(const struct lvsdr *host); /* the library's sentence; the exit status */
int wrong(const char *what);            /* a wrong call; the exit status */
/* Each step's classic command, or explanation. */
void print_plan(const struct lvsdr_plan *plan, const struct options *options);
/* What failed, or was left as somebody changed it. */
void print_notes(const struct lvsdr_plan *plan);
/* Whether somebody watches. */
int shows_progress(const struct options *options);
