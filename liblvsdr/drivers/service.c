// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/option.h"
#include "core/handle.h"
#include "kernel/ipvs-list.h"
#include "model/scope.h"
#include "plan/send.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <string.h>

/* The names of the same bits as the scheduler's own pages have them. */
static const struct name *scheduler_flag_names(const void *object)
{
	static const struct name sh[] = {{LVSDR_SCHEDULER_SH_FALLBACK, "sh-fallback"},
					 {LVSDR_SCHEDULER_SH_PORT, "sh-port"},
					 {LVSDR_SCHEDULER_FLAG_3, "flag-3"},
					 {0, NULL}};
	static const struct name mh[] = {{LVSDR_SCHEDULER_MH_FALLBACK, "mh-fallback"},
					 {LVSDR_SCHEDULER_MH_PORT, "mh-port"},
					 {LVSDR_SCHEDULER_FLAG_3, "flag-3"},
					 {0, NULL}};
	const struct lvsdr_service *service = object;

	return !strcmp(service->scheduler, "sh")   ? sh
	       : !strcmp(service->scheduler, "mh") ? mh
						   : service_scheduler_flags;
}

static const char *check_scheduler(const char *scheduler)
{
	return *scheduler ? NULL : "a scheduler has a name, such as \"rr\"";
}

#define SERVICE(member, type, name, ...)                                                           \
	FIELD(struct lvsdr_service, member, type, name, __VA_ARGS__)
#define BY_ADDRESS .identity = true, .required = true, .presence = FIELD_WITHOUT_FWMARK
#define BY_FWMARK .identity = true, .presence = FIELD_WITH_FWMARK

static const struct field service_fields[] = {
	[SERVICE_PROTOCOL] = SERVICE(protocol, FIELD_U16, "protocol", BY_ADDRESS, .open = true,
				     .names = service_protocols),
	[SERVICE_ADDRESS] = SERVICE(address, FIELD_ADDRESS, "address", BY_ADDRESS),
	[SERVICE_PORT] = SERVICE(port, FIELD_U16, "port", BY_ADDRESS, .outside = port_outside),
	[SERVICE_FAMILY] = SERVICE(address, FIELD_FAMILY, "family", BY_FWMARK, .required = true,
				   .names = service_families),
	[SERVICE_MARK] = SERVICE(fwmark, FIELD_U32, "fwmark", BY_FWMARK, FWMARK_RANGE),
	[SERVICE_SCHEDULER] =
		SERVICE(scheduler, FIELD_TEXT, "scheduler", .unwanted = check_scheduler),
	[SERVICE_SCHEDULER_FLAGS] = SERVICE(
		flags, FIELD_FLAGS, "scheduler_flags", .quiet = true, .mask = ALL_SCHEDULER_FLAGS,
		.names = service_scheduler_flags, .names_for = scheduler_flag_names),
	[SERVICE_ONE_PACKET] = SERVICE(flags, FIELD_BOOL, "one_packet", .quiet = true,
				       .mask = IP_VS_SVC_F_ONEPACKET),
	[SERVICE_OTHER_FLAGS] =
		SERVICE(flags, FIELD_FLAGS, "other_flags", .quiet = true, .open = true,
			.mask = ~(uint32_t)(ALL_SCHEDULER_FLAGS | IP_VS_SVC_F_ONEPACKET)),
	[SERVICE_PERSISTENCE] = SERVICE(persistence, FIELD_U32, "persistence", .quiet = true,
					.open = true, .highest = LONGEST_PERSISTENCE),
	[SERVICE_NETMASK] = SERVICE(netmask, FIELD_NETMASK, "persistence_prefix", .quiet = true,
				    .dotted = "persistence_netmask"),
	[SERVICE_ENGINE] =
		SERVICE(persistence_engine, FIELD_TEXT, "persistence_engine", .quiet = true),
};

static void set_defaults(union object *object)
{
	struct lvsdr_service *service = &object->service;

	memset(service->scheduler, 0, sizeof(service->scheduler));
	memset(service->persistence_engine, 0, sizeof(service->persistence_engine));
	memcpy(service->scheduler, "wlc", 3);
	service->flags = 0;
	service->persistence = 0;
	service->netmask = service->address.family == AF_INET6 ? 128 : UINT32_MAX;
}

static void describe(const union object *object, struct text *text)
{
	service_describe(&object->service, text);
}

void service_ipvsadm_identity(const struct lvsdr_service *service, struct text *text)
{
	char address[ADDRESS_PORT_TEXT_SIZE];

	if (service->fwmark) {
		text_add(text, "-f %u%s", service->fwmark,
			 service->address.family == AF_INET6 ? " -6" : "");
		return;
	}
	address_format_with_port(&service->address, service->port, address);
	text_add(text, "%s %s",
		 service->protocol == IPPROTO_UDP    ? "-u"
		 : service->protocol == IPPROTO_SCTP ? "--sctp-service"
						     : "-t",
		 address);
}

static void command_flags(uint32_t flags, struct text *text)
{
	const char *comma = " -b ";

	if (flags & IP_VS_SVC_F_ONEPACKET)
		text_add(text, " -o");
	for (unsigned int i = 0; i < 3; i++) {
		if (!(flags & (uint32_t)IP_VS_SVC_F_SCHED1 << i))
			continue;
		text_add(text, "%sflag-%u", comma, i + 1);
		comma = ",";
	}
}

static void command_netmask(const struct lvsdr_service *service, struct text *text)
{
	char dotted[ADDRESS_TEXT_SIZE];

	if (netmask_to_prefix(service->address.family, service->netmask) ==
	    address_bits(&service->address))
		return;
	netmask_format(service->netmask, dotted);
	if (service->address.family == AF_INET6)
		text_add(text, " -M %u", service->netmask);
	else
		text_add(text, " -M %s", dotted);
}

static void command(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_service *service = &(after ? after : before)->service;

	text_add(text, "ipvsadm %s ", !before ? "-A" : after ? "-E" : "-D");
	service_ipvsadm_identity(service, text);
	if (!after)
		return;
	text_add(text, " -s ");
	text_add_word(text, service->scheduler);
	if (service_wire_flags(service) & IP_VS_SVC_F_PERSISTENT)
		text_add(text, " -p %u", service->persistence);
	command_netmask(service, text);
	if (*service->persistence_engine) {
		text_add(text, " --pe ");
		text_add_word(text, service->persistence_engine);
	}
	command_flags(service->flags, text);
}

static bool address_works(const struct address *address)
{
	if (address->family == AF_INET6)
		return address->bytes[0] != 0xff &&
		       memcmp(address->bytes, &in6addr_any, sizeof(in6addr_any));
	return address->bytes[0] && address->bytes[0] < 224;
}

static const char *check(const union object *object)
{
	const struct lvsdr_service *service = &object->service;

	if (!service->fwmark && !address_works(&service->address))
		return "clients cannot connect to this address";
	if (!service->fwmark && !service->port &&
	    !(service_wire_flags(service) & IP_VS_SVC_F_PERSISTENT))
		return "port 0 means all ports, which only a persistent service can have; give a "
		       "port";
	if (service->flags & IP_VS_SVC_F_ONEPACKET && service->protocol != IPPROTO_UDP &&
	    !service->fwmark)
		return "one-packet scheduling is for UDP only";
	return NULL;
}

static int report(struct lvsdr *host, int result, const struct netlink_error *kernel,
		  const char *operation, const union object *object)
{
	const struct lvsdr_service *service = &object->service;
	struct text name = {0}, hint = {0};

	service_describe(service, &name);
	if (result == -EOPNOTSUPP)
		text_add(&hint, "%s", error_no_ipvs);
	if (result == -ENOENT)
		text_add(&hint,
			 *service->persistence_engine
				 ? "the kernel has no scheduler \"%s\" or no persistence engine "
				   "\"%s\" (modules ip_vs_NAME and ip_vs_pe_NAME)"
				 : "the kernel has no scheduler \"%s\"%s (module ip_vs_NAME); rr, "
				   "wrr, lc, wlc, sh, mh are common",
			 service->scheduler, service->persistence_engine);
	return error_set_kernel(host, result, kernel, operation, name.data,
				hint.length ? hint.data : NULL);
}

static int take(const struct nlmsghdr *message, void *data)
{
	return ipvs_decode_service(message, data, NULL);
}

static int ask_netlink(struct lvsdr *host, const struct lvsdr_service *service,
		       struct lvsdr_service *ret_found, struct netlink_error *ret_kernel)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];

	return transport_ipvs(&host->transport,
			      ipvs_encode_service(buffer, IPVS_CMD_GET_SERVICE, 0, service, false),
			      take, ret_found, ret_kernel);
}

static int ask_options(struct lvsdr *host, const struct lvsdr_service *service,
		       struct lvsdr_service *ret_found)
{
	struct ip_vs_service_entry entry;
	uint32_t length = sizeof(entry);
	int error;

	option_name_service(&entry, service);
	error = transport_get_option(&host->transport, IP_VS_SO_GET_SERVICE, &entry, &length);
	if (!error)
		option_get_service(&entry, ret_found, NULL);
	return error;
}

static int read_service(struct lvsdr *host, const char *operation, const union object *identity,
			union object *ret_found)
{
	const struct lvsdr_service *service = &identity->service;
	struct transport *transport = &host->transport;
	struct netlink_error kernel = {0};
	struct lvsdr_service found;
	const char *lacking = NULL;
	struct text name = {0};
	struct option option;
	int error = transport_open_ipvs(transport, &kernel);

	if (!error && transport->chosen == IPVS_OPTIONS) {
		lacking = option_put_service(&option, service, false);
		error = lacking ? 0 : ask_options(host, service, &found);
	} else if (!error) {
		error = ask_netlink(host, service, &found, &kernel);
	}
	if (lacking) {
		service_describe(service, &name);
		return error_set_lacking(host, operation, name.data, lacking);
	}
	if (error == -ESRCH)
		return 0;
	if (error)
		return report(host, error, &kernel, operation, identity);
	ret_found->service = found;
	return 1;
}

static struct nlmsghdr *encode(void *buffer, const union object *before, const union object *after)
{
	uint8_t command = !before ? IPVS_CMD_NEW_SERVICE
			  : after ? IPVS_CMD_SET_SERVICE
				  : IPVS_CMD_DEL_SERVICE;

	return ipvs_encode_service(buffer, command, 0, &(after ? after : before)->service, after);
}

static bool in_scope(const struct lvsdr_scope *scope, const union object *object)
{
	return scope_holds_service(scope, &object->service);
}

static const char *to_option(struct option *option, const union object *before,
			     const union object *after)
{
	option->number = !before ? IP_VS_SO_SET_ADD : after ? IP_VS_SO_SET_EDIT : IP_VS_SO_SET_DEL;
	return option_put_service(option, &(after ? after : before)->service, after);
}

const struct object_class service_class = {
	.name = "service",
	.kind = KIND_SERVICE,
	.part = LVSDR_STATE_SERVICES,
	.list = "services",
	.fields = {service_fields, sizeof(service_fields) / sizeof(*service_fields),
		   sizeof(struct lvsdr_service), offsetof(struct lvsdr_service, set),
		   offsetof(struct lvsdr_service, fwmark), offsetof(struct lvsdr_service, address)},
	.missing_code = -ESRCH,
	.exclusive_add = true,
	.in_scope = in_scope,
	.set_defaults = set_defaults,
	.describe = describe,
	.command = command,
	.check = check,
	.read = read_service,
	.encode = encode,
	.to_option = to_option,
	.report = report,
};

int lvsdr_service_add(struct lvsdr *host, const struct lvsdr_service *service)
{
	return call_change(host, &service_class, VERB_ADD, service);
}

int lvsdr_service_update(struct lvsdr *host, const struct lvsdr_service *service)
{
	return call_change(host, &service_class, VERB_UPDATE, service);
}

int lvsdr_service_remove(struct lvsdr *host, const struct lvsdr_service *service)
{
	return call_change(host, &service_class, VERB_REMOVE, service);
}

/* The answer was lost: where no service is left, all were removed. */
static int look_for_services(struct lvsdr *host, int error)
{
	struct ipvs_lister lister = {.host = host, .operation = "read"};
	struct error first = host->error;
	struct ipvs_list list = {.objects = NULL};
	int result = ipvs_list_services(&lister, &list, false);
	size_t left = list.count;

	ipvs_list_clear(&list);
	ipvs_lister_clear(&lister);
	if (!result && !left)
		return 0;
	if (result)
		error_append_doubt(&first, &host->error);
	host->error = first;
	return error;
}

int lvsdr_service_remove_all(struct lvsdr *host)
{
	int error =
		host ? send_command(host, IPVS_CMD_FLUSH, NULL, "remove", "all services") : -EINVAL;

	return error && host && host->transport.in_doubt ? look_for_services(host, error) : error;
}

int lvsdr_service_read(struct lvsdr *host, struct lvsdr_service *service)
{
	return call_read(host, &service_class, service);
}

int lvsdr_plan_add_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	return call_plan(plan, &service_class, VERB_ADD, service);
}

int lvsdr_plan_update_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	return call_plan(plan, &service_class, VERB_UPDATE, service);
}

int lvsdr_plan_remove_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	int result = service && plan ? plan_remove_dests(plan, service) : 0;

	return result < 0 ? result : call_plan(plan, &service_class, VERB_REMOVE, service);
}
