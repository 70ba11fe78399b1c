/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A service and a destination as plain as can be, for tests of the messages around them. */

#include "model/object.h"

#include <sys/socket.h>

static const struct lvsdr_service service = {.address = {AF_INET, {192, 168, 1, 41}},
					     .protocol = 6,
					     .port = 80,
					     .scheduler = "rr",
					     .netmask = 0xffffffff};
static const struct lvsdr_dest dest = {.address = {AF_INET, {192, 168, 1, 20}},
				       .port = 80,
				       .forwarding = LVSDR_FORWARD_DIRECT,
				       .weight = 3};
