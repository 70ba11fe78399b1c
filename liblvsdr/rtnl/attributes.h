/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libmnl/libmnl.h>

/*
 * mnl_attr_parse() reads up to the message's length rounded up, which may be behind the end of what
 * was received; this stays within the length itself. `body` is the size of what stands before the
 * attributes and has been checked to be there.
 */
static inline int rtnl_parse_attributes(const struct nlmsghdr *message, size_t body,
					mnl_attr_cb_t take, void *data)
{
	return mnl_attr_parse_payload(mnl_nlmsg_get_payload_offset(message, body),
				      mnl_nlmsg_get_payload_len(message) - body, take, data);
}
