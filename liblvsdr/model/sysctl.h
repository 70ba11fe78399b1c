/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/sysctl.h>

struct lvsdr_scope;
struct lvsdr_state;

enum { SYSCTL_VALUE_SIZE = 160 };

struct lvsdr_sysctl {
	struct lvsdr *host;
	uint32_t set;
	char name[32];
	char value[SYSCTL_VALUE_SIZE]; /* numbers with one blank between them */
};

/* Adds all that this kernel has to a state: 0 or a code with its detail. */
int sysctl_read_all(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct lvsdr_state *wanted);
