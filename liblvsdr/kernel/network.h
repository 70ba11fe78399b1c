/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/* What VIPs and ARP policies both ask of the namespace's network. */

#include "codec/rtnl/rtnl.h"
#include "util/device.h"

struct lvsdr;
struct netlink_error;

typedef int (*network_link_handler)(const struct rtnl_link *link, void *data);
typedef int (*network_address_handler)(const struct rtnl_address *address, void *data);

/* One rtnetlink request, failures reported as `operation` on `object`. */
int network_request(struct lvsdr *host, struct nlmsghdr *request,
		    int (*handler)(const struct nlmsghdr *message, void *data), void *data,
		    enum operation operation, const char *object);
/* By any of its names, or by index where `name` is NULL. */
int network_read_link(struct lvsdr *host, const char *name, uint32_t index,
		      enum operation operation, const char *object, struct rtnl_link *ret_link);
/* Hands over each device. */
int network_read_links(struct lvsdr *host, enum operation operation, const char *object,
		       network_link_handler handler, void *data);
/* The name becomes the kernel's own: 0, or -ENODEV ... with its detail. */
int network_resolve_device(struct lvsdr *host, enum operation operation, const char *object,
			   char device[DEVICE_NAME_SIZE]);
/* Hands over each address of a family (0: all). */
int network_read_addresses(struct lvsdr *host, uint8_t family, enum operation operation,
			   const char *object, network_address_handler handler, void *data);
/*
 * Whether the kernel edits such an address without harm. Of IPv6 it takes a lifetime for a point in
 * time, and gives it to the route to the network (modify_prefix_route(), measured on 6.1); and
 * where there is a peer, it makes a route to the peer's network that it did not make before
 * and never takes away (inet6_addr_modify(), found by random networks on 6.1 and 6.18).
 */
bool network_can_edit(const struct rtnl_address *address);
/*
 * Adds an address that this host had before: 0, or what the transport returned. One of IPv6
 * was found to be nobody else's then, and is not looked for on the wire again, so that it can be
 * used at once; its flags are as before nevertheless.
 */
int network_add_again(struct lvsdr *host, const struct rtnl_address *address,
		      struct netlink_error *ret_error);
/*
 * Whether it does so by a second request, which edits the address: then the kernel drops a route to
 * the same network that has another metric (modify_prefix_route(), measured on 6.18).
 */
bool network_adds_twice(const struct rtnl_address *address);
/*
 * Adds a route whose preferred source is `source` (family 0: none): 0, or what the transport
 * returned. Of IPv6 the kernel refuses one whose source it still looks for on the wire, or has not
 * come to yet: that is awaited, for as long as a request may take.
 */
int network_add_route(struct lvsdr *host, struct nlmsghdr *request, const struct address *source,
		      struct netlink_error *ret_error);
