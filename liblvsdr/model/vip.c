// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a VIP. What plans need of it, and the calls to the kernel: vip-class.c. */
#include "model/vip.h"

#include "codec/rtnl/rtnl.h"
#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"

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

/* Those that are somebody's wish; the others are the kernel's report. */
enum {
	WISHED_FLAGS = LVSDR_VIP_NODAD | LVSDR_VIP_OPTIMISTIC | LVSDR_VIP_HOME |
		       LVSDR_VIP_MNGTMPADDR | LVSDR_VIP_NOPREFIXROUTE | LVSDR_VIP_AUTOJOIN
};

void vip_from_address(const struct rtnl_address *address, const char *device,
		      struct lvsdr_vip *ret_vip)
{
	memset(ret_vip, 0, sizeof(*ret_vip));
	ret_vip->set = ~0u;
	ret_vip->address = address->address;
	ret_vip->peer = address->peer;
	ret_vip->broadcast = address->broadcast;
	ret_vip->prefix_length = address->prefix_length;
	ret_vip->address_scope = address->scope;
	ret_vip->metric = address->metric;
	ret_vip->address_protocol = address->protocol;
	ret_vip->valid_lifetime = address->valid_lifetime;
	ret_vip->preferred_lifetime = address->preferred_lifetime;
	ret_vip->flags = address->flags & WISHED_FLAGS;
	ret_vip->usable = !(address->flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) ||
			  address->flags & IFA_F_OPTIMISTIC;
	memcpy(ret_vip->device, device, strlen(device));
	if (strcmp(address->label, device))
		memcpy(ret_vip->label, address->label, sizeof(ret_vip->label));
}

void vip_to_address(const struct lvsdr_vip *vip, uint32_t index, struct rtnl_address *ret_address)
{
	*ret_address = (struct rtnl_address){.index = index,
					     .address = vip->address,
					     .peer = vip->peer,
					     .broadcast = vip->broadcast,
					     .prefix_length = vip->prefix_length,
					     .scope = vip->address_scope,
					     .protocol = vip->address_protocol,
					     .flags = vip->flags,
					     .metric = vip->metric,
					     .valid_lifetime = vip->valid_lifetime,
					     .preferred_lifetime = vip->preferred_lifetime};
	memcpy(ret_address->label, vip->label, sizeof(vip->label));
}

int lvsdr_vip_new(struct lvsdr *host, const char *address, const char *device,
		  struct lvsdr_vip **ret_vip)
{
	struct lvsdr_vip template = {.set = 0}, *vip;
	int error;

	if (!host)
		return -EINVAL;
	if (!address || !device || !ret_vip)
		return error_set(host, -EINVAL, "describe", "a VIP", "an argument is NULL");
	error = object_describe_text(&vip_class, host, address, &template, VIP_ADDRESS, address);
	if (!error)
		error = object_describe_text(&vip_class, host, device, &template, VIP_DEVICE,
					     device);
	if (error)
		return error;
	vip_set_defaults(&template);
	vip = malloc(sizeof(*vip));
	if (!vip)
		return error_set(host, -ENOMEM, "describe", address, "out of memory");
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

void vip_describe(const struct lvsdr_vip *vip, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE];

	address_format(&vip->address, address);
	text_add(text, "%s/%u on %s", address, vip->prefix_length, vip->device);
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
