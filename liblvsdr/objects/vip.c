// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a VIP. What plans need of it, and the calls to the kernel: vip-class.c. */
#include "objects/vip.h"

#include "handle.h"
#include "rtnl/rtnl.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint8_t vip_default_scope(const struct address *address)
{
	if (address->family == AF_INET)
		return RT_SCOPE_UNIVERSE;
	if (IN6_IS_ADDR_LOOPBACK((const struct in6_addr *)(const void *)address->bytes))
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
	struct lvsdr_vip template = {.set = 1u << VIP_DEVICE}, *vip;
	const char *wrong;

	if (!host)
		return -EINVAL;
	if (!address || !device || !ret_vip)
		return error_set(host, -EINVAL, "describe", "a VIP", "an argument is NULL");
	wrong = address_parse(address, &template.address);
	if (!wrong)
		wrong = device_wrong(device);
	if (wrong)
		return error_set(host, -EINVAL, "describe", address, "%s", wrong);
	memcpy(template.device, device, strlen(device));
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

__attribute__((format(printf, 3, 4))) static int
refuse(const struct lvsdr_vip *vip, const char *operation, const char *format, ...)
{
	struct text name = {0};
	char reason[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	vip_describe(vip, &name);
	return error_set(vip->host, -EINVAL, operation, name.data, "%s", reason);
}

int lvsdr_vip_set_label(struct lvsdr_vip *vip, const char *label)
{
	size_t length;

	if (!vip)
		return -EINVAL;
	length = strlen(vip->device);
	if (!label)
		return refuse(vip, "label", "the label is NULL");
	if (*label && vip->address.family == AF_INET6)
		return refuse(vip, "label", "the kernel has no labels for IPv6 addresses");
	if (strlen(label) >= sizeof(vip->label))
		return refuse(vip, "label", "\"%s\" has more than 15 characters", label);
	if (*label &&
	    (strncmp(label, vip->device, length) || (label[length] && label[length] != ':')))
		return refuse(vip, "label", "\"%s\" is neither \"%s\" nor starts with \"%s:\"",
			      label, vip->device, vip->device);
	memset(vip->label, 0, sizeof(vip->label));
	if (*label && label[length])
		memcpy(vip->label, label, strlen(label));
	vip->set |= 1u << VIP_LABEL;
	return 0;
}

int lvsdr_vip_set_prefix_length(struct lvsdr_vip *vip, int32_t prefix_length)
{
	if (!vip)
		return -EINVAL;
	if (prefix_length < 1 || prefix_length > address_bits(&vip->address))
		return refuse(vip, "set the prefix", "%d is not between 1 and %u", prefix_length,
			      address_bits(&vip->address));
	vip->prefix_length = (uint8_t)prefix_length;
	vip->set |= 1u << VIP_PREFIX_LENGTH;
	return 0;
}

int lvsdr_vip_set_broadcast(struct lvsdr_vip *vip, const char *broadcast)
{
	struct address address = {.family = AF_UNSPEC};

	if (!vip)
		return -EINVAL;
	if (!broadcast)
		return refuse(vip, "set broadcast", "the broadcast address is NULL");
	if (*broadcast && vip->address.family == AF_INET6)
		return refuse(vip, "set broadcast", "IPv6 has no broadcast");
	if (*broadcast && (address_parse(broadcast, &address) || address.family != AF_INET))
		return refuse(vip, "set broadcast", "\"%s\" is no IPv4 address", broadcast);
	vip->broadcast = address;
	vip->set |= 1u << VIP_BROADCAST;
	return 0;
}

int lvsdr_vip_set_peer(struct lvsdr_vip *vip, const char *peer)
{
	struct address address = {.family = 0};

	if (!vip)
		return -EINVAL;
	if (!peer || (*peer && address_parse(peer, &address)) ||
	    (*peer && address.family != vip->address.family))
		return refuse(vip, "set the peer", "\"%s\" is no address of its family",
			      peer ? peer : "NULL");
	vip->peer = address;
	vip->set |= 1u << VIP_PEER;
	return 0;
}

int lvsdr_vip_set_address_scope(struct lvsdr_vip *vip, int32_t address_scope)
{
	if (!vip)
		return -EINVAL;
	if (vip->address.family == AF_INET6 && address_scope != vip_default_scope(&vip->address))
		return refuse(vip, "set the scope",
			      "the scope of an IPv6 address is in the "
			      "address itself");
	if (address_scope < 0 || address_scope > UINT8_MAX)
		return refuse(vip, "set the scope", "%d is not between 0 and 255", address_scope);
	vip->address_scope = (uint8_t)address_scope;
	vip->set |= 1u << VIP_ADDRESS_SCOPE;
	return 0;
}

int lvsdr_vip_set_metric(struct lvsdr_vip *vip, uint32_t metric)
{
	if (!vip)
		return -EINVAL;
	vip->metric = metric;
	vip->set |= 1u << VIP_METRIC;
	return 0;
}

int lvsdr_vip_set_address_protocol(struct lvsdr_vip *vip, int32_t address_protocol)
{
	if (!vip)
		return -EINVAL;
	if (address_protocol < 0 || address_protocol > UINT8_MAX)
		return refuse(vip, "set the protocol", "%d is not between 0 and 255",
			      address_protocol);
	vip->address_protocol = (uint8_t)address_protocol;
	vip->set |= 1u << VIP_ADDRESS_PROTOCOL;
	return 0;
}

int lvsdr_vip_set_valid_lifetime(struct lvsdr_vip *vip, uint32_t seconds)
{
	if (!vip)
		return -EINVAL;
	if (!seconds)
		return refuse(vip, "set a lifetime", "what is valid for 0 seconds is not there");
	vip->valid_lifetime = seconds;
	vip->set |= 1u << VIP_VALID_LIFETIME;
	return 0;
}

int lvsdr_vip_set_preferred_lifetime(struct lvsdr_vip *vip, uint32_t seconds)
{
	if (!vip)
		return -EINVAL;
	vip->preferred_lifetime = seconds;
	vip->set |= 1u << VIP_PREFERRED_LIFETIME;
	return 0;
}

int lvsdr_vip_set_flags(struct lvsdr_vip *vip, uint32_t flags)
{
	const uint32_t ipv6_only =
		(uint32_t)WISHED_FLAGS & ~(LVSDR_VIP_NOPREFIXROUTE | LVSDR_VIP_AUTOJOIN);

	if (!vip)
		return -EINVAL;
	if (flags & ~(uint32_t)WISHED_FLAGS)
		return refuse(vip, "set flags", "0x%x are flags that are not known",
			      flags & ~(uint32_t)WISHED_FLAGS);
	if (vip->address.family == AF_INET && flags & ipv6_only)
		return refuse(vip, "set flags",
			      "an IPv4 address has only \"noprefixroute\" and "
			      "\"autojoin\"");
	vip->flags = flags;
	vip->set |= 1u << VIP_FLAGS;
	return 0;
}

int lvsdr_vip_set_host_route(struct lvsdr_vip *vip, int host_route)
{
	if (!vip)
		return -EINVAL;
	if (host_route != 0 && host_route != 1)
		return refuse(vip, "set host route", "%d is neither 0 nor 1", host_route);
	vip->host_route = (uint8_t)host_route;
	vip->set |= 1u << VIP_HOST_ROUTE;
	return 0;
}

int lvsdr_vip_get_address(const struct lvsdr_vip *vip, char *buffer, size_t size)
{
	return address_copy_text(vip ? &vip->address : NULL, buffer, size);
}

int32_t lvsdr_vip_get_prefix_length(const struct lvsdr_vip *vip)
{
	return vip ? vip->prefix_length : -EINVAL;
}

int lvsdr_vip_get_broadcast(const struct lvsdr_vip *vip, char *buffer, size_t size)
{
	return address_copy_text(vip ? &vip->broadcast : NULL, buffer, size);
}

int lvsdr_vip_get_peer(const struct lvsdr_vip *vip, char *buffer, size_t size)
{
	return address_copy_text(vip ? &vip->peer : NULL, buffer, size);
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
