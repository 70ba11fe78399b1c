// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading a VIP: which of the host's addresses it is, and whether it has its host route. */
#include "codec/rtnl/object.h"
#include "core/handle.h"
#include "drivers/vip.h"
#include "kernel/network.h"
#include "model/object.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <libmnl/libmnl.h>
#include <string.h>

/* How well an address of the host fits a description, from the best on. */
enum fit { FITS, FITS_DEVICE_AND_PREFIX, FITS_DEVICE, FITS_ADDRESS, FITS_NOT };

struct find {
	const struct lvsdr_vip *wanted;
	uint32_t index; /* of its device; 0: there is no such device */
	enum fit fit;   /* of what was found */
	struct rtnl_address found, other;
	size_t count; /* of those that fit so well */
};

static enum fit fit_of(const struct find *find, const struct rtnl_address *address)
{
	const struct lvsdr_vip *wanted = find->wanted;
	bool peer = address_equal(&address->peer, &wanted->peer);
	bool prefix = address->prefix_length == wanted->prefix_length;

	if (!address_equal(&address->address, &wanted->address))
		return FITS_NOT;
	if (address->index != find->index) /* a link-local address means its link's */
		return address_is_link_local(&wanted->address) ? FITS_NOT : FITS_ADDRESS;
	if (!prefix)
		return FITS_DEVICE;
	return peer ? FITS : FITS_DEVICE_AND_PREFIX;
}

static int match(const struct rtnl_address *address, void *data)
{
	struct find *find = data;
	enum fit fit = fit_of(find, address);

	if (fit == FITS_NOT || fit > find->fit)
		return 0;
	if (fit < find->fit) {
		find->fit = fit;
		find->count = 0;
	}
	*(find->count++ ? &find->other : &find->found) = *address;
	return 0;
}

static int name_device(struct lvsdr *host, enum operation operation,
		       const struct rtnl_address *address, struct lvsdr_vip *ret_vip)
{
	char name[ADDRESS_TEXT_SIZE];
	struct rtnl_link link;
	int error;

	address_format(&address->address, name);
	error = network_read_link(host, NULL, address->index, operation, name, &link);
	if (!error)
		vip_from_address(address, link.name, ret_vip);
	return error;
}

static int refuse_several(struct lvsdr *host, enum operation operation, const struct find *find)
{
	struct lvsdr_vip one, other;
	struct text name = {0};
	int error = name_device(host, operation, &find->found, &one);

	if (!error)
		error = name_device(host, operation, &find->other, &other);
	if (error)
		return error;
	vip_describe(find->wanted, &name);
	return error_set(host, -EEXIST, operation, name.data,
			 "the address is on %s with prefix /%u and on %s with prefix /%u; use the "
			 "device and the prefix of one of them",
			 one.device, one.prefix_length, other.device, other.prefix_length);
}

struct routes {
	const struct address *address;
	uint32_t index;
	bool host_route;
};

static int take_route(const struct nlmsghdr *message, void *data)
{
	struct routes *routes = data;
	struct rtnl_route route;
	int error = rtnl_decode_route(message, &route);

	if (!error && route.index == routes->index && vip_is_host_route(&route, routes->address))
		routes->host_route = true;
	return error;
}

static int read_host_route(struct lvsdr *host, enum operation operation, uint32_t index,
			   struct lvsdr_vip *vip)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct routes routes = {.address = &vip->address, .index = index};
	struct text name = {0};
	int error;

	vip_describe(vip, &name);
	error = network_request(host, rtnl_encode_dump(buffer, RTM_GETROUTE, vip->address.family),
				take_route, &routes, operation, name.data);
	vip->host_route = routes.host_route;
	return error;
}

/* A device that does not exist has no address. */
static int find_device(struct lvsdr *host, enum operation operation, const char *object,
		       struct find *find)
{
	struct rtnl_link link;
	int error = network_read_link(host, find->wanted->device, 0, operation, object, &link);

	if (!error)
		find->index = link.index;
	return error == -ENODEV ? 0 : error;
}

int vip_read(struct lvsdr *host, enum operation operation, const union object *identity,
	     union object *ret_found)
{
	struct find find = {.wanted = &identity->vip, .fit = FITS_ADDRESS};
	struct lvsdr_vip found;
	struct text name = {0};
	int error;

	vip_describe(&identity->vip, &name);
	error = find_device(host, operation, name.data, &find);
	if (!error)
		error = network_read_addresses(host, identity->vip.address.family, operation,
					       name.data, match, &find);
	if (error || !find.count)
		return error;
	if (find.count > 1)
		return refuse_several(host, operation, &find);
	error = name_device(host, operation, &find.found, &found);
	if (!error)
		error = read_host_route(host, operation, find.found.index, &found);
	if (error)
		return error;
	ret_found->vip = found;
	return 1;
}
