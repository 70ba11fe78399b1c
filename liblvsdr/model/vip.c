// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"
#include "model/scope.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

uint8_t vip_default_scope(const struct address *address)
{
	struct in6_addr in6 = address_to_in6(address);

	if (address->family == AF_INET)
		return RT_SCOPE_UNIVERSE;
	if (IN6_IS_ADDR_LOOPBACK(&in6))
		return RT_SCOPE_HOST;
	return address_is_link_local(address) ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
}

/*
 * The longest prefix wins where a host chooses its source address, and that is a VIP of IPv6: then
 * a director speaks to real servers with an address that they take for their own. A deprecated
 * address is never chosen. On lo it is not chosen for what leaves by another device.
 */
static uint32_t default_preferred_lifetime(const struct lvsdr_vip *vip)
{
	return vip->address.family == AF_INET6 && strcmp(vip->device, "lo") ? 0 : LVSDR_FOREVER;
}

void vip_set_defaults(struct lvsdr_vip *vip)
{
	vip->prefix_length = address_bits(&vip->address);
	vip->peer = (struct address){.family = 0};
	vip->broadcast = (struct address){.family = 0};
	memset(vip->label, 0, sizeof(vip->label));
	vip->address_scope = vip_default_scope(&vip->address);
	vip->metric = 0;
	vip->address_protocol = 0;
	vip->valid_lifetime = LVSDR_FOREVER;
	vip->preferred_lifetime = default_preferred_lifetime(vip);
	/* It has to be usable at once: no duplicate address detection. */
	vip->flags = vip->address.family == AF_INET6 ? LVSDR_VIP_NODAD : 0;
	vip->usable = 1;
	vip->host_route = 0;
}

void vip_describe(const struct lvsdr_vip *vip, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE];

	address_format(&vip->address, address);
	text_add(text, "%s/%u on %s", address, vip->prefix_length, vip->device);
}

#define VIP(member, type, ...) FIELD(struct lvsdr_vip, member, type, #member, __VA_ARGS__)

const struct name vip_scope_names[] = {{RT_SCOPE_UNIVERSE, "global"},
				       {RT_SCOPE_SITE, "site"},
				       {RT_SCOPE_LINK, "link"},
				       {RT_SCOPE_HOST, "host"},
				       {0, NULL}};

const struct name vip_flag_names[] = {{LVSDR_VIP_NODAD, "nodad"},
				      {LVSDR_VIP_OPTIMISTIC, "optimistic"},
				      {LVSDR_VIP_HOME, "home"},
				      {LVSDR_VIP_MNGTMPADDR, "mngtmpaddr"},
				      {LVSDR_VIP_NOPREFIXROUTE, "noprefixroute"},
				      {LVSDR_VIP_AUTOJOIN, "autojoin"},
				      {0, NULL}};

static const struct name lifetimes[] = {{LVSDR_FOREVER, "forever"}, {0, NULL}};

static const char *check_ipv4(const struct address *address)
{
	if (!address->bytes[0])
		return "no host can have an address in 0.0.0.0/8";
	if (address->bytes[0] == 127)
		return "every host has the addresses in 127.0.0.0/8 itself";
	if (address->bytes[0] >= 240)
		return "no host can have an address in 240.0.0.0/4";
	return address->bytes[0] >= 224 ? "it is a multicast address" : NULL;
}

static const char *check_address(const struct address *address)
{
	struct in6_addr in6 = address_to_in6(address);

	if (address->family == AF_INET)
		return check_ipv4(address);
	if (IN6_IS_ADDR_UNSPECIFIED(&in6))
		return "no host can have the address ::";
	if (IN6_IS_ADDR_LOOPBACK(&in6))
		return "every host has the address ::1 itself";
	if (IN6_IS_ADDR_MULTICAST(&in6))
		return "it is a multicast address";
	if (IN6_IS_ADDR_V4MAPPED(&in6))
		return "it is an IPv4 address mapped to IPv6; write it as an IPv4 address";
	return NULL;
}

static const struct field vip_fields[] = {
	[VIP_ADDRESS] = VIP(address, FIELD_ADDRESS, .identity = true, .required = true,
			    .wrong_address = check_address),
	[VIP_DEVICE] = VIP(device, FIELD_TEXT, .identity = true, .movable = true, .required = true,
			   .wrong = device_wrong),
	[VIP_PREFIX_LENGTH] = VIP(prefix_length, FIELD_U8, .identity = true, .movable = true,
				  .omit_default = true, .lowest = 1, .highest = 128, .open = true),
	[VIP_PEER] =
		VIP(peer, FIELD_ADDRESS, .identity = true, .movable = true, .omit_default = true),
	[VIP_LABEL] = VIP(label, FIELD_TEXT, .omit_default = true),
	[VIP_BROADCAST] = VIP(broadcast, FIELD_ADDRESS, .omit_default = true),
	[VIP_ADDRESS_SCOPE] = VIP(address_scope, FIELD_U8, .omit_default = true,
				  .names = vip_scope_names, .some_named = true),
	[VIP_METRIC] = VIP(metric, FIELD_U32, .omit_default = true),
	[VIP_ADDRESS_PROTOCOL] = VIP(address_protocol, FIELD_U8, .omit_default = true),
	[VIP_VALID_LIFETIME] = VIP(valid_lifetime, FIELD_U32, .omit_default = true,
				   .names = lifetimes, .some_named = true, .runs_down = true,
				   .lowest = 1, .highest = LVSDR_FOREVER, .open = true),
	[VIP_PREFERRED_LIFETIME] = VIP(preferred_lifetime, FIELD_U32, .omit_default = true,
				       .names = lifetimes, .some_named = true, .runs_down = true),
	/* How an address came into being matters no more once it is there. */
	[VIP_FLAGS] = VIP(flags, FIELD_FLAGS, .omit_default = true, .names = vip_flag_names,
			  .not_compared = LVSDR_VIP_NODAD | LVSDR_VIP_OPTIMISTIC),
	[VIP_USABLE] = VIP(usable, FIELD_BOOL, .omit_default = true, .seen_only = true),
	[VIP_HOST_ROUTE] = VIP(host_route, FIELD_BOOL, .omit_default = true, .made_last = true),
};

static void set_defaults(union object *object)
{
	vip_set_defaults(&object->vip);
}

static void describe(const union object *object, struct text *text)
{
	vip_describe(&object->vip, text);
}

static void agree_label(const struct lvsdr_vip *vip, struct text *wrong)
{
	size_t length = strlen(vip->device);

	if (!*vip->label)
		return;
	if (vip->address.family == AF_INET6)
		text_add(wrong, "the kernel has no labels for IPv6 addresses");
	else if (strncmp(vip->label, vip->device, length) ||
		 (vip->label[length] && vip->label[length] != ':'))
		text_add(wrong, "\"%s\" is neither \"%s\" nor starts with \"%s:\"", vip->label,
			 vip->device, vip->device);
}

static void agree_other(const struct address *other, const struct lvsdr_vip *vip,
			struct text *wrong)
{
	if (other->family && other->family != vip->address.family)
		text_add(wrong, "it does not have the address family of the VIP");
}

static void agree_lifetimes(const struct lvsdr_vip *vip, struct text *wrong)
{
	uint32_t valid = vip->valid_lifetime, preferred = vip->preferred_lifetime;

	if (!preferred || preferred == LVSDR_FOREVER)
		return;
	if (preferred > valid)
		text_add(wrong,
			 "the preferred lifetime of %u seconds is longer than the valid lifetime "
			 "of %u seconds",
			 preferred, valid);
	else if (vip->address.family == AF_INET && valid == LVSDR_FOREVER)
		text_add(wrong,
			 "the kernel does not store the preferred lifetime of an IPv4 address with "
			 "an unlimited valid lifetime; set the valid lifetime first");
}

/* What no kernel has either. */
static void agree_by_family(const struct lvsdr_vip *vip, unsigned int field, struct text *wrong)
{
	if (field == VIP_PREFIX_LENGTH && vip->prefix_length > address_bits(&vip->address))
		text_add(wrong, "%u is not between 1 and %u", vip->prefix_length,
			 address_bits(&vip->address));
	else if (field == VIP_PEER)
		agree_other(&vip->peer, vip, wrong);
	else if (field == VIP_BROADCAST && vip->broadcast.family && vip->address.family == AF_INET6)
		text_add(wrong, "IPv6 has no broadcast addresses");
	else if (field == VIP_BROADCAST)
		agree_other(&vip->broadcast, vip, wrong);
}

static bool agree(const union object *object, unsigned int field, bool observed, struct text *wrong)
{
	const struct lvsdr_vip *vip = &object->vip;
	bool ipv4 = vip->address.family == AF_INET;

	agree_by_family(vip, field, wrong);
	if (observed)
		return !wrong->length;
	if (field == VIP_LABEL)
		agree_label(vip, wrong);
	else if (field == VIP_VALID_LIFETIME || field == VIP_PREFERRED_LIFETIME)
		agree_lifetimes(vip, wrong);
	else if (field == VIP_ADDRESS_SCOPE && !ipv4 &&
		 vip->address_scope != vip_default_scope(&vip->address))
		text_add(wrong, "the scope of an IPv6 address is part of the address itself");
	else if (field == VIP_FLAGS && ipv4 &&
		 vip->flags & ~(LVSDR_VIP_NOPREFIXROUTE | LVSDR_VIP_AUTOJOIN))
		text_add(wrong, "an IPv4 address supports only \"noprefixroute\" and \"autojoin\"");
	return !wrong->length;
}

static const char *check(const union object *object, unsigned int *ret_field)
{
	const struct lvsdr_vip *vip = &object->vip;

	*ret_field = VIP_USABLE;
	if (!vip->usable)
		return "whether it is usable can be read, but not set";
	*ret_field = VIP_PREFIX_LENGTH;
	if (vip->flags & LVSDR_VIP_MNGTMPADDR && vip->prefix_length != 64)
		return "temporary addresses require a prefix length of 64";
	if (vip->prefix_length == address_bits(&vip->address) || vip->peer.family)
		return NULL;
	return vip->address.family == AF_INET6 ? "a VIP is a host address; with a shorter prefix "
						 "the whole network can become local; use /128"
					       : "a VIP is a host address; with a shorter prefix "
						 "the whole network can become local; use /32";
}

static bool may_become(const union object *old, const union object *wanted)
{
	return address_equal(&old->vip.address, &wanted->vip.address) &&
	       (!address_is_link_local(&old->vip.address) ||
		!strcmp(old->vip.device, wanted->vip.device));
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
		   offsetof(struct lvsdr_vip, set), 0, 0},
	.missing_code = -ENOENT,
	.in_scope = in_scope,
	.set_defaults = set_defaults,
	.describe = describe,
	.agree = agree,
	.check = check,
	.may_become = may_become,
};

int lvsdr_vip_new(struct lvsdr *host, const char *address, const char *device,
		  struct lvsdr_vip **ret_vip)
{
	struct lvsdr_vip template = {.set = 0}, *vip;
	int error;

	if (!host)
		return -EINVAL;
	if (!address || !device || !ret_vip)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "a VIP", "an argument is NULL");
	error = object_describe_text(&vip_class, host, address, &template, VIP_ADDRESS, address);
	if (!error)
		error = object_describe_text(&vip_class, host, device, &template, VIP_DEVICE,
					     device);
	if (error)
		return error;
	vip_set_defaults(&template);
	vip = malloc(sizeof(*vip));
	if (!vip)
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, address, "out of memory");
	*vip = template;
	vip->host = handle_ref(host);
	*ret_vip = vip;
	return 0;
}

void lvsdr_vip_free(struct lvsdr_vip *vip)
{
	if (!vip)
		return;
	handle_unref(vip->host);
	free(vip);
}

int lvsdr_vip_set_label(struct lvsdr_vip *vip, const char *label)
{
	return object_set_text(&vip_class, vip, VIP_LABEL, label);
}

int lvsdr_vip_set_prefix_length(struct lvsdr_vip *vip, int32_t prefix_length)
{
	return object_set_number(&vip_class, vip, VIP_PREFIX_LENGTH, prefix_length);
}

int lvsdr_vip_set_peer(struct lvsdr_vip *vip, const char *peer)
{
	return object_set_text(&vip_class, vip, VIP_PEER, peer);
}

int lvsdr_vip_set_broadcast(struct lvsdr_vip *vip, const char *broadcast)
{
	return object_set_text(&vip_class, vip, VIP_BROADCAST, broadcast);
}

int lvsdr_vip_set_address_scope(struct lvsdr_vip *vip, int32_t address_scope)
{
	return object_set_number(&vip_class, vip, VIP_ADDRESS_SCOPE, address_scope);
}

int lvsdr_vip_set_metric(struct lvsdr_vip *vip, uint32_t metric)
{
	return object_set_number(&vip_class, vip, VIP_METRIC, metric);
}

int lvsdr_vip_set_address_protocol(struct lvsdr_vip *vip, int32_t address_protocol)
{
	return object_set_number(&vip_class, vip, VIP_ADDRESS_PROTOCOL, address_protocol);
}

int lvsdr_vip_set_valid_lifetime(struct lvsdr_vip *vip, uint32_t seconds)
{
	return object_set_number(&vip_class, vip, VIP_VALID_LIFETIME, seconds);
}

int lvsdr_vip_set_preferred_lifetime(struct lvsdr_vip *vip, uint32_t seconds)
{
	return object_set_number(&vip_class, vip, VIP_PREFERRED_LIFETIME, seconds);
}

int lvsdr_vip_set_flags(struct lvsdr_vip *vip, uint32_t flags)
{
	return object_set_number(&vip_class, vip, VIP_FLAGS, flags);
}

int lvsdr_vip_set_host_route(struct lvsdr_vip *vip, int host_route)
{
	return object_set_number(&vip_class, vip, VIP_HOST_ROUTE, host_route);
}

int lvsdr_vip_get_address(const struct lvsdr_vip *vip, char *buffer, size_t size)
{
	return vip ? getter_address(vip->host, "the address", &vip->address, buffer, size)
		   : -EINVAL;
}

int32_t lvsdr_vip_get_prefix_length(const struct lvsdr_vip *vip)
{
	return vip ? vip->prefix_length : -EINVAL;
}

int lvsdr_vip_get_broadcast(const struct lvsdr_vip *vip, char *buffer, size_t size)
{
	return vip ? getter_address(vip->host, "the broadcast address", &vip->broadcast, buffer,
				    size)
		   : -EINVAL;
}

int lvsdr_vip_get_peer(const struct lvsdr_vip *vip, char *buffer, size_t size)
{
	return vip ? getter_address(vip->host, "the peer", &vip->peer, buffer, size) : -EINVAL;
}

int32_t lvsdr_vip_get_address_scope(const struct lvsdr_vip *vip)
{
	return vip ? vip->address_scope : -EINVAL;
}

uint32_t lvsdr_vip_get_metric(const struct lvsdr_vip *vip)
{
	return vip ? vip->metric : 0;
}

int32_t lvsdr_vip_get_address_protocol(const struct lvsdr_vip *vip)
{
	return vip ? vip->address_protocol : -EINVAL;
}

uint32_t lvsdr_vip_get_valid_lifetime(const struct lvsdr_vip *vip)
{
	return vip ? vip->valid_lifetime : 0;
}

uint32_t lvsdr_vip_get_preferred_lifetime(const struct lvsdr_vip *vip)
{
	return vip ? vip->preferred_lifetime : 0;
}

uint32_t lvsdr_vip_get_flags(const struct lvsdr_vip *vip)
{
	return vip ? vip->flags : 0;
}

int lvsdr_vip_get_usable(const struct lvsdr_vip *vip)
{
	return vip ? vip->usable : -EINVAL;
}

const char *lvsdr_vip_get_device(const struct lvsdr_vip *vip)
{
	return vip ? vip->device : NULL;
}

const char *lvsdr_vip_get_label(const struct lvsdr_vip *vip)
{
	return vip ? vip->label : NULL;
}

int lvsdr_vip_get_host_route(const struct lvsdr_vip *vip)
{
	return vip ? vip->host_route : -EINVAL;
}
