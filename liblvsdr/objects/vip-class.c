// SPDX-License-Identifier: LGPL-2.1-or-later
#include "handle.h"
#include "network.h"
#include "objects/scope.h"
#include "plan/call.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <libmnl/libmnl.h>
#include <stdio.h>
#include <string.h>

#define VIP(member, type, ...) FIELD(struct lvsdr_vip, member, type, #member, __VA_ARGS__)

static const struct field vip_fields[] = {
	VIP(address, FIELD_ADDRESS, .identity = true, .required = true),
	[VIP_DEVICE] = VIP(device, FIELD_TEXT, .required = true),
	[VIP_PREFIX_LENGTH] = VIP(prefix_length, FIELD_U8, .quiet = true),
	[VIP_LABEL] = VIP(label, FIELD_TEXT, .quiet = true),
	[VIP_BROADCAST] = VIP(broadcast, FIELD_ADDRESS, .quiet = true),
	[VIP_HOST_ROUTE] = VIP(host_route, FIELD_BOOL, .quiet = true),
};

static void set_defaults(union object *object)
{
	struct lvsdr_vip *vip = &object->vip;

	vip->prefix_length = address_bits(&vip->address);
	memset(vip->label, 0, sizeof(vip->label));
	vip->broadcast = (struct address){.family = 0};
	vip->host_route = 0;
}

static void describe(const union object *object, struct text *text)
{
	vip_describe(&object->vip, text);
}

static void command_add(const struct lvsdr_vip *vip, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE], broadcast[ADDRESS_TEXT_SIZE];

	address_format(&vip->address, address);
	text_add(text, "ip addr add %s/%u", address, vip->prefix_length);
	if (vip->broadcast.family) {
		address_format(&vip->broadcast, broadcast);
		text_add(text, " broadcast %s", broadcast);
	}
	text_add(text, " dev %s", vip->device);
	if (*vip->label)
		text_add(text, " label %s", vip->label);
	if (vip->address.family == AF_INET6)
		text_add(text, " nodad");
	if (vip->host_route)
		text_add(text, "\nip route add %s/%u dev %s scope link src %s", address,
			 address_bits(&vip->address), vip->device, address);
}

static void command(const union object *before, const union object *after, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE];

	if (before) {
		address_format(&before->vip.address, address);
		text_add(text, "ip addr del %s/%u dev %s%s", address, before->vip.prefix_length,
			 before->vip.device, after ? "\n" : "");
	}
	if (after)
		command_add(&after->vip, text);
}

static const char *check(const union object *object)
{
	const struct lvsdr_vip *vip = &object->vip;

	if (vip->prefix_length == address_bits(&vip->address))
		return NULL;
	return vip->address.family == AF_INET6
		       ? "a VIP is a host address: with a wider prefix the kernel takes the whole "
			 "network for its own; use /128"
		       : "a VIP is a host address: with a wider prefix the kernel takes the whole "
			 "network for its own; use /32";
}

void vip_from_address(const struct rtnl_address *address, const char *device,
		      struct lvsdr_vip *ret_vip)
{
	memset(ret_vip, 0, sizeof(*ret_vip));
	ret_vip->set = ~0u;
	ret_vip->address = address->address;
	ret_vip->broadcast = address->broadcast;
	ret_vip->prefix_length = address->prefix_length;
	memcpy(ret_vip->device, device, sizeof(ret_vip->device));
	if (strcmp(address->label, device))
		memcpy(ret_vip->label, address->label, sizeof(ret_vip->label));
}

static int find_device(struct lvsdr *host, const char *operation,
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

struct find {
	const struct address *wanted;
	struct rtnl_address found, other;
	size_t count;
};

static int match(const struct rtnl_address *address, void *data)
{
	struct find *find = data;

	if (!address_equal(&address->address, find->wanted))
		return 0;
	if (find->count++)
		find->other = *address;
	else
		find->found = *address;
	return 0;
}

bool vip_is_host_route(const struct rtnl_route *route, const struct address *address)
{
	return route->table == RT_TABLE_MAIN && route->prefix_length == address_bits(address) &&
	       address_equal(&route->destination, address);
}

struct routes {
	const struct address *address;
	uint32_t index;
	bool host_route;
	json_t *lost; /* what goes with the address, or NULL where it is not asked for */
};

static int keep_route(json_t *lost, const struct nlmsghdr *message)
{
	const uint8_t *payload = mnl_nlmsg_get_payload(message);
	size_t length = mnl_nlmsg_get_payload_len(message);
	char hex[2 * RTNL_BUFFER_SIZE + 1];

	if (length > RTNL_BUFFER_SIZE - NLMSG_HDRLEN)
		return -EBADMSG;
	for (size_t i = 0; i < length; i++)
		snprintf(hex + 2 * i, 3, "%02x", payload[i]);
	return json_array_append_new(lost, json_string(hex)) ? -ENOMEM : 0;
}

static int take_route(const struct nlmsghdr *message, void *data)
{
	struct routes *routes = data;
	struct rtnl_route route;
	int error = rtnl_decode_route(message, &route);

	if (error || route.table == RT_TABLE_LOCAL ||
	    !address_equal(&route.preferred_source, routes->address))
		return error;
	if (vip_is_host_route(&route, routes->address) && route.index == routes->index) {
		routes->host_route = true;
		return 0;
	}
	return routes->lost ? keep_route(routes->lost, message) : 0;
}

static int read_routes(struct lvsdr *host, const char *operation, const struct lvsdr_vip *vip,
		       struct routes *routes)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct text name = {0};

	vip_describe(vip, &name);
	return network_request(host, rtnl_encode_dump(buffer, RTM_GETROUTE, vip->address.family),
			       take_route, routes, operation, name.data);
}

static int refuse_twice(struct lvsdr *host, const char *operation, const struct find *find)
{
	struct lvsdr_vip one, other;
	struct text name = {0};
	int error = find_device(host, operation, &find->found, &one);

	if (!error)
		error = find_device(host, operation, &find->other, &other);
	if (error)
		return error;
	vip_describe(&one, &name);
	return error_set(host, -EEXIST, operation, name.data,
			 "the address stands also on %s with prefix /%u; remove one of them first",
			 other.device, other.prefix_length);
}

static int read_vip(struct lvsdr *host, const char *operation, const union object *identity,
		    union object *ret_found)
{
	const struct lvsdr_vip *vip = &identity->vip;
	struct find find = {.wanted = &vip->address};
	struct routes routes = {.address = &vip->address};
	struct lvsdr_vip found;
	struct text name = {0};
	int error;

	vip_describe(vip, &name);
	error = network_read_addresses(host, vip->address.family, operation, name.data, match,
				       &find);
	if (error || !find.count)
		return error;
	if (find.count > 1)
		return refuse_twice(host, operation, &find);
	error = find_device(host, operation, &find.found, &found);
	if (error)
		return error;
	routes.index = find.found.index;
	error = read_routes(host, operation, &found, &routes);
	if (error)
		return error;
	found.host_route = routes.host_route;
	ret_found->vip = found;
	return 1;
}

static int check_remove(struct lvsdr *host, const union object *wanted, const union object *found)
{
	struct text name = {0};

	if (!strcmp(wanted->vip.device, found->vip.device) &&
	    wanted->vip.prefix_length == found->vip.prefix_length)
		return 0;
	vip_describe(&wanted->vip, &name);
	return error_set(host, -EEXIST, "remove", name.data,
			 "it stands on %s with prefix /%u; name that one to remove it",
			 found->vip.device, found->vip.prefix_length);
}

/* The kernel removes every route that has the address as its preferred source. */
static int record(struct lvsdr *host, struct step *step)
{
	struct routes routes = {.address = NULL};
	struct text name = {0};
	struct rtnl_link link;
	int error;

	if (!step->before)
		return 0;
	routes.address = &step->before->vip.address;
	vip_describe(&step->before->vip, &name);
	error = network_read_link(host, step->before->vip.device, 0, "plan", name.data, &link);
	if (error)
		return error;
	routes.index = link.index;
	routes.lost = json_array();
	if (!routes.lost)
		return error_set(host, -ENOMEM, "plan", name.data, "out of memory");
	error = read_routes(host, "plan", &step->before->vip, &routes);
	if (error) {
		json_decref(routes.lost);
		return error;
	}
	return step_keep_record(host, step, routes.lost);
}

static int send_address(struct lvsdr *host, const char *operation, uint16_t type,
			const struct lvsdr_vip *vip, uint32_t *ret_index)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct rtnl_address address = {.address = vip->address,
				       .broadcast = vip->broadcast,
				       .prefix_length = vip->prefix_length};
	struct text name = {0};
	struct rtnl_link link;
	int error;

	vip_describe(vip, &name);
	error = network_read_link(host, vip->device, 0, operation, name.data, &link);
	if (error)
		return error;
	address.index = link.index;
	memcpy(address.label, vip->label, sizeof(address.label));
	*ret_index = link.index;
	return network_request(host, rtnl_encode_address(buffer, type, &address), NULL, NULL,
			       operation, name.data);
}

static int add(struct lvsdr *host, const char *operation, const struct lvsdr_vip *vip)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct text name = {0};
	struct error first;
	uint32_t index;
	int error = send_address(host, operation, RTM_NEWADDR, vip, &index);

	if (error || !vip->host_route)
		return error;
	vip_describe(vip, &name);
	text_add(&name, " (host route)");
	error = network_request(host,
				rtnl_encode_host_route(buffer, RTM_NEWROUTE, &vip->address, index),
				NULL, NULL, operation, name.data);
	if (error) {
		first = host->error;
		send_address(host, operation, RTM_DELADDR, vip, &index);
		host->error = first;
	}
	return error;
}

/* Routes of IPv6 stay when their preferred source leaves. */
static int take_away(struct lvsdr *host, const char *operation, const struct lvsdr_vip *vip)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct netlink_error kernel;
	struct text name = {0};
	uint32_t index;
	int error = send_address(host, operation, RTM_DELADDR, vip, &index);

	if (error || !vip->host_route || vip->address.family != AF_INET6)
		return error;
	error = transport_rtnl(&host->transport,
			       rtnl_encode_host_route(buffer, RTM_DELROUTE, &vip->address, index),
			       NULL, NULL, &kernel);
	if (!error || error == -ESRCH)
		return 0;
	vip_describe(vip, &name);
	text_add(&name, " (host route)");
	return error_set_kernel(host, error, &kernel, operation, name.data, NULL);
}

static size_t from_hex(const char *hex, uint8_t *bytes, size_t size)
{
	size_t length = strlen(hex) / 2;
	unsigned int byte;

	if (length > size)
		return 0;
	for (size_t i = 0; i < length; i++) {
		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			return 0;
		bytes[i] = (uint8_t)byte;
	}
	return length;
}

static int restore_routes(struct lvsdr *host, const char *operation, const struct step *step)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	uint8_t payload[RTNL_BUFFER_SIZE];
	struct netlink_error kernel;
	struct nlmsghdr *request;
	const char *hex;
	json_t *route;
	size_t i, length;
	int error;

	json_array_foreach(step_record(step), i, route)
	{
		hex = json_string_value(route);
		length = hex ? from_hex(hex, payload, sizeof(payload)) : 0;
		request = rtnl_encode_route_again(buffer, payload, length);
		if (!request)
			return error_set(host, -EBADMSG, operation, "a recorded route",
					 "route %zu of the plan makes no sense", i);
		error = transport_rtnl(&host->transport, request, NULL, NULL, &kernel);
		if (error && error != -EEXIST)
			return error_set_kernel(host, error, &kernel, operation, "a recorded route",
						NULL);
	}
	return 0;
}

static int write_vip(struct lvsdr *host, const char *operation, const struct step *step,
		     const union object *before, const union object *after)
{
	struct error first;
	int error = 0;

	if (before)
		error = take_away(host, operation, &before->vip);
	if (error || !after)
		return error;
	error = add(host, operation, &after->vip);
	if (!error)
		return restore_routes(host, operation, step);
	if (before) {
		first = host->error;
		add(host, operation, &before->vip);
		restore_routes(host, operation, step);
		host->error = first;
	}
	return error;
}

static bool in_scope(const struct lvsdr_scope *scope, const union object *object)
{
	return scope_holds_address(scope, &object->vip.address);
}

const struct object_class vip_class = {
	.name = "VIP",
	.kind = KIND_VIP,
	.part = LVSDR_STATE_VIPS,
	.list = "vips",
	.fields = {vip_fields, sizeof(vip_fields) / sizeof(*vip_fields), sizeof(struct lvsdr_vip),
		   offsetof(struct lvsdr_vip, set), 0},
	.missing_code = -ENOENT,
	.in_scope = in_scope,
	.set_defaults = set_defaults,
	.describe = describe,
	.command = command,
	.check = check,
	.read = read_vip,
	.check_remove = check_remove,
	.record = record,
	.write = write_vip,
};

int lvsdr_vip_add(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_ADD, vip);
}

int lvsdr_vip_update(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_UPDATE, vip);
}

int lvsdr_vip_remove(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_REMOVE, vip);
}

int lvsdr_vip_read(struct lvsdr *host, struct lvsdr_vip *vip)
{
	return call_read(host, &vip_class, vip);
}

int lvsdr_plan_add_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_ADD, vip);
}

int lvsdr_plan_update_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_UPDATE, vip);
}

int lvsdr_plan_remove_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_REMOVE, vip);
}
