/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/lvsdr.h>

/* Verbs on the wire: announce and probe. The words start with the verb and end with NULL. */
int wire_verb(const char *verb);
int wire_check(int count, char **words); /* 0, or -1 when there are too few or too many words */
int wire_command(struct lvsdr *host, char **words); /* the exit status */
