/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The rtnetlink codec: addresses, routes and links <-> small structs. No I/O. Encoders write into
 * the caller's buffer of RTNL_BUFFER_SIZE bytes; decoders return 0 or -EBADMSG.
 */

#include "util/address.h"

#include <linux/netlink.h>
#include <net/if.h>

enum { RTNL_BUFFER_SIZE = 4096 };

struct rtnl_address {
	uint32_t index;
	struct address address;
	struct address broadcast; /* family 0: none */
	uint8_t prefix_length;
	char label[IFNAMSIZ]; /* IPv4 only */
};

struct nlmsghdr *rtnl_encode_address(void *buffer, uint16_t type,
				     const struct rtnl_address *address);
struct nlmsghdr *rtnl_encode_dump(void *buffer, uint16_t type, uint8_t family);
int rtnl_decode_address(const struct nlmsghdr *message, struct rtnl_address *ret_address);

struct rtnl_link {
	uint32_t index;
	uint32_t flags; /* IFF_UP ... */
	uint16_t type;	/* ARPHRD_ETHER ... */
	uint8_t mac[6];
	char name[IFNAMSIZ];
	int32_t arp_ignore;
	int32_t arp_announce;
};

/* By name, or by index where `name` is NULL. */
struct nlmsghdr *rtnl_encode_get_link(void *buffer, const char *name, uint32_t index);
/* Values below 0 are left alone. */
struct nlmsghdr *rtnl_encode_set_arp(void *buffer, uint32_t index, int32_t arp_ignore,
				     int32_t arp_announce);
int rtnl_decode_link(const struct nlmsghdr *message, struct rtnl_link *ret_link);

struct rtnl_route {
	uint32_t table;
	uint32_t index; /* of the outgoing device, 0 for none or several */
	struct address destination;
	struct address preferred_source; /* family 0: none */
	uint8_t prefix_length;
};

struct nlmsghdr *rtnl_encode_host_route(void *buffer, uint16_t type, const struct address *address,
					uint32_t index);
int rtnl_decode_route(const struct nlmsghdr *message, struct rtnl_route *ret_route);
/* A route as it was read, made a request to add it again; NULL when it is too long. */
struct nlmsghdr *rtnl_encode_route_again(void *buffer, const void *payload, size_t length);
