// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a destination. What plans need of it, and the calls to the kernel: dest-class.c. */
#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"

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
		return error_set(host, address_code(wrong), "describe", address, "%s", wrong);
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

int lvsdr_dest_set_weight(struct lvsdr_dest *dest, int32_t weight)
{
	return object_set_number(&dest_class, dest, DEST_WEIGHT, weight);
}

int lvsdr_dest_set_forwarding(struct lvsdr_dest *dest, int32_t forwarding)
{
	return object_set_number(&dest_class, dest, DEST_FORWARDING, forwarding);
}

int lvsdr_dest_set_thresholds(struct lvsdr_dest *dest, uint32_t upper, uint32_t lower)
{
	const struct field_value values[] = {{DEST_UPPER, upper}, {DEST_LOWER, lower}};

	return object_set_numbers(&dest_class, dest, values, 2);
}

int lvsdr_dest_set_tunnel(struct lvsdr_dest *dest, int32_t type, int32_t port, uint32_t flags)
{
	const struct field_value values[] = {{DEST_FORWARDING, LVSDR_FORWARD_TUNNEL},
					     {DEST_TUNNEL_TYPE, type},
					     {DEST_TUNNEL_PORT, port},
					     {DEST_TUNNEL_FLAGS, flags}};

	return object_set_numbers(&dest_class, dest, values, 4);
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
	return dest ? getter_address(dest->host, "the address", &dest->address, buffer, size)
		    : -EINVAL;
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
