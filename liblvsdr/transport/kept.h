/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "transport/netlink.h"

/* The messages of a dump, until it is known that it has come as a whole. */
struct kept {
	char *data; /* each is padded */
	size_t length, room;
};

/* A netlink_handler, whose data is a struct kept: 0 or -ENOMEM. */
int kept_add(const struct nlmsghdr *message, void *data);
/* Hands over each; a negative result of the handler ends it. */
int kept_hand_on(const struct kept *kept, netlink_handler handler, void *data);
/* Forgets them, but keeps the room. */
void kept_empty(struct kept *kept);
void kept_clear(struct kept *kept);
