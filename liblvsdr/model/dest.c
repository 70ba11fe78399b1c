// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"

#include <errno.h>
#include <stdlib.h>

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

static const struct name forwardings[] = {
	{LVSDR_FORWARD_MASQUERADE, "masquerade"}, {LVSDR_FORWARD_LOCAL, "local"},
	{LVSDR_FORWARD_TUNNEL, "tunnel"},         {LVSDR_FORWARD_DIRECT, "direct"},
	{LVSDR_FORWARD_BYPASS, "bypass"},         {0, NULL}};
const struct name dest_tunnel_types[] = {{IP_VS_CONN_F_TUNNEL_TYPE_IPIP, "ipip"},
					 {IP_VS_CONN_F_TUNNEL_TYPE_GUE, "gue"},
					 {IP_VS_CONN_F_TUNNEL_TYPE_GRE, "gre"},
					 {0, NULL}};
static const struct name tunnel_flags[] = {{IP_VS_TUNNEL_ENCAP_FLAG_CSUM, "csum"},
					   {IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM, "remcsum"},
					   {0, NULL}};

#define DEST(member, type, ...) FIELD(struct lvsdr_dest, member, type, #member, __VA_ARGS__)

static const struct field dest_fields[] = {
	[DEST_ADDRESS] = DEST(address, FIELD_ADDRESS, .identity = true, .required = true),
	[DEST_PORT] = DEST(port, FIELD_U16, .identity = true, .outside = port_outside),
	[DEST_FORWARDING] = DEST(forwarding, FIELD_S32, .open = true, .names = forwardings),
	[DEST_WEIGHT] = DEST(weight, FIELD_S32, .highest = INT32_MAX),
	[DEST_UPPER] = DEST(upper_threshold, FIELD_U32, .omit_default = true),
	[DEST_LOWER] = DEST(lower_threshold, FIELD_U32, .omit_default = true),
	[DEST_TUNNEL_TYPE] = DEST(tunnel_type, FIELD_U8, .omit_default = true, .open = true,
				  .names = dest_tunnel_types),
	[DEST_TUNNEL_PORT] =
		DEST(tunnel_port, FIELD_U16, .omit_default = true, .outside = port_outside),
	[DEST_TUNNEL_FLAGS] = DEST(tunnel_flags, FIELD_FLAGS, .omit_default = true, .open = true,
				   .names = tunnel_flags),
};

static void set_defaults(union object *object)
{
	struct lvsdr_dest *dest = &object->dest;

	dest->forwarding = LVSDR_FORWARD_DIRECT;
	dest->weight = 1;
	dest->upper_threshold = dest->lower_threshold = 0;
	dest->tunnel_type = 0;
	dest->tunnel_port = 0;
	dest->tunnel_flags = 0;
}

static void describe(const union object *object, struct text *text)
{
	char address[ADDRESS_PORT_TEXT_SIZE];

	if (!object->dest.service) { /* while it is described */
		address_format(&object->dest.address, address);
		text_add(text, "%s", address);
		return;
	}
	address_format_with_port(&object->dest.address, object->dest.port, address);
	service_describe(object->dest.service, text);
	text_add(text, " -> %s", address);
}

bool dest_is_mixed(const struct lvsdr_dest *dest)
{
	return dest->service->address.family != dest->address.family;
}

static bool agree(const union object *object, unsigned int field, bool observed, struct text *wrong)
{
	const struct lvsdr_dest *dest = &object->dest;
	bool gue = dest->tunnel_type == LVSDR_TUNNEL_GUE;

	if (observed)
		return true;
	if ((field == DEST_LOWER || field == DEST_UPPER) &&
	    dest->lower_threshold > dest->upper_threshold)
		text_add(wrong, "the lower threshold %u is above the upper one %u",
			 dest->lower_threshold, dest->upper_threshold);
	else if ((field == DEST_TUNNEL_TYPE || field == DEST_TUNNEL_PORT) &&
		 gue != (dest->tunnel_port > 0))
		text_add(wrong,
			 "the tunnel's port is %u; it must be 1 to 65535 for GUE, and 0 for the "
			 "other types",
			 dest->tunnel_port);
	return !wrong->length;
}

static const char *check(const union object *object, unsigned int *ret_field)
{
	const struct lvsdr_dest *dest = &object->dest;
	const struct lvsdr_service *service = dest->service;

	*ret_field = DEST_ADDRESS;
	if (!service->fwmark && address_equal(&service->address, &dest->address))
		return "the real server's address equals the VIP; use the real server's own "
		       "address";
	*ret_field = NO_FIELD; /* either address, or the forwarding method */
	if (dest_is_mixed(dest) && dest->forwarding != LVSDR_FORWARD_TUNNEL)
		return "service and destination have different address families, which only works "
		       "with tunnels";
	*ret_field = DEST_PORT;
	if (service->fwmark || dest->port == service->port)
		return NULL;
	if (dest->forwarding == LVSDR_FORWARD_DIRECT)
		return "direct routing cannot change the port; leave the destination's port out";
	if (dest->forwarding == LVSDR_FORWARD_TUNNEL)
		return "a tunnel cannot change the port; leave the destination's port out";
	return NULL;
}

const struct object_class dest_class = {
	.name = "destination",
	.kind = KIND_DEST,
	.part = LVSDR_STATE_SERVICES,
	.list = "destinations",
	.fields = {dest_fields, sizeof(dest_fields) / sizeof(*dest_fields),
		   sizeof(struct lvsdr_dest), offsetof(struct lvsdr_dest, set), 0, 0},
	.missing_code = -ENOENT,
	.exclusive_add = true,
	.owner = &service_class,
	.set_defaults = set_defaults,
	.describe = describe,
	.agree = agree,
	.check = check,
};

int lvsdr_dest_new(struct lvsdr *host, const char *address, struct lvsdr_dest **ret_dest)
{
	union object template = {.dest.set = 0};
	struct lvsdr_dest *dest;
	const char *wrong, *part;
	int32_t port;

	if (!host)
		return -EINVAL;
	if (!address || !ret_dest)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "a destination",
				 "an argument is NULL");
	wrong = address_parse_with_port(address, NULL, &template.dest.address, &port, &part);
	if (wrong) {
		error_set(host, address_code(wrong), OPERATION_DESCRIBE, address, "%s", wrong);
		return error_set_field(host, part);
	}
	if (port >= 0) {
		template.dest.port = (uint16_t)port;
		template.dest.set = 1u << DEST_PORT;
	}
	dest_class.set_defaults(&template);
	dest = malloc(sizeof(*dest));
	if (!dest)
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, address, "out of memory");
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
