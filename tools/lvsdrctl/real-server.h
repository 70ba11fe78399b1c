/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "options.h"

#include <lvsdr/lvsdr.h>

enum { DRAIN_SECONDS = 300 }; /* the timeout of a drain by default */

/* drain without a service: removes a real server from all of them; the exit status. */
int drain_real_server(struct lvsdr *host, const struct options *options, const char *addresses);
