/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/error.h"
#include "core/trace.h"
#include "transport/transport.h"

enum { HANDLE_PARTS = 32 /* of a state: the bits of LVSDR_STATE_ values */ };

struct lvsdr {
	unsigned int references; /* of the caller and of every object made with it */
	int insist;
	struct transport transport;
	struct error error;
	struct trace trace;
	uint32_t writes[HANDLE_PARTS]; /* of each part, whatever became of them */
};

struct lvsdr *handle_ref(struct lvsdr *host);
void handle_unref(struct lvsdr *host);
/* Counts a write of these parts. */
void handle_note_write(struct lvsdr *host, uint32_t parts);
