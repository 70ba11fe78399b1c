/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Part of the preloaded library: lets the n-th system call or allocation of the process fail,
 * counted from fault_arm() on, before or after it took effect.
 */

#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

/* Which calls are counted: a combination. */
enum {
	FAULT_SEND = 1,
	FAULT_RECEIVE = 2,
	FAULT_OPEN = 4,
	FAULT_READ = 8,
	FAULT_WRITE = 16,
	FAULT_SOCKET = 32,
	FAULT_POLL = 64,
	FAULT_OPTION = 128, /* of a socket */
	FAULT_IPVS = 256,   /* of IPVS, which are requests */
	FAULT_ALLOCATION = 512,
	FAULT_SYSTEM_CALLS = FAULT_ALLOCATION - 1,
	FAULT_ALL = 2 * FAULT_ALLOCATION - 1,
};

/* How they fail: a combination. */
enum {
	FAULT_AFTER = 1,   /* the call took effect, and only its answer is lost */
	FAULT_FROM_ON = 2, /* all others that are counted fail too */
};

/* With `error` 0 each call fails with an errno that it may have. */
void fault_arm(unsigned int calls, int nth, int error, unsigned int how);
void fault_disarm(void);
/* How many of these calls were counted since; of others than armed there are none. */
int fault_count(unsigned int calls);

/* What the counted calls are without refusals. */
ssize_t fault_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t fault_write(int fd, const void *data, size_t length);
/* What the preloaded library asks itself is not counted. */
int fault_ask(int fd, int level, int name, void *value, socklen_t *length);
