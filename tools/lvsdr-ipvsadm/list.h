/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "options.h"
#include "table.h"

#include <stdio.h>

/* -L: the exit status. */
int list(struct lvsdr *host, const struct call *call);
/* -S */
int save(struct lvsdr *host, const struct call *call);
/* -L of services */
int list_services(struct lvsdr *host, const struct call *call);
/* -L -c */
int list_connections(struct lvsdr *host, const struct call *call);

/* The scheduler flags with commas between them; false where there are none. */
bool print_flags(const struct lvsdr_service *service, const char *before);
/* The netmask of persistence, unless it covers the whole address. */
void print_netmask(const struct lvsdr_service *service, const char *before);
