/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What wakes a watch: sockets that are members of groups of netlink, and a timer, behind one
 * descriptor. Nothing that comes is trusted, and what cannot be read counts as lost.
 */

#include <linux/netlink.h>
#include <stdbool.h>
#include <stdint.h>

enum events_source { EVENTS_RTNL, EVENTS_NFT, EVENTS_NLCTRL, EVENTS_SOURCES };

enum { EVENTS_DATAGRAM = 16384 /* what does not fit is lost */ };

struct events {
	int fd; /* readable when there is something to read, or the time has come */
	int timer;
	struct {
		int fd; /* -1: nobody listens there */
		bool lost;
	} sockets[EVENTS_SOURCES];
	_Alignas(struct nlmsghdr) char buffer[EVENTS_DATAGRAM];
};

typedef void (*events_handler)(enum events_source source, const struct nlmsghdr *message,
			       void *data);

/* All return 0 or a negative errno. What was not opened can be closed once it was set up. */
void events_init(struct events *events);
int events_open(struct events *events);
void events_close(struct events *events);
/*
 * Opens a socket in the namespace of the calling thread. `groups` has the bit 1 << N for each group
 * of number N.
 */
int events_listen(struct events *events, enum events_source source, uint64_t groups);
/* The descriptor becomes readable at a time of netlink_now(), or never (0), until the next call. */
int events_wake_at(struct events *events, int64_t time);
/*
 * Hands over each message that has come, without waiting; others stay for the next call if there
 * are many. *ret_lost: some did not come, since this or an earlier call.
 */
int events_read(struct events *events, events_handler handler, void *data, bool *ret_lost);
