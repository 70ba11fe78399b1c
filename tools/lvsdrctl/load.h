/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Desired states from files. */

#include <lvsdr/lvsdr.h>

/* The state of a file, YAML if it is called so; "-" is standard input. 0, or -1 after it has printed why. */
int load_state(struct lvsdr *host, const char *path, struct lvsdr_state **ret_state);
/* The state of several files together, which ends with NULL; what two of them have is refused. */
int load_states(struct lvsdr *host, char **paths, struct lvsdr_state **ret_state);
