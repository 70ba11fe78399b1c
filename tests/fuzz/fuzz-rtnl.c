// SPDX-License-Identifier: LGPL-2.1-or-later
/* Replies of rtnetlink: addresses, links, routes, and routes as they are replayed. */
#include "fuzz.h"
#include "rtnl/rtnl.h"

static void feed(const struct nlmsghdr *message, void *user)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct rtnl_address address;
	struct rtnl_link link;
	struct rtnl_route route;

	(void)user;
	rtnl_decode_address(message, &address);
	rtnl_decode_link(message, &link);
	rtnl_decode_route(message, &route);
	rtnl_encode_route_again(buffer, NLMSG_DATA(message), message->nlmsg_len - NLMSG_HDRLEN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_messages(data, size, feed, NULL);
	return 0;
}
