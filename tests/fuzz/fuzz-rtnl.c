// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Replies of rtnetlink: addresses, links, routes, and routes as they are replayed. Addresses and
 * kept routes are written as requests, and read back as the same.
 */
#include "fuzz.h"
#include "codec/rtnl/rtnl.h"

#include <linux/if_addr.h>

static bool renumber(uint32_t *index, void *data)
{
	(void)data;
	++*index;
	return true;
}

static void check_address(const struct nlmsghdr *message)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct rtnl_address address, again;

	if (rtnl_decode_address(message, &address))
		return;
	fuzz_expect(strnlen(address.label, sizeof(address.label)) < sizeof(address.label));
	if (address.address.family == AF_INET6)
		address.broadcast.family = 0; /* it has none */
	fuzz_expect(
		!rtnl_decode_address(rtnl_encode_address(buffer, &address, RTNL_CREATE), &again));
	fuzz_expect(again.index == address.index && again.prefix_length == address.prefix_length &&
		    again.scope == address.scope && again.protocol == address.protocol &&
		    again.flags == address.flags && again.metric == address.metric &&
		    again.valid_lifetime == address.valid_lifetime &&
		    again.preferred_lifetime == address.preferred_lifetime);
	fuzz_expect(address_equal(&again.address, &address.address) &&
		    address_equal(&again.peer, &address.peer) &&
		    address_equal(&again.broadcast, &address.broadcast) &&
		    !strcmp(again.label, address.label));
}

static void check_link(const struct nlmsghdr *message)
{
	struct rtnl_link link;

	if (rtnl_decode_link(message, &link))
		return;
	fuzz_expect(strnlen(link.name, sizeof(link.name)) < sizeof(link.name));
	fuzz_expect(strnlen(link.kind, sizeof(link.kind)) < sizeof(link.kind));
}

/* What is put back is, once it stands, what was kept, but for what a next-hop object implies. */
static void check_replay(const uint8_t *body, size_t length)
{
	/* libmnl leaves what it skips for alignment as it is. */
	_Alignas(struct nlmsghdr) char first[RTNL_BUFFER_SIZE] = {0},
				       second[RTNL_BUFFER_SIZE] = {0};
	_Alignas(struct nlmsghdr) uint8_t kept[RTNL_BUFFER_SIZE];
	struct nlmsghdr *message = rtnl_encode_kept_route(first, body, length, 0, RTNL_CREATE);
	int again = rtnl_keep_route(message, kept);
	struct rtnl_route route;

	fuzz_expect(again > 0 && !rtnl_decode_kept_route(kept, (size_t)again, &route));
	fuzz_expect((size_t)again < length ||
		    ((size_t)again == length && rtnl_same_but_dead(kept, body, length)));
	rtnl_encode_kept_route(second, kept, (size_t)again, 0, RTNL_CREATE);
	fuzz_expect(!memcmp(first, second, message->nlmsg_len));
}

/* When it ends is kept with it and taken from it again. */
static void check_expiry(const uint8_t *body, size_t length)
{
	_Alignas(struct nlmsghdr) uint8_t with[RTNL_BUFFER_SIZE], without[RTNL_BUFFER_SIZE];
	uint32_t expires;
	size_t least, more;

	memcpy(without, body, length);
	least = rtnl_take_expiry(without, length, &expires);
	memcpy(with, without, least);
	more = rtnl_add_expiry(with, least, 600);
	fuzz_expect(more == least || rtnl_take_expiry(with, more, &expires) == least);
	fuzz_expect(more == least || expires == 600);
	fuzz_expect(!memcmp(with, without, least));
}

static void check_route(const struct nlmsghdr *message)
{
	_Alignas(struct nlmsghdr) uint8_t body[RTNL_BUFFER_SIZE], without[RTNL_BUFFER_SIZE];
	struct text text = {0};
	struct rtnl_route route;
	int length;

	if (!rtnl_decode_route(message, &route))
		rtnl_describe_route(&route, &text);
	length = rtnl_keep_route(message, body);
	if (length < 0 || rtnl_decode_kept_route(body, (size_t)length, &route))
		return;
	check_replay(body, (size_t)length);
	check_expiry(body, (size_t)length);
	rtnl_visit_devices(body, (size_t)length, renumber, NULL);
	fuzz_expect(rtnl_drop_preferred_source(body, (size_t)length, without) <= (size_t)length);
}

static void feed(const struct nlmsghdr *message, void *user)
{
	(void)user;
	check_address(message);
	check_link(message);
	check_route(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_messages(data, size, feed, NULL);
	return 0;
}
