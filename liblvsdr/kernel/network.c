// SPDX-License-Identifier: LGPL-2.1-or-later
#include "kernel/network.h"

#include "core/handle.h"
#include "util/text.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

int network_request(struct lvsdr *host, struct nlmsghdr *request,
		    int (*handler)(const struct nlmsghdr *message, void *data), void *data,
		    enum operation operation, const char *object)
{
	struct netlink_error kernel = {0};
	int error = transport_rtnl(&host->transport, request, handler, data, &kernel);

	return error ? error_set_kernel(host, error, &kernel, operation, object, NULL) : 0;
}

static int take_link(const struct nlmsghdr *message, void *data)
{
	return rtnl_decode_link(message, data);
}

int network_read_link(struct lvsdr *host, const char *name, uint32_t index,
		      enum operation operation, const char *object, struct rtnl_link *ret_link)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct netlink_error kernel = {0};
	struct text hint = {0};
	int error = transport_rtnl(&host->transport, rtnl_encode_get_link(buffer, name, index),
				   take_link, ret_link, &kernel);

	if (!error)
		return 0;
	if (name && error == -ENODEV)
		text_add(&hint, "there is no device %s; `ip link` lists those that exist", name);
	error = error_set_kernel(host, error, &kernel, operation, object,
				 hint.length ? hint.data : NULL);
	if (hint.length)
		error_set_field(host, "device");
	return error;
}

int network_resolve_device(struct lvsdr *host, enum operation operation, const char *object,
			   char device[DEVICE_NAME_SIZE])
{
	struct rtnl_link link;
	int error = network_read_link(host, device, 0, operation, object, &link);

	if (error)
		return error;
	memset(device, 0, DEVICE_NAME_SIZE);
	memcpy(device, link.name, sizeof(link.name));
	return 0;
}

struct take_links {
	network_link_handler handler;
	void *data;
};

static int take_each_link(const struct nlmsghdr *message, void *data)
{
	const struct take_links *take = data;
	struct rtnl_link link;
	int error = rtnl_decode_link(message, &link);

	return error ? error : take->handler(&link, take->data);
}

int network_read_links(struct lvsdr *host, enum operation operation, const char *object,
		       network_link_handler handler, void *data)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct take_links take = {handler, data};

	return network_request(host, rtnl_encode_dump(buffer, RTM_GETLINK, AF_UNSPEC),
			       take_each_link, &take, operation, object);
}

struct take {
	network_address_handler handler;
	void *data;
};

static int take_address(const struct nlmsghdr *message, void *data)
{
	const struct take *take = data;
	struct rtnl_address address;
	int error = rtnl_decode_address(message, &address);

	return error ? error : take->handler(&address, take->data);
}

int network_read_addresses(struct lvsdr *host, uint8_t family, enum operation operation,
			   const char *object, network_address_handler handler, void *data)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct take take = {handler, data};

	return network_request(host, rtnl_encode_dump(buffer, RTM_GETADDR, family), take_address,
			       &take, operation, object);
}

bool network_can_edit(const struct rtnl_address *address)
{
	return address->address.family != AF_INET6 ||
	       (address->valid_lifetime == RTNL_FOREVER && !address->peer.family);
}

bool network_adds_twice(const struct rtnl_address *address)
{
	const uint32_t others = IFA_F_NODAD | IFA_F_OPTIMISTIC | IFA_F_TENTATIVE | IFA_F_DADFAILED;

	return address->address.family == AF_INET6 && !(address->flags & others) &&
	       network_can_edit(address);
}

int network_add_again(struct lvsdr *host, const struct rtnl_address *address,
		      struct netlink_error *ret_error)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct rtnl_address added = *address;
	bool twice = network_adds_twice(address);
	int error;

	if (twice)
		added.flags |= IFA_F_NODAD;
	error = transport_rtnl(&host->transport, rtnl_encode_address(buffer, &added, RTNL_CREATE),
			       NULL, NULL, ret_error);
	if (!error && twice)
		error = transport_rtnl(&host->transport,
				       rtnl_encode_address(buffer, address, RTNL_REPLACE), NULL,
				       NULL, ret_error);
	return error;
}

struct source {
	const struct address *address;
	uint32_t index;
	bool stands, tentative;
};

static int take_source(const struct rtnl_address *address, void *data)
{
	struct source *source = data;

	if (!address_equal(&address->address, source->address) || address->flags & IFA_F_DADFAILED)
		return 0;
	source->stands = true;
	if (address->flags & IFA_F_TENTATIVE) {
		source->tentative = true;
		source->index = address->index;
	}
	return 0;
}

/* On a device that is down it stays tentative. */
static bool will_be_usable(struct lvsdr *host, const struct source *source)
{
	struct rtnl_link link;

	return source->tentative &&
	       !network_read_link(host, NULL, source->index, OPERATION_READ, "a device", &link) &&
	       link.flags & IFF_RUNNING;
}

/* Whether the address can be a source by now, after some time at most. */
static bool await_source(struct lvsdr *host, const struct address *address)
{
	enum { INTERVAL = 10 }; /* milliseconds */
	int64_t deadline = netlink_now() + host->transport.timeout;
	struct error kept = host->error;
	struct source source;
	int error;

	do {
		source = (struct source){.address = address};
		error = network_read_addresses(host, AF_INET6, OPERATION_READ, "the addresses",
					       take_source, &source);
		if (error || !will_be_usable(host, &source))
			break;
		netlink_wait(-1, 0, netlink_now() + INTERVAL);
	} while (netlink_now() < deadline);
	host->error = kept;
	return !error && source.stands && !source.tentative;
}

int network_add_route(struct lvsdr *host, struct nlmsghdr *request, const struct address *source,
		      struct netlink_error *ret_error)
{
	int error = transport_rtnl(&host->transport, request, NULL, NULL, ret_error);

	return error == -EINVAL && source->family == AF_INET6 && await_source(host, source)
		       ? transport_rtnl(&host->transport, request, NULL, NULL, ret_error)
		       : error;
}
