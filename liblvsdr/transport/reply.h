/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the kernel answers, datagram by datagram. No I/O; no length in them is trusted. */

#include "transport/netlink.h"

#include <stdbool.h>

/*
 * To one request. A dump ends with NLMSG_DONE or an error, everything else with an acknowledgement
 * or an error.
 */
struct reply {
	uint32_t sequence;
	bool dump;
	bool torn;               /* what is dumped changed meanwhile */
	netlink_handler handler; /* or NULL */
	void *data;
	struct netlink_error *error;
	int result;          /* of the handler or of the kernel, whichever failed first */
	unsigned int pieces; /* datagrams with messages for the handler */
	bool ended;          /* nothing more of it may come */
};

/*
 * `data` is a struct reply: 1 when all has come, 0 when there is more, -EBADMSG when a message is
 * cut, so that nobody knows what is missing, when it comes behind the end, or the end is that of
 * something else. The others alike.
 */
int reply_take(const void *datagram, size_t size, void *data);

/* To a question, and to many requests behind it of which only the last asks for an answer. */
struct reply_batch {
	netlink_handler confirm;
	bool confirmed;       /* until then no failure is handed on */
	bool answered;        /* the question was, whatever the answer */
	uint32_t first, last; /* sequence numbers; that of the question is first - 1 */
	netlink_failure failure;
	void *data;
};

int reply_take_batch(const void *datagram, size_t size, void *data);

/* To a transaction of nf_tables, which is carried out as a whole or not at all. */
struct reply_transaction {
	uint32_t first, last; /* sequence numbers */
	unsigned int *failed; /* receives which message it was, counted from 0 */
	struct netlink_error *error;
	int result;
};

int reply_take_transaction(const void *datagram, size_t size, void *data);
