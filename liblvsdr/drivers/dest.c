// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/option.h"
#include "core/handle.h"
#include "kernel/ipvs-list.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <string.h>

static const struct name forwardings[] = {
	{LVSDR_FORWARD_MASQUERADE, "masquerade"}, {LVSDR_FORWARD_LOCAL, "local"},
	{LVSDR_FORWARD_TUNNEL, "tunnel"},	  {LVSDR_FORWARD_DIRECT, "direct"},
	{LVSDR_FORWARD_BYPASS, "bypass"},	  {0, NULL}};
static const struct name tunnel_types[] = {{IP_VS_CONN_F_TUNNEL_TYPE_IPIP, "ipip"},
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
	[DEST_UPPER] = DEST(upper_threshold, FIELD_U32, .quiet = true),
	[DEST_LOWER] = DEST(lower_threshold, FIELD_U32, .quiet = true),
	[DEST_TUNNEL_TYPE] =
		DEST(tunnel_type, FIELD_U8, .quiet = true, .open = true, .names = tunnel_types),
	[DEST_TUNNEL_PORT] = DEST(tunnel_port, FIELD_U16, .quiet = true, .outside = port_outside),
	[DEST_TUNNEL_FLAGS] =
		DEST(tunnel_flags, FIELD_FLAGS, .quiet = true, .open = true, .names = tunnel_flags),
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

static const char *ipvsadm_forwarding(int32_t forwarding)
{
	return forwarding == LVSDR_FORWARD_MASQUERADE ? "-m"
	       : forwarding == LVSDR_FORWARD_TUNNEL   ? "-i"
						      : "-g";
}

static void command_tunnel(const struct lvsdr_dest *dest, struct text *text)
{
	static const char *const types[] = {"ipip", "gue", "gre"};

	if (dest->forwarding != LVSDR_FORWARD_TUNNEL || !dest->tunnel_type ||
	    dest->tunnel_type >= sizeof(types) / sizeof(*types))
		return;
	text_add(text, " --tun-type %s", types[dest->tunnel_type]);
	if (dest->tunnel_port)
		text_add(text, " --tun-port %u", dest->tunnel_port);
	text_add(text, " %s",
		 dest->tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM ? "--tun-remcsum"
		 : dest->tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM  ? "--tun-csum"
								      : "--tun-nocsum");
}

static void command(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_dest *dest = &(after ? after : before)->dest;
	char address[ADDRESS_PORT_TEXT_SIZE];

	address_format_with_port(&dest->address, dest->port, address);
	text_add(text, "ipvsadm %s ", !before ? "-a" : after ? "-e" : "-d");
	service_ipvsadm_identity(dest->service, text);
	text_add(text, " -r %s", address);
	if (!after)
		return;
	text_add(text, " %s -w %d", ipvsadm_forwarding(dest->forwarding), dest->weight);
	if (dest->upper_threshold || dest->lower_threshold)
		text_add(text, " -x %u -y %u", dest->upper_threshold, dest->lower_threshold);
	command_tunnel(dest, text);
}

static bool is_mixed(const struct lvsdr_dest *dest)
{
	return dest->service->address.family != dest->address.family;
}

static bool agree(const union object *object, unsigned int field, bool held, struct text *wrong)
{
	const struct lvsdr_dest *dest = &object->dest;
	bool gue = dest->tunnel_type == LVSDR_TUNNEL_GUE;

	if (held)
		return true;
	if ((field == DEST_LOWER || field == DEST_UPPER) &&
	    dest->lower_threshold > dest->upper_threshold)
		text_add(wrong, "the lower threshold %u is above the upper one %u",
			 dest->lower_threshold, dest->upper_threshold);
	else if ((field == DEST_TUNNEL_TYPE || field == DEST_TUNNEL_PORT) &&
		 gue != (dest->tunnel_port > 0))
		text_add(wrong, "the tunnel's port is %u: GUE has one, 1 to 65535, the others 0",
			 dest->tunnel_port);
	return !wrong->length;
}

static const char *check(const union object *object)
{
	const struct lvsdr_dest *dest = &object->dest;
	const struct lvsdr_service *service = dest->service;

	if (!service->fwmark && address_equal(&service->address, &dest->address))
		return "the real server's address equals the VIP; give the address it has on its "
		       "own";
	if (is_mixed(dest) && dest->forwarding != LVSDR_FORWARD_TUNNEL)
		return "service and destination are of different families, which works with "
		       "tunnels only";
	if (service->fwmark || dest->port == service->port)
		return NULL;
	if (dest->forwarding == LVSDR_FORWARD_DIRECT)
		return "direct routing cannot change the port; leave the destination's port out";
	if (dest->forwarding == LVSDR_FORWARD_TUNNEL)
		return "a tunnel cannot change the port; leave the destination's port out";
	return NULL;
}

static const char *why_rejected(const struct lvsdr_dest *dest)
{
	if (is_mixed(dest))
		return "the kernel rejects it: tunnels to another address family do not go "
		       "together with a sync daemon";
	if (dest->upper_threshold > INT32_MAX)
		return "the kernel rejects it: newer ones take thresholds up to 2147483647; and "
		       "the address has to be unicast, and the device lo up";
	return "the kernel rejects it: the address has to be unicast, and the device lo up";
}

static int report(struct lvsdr *host, int result, const struct netlink_error *kernel,
		  const char *operation, const union object *object)
{
	struct text name = {0};

	describe(object, &name);
	return error_set_kernel(host, result, kernel, operation, name.data,
				result == -EOPNOTSUPP ? error_no_ipvs
				: result == -ENOENT   ? "there is no such destination"
				: result == -EINVAL   ? why_rejected(&object->dest)
						      : NULL);
}

static const struct lvsdr_dest *find(const struct ipvs_list *list, const struct lvsdr_dest *wanted)
{
	const struct lvsdr_dest *dests = (const struct lvsdr_dest *)(const void *)list->objects;

	for (size_t i = 0; i < list->count; i++)
		if (dests[i].port == wanted->port &&
		    address_equal(&dests[i].address, &wanted->address))
			return &dests[i];
	return NULL;
}

/* -ESRCH when there is no such service: netlink answers with an empty list. */
static int check_service(struct lvsdr *host, const char *operation, const union object *identity)
{
	union object service = {.service = *identity->dest.service};
	int result = service_class.read(host, operation, &service, &service);

	return result ? result : report(host, -ESRCH, NULL, operation, identity);
}

/* Destinations can only be read all at once. */
static int read_dest(struct lvsdr *host, const char *operation, const union object *identity,
		     union object *ret_found)
{
	const struct lvsdr_service *service = identity->dest.service;
	struct ipvs_lister lister = {.host = host, .operation = operation};
	struct ipvs_list list = {.objects = NULL};
	const struct lvsdr_dest *found;
	int result = ipvs_list_dests(&lister, service, &list, false);

	if (result >= 0 && !list.count)
		result = check_service(host, operation, identity);
	if (result >= 0) {
		found = find(&list, &identity->dest);
		if (found) {
			ret_found->dest = *found;
			ret_found->dest.service = service;
		}
		result = found != NULL;
	}
	ipvs_list_clear(&list);
	ipvs_lister_clear(&lister);
	return result;
}

static struct nlmsghdr *encode(void *buffer, const union object *before, const union object *after)
{
	uint8_t command = !before ? IPVS_CMD_NEW_DEST
			  : after ? IPVS_CMD_SET_DEST
				  : IPVS_CMD_DEL_DEST;
	const struct lvsdr_dest *dest = &(after ? after : before)->dest;

	return ipvs_encode_dest(buffer, command, dest->service, dest, after);
}

static const char *to_option(struct option *option, const union object *before,
			     const union object *after)
{
	const struct lvsdr_dest *dest = &(after ? after : before)->dest;

	option->number = !before ? IP_VS_SO_SET_ADDDEST
			 : after ? IP_VS_SO_SET_EDITDEST
				 : IP_VS_SO_SET_DELDEST;
	return option_put_dest(option, dest->service, dest, after);
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
	.of_service = true,
	.set_defaults = set_defaults,
	.describe = describe,
	.command = command,
	.agree = agree,
	.check = check,
	.read = read_dest,
	.encode = encode,
	.to_option = to_option,
	.report = report,
};

int dest_join(struct lvsdr *host, const char *operation, const struct lvsdr_service *service,
	      const struct lvsdr_dest *dest, union object *ret_joined)
{
	if (!host)
		return -EINVAL;
	if (!service || !dest)
		return error_set(host, -EINVAL, operation, "a destination",
				 "the service or the destination is NULL");
	ret_joined->dest = *dest;
	ret_joined->dest.service = service;
	dest_complete_port(&ret_joined->dest, service);
	return 0;
}

static int change(struct lvsdr *host, enum verb verb, const struct lvsdr_service *service,
		  const struct lvsdr_dest *dest)
{
	union object wanted;
	int error = dest_join(host, verb_name(verb), service, dest, &wanted);

	return error ? error : call_change(host, &dest_class, verb, &wanted);
}

int lvsdr_dest_add(struct lvsdr *host, const struct lvsdr_service *service,
		   const struct lvsdr_dest *dest)
{
	return change(host, VERB_ADD, service, dest);
}

int lvsdr_dest_update(struct lvsdr *host, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest)
{
	return change(host, VERB_UPDATE, service, dest);
}

int lvsdr_dest_remove(struct lvsdr *host, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest)
{
	return change(host, VERB_REMOVE, service, dest);
}

int lvsdr_dest_read(struct lvsdr *host, const struct lvsdr_service *service,
		    struct lvsdr_dest *dest)
{
	union object wanted;
	int error = dest_join(host, "read", service, dest, &wanted);

	if (!error)
		error = call_read(host, &dest_class, &wanted);
	if (error)
		return error;
	wanted.dest.service = NULL;
	*dest = wanted.dest;
	return 0;
}

static int plan_one(struct lvsdr_plan *plan, enum verb verb, const struct lvsdr_service *service,
		    const struct lvsdr_dest *dest)
{
	union object wanted;
	int error = dest_join(plan ? plan->host : NULL, verb_name(verb), service, dest, &wanted);

	return error ? error : plan_change(plan, &dest_class, verb, &wanted);
}

int lvsdr_plan_add_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			const struct lvsdr_dest *dest)
{
	return plan_one(plan, VERB_ADD, service, dest);
}

int lvsdr_plan_update_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest)
{
	return plan_one(plan, VERB_UPDATE, service, dest);
}

int lvsdr_plan_remove_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest)
{
	return plan_one(plan, VERB_REMOVE, service, dest);
}
