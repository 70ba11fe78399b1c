/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <linux/netlink.h>
#include <stdint.h>

/* One netlink socket: a request goes out, its replies come in until the kernel closes it. */
struct netlink {
	int fd; /* -1 while closed */
	uint32_t sequence;
};

struct netlink_error {
	int number;	/* the kernel's errno, positive; 0 when the failure is not the kernel's */
	char text[128]; /* the extended acknowledgement, "" where there is none */
};

/* A reply handler; a negative result ends the request with that result. */
typedef int (*netlink_handler)(const struct nlmsghdr *message, void *data);

int netlink_open(struct netlink *netlink, int protocol);
void netlink_close(struct netlink *netlink);
/*
 * Sends one request (NLM_F_ACK is added where it is no dump) and hands each reply to `handler`,
 * which may be NULL. Returns 0, or a negative errno; -ETIMEDOUT after `timeout` milliseconds
 * without an end. *ret_error is always filled.
 */
int netlink_request(struct netlink *netlink, struct nlmsghdr *request, int timeout,
		    netlink_handler handler, void *data, struct netlink_error *ret_error);
