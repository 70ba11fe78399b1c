// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"
#include "model/scope.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The first name of a value is the one that is written. */
const struct name service_protocols[] = {{IPPROTO_TCP, "tcp"},
					 {IPPROTO_UDP, "udp"},
					 {IPPROTO_SCTP, "sctp"},
					 {IPPROTO_TCP, "TCP"},
					 {IPPROTO_UDP, "UDP"},
					 {IPPROTO_SCTP, "SCTP"},
					 {0, NULL}};
const struct name service_families[] = {{AF_INET, "ipv4"}, {AF_INET6, "ipv6"}, {0, NULL}};
const struct name service_scheduler_flags[] = {
	{LVSDR_SCHEDULER_FLAG_1, "flag-1"},   {LVSDR_SCHEDULER_FLAG_2, "flag-2"},
	{LVSDR_SCHEDULER_FLAG_3, "flag-3"},   {LVSDR_SCHEDULER_SH_FALLBACK, "sh-fallback"},
	{LVSDR_SCHEDULER_SH_PORT, "sh-port"}, {LVSDR_SCHEDULER_MH_FALLBACK, "mh-fallback"},
	{LVSDR_SCHEDULER_MH_PORT, "mh-port"}, {0, NULL}};

static const char *word_for(const struct name *names, uint16_t value)
{
	const char *name = name_of(names, value);

	return name ? name : "";
}

void service_describe(const struct lvsdr_service *service, struct text *text)
{
	const char *protocol = word_for(service_protocols, service->protocol);
	char address[ADDRESS_PORT_TEXT_SIZE];

	if (service->fwmark) {
		text_add(text, "fwmark %u%s", service->fwmark,
			 service->address.family == AF_INET6 ? " IPv6" : "");
		return;
	}
	address_format_with_port(&service->address, service->port, address);
	if (*protocol)
		text_add(text, "%s %s", protocol, address);
	else
		text_add(text, "protocol %u %s", service->protocol, address);
}

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

	if (!strcmp(service->scheduler, "sh"))
		return sh;
	return strcmp(service->scheduler, "mh") ? service_scheduler_flags : mh;
}

static const char *check_scheduler(const char *scheduler)
{
	return *scheduler ? NULL : "the name of a scheduler, such as \"rr\", cannot be empty";
}

#define SERVICE(member, type, name, ...)                                                           \
	FIELD(struct lvsdr_service, member, type, name, __VA_ARGS__)
#define WITH_ADDRESS .identity = true, .required = true, .presence = FIELD_WITHOUT_FWMARK
#define WITH_MARK    .identity = true, .presence = FIELD_WITH_FWMARK

static const struct field service_fields[] = {
	[SERVICE_PROTOCOL] = SERVICE(protocol, FIELD_U16, "protocol", WITH_ADDRESS, .open = true,
				     .names = service_protocols),
	[SERVICE_ADDRESS] = SERVICE(address, FIELD_ADDRESS, "address", WITH_ADDRESS),
	[SERVICE_PORT] = SERVICE(port, FIELD_U16, "port", WITH_ADDRESS, .outside = port_outside),
	[SERVICE_FAMILY] = SERVICE(address, FIELD_FAMILY, "family", WITH_MARK, .required = true,
				   .names = service_families),
	[SERVICE_MARK] = SERVICE(fwmark, FIELD_U32, "fwmark", WITH_MARK, FWMARK_RANGE),
	[SERVICE_SCHEDULER] =
		SERVICE(scheduler, FIELD_TEXT, "scheduler", .unwanted = check_scheduler),
	[SERVICE_SCHEDULER_FLAGS] =
		SERVICE(flags, FIELD_FLAGS, "scheduler_flags", .omit_default = true,
			.mask = ALL_SCHEDULER_FLAGS, .names = service_scheduler_flags,
			.names_for = scheduler_flag_names),
	[SERVICE_ONE_PACKET] = SERVICE(flags, FIELD_BOOL, "one_packet", .omit_default = true,
				       .mask = IP_VS_SVC_F_ONEPACKET),
	[SERVICE_OTHER_FLAGS] =
		SERVICE(flags, FIELD_FLAGS, "other_flags", .omit_default = true, .open = true,
			.mask = ~(uint32_t)(ALL_SCHEDULER_FLAGS | IP_VS_SVC_F_ONEPACKET)),
	[SERVICE_PERSISTENCE] = SERVICE(persistence, FIELD_U32, "persistence", .omit_default = true,
					.open = true, .highest = LONGEST_PERSISTENCE),
	[SERVICE_NETMASK] = SERVICE(netmask, FIELD_NETMASK, "persistence_prefix",
				    .omit_default = true, .dotted = "persistence_netmask"),
	[SERVICE_ENGINE] =
		SERVICE(persistence_engine, FIELD_TEXT, "persistence_engine", .omit_default = true),
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

static bool address_works(const struct address *address)
{
	if (address->family == AF_INET6)
		return address->bytes[0] != 0xff &&
		       memcmp(address->bytes, &in6addr_any, sizeof(in6addr_any));
	return address->bytes[0] && address->bytes[0] < 224;
}

static const char *check(const union object *object, unsigned int *ret_field)
{
	const struct lvsdr_service *service = &object->service;

	*ret_field = SERVICE_ADDRESS;
	if (!service->fwmark && !address_works(&service->address))
		return "clients cannot connect to this address";
	*ret_field = SERVICE_PORT;
	if (!service->fwmark && !service->port &&
	    !(service_wire_flags(service) & IP_VS_SVC_F_PERSISTENT))
		return "port 0 means all ports, which requires persistence; use another port";
	*ret_field = SERVICE_ONE_PACKET;
	if (service->flags & IP_VS_SVC_F_ONEPACKET && service->protocol != IPPROTO_UDP &&
	    !service->fwmark)
		return "one-packet scheduling is for UDP only";
	return NULL;
}

static bool in_scope(const struct lvsdr_scope *scope, const union object *object)
{
	return scope_holds_service(scope, &object->service);
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
	.check = check,
};

static int parse(struct lvsdr *host, const char *protocol, const char *address,
		 struct lvsdr_service *service)
{
	int error = object_describe_text(&service_class, host, protocol, service, SERVICE_PROTOCOL,
					 protocol);
	const char *wrong, *part;
	int32_t port;

	if (error)
		return error;
	wrong = address_parse_with_port(address, name_of(service_protocols, service->protocol),
					&service->address, &port, &part);
	if (!wrong && port < 0)
		wrong = "it has no port; write \"192.168.1.41:80\" or \"[2001:db8::1]:80\"";
	if (wrong) {
		error_set(host, address_code(wrong), OPERATION_DESCRIBE, address, "%s", wrong);
		return error_set_field(host, part);
	}
	service->port = (uint16_t)port;
	return 0;
}

/* The described service with its defaults, on the heap. */
static int make(struct lvsdr *host, union object *described, struct lvsdr_service **ret_service)
{
	struct lvsdr_service *service = malloc(sizeof(*service));

	if (!service)
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, "a service", "out of memory");
	service_class.set_defaults(described);
	*service = described->service;
	service->host = handle_ref(host);
	*ret_service = service;
	return 0;
}

int lvsdr_service_new(struct lvsdr *host, const char *protocol, const char *address,
		      struct lvsdr_service **ret_service)
{
	union object described = {.service.set = 0};
	int error;

	if (!host)
		return -EINVAL;
	if (!protocol || !address || !ret_service)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "a service",
				 "an argument is NULL");
	error = parse(host, protocol, address, &described.service);
	return error ? error : make(host, &described, ret_service);
}

int lvsdr_service_new_fwmark(struct lvsdr *host, const char *family, uint32_t fwmark,
			     struct lvsdr_service **ret_service)
{
	union object described = {.service.set = 0};
	int error;

	if (!host)
		return -EINVAL;
	if (!family || !ret_service)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "a service",
				 "an argument is NULL");
	error = object_describe_text(&service_class, host, "a service", &described, SERVICE_FAMILY,
				     family);
	if (!error)
		error = object_describe_number(&service_class, host, "a service", &described,
					       SERVICE_MARK, fwmark);
	return error ? error : make(host, &described, ret_service);
}

void lvsdr_service_free(struct lvsdr_service *service)
{
	if (!service)
		return;
	handle_unref(service->host);
	free(service);
}

int lvsdr_service_set_scheduler(struct lvsdr_service *service, const char *scheduler)
{
	return object_set_text(&service_class, service, SERVICE_SCHEDULER, scheduler);
}

int lvsdr_service_set_scheduler_flags(struct lvsdr_service *service, uint32_t flags)
{
	return object_set_number(&service_class, service, SERVICE_SCHEDULER_FLAGS, flags);
}

int lvsdr_service_set_persistence(struct lvsdr_service *service, uint32_t seconds)
{
	return object_set_number(&service_class, service, SERVICE_PERSISTENCE, seconds);
}

int lvsdr_service_set_persistence_prefix(struct lvsdr_service *service, int32_t prefix_length)
{
	return object_set_number(&service_class, service, SERVICE_NETMASK, prefix_length);
}

int lvsdr_service_set_persistence_netmask(struct lvsdr_service *service, const char *netmask)
{
	return object_set_text(&service_class, service, SERVICE_NETMASK, netmask);
}

int lvsdr_service_set_persistence_engine(struct lvsdr_service *service, const char *engine)
{
	return object_set_text(&service_class, service, SERVICE_ENGINE, engine);
}

int lvsdr_service_set_one_packet(struct lvsdr_service *service, int one_packet)
{
	return object_set_number(&service_class, service, SERVICE_ONE_PACKET, one_packet);
}

uint32_t lvsdr_service_get_scheduler_flags(const struct lvsdr_service *service)
{
	return service ? service->flags & ALL_SCHEDULER_FLAGS : 0;
}

uint32_t lvsdr_service_get_persistence(const struct lvsdr_service *service)
{
	return service ? service->persistence : 0;
}

int32_t lvsdr_service_get_persistence_prefix(const struct lvsdr_service *service)
{
	int32_t prefix;

	if (!service)
		return -EINVAL;
	prefix = netmask_to_prefix(service->address.family, service->netmask);
	return prefix < 0 ? -EBADMSG : prefix;
}

int lvsdr_service_get_persistence_netmask(const struct lvsdr_service *service, char *buffer,
					  size_t size)
{
	struct address mask = {.family = AF_INET};

	if (!service)
		return -EINVAL;
	memcpy(mask.bytes, &service->netmask, sizeof(service->netmask));
	if (netmask_to_prefix(service->address.family, service->netmask) >= 0)
		mask.family = 0;
	return getter_address(service->host, "the netmask of persistence", &mask, buffer, size);
}

const char *lvsdr_service_get_persistence_engine(const struct lvsdr_service *service)
{
	return service ? service->persistence_engine : NULL;
}

int lvsdr_service_get_one_packet(const struct lvsdr_service *service)
{
	return service ? (service->flags & IP_VS_SVC_F_ONEPACKET) != 0 : -EINVAL;
}

const char *lvsdr_service_get_family(const struct lvsdr_service *service)
{
	return service ? word_for(service_families, service->address.family) : NULL;
}

const char *lvsdr_service_get_protocol(const struct lvsdr_service *service)
{
	if (!service)
		return NULL;
	return service->fwmark ? "" : word_for(service_protocols, service->protocol);
}

int lvsdr_service_get_address(const struct lvsdr_service *service, char *buffer, size_t size)
{
	static const struct address none = {.family = AF_UNSPEC};

	if (!service)
		return -EINVAL;
	return getter_address(service->host, "the address",
			      service->fwmark ? &none : &service->address, buffer, size);
}

int32_t lvsdr_service_get_port(const struct lvsdr_service *service)
{
	return service ? service->port : -EINVAL;
}

uint32_t lvsdr_service_get_fwmark(const struct lvsdr_service *service)
{
	return service ? service->fwmark : 0;
}

const char *lvsdr_service_get_scheduler(const struct lvsdr_service *service)
{
	return service ? service->scheduler : NULL;
}
