/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"
#include "core/error.h"
#include "drivers/step.h"

/*
 * Steps on their way to IPVS: many in one send. Nothing in it may depend on another thing in it,
 * because the kernel carries out all of them, whichever fail.
 */
struct send {
	struct lvsdr *host;
	bool undo; /* from after to before */
	char *buffer;
	size_t size, length;
	struct step **steps;
	unsigned int count, limit;
	int result;         /* the first failure of all sends, or 0 */
	struct error first; /* its detail */
};

/* `host` and `undo` are set, the rest is zero. Does nothing when it is open. */
int send_open(struct send *send);
void send_clear(struct send *send);
/* Whether such a step travels so; others are written one by one. */
bool send_takes(const struct step *step);
bool send_is_full(const struct send *send);
/* Not while it is full. */
void send_add(struct send *send, struct step *step);
/*
 * Sends what was added. The steps' statuses say what became of them, LVSDR_STEP_UNKNOWN if the
 * answers were lost. 0, or the first failure of this send with its detail.
 */
int send_flush(struct send *send);
/* Keeps the first failure's code and detail. */
void send_remember(struct send *send, int error);

/*
 * Requests about no object, or about a service with its destinations: IPVS_CMD_FLUSH or IPVS_CMD_ZERO. 0, or a code with
 * its detail; transport.in_doubt says whether it may have been done nevertheless.
 */
int send_command(struct lvsdr *host, uint8_t command, const struct lvsdr_service *service,
		 enum operation operation, const char *object);

/* One change without a step: 0, or a code with its detail. */
int send_one(struct lvsdr *host, const struct object_class *class, enum operation operation,
	     const union object *before, const union object *after);
