// SPDX-License-Identifier: LGPL-2.1-or-later
#include "dest.h"

#include "handle.h"
#include "ipvs/ipvs.h"
#include "plan.h"

#include <errno.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

/* The places of these fields below, and so their bits in `set`. */
enum { PORT = 5, FORWARDING, WEIGHT };

#define SERVICE(member, type, name) FIELD(struct dest_entry, service.member, type, name, true)
#define DEST(member, type, name, identity)                                                         \
	FIELD(struct dest_entry, dest.member, type, name, identity)

static const struct field dest_fields[] = {
	SERVICE(protocol, FIELD_PROTOCOL, "service_protocol"),
	SERVICE(address, FIELD_ADDRESS, "service_address"),
	SERVICE(port, FIELD_U16, "service_port"),
	SERVICE(fwmark, FIELD_U32, "service_fwmark"),
	DEST(address, FIELD_ADDRESS, "address", true),
	[PORT] = DEST(port, FIELD_U16, "port", true),
	[FORWARDING] = DEST(forwarding, FIELD_S32, "forwarding", false),
	[WEIGHT] = DEST(weight, FIELD_S32, "weight", false),
	DEST(upper_threshold, FIELD_U32, "upper_threshold", false),
	DEST(lower_threshold, FIELD_U32, "lower_threshold", false),
	DEST(tunnel_type, FIELD_U8, "tunnel_type", false),
	DEST(tunnel_port, FIELD_U16, "tunnel_port", false),
	DEST(tunnel_flags, FIELD_U16, "tunnel_flags", false),
};

int lvsdr_dest_new(struct lvsdr *host, const char *address, struct lvsdr_dest **ret_dest)
{
	struct lvsdr_dest template = {.forwarding = LVSDR_FORWARD_DIRECT, .weight = 1}, *dest;
	const char *wrong;
	int32_t port;

	if (!host)
		return -EINVAL;
	if (!address || !ret_dest)
		return error_set(host, -EINVAL, "describe", "a destination", "an argument is NULL");
	wrong = address_parse_with_port(address, NULL, &template.address, &port);
	if (wrong)
		return error_set(host, -EINVAL, "describe", address, "%s", wrong);
	if (port >= 0) {
		template.port = (uint16_t)port;
		template.set = 1u << PORT;
	}
	dest = malloc(sizeof(*dest));
	if (!dest)
		return error_set(host, -ENOMEM, "describe", address, "out of memory");
	*dest = template;
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
	dest->set |= 1u << WEIGHT;
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
	dest->set |= 1u << FORWARDING;
	return 0;
}

int lvsdr_dest_get_address(const struct lvsdr_dest *dest, char *buffer, size_t size)
{
	return address_copy_text(dest ? &dest->address : NULL, buffer, size);
}

int32_t lvsdr_dest_get_port(const struct lvsdr_dest *dest)
{
	return dest ? dest->port : -EINVAL;
}

int32_t lvsdr_dest_get_weight(const struct lvsdr_dest *dest)
{
	return dest ? dest->weight : -EINVAL;
}

int32_t lvsdr_dest_get_forwarding(const struct lvsdr_dest *dest)
{
	return dest ? dest->forwarding : -EINVAL;
}

static void describe(const union object *object, struct text *text)
{
	char address[ADDRESS_PORT_TEXT_SIZE];

	address_format_with_port(&object->dest.dest.address, object->dest.dest.port, address);
	service_describe(&object->dest.service, text);
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
	const struct dest_entry *entry = &(after ? after : before)->dest;
	char address[ADDRESS_PORT_TEXT_SIZE];

	address_format_with_port(&entry->dest.address, entry->dest.port, address);
	text_add(text, "ipvsadm %s ", !before ? "-a" : after ? "-e" : "-d");
	service_ipvsadm_identity(&entry->service, text);
	text_add(text, " -r %s", address);
	if (!after)
		return;
	text_add(text, " %s -w %d", ipvsadm_forwarding(entry->dest.forwarding),
		 entry->dest.weight);
	if (entry->dest.upper_threshold || entry->dest.lower_threshold)
		text_add(text, " -x %u -y %u", entry->dest.upper_threshold,
			 entry->dest.lower_threshold);
	command_tunnel(&entry->dest, text);
}

static int check(struct lvsdr *host, const char *operation, const union object *wanted)
{
	const struct lvsdr_service *service = &wanted->dest.service;
	const struct lvsdr_dest *dest = &wanted->dest.dest;
	struct text name = {0};
	const char *wrong = NULL;

	if (!service->fwmark && address_equal(&service->address, &dest->address))
		wrong = "the real server's address equals the VIP; give the address it has on its "
			"own";
	else if (service->address.family != dest->address.family &&
		 dest->forwarding != LVSDR_FORWARD_TUNNEL)
		wrong = "service and destination are of different families, which works with "
			"tunnels only";
	else if (!service->fwmark && dest->forwarding == LVSDR_FORWARD_DIRECT &&
		 dest->port != service->port)
		wrong = "direct routing cannot change the port; leave the destination's port out";
	if (!wrong)
		return 0;
	describe(wanted, &name);
	return error_set(host, -EINVAL, operation, name.data, "%s", wrong);
}

static int report(struct lvsdr *host, int result, const struct netlink_error *kernel,
		  const char *operation, const union object *object)
{
	struct text name = {0};

	describe(object, &name);
	return error_set_kernel(
		host, result, kernel, operation, name.data,
		result == -EOPNOTSUPP
			? "this kernel has no IPVS; `modprobe ip_vs` loads it where it is a module"
		: result == -ENOENT ? "there is no such destination"
		: result == -EINVAL ? "the kernel rejects it: the address has to be unicast, and "
				      "the device lo up"
				    : NULL);
}

struct take {
	const struct lvsdr_service *service;
	dest_handler handler;
	void *data;
};

static int take(const struct nlmsghdr *message, void *data)
{
	const struct take *taking = data;
	struct lvsdr_dest dest;
	int error = ipvs_dest_decode(message, taking->service, &dest);

	return error ? error : taking->handler(&dest, taking->data);
}

int dest_read_all(struct lvsdr *host, const char *operation, const struct lvsdr_service *service,
		  dest_handler handler, void *data)
{
	struct nl_msg *request =
		ipvs_dest_request(IPVS_CMD_GET_DEST, NLM_F_DUMP, service, NULL, false);
	struct take taking = {service, handler, data};
	struct netlink_error kernel = {0};
	struct text name = {0};
	int error = -ENOMEM;

	if (request)
		error = transport_ipvs(&host->transport, request, take, &taking, &kernel);
	nlmsg_free(request);
	if (!error)
		return 0;
	service_describe(service, &name);
	return error_set_kernel(host, error, &kernel, operation, name.data,
				error == -EOPNOTSUPP ? "this kernel has no IPVS; `modprobe ip_vs` "
						       "loads it where it is a module"
						     : NULL);
}

struct find {
	const struct lvsdr_dest *wanted;
	struct lvsdr_dest found;
	size_t count;
	bool hit;
};

static int match(const struct lvsdr_dest *dest, void *data)
{
	struct find *find = data;

	find->count++;
	if (dest->port == find->wanted->port &&
	    address_equal(&dest->address, &find->wanted->address)) {
		find->found = *dest;
		find->hit = true;
	}
	return 0;
}

/* -ESRCH when there is no such service: the kernel answers with an empty list. */
static int read_dest(struct lvsdr *host, const char *operation, const union object *identity,
		     union object *ret_found)
{
	struct find find = {.wanted = &identity->dest.dest};
	union object service = {.service = identity->dest.service};
	int result = dest_read_all(host, operation, &identity->dest.service, match, &find);

	if (result)
		return result;
	if (!find.count) {
		result = service_class.read(host, operation, &service, &service);
		if (result <= 0)
			return result ? result : report(host, -ESRCH, NULL, operation, identity);
	}
	if (find.hit)
		ret_found->dest = (struct dest_entry){identity->dest.service, find.found};
	return find.hit;
}

static int write_dest(struct lvsdr *host, const char *operation, const struct step *step,
		      const union object *before, const union object *after)
{
	const union object *object = after ? after : before;
	uint8_t command = !before ? IPVS_CMD_NEW_DEST : after ? IPVS_CMD_SET_DEST : IPVS_CMD_DEL_DEST;
	struct nl_msg *request =
		ipvs_dest_request(command, 0, &object->dest.service, &object->dest.dest, after);
	struct netlink_error kernel = {0};
	int error = -ENOMEM;

	(void)step;
	if (request)
		error = transport_ipvs(&host->transport, request, NULL, NULL, &kernel);
	nlmsg_free(request);
	return error ? report(host, error, &kernel, operation, object) : 0;
}

const struct object_class dest_class = {
	.name = "destination",
	.fields = {dest_fields, sizeof(dest_fields) / sizeof(*dest_fields),
		   offsetof(struct dest_entry, dest.set)},
	.missing_code = -ENOENT,
	.exclusive_add = true,
	.describe = describe,
	.command = command,
	.check = check,
	.read = read_dest,
	.write = write_dest,
};

static int make_entry(struct lvsdr *host, const char *operation,
		      const struct lvsdr_service *service, const struct lvsdr_dest *dest,
		      union object *ret_entry)
{
	if (!host)
		return -EINVAL;
	if (!service || !dest)
		return error_set(host, -EINVAL, operation, "a destination",
				 "the service or the destination is NULL");
	ret_entry->dest = (struct dest_entry){*service, *dest};
	if (!(dest->set & 1u << PORT))
		ret_entry->dest.dest.port = service->port;
	return 0;
}

static int change(struct lvsdr *host, enum verb verb, const struct lvsdr_service *service,
		  const struct lvsdr_dest *dest)
{
	union object wanted;
	int error = make_entry(host, verb_name(verb), service, dest, &wanted);

	return error ? error : change_now(host, &dest_class, verb, &wanted);
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
	union object identity, found;
	int result = make_entry(host, "read", service, dest, &identity);

	if (result)
		return result;
	result = read_dest(host, "read", &identity, &found);
	if (result <= 0)
		return result ? result : report(host, -ENOENT, NULL, "read", &identity);
	found.dest.dest.host = dest->host;
	*dest = found.dest.dest;
	return 0;
}

static int plan_one(struct lvsdr_plan *plan, enum verb verb, const struct lvsdr_service *service,
		    const struct lvsdr_dest *dest)
{
	union object wanted;
	int error = make_entry(plan ? plan->host : NULL, verb_name(verb), service, dest, &wanted);

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

struct collect {
	struct lvsdr_plan *plan;
	const struct lvsdr_service *service;
};

static int plan_removal(const struct lvsdr_dest *dest, void *data)
{
	const struct collect *collect = data;
	union object found = {.dest = {*collect->service, *dest}};

	int result = plan_append(collect->plan, &dest_class, VERB_REMOVE, &found, &found);

	return result < 0 ? result : 0;
}

int dest_plan_remove_all(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	struct collect collect = {plan, service};

	return dest_read_all(plan->host, "remove", service, plan_removal, &collect);
}
