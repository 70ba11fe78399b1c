// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a destination. What plans need of it, and the calls to the kernel: dest-class.c. */
#include "handle.h"
#include "objects/object.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool has_port(const struct lvsdr_dest *dest)
{
	return dest->set & 1u << DEST_PORT;
}

void dest_complete_port(struct lvsdr_dest *dest, const struct lvsdr_service *service)
{
	if (has_port(dest))
		return;
	dest->port = service->port;
	dest->set |= 1u << DEST_PORT;
}

int lvsdr_dest_new(struct lvsdr *host, const char *address, struct lvsdr_dest **ret_dest)
{
	union object template = {.dest.set = 0};
	struct lvsdr_dest *dest;
	const char *wrong;
	int32_t port;

	if (!host)
		return -EINVAL;
	if (!address || !ret_dest)
		return error_set(host, -EINVAL, "describe", "a destination", "an argument is NULL");
	wrong = address_parse_with_port(address, NULL, &template.dest.address, &port);
	if (wrong)
		return error_set(host, -EINVAL, "describe", address, "%s", wrong);
	if (port >= 0) {
		template.dest.port = (uint16_t)port;
		template.dest.set = 1u << DEST_PORT;
	}
	dest_class.set_defaults(&template);
	dest = malloc(sizeof(*dest));
	if (!dest)
		return error_set(host, -ENOMEM, "describe", address, "out of memory");
	*dest = template.dest;
	dest->host = handle_ref(host);
	*ret_dest = dest;
	return 0;
}

void lvsdr_dest_free(struct lvsdr_dest *dest)
{
	if (!dest)
		return;
	handle_unref(dest->host);
	free(dest);
}

static int refuse_value(const struct lvsdr_dest *dest, const char *operation, int32_t value,
			const char *range)
{
	char address[ADDRESS_TEXT_SIZE];

	address_format(&dest->address, address);
	return error_set(dest->host, -EINVAL, operation, address, "%d is not %s", value, range);
}

int lvsdr_dest_set_weight(struct lvsdr_dest *dest, int32_t weight)
{
	if (!dest)
		return -EINVAL;
	if (weight < 0)
		return refuse_value(dest, "set weight of", weight, "between 0 and 2147483647");
	dest->weight = weight;
	dest->set |= 1u << DEST_WEIGHT;
	return 0;
}

int lvsdr_dest_set_forwarding(struct lvsdr_dest *dest, int32_t forwarding)
{
	if (!dest)
		return -EINVAL;
	if (forwarding < LVSDR_FORWARD_MASQUERADE || forwarding > LVSDR_FORWARD_BYPASS)
		return refuse_value(dest, "set method of", forwarding,
				    "one of the forwarding methods, 0 to 4");
	dest->forwarding = forwarding;
	dest->set |= 1u << DEST_FORWARDING;
	return 0;
}

int lvsdr_dest_set_thresholds(struct lvsdr_dest *dest, uint32_t upper, uint32_t lower)
{
	char address[ADDRESS_TEXT_SIZE];

	if (!dest)
		return -EINVAL;
	if (lower > upper || upper > INT32_MAX) {
		address_format(&dest->address, address);
		return error_set(dest->host, -EINVAL, "limit", address,
				 "the lower threshold %u has to be at most the upper one %u, and "
				 "that at most 2147483647",
				 lower, upper);
	}
	dest->upper_threshold = upper;
	dest->lower_threshold = lower;
	dest->set |= 1u << DEST_UPPER | 1u << DEST_LOWER;
	return 0;
}

int lvsdr_dest_set_tunnel(struct lvsdr_dest *dest, int32_t type, int32_t port, uint32_t flags)
{
	if (!dest)
		return -EINVAL;
	if (type < LVSDR_TUNNEL_IPIP || type > LVSDR_TUNNEL_GRE)
		return refuse_value(dest, "tunnel to", type, "one of the tunnel types, 0 to 2");
	if (port < 0 || port > UINT16_MAX || (type == LVSDR_TUNNEL_GUE) != (port > 0))
		return refuse_value(dest, "tunnel to", port,
				    "1 to 65535 for GUE, and 0 for the others");
	if (flags & ~(LVSDR_TUNNEL_CHECKSUM | LVSDR_TUNNEL_REMOTE_CHECKSUM))
		return refuse_value(dest, "tunnel to", (int32_t)flags,
				    "a combination of the checksum flags");
	dest->forwarding = LVSDR_FORWARD_TUNNEL;
	dest->tunnel_type = (uint8_t)type;
	dest->tunnel_port = (uint16_t)port;
	dest->tunnel_flags = (uint16_t)flags;
	dest->set |= 1u << DEST_FORWARDING | 1u << DEST_TUNNEL_TYPE | 1u << DEST_TUNNEL_PORT |
		     1u << DEST_TUNNEL_FLAGS;
	return 0;
}

uint32_t lvsdr_dest_get_upper_threshold(const struct lvsdr_dest *dest)
{
	return dest ? dest->upper_threshold : 0;
}

uint32_t lvsdr_dest_get_lower_threshold(const struct lvsdr_dest *dest)
{
	return dest ? dest->lower_threshold : 0;
}

int32_t lvsdr_dest_get_tunnel_type(const struct lvsdr_dest *dest)
{
	return dest ? dest->tunnel_type : -EINVAL;
}

int32_t lvsdr_dest_get_tunnel_port(const struct lvsdr_dest *dest)
{
	return dest ? dest->tunnel_port : -EINVAL;
}

uint32_t lvsdr_dest_get_tunnel_flags(const struct lvsdr_dest *dest)
{
	return dest ? dest->tunnel_flags : 0;
}

int lvsdr_dest_get_address(const struct lvsdr_dest *dest, char *buffer, size_t size)
{
	return address_copy_text(dest ? &dest->address : NULL, buffer, size);
}

int32_t lvsdr_dest_get_port(const struct lvsdr_dest *dest)
{
	if (!dest)
		return -EINVAL;
	return has_port(dest) ? dest->port : -ENOENT;
}

int32_t lvsdr_dest_get_weight(const struct lvsdr_dest *dest)
{
	return dest ? dest->weight : -EINVAL;
}

int32_t lvsdr_dest_get_forwarding(const struct lvsdr_dest *dest)
{
	return dest ? dest->forwarding : -EINVAL;
}
