/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Part of the preloaded library: lets the n-th system call or allocation of the process fail,
 * counted from fault_arm() on, before or after it took effect.
 */

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

/* Which calls are counted: a combination. */
enum {
	FAULT_SEND = 1,
	FAULT_RECEIVE = FAULT_SEND << 1,
	FAULT_OPEN = FAULT_RECEIVE << 1,
	FAULT_READ = FAULT_OPEN << 1,
	FAULT_WRITE = FAULT_READ << 1,
	FAULT_SOCKET = FAULT_WRITE << 1,
	FAULT_POLL = FAULT_SOCKET << 1,
	FAULT_OPTION = FAULT_POLL << 1,  /* of a socket */
	FAULT_IPVS = FAULT_OPTION << 1,  /* of IPVS, which are requests */
	FAULT_CONNECT = FAULT_IPVS << 1, /* bind too */
	FAULT_LOOK = FAULT_CONNECT << 1, /* at a descriptor or a file: what it is */
	FAULT_ENTER = FAULT_LOOK << 1,   /* another namespace, by a thread */
	FAULT_ALLOCATION = FAULT_ENTER << 1,
	FAULT_SYSTEM_CALLS = FAULT_ALLOCATION - 1,
	FAULT_ALL = 2 * FAULT_ALLOCATION - 1,
};

/* How they fail: a combination. */
enum {
	FAULT_AFTER = 1,                  /* the call took effect, and only its answer is lost */
	FAULT_FROM_ON = FAULT_AFTER << 1, /* all others that are counted fail too */
	FAULT_SHORT = FAULT_FROM_ON << 1, /* no error: one byte of all is read or written */
};

/* With `error` 0 each call fails with an errno that it may have. */
void fault_arm(unsigned int calls, int nth, int error, unsigned int how);
void fault_disarm(void);
/* How many of these calls were counted since; of others than armed there are none. */
int fault_count(unsigned int calls);
/* How many pieces of memory are not given back yet. */
long fault_pieces(void);

/* Lets the n-th allocation of liblvsdr fail, counted from here on, and all that follow; 0: none. */
void allocation_arm(long nth, int on);
/* Whether it came to that. */
int allocation_reached(void);

/* An allocation: whether it fails. */
bool fault_of_allocation(void);

/* What the counted calls are without refusals. */
ssize_t fault_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t fault_write(int fd, const void *data, size_t length);
/* What the preloaded library asks itself is not counted. */
int fault_ask(int fd, int level, int name, void *value, socklen_t *length);
