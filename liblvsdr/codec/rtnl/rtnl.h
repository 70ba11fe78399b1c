/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The rtnetlink codec: addresses, routes and links <-> small structs. No I/O. Encoders write into
 * the caller's buffer of RTNL_BUFFER_SIZE bytes; decoders return 0 or -EBADMSG.
 */

#include "util/address.h"
#include "util/text.h"

#include <linux/netlink.h>
#include <net/if.h>

enum { RTNL_BUFFER_SIZE = 4096 };

/* What the kernel gives a lifetime that does not end. */
#define RTNL_FOREVER UINT32_MAX

struct rtnl_address {
	uint32_t index;
	struct address address;
	struct address peer;      /* of a point-to-point address; family 0: none */
	struct address broadcast; /* family 0: none */
	uint8_t prefix_length;
	uint8_t scope; /* RT_SCOPE_ */
	uint8_t protocol;
	uint32_t flags;  /* IFA_F_ */
	uint32_t metric; /* of the routes that the kernel makes for it */
	uint32_t valid_lifetime, preferred_lifetime; /* seconds */
	char label[IFNAMSIZ];                        /* IPv4 only */
};

/*
 * How something is added: an address only where it is missing, and a route behind those that are
 * equal to it; over what is there; or, of routes, only where there is none that leads there, or, of
 * those of IPv4, in front of their equals.
 */
enum rtnl_put { RTNL_CREATE, RTNL_REPLACE, RTNL_ALONE, RTNL_IN_FRONT };

struct nlmsghdr *rtnl_encode_address(void *buffer, const struct rtnl_address *address,
				     enum rtnl_put put);
struct nlmsghdr *rtnl_encode_address_removal(void *buffer, const struct rtnl_address *address);
struct nlmsghdr *rtnl_encode_dump(void *buffer, uint16_t type, uint8_t family);
int rtnl_decode_address(const struct nlmsghdr *message, struct rtnl_address *ret_address);

struct rtnl_link {
	uint32_t index;
	uint32_t flags; /* IFF_UP ... */
	uint16_t type;  /* ARPHRD_ETHER ... */
	uint8_t mac[6];
	char name[IFNAMSIZ];
	char kind[16];      /* "vlan", "bridge" ...; "" for hardware */
	uint32_t master;    /* the bridge, bond ... that it is a port of, or 0 */
	uint32_t lower;     /* its lower device in the same namespace, or 0 */
	int32_t arp_ignore; /* this and the next two are -1 if they are not reported */
	int32_t arp_announce;
	int32_t disable_ipv6;
};

/* By its own or an alternative name, or by index where `name` is NULL. */
struct nlmsghdr *rtnl_encode_get_link(void *buffer, const char *name, uint32_t index);
/* Values below 0 are left alone. */
struct nlmsghdr *rtnl_encode_set_arp(void *buffer, uint32_t index, int32_t arp_ignore,
				     int32_t arp_announce);
int rtnl_decode_link(const struct nlmsghdr *message, struct rtnl_link *ret_link);

struct rtnl_route {
	uint32_t table;
	uint32_t index; /* of the outgoing device, 0 for none or several */
	struct address destination;
	struct address gateway;          /* family 0: none */
	struct address preferred_source; /* family 0: none */
	uint8_t prefix_length;
	uint8_t protocol; /* RTPROT_ */
	uint8_t type;     /* RTN_ */
	uint8_t tos;
	bool indirect;  /* it leads to gateways, for which other routes are needed */
	bool by_object; /* where it leads, a next-hop object says */
	uint32_t metric;
	uint32_t expires; /* seconds; 0: never */
};

struct nlmsghdr *rtnl_encode_host_route(void *buffer, const struct address *address,
					uint32_t index);
int rtnl_decode_route(const struct nlmsghdr *message, struct rtnl_route *ret_route);
/* Whether it cannot exist without the address, which is its preferred source. */
bool rtnl_needs_source(const struct rtnl_route *route, const struct address *address);
/* "the route default via 192.168.1.1", without its device, which has a number only. */
void rtnl_describe_route(const struct rtnl_route *route, struct text *text);

/*
 * A route that is to be restored is kept as the body of the kernel's message, without what
 * only reports on it: two that are the same route are the same bytes. The length, or -EBADMSG.
 */
int rtnl_keep_route(const struct nlmsghdr *message, uint8_t body[RTNL_BUFFER_SIZE]);
/* Adds when it expires to a kept route that goes elsewhere, or takes that from it: the length. */
size_t rtnl_add_expiry(uint8_t body[RTNL_BUFFER_SIZE], size_t length, uint32_t expires);
size_t rtnl_take_expiry(uint8_t body[RTNL_BUFFER_SIZE], size_t length, uint32_t *ret_expires);
/* Checks what may come from anywhere; the other functions take kept routes that have passed. */
int rtnl_decode_kept_route(const void *body, size_t length, struct rtnl_route *ret_route);
struct nlmsghdr *rtnl_encode_kept_route(void *buffer, const void *body, size_t length,
					uint32_t expires, enum rtnl_put put);
struct nlmsghdr *rtnl_encode_kept_route_removal(void *buffer, const void *body, size_t length);
/* Whether two of one length are the same route, but for next hops that are dead in one of them. */
bool rtnl_same_but_dead(const void *body, const void *other, size_t length);
/* The same route without its preferred source: its length. */
size_t rtnl_drop_preferred_source(const void *body, size_t length,
				  uint8_t without[RTNL_BUFFER_SIZE]);
/* Each device that the route goes out by: its number may be changed. False ends it. */
typedef bool (*rtnl_device_visitor)(uint32_t *index, void *data);
bool rtnl_visit_devices(void *body, size_t length, rtnl_device_visitor visit, void *data);
