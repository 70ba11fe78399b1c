/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <lvsdr/sysctl.h>
#include <stdbool.h>

enum { SYSCTL_VALUE_SIZE = 160 };

struct lvsdr_sysctl {
	struct lvsdr *host;
	uint32_t set;
	char name[32];
	char value[SYSCTL_VALUE_SIZE]; /* numbers with one blank between them */
};

/* Whether it can be the name of one. */
bool sysctl_is_name(const char *name);
/* Takes a text of the kernel's or of a caller's; false when it is no value. */
bool sysctl_copy_value(char to[SYSCTL_VALUE_SIZE], const char *from);
