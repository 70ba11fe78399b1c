// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a VIP. What plans need of it, and the calls to the kernel, are in vip-class.c. */
#include "objects/vip.h"

#include "handle.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	if (!wrong && (!*device || strlen(device) >= IFNAMSIZ || strchr(device, '/')))
		wrong = "a device's name has 1 to 15 characters and no slash";
	if (!wrong && strchr(device, ':'))
		wrong = "names with a colon are labels: give the device here, and the label with "
			"lvsdr_vip_set_label()";
	if (wrong)
		return error_set(host, -EINVAL, "describe", address, "%s", wrong);
	template.prefix_length = address_bits(&template.address);
	memcpy(template.device, device, strlen(device));
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
	if (vip->address.family == AF_INET6)
		return refuse(vip, "label", "the kernel has no labels for IPv6 addresses");
	if (strlen(label) >= sizeof(vip->label))
		return refuse(vip, "label", "\"%s\" has more than 15 characters", label);
	if (strncmp(label, vip->device, length) || (label[length] && label[length] != ':'))
		return refuse(vip, "label", "\"%s\" is neither \"%s\" nor starts with \"%s:\"",
			      label, vip->device, vip->device);
	memset(vip->label, 0, sizeof(vip->label));
	if (label[length])
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
	struct address address;

	if (!vip)
		return -EINVAL;
	if (vip->address.family == AF_INET6)
		return refuse(vip, "set broadcast", "IPv6 has no broadcast");
	if (!broadcast || address_parse(broadcast, &address) || address.family != AF_INET)
		return refuse(vip, "set broadcast", "\"%s\" is no IPv4 address",
			      broadcast ? broadcast : "NULL");
	vip->broadcast = address;
	vip->set |= 1u << VIP_BROADCAST;
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
