/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/device.h"
#include "util/field.h"
#include "util/text.h"

#include <lvsdr/vip.h>
#include <net/if.h>
#include <stdbool.h>

struct lvsdr_vip {
	struct lvsdr *host;
	uint32_t set;
	struct address address;
	struct address peer;      /* family 0: none */
	struct address broadcast; /* family 0: none */
	uint8_t prefix_length;
	uint8_t address_scope;
	uint8_t address_protocol;
	uint8_t host_route;
	uint8_t usable;
	uint32_t flags;
	uint32_t metric;
	uint32_t valid_lifetime, preferred_lifetime;
	char device[DEVICE_NAME_SIZE];
	char label[IFNAMSIZ]; /* "": the device's name, or IPv6 */
};

/* The places of the fields, and so their bits in `set`. */
enum vip_field {
	VIP_ADDRESS,
	VIP_DEVICE,
	VIP_PREFIX_LENGTH,
	VIP_PEER,
	VIP_LABEL,
	VIP_BROADCAST,
	VIP_ADDRESS_SCOPE,
	VIP_METRIC,
	VIP_ADDRESS_PROTOCOL,
	VIP_VALID_LIFETIME,
	VIP_PREFERRED_LIFETIME,
	VIP_FLAGS,
	VIP_USABLE,
	VIP_HOST_ROUTE,
};

extern const struct name vip_scope_names[], vip_flag_names[];

void vip_describe(const struct lvsdr_vip *vip, struct text *text);
/* Gives every field that is not the identity its default; without its device's name it has none. */
void vip_set_defaults(struct lvsdr_vip *vip);
uint8_t vip_default_scope(const struct address *address);
