/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/error.h"
#include "core/trace.h"
#include "transport/transport.h"

struct lvsdr {
	unsigned int references; /* of the caller and of every object made with it */
	int insist;
	struct transport transport;
	struct error error;
	struct trace trace;
};

struct lvsdr *handle_ref(struct lvsdr *host);
void handle_unref(struct lvsdr *host);
