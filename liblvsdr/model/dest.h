/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/field.h"

#include <lvsdr/dest.h>
#include <stdbool.h>

/*
 * A destination has its identity only together with its service: `service` is set where it is
 * planned, and NULL in a state, which keeps destinations below their service.
 */
struct lvsdr_dest {
	struct lvsdr *host;
	const struct lvsdr_service *service;
	const struct counters *counters; /* of the state it is in, or NULL */
	uint32_t set;
	struct address address;
	uint16_t port;
	uint8_t tunnel_type;
	int32_t forwarding;
	int32_t weight;
	uint32_t upper_threshold;
	uint32_t lower_threshold;
	uint16_t tunnel_port;
	uint16_t tunnel_flags;
};

/* The places of the fields, and so their bits in `set`. */
enum dest_field {
	DEST_ADDRESS,
	DEST_PORT,
	DEST_FORWARDING,
	DEST_WEIGHT,
	DEST_UPPER,
	DEST_LOWER,
	DEST_TUNNEL_TYPE,
	DEST_TUNNEL_PORT,
	DEST_TUNNEL_FLAGS,
};

extern const struct name dest_tunnel_types[];

/* Gives it the port of its service where it has none. */
void dest_complete_port(struct lvsdr_dest *dest, const struct lvsdr_service *service);

/* Whether the service is of another address family. */
bool dest_is_mixed(const struct lvsdr_dest *dest);
