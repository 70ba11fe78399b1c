// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/kept.h"

#include "util/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int kept_add(const struct nlmsghdr *message, void *data)
{
	struct kept *kept = data;
	size_t whole = NLMSG_ALIGN((size_t)message->nlmsg_len);

	if (array_grow(&kept->data, kept->length + whole, &kept->room, 1))
		return -ENOMEM;
	memcpy(kept->data + kept->length, message, message->nlmsg_len);
	kept->length += whole;
	return 0;
}

int kept_hand_on(const struct kept *kept, netlink_handler handler, void *data)
{
	const struct nlmsghdr *message;
	int error = 0;

	for (size_t at = 0; at < kept->length && !error;
	     at += NLMSG_ALIGN((size_t)message->nlmsg_len)) {
		message = (const void *)(kept->data + at);
		error = handler(message, data);
	}
	return error;
}

void kept_empty(struct kept *kept)
{
	kept->length = 0;
}

void kept_clear(struct kept *kept)
{
	free(kept->data);
	*kept = (struct kept){.data = NULL};
}
