// SPDX-License-Identifier: LGPL-2.1-or-later
/* Replies of rtnetlink: addresses, links, routes, and routes as they are replayed. */
#include "fuzz.h"
#include "rtnl/rtnl.h"

static bool renumber(uint32_t *index, void *data)
{
	(void)data;
	++*index;
	return true;
}

static void feed(const struct nlmsghdr *message, void *user)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	_Alignas(struct nlmsghdr) uint8_t body[RTNL_BUFFER_SIZE], without[RTNL_BUFFER_SIZE];
	struct rtnl_address address;
	struct rtnl_link link;
	struct rtnl_route route;
	int length;

	(void)user;
	rtnl_decode_address(message, &address);
	rtnl_decode_link(message, &link);
	rtnl_decode_route(message, &route);
	length = rtnl_keep_route(message, body);
	if (length < 0 || rtnl_decode_kept_route(body, (size_t)length, &route))
		return;
	rtnl_visit_devices(body, (size_t)length, renumber, NULL);
	rtnl_encode_kept_route(buffer, body, (size_t)length, 1, RTNL_CREATE);
	rtnl_drop_preferred_source(body, (size_t)length, without);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_messages(data, size, feed, NULL);
	return 0;
}
