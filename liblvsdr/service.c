// SPDX-License-Identifier: LGPL-2.1-or-later
#include "service.h"

#include "handle.h"
#include "ipvs/ipvs.h"
#include "plan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <linux/ip_vs.h>
#include <stdlib.h>
#include <string.h>

/* The places of these fields below, and so their bits in `set`. */
enum { SCHEDULER = 5, FLAGS, TIMEOUT, NETMASK, ENGINE };

/* What the kernel's clock ticks hold at 1000 a second; it cuts the rest off without a word. */
enum { LONGEST_PERSISTENCE = UINT32_MAX / 1000 };

static const struct name protocols[] = {{IPPROTO_TCP, "tcp"},
					{IPPROTO_UDP, "udp"},
					{IPPROTO_SCTP, "sctp"},
					{0, NULL}};
static const struct name families[] = {{AF_INET, "ipv4"}, {AF_INET6, "ipv6"}, {0, NULL}};
static const struct name service_flags[] = {{IP_VS_SVC_F_PERSISTENT, "persistent"},
				    {IP_VS_SVC_F_ONEPACKET, "one-packet"},
				    {IP_VS_SVC_F_SCHED1, "flag-1"},
				    {IP_VS_SVC_F_SCHED2, "flag-2"},
				    {IP_VS_SVC_F_SCHED3, "flag-3"},
				    {0, NULL}};

#define SERVICE(member, type, name, ...) FIELD(struct lvsdr_service, member, type, name, __VA_ARGS__)
#define BY_ADDRESS .identity = true, .required = true, .presence = FIELD_WITHOUT_FWMARK

static const struct field service_fields[] = {
	SERVICE(protocol, FIELD_U16, "protocol", BY_ADDRESS, .names = protocols),
	SERVICE(address, FIELD_ADDRESS, "address", BY_ADDRESS),
	SERVICE(port, FIELD_U16, "port", BY_ADDRESS),
	SERVICE(address, FIELD_FAMILY, "family", .identity = true, .required = true,
		.presence = FIELD_WITH_FWMARK, .names = families),
	SERVICE(fwmark, FIELD_U32, "fwmark", .identity = true, .presence = FIELD_WITH_FWMARK),
	[SCHEDULER] = SERVICE(scheduler, FIELD_TEXT, "scheduler", .quiet = false),
	[FLAGS] = SERVICE(flags, FIELD_FLAGS, "flags", .quiet = true, .names = service_flags),
	[TIMEOUT] = SERVICE(timeout, FIELD_U32, "timeout", .quiet = true),
	[NETMASK] = SERVICE(netmask, FIELD_NETMASK, "netmask", .quiet = true),
	[ENGINE] = SERVICE(persistence_engine, FIELD_TEXT, "persistence_engine", .quiet = true),
};

static const char *protocol_name(uint16_t protocol)
{
	const char *name = name_of(protocols, protocol);

	return name ? name : "";
}

static void set_defaults(union object *object)
{
	struct lvsdr_service *service = &object->service;

	memset(service->scheduler, 0, sizeof(service->scheduler));
	memset(service->persistence_engine, 0, sizeof(service->persistence_engine));
	memcpy(service->scheduler, "wlc", 3);
	service->flags = 0;
	service->timeout = 0;
	service->netmask = service->address.family == AF_INET6 ? 128 : 0xffffffff;
}

static int parse(struct lvsdr *host, const char *protocol, const char *address,
		 struct lvsdr_service *service)
{
	const char *wrong;
	uint32_t number;
	int32_t port;

	if (!name_find(protocols, protocol, &number))
		return error_set(host, -EINVAL, "describe", protocol,
				 "the protocol is none of \"tcp\", \"udp\" and \"sctp\"");
	wrong = address_parse_with_port(address, protocol, &service->address, &port);
	if (!wrong && port < 0)
		wrong = "it has no port; write \"192.168.1.41:80\" or \"[2001:db8::1]:80\"";
	if (wrong)
		return error_set(host, -EINVAL, "describe", address, "%s", wrong);
	service->protocol = (uint16_t)number;
	service->port = (uint16_t)port;
	return 0;
}

/* The described service with its defaults, on the heap. */
static int make(struct lvsdr *host, union object *described, struct lvsdr_service **ret_service)
{
	struct lvsdr_service *service = malloc(sizeof(*service));

	if (!service)
		return error_set(host, -ENOMEM, "describe", "a service", "out of memory");
	set_defaults(described);
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
		return error_set(host, -EINVAL, "describe", "a service", "an argument is NULL");
	error = parse(host, protocol, address, &described.service);
	return error ? error : make(host, &described, ret_service);
}

int lvsdr_service_new_fwmark(struct lvsdr *host, const char *family, uint32_t fwmark,
			     struct lvsdr_service **ret_service)
{
	union object described = {.service.fwmark = fwmark};
	uint32_t number;

	if (!host)
		return -EINVAL;
	if (!family || !ret_service || !name_find(families, family, &number))
		return error_set(host, -EINVAL, "describe", "a service",
				 "the family is neither \"ipv4\" nor \"ipv6\"");
	if (!fwmark)
		return error_set(host, -EINVAL, "describe", "a service",
				 "0 means that a packet has no mark; marks are 1 to 4294967295");
	described.service.address.family = (uint8_t)number;
	return make(host, &described, ret_service);
}

void lvsdr_service_free(struct lvsdr_service *service)
{
	if (!service)
		return;
	handle_unref(service->host);
	free(service);
}

__attribute__((format(printf, 3, 4))) static int
refuse(const struct lvsdr_service *service, const char *operation, const char *format, ...)
{
	struct text name = {0};
	char reason[200];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	service_describe(service, &name);
	return error_set(service->host, -EINVAL, operation, name.data, "%s", reason);
}

static void set_text(char *at, size_t size, const char *text)
{
	memset(at, 0, size);
	memcpy(at, text, strlen(text));
}

static void set_flags(struct lvsdr_service *service, uint32_t mask, uint32_t flags)
{
	service->flags = (service->flags & ~mask) | flags;
	service->flags_set |= mask;
}

int lvsdr_service_set_scheduler(struct lvsdr_service *service, const char *scheduler)
{
	if (!service)
		return -EINVAL;
	if (!scheduler || !*scheduler || strlen(scheduler) >= sizeof(service->scheduler))
		return refuse(service, "schedule",
			      "a scheduler's name has 1 to 15 characters, such as \"rr\"");
	set_text(service->scheduler, sizeof(service->scheduler), scheduler);
	service->set |= 1u << SCHEDULER;
	return 0;
}

int lvsdr_service_set_scheduler_flags(struct lvsdr_service *service, uint32_t flags)
{
	static const uint32_t all =
		LVSDR_SCHEDULER_FLAG_1 | LVSDR_SCHEDULER_FLAG_2 | LVSDR_SCHEDULER_FLAG_3;

	if (!service)
		return -EINVAL;
	if (flags & ~all)
		return refuse(service, "schedule", "0x%x has flags that are no scheduler's", flags);
	set_flags(service, all, flags);
	return 0;
}

int lvsdr_service_set_persistence(struct lvsdr_service *service, uint32_t seconds)
{
	if (!service)
		return -EINVAL;
	if (seconds > LONGEST_PERSISTENCE)
		return refuse(service, "make persistent",
			      "the kernel cannot keep more than %u seconds, %u for one",
			      LONGEST_PERSISTENCE, seconds);
	set_flags(service, IP_VS_SVC_F_PERSISTENT, seconds ? IP_VS_SVC_F_PERSISTENT : 0);
	service->timeout = seconds;
	service->set |= 1u << TIMEOUT;
	return 0;
}

int lvsdr_service_set_persistence_prefix(struct lvsdr_service *service, int32_t prefix_length)
{
	int32_t bits;

	if (!service)
		return -EINVAL;
	bits = service->address.family == AF_INET6 ? 128 : 32;
	if (prefix_length < 1 || prefix_length > bits)
		return refuse(service, "make persistent", "the prefix %d is not between 1 and %d",
			      prefix_length, bits);
	service->netmask = bits == 128 ? (uint32_t)prefix_length
				       : htonl(0xffffffff << (32 - prefix_length));
	service->set |= 1u << NETMASK;
	return 0;
}

int lvsdr_service_set_persistence_engine(struct lvsdr_service *service, const char *engine)
{
	if (!service)
		return -EINVAL;
	if (!engine || strlen(engine) >= sizeof(service->persistence_engine))
		return refuse(service, "make persistent",
			      "an engine's name has up to 15 characters, such as \"sip\"");
	set_text(service->persistence_engine, sizeof(service->persistence_engine), engine);
	service->set |= 1u << ENGINE;
	return 0;
}

int lvsdr_service_set_one_packet(struct lvsdr_service *service, int one_packet)
{
	if (!service)
		return -EINVAL;
	if (one_packet != 0 && one_packet != 1)
		return refuse(service, "schedule", "%d is neither 0 nor 1", one_packet);
	set_flags(service, IP_VS_SVC_F_ONEPACKET, one_packet ? IP_VS_SVC_F_ONEPACKET : 0);
	return 0;
}

uint32_t lvsdr_service_get_scheduler_flags(const struct lvsdr_service *service)
{
	return service ? service->flags & (LVSDR_SCHEDULER_FLAG_1 | LVSDR_SCHEDULER_FLAG_2 |
					   LVSDR_SCHEDULER_FLAG_3)
		       : 0;
}

uint32_t lvsdr_service_get_persistence(const struct lvsdr_service *service)
{
	return service && service->flags & IP_VS_SVC_F_PERSISTENT ? service->timeout : 0;
}

static bool netmask_works(const struct lvsdr_service *service)
{
	uint32_t host_bits = ~ntohl(service->netmask);

	if (service->address.family == AF_INET6)
		return service->netmask >= 1 && service->netmask <= 128;
	return service->netmask && !(host_bits & (host_bits + 1));
}

int32_t lvsdr_service_get_persistence_prefix(const struct lvsdr_service *service)
{
	if (!service)
		return -EINVAL;
	if (!netmask_works(service))
		return -EBADMSG;
	return service->address.family == AF_INET6 ? (int32_t)service->netmask
						   : __builtin_popcount(service->netmask);
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
	return service ? name_of(families, service->address.family) : NULL;
}

const char *lvsdr_service_get_protocol(const struct lvsdr_service *service)
{
	return service ? service->fwmark ? "" : protocol_name(service->protocol) : NULL;
}

int lvsdr_service_get_address(const struct lvsdr_service *service, char *buffer, size_t size)
{
	return address_copy_text(service ? &service->address : NULL, buffer, size);
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

void service_describe(const struct lvsdr_service *service, struct text *text)
{
	char address[ADDRESS_PORT_TEXT_SIZE];

	if (service->fwmark) {
		text_add(text, "fwmark %u%s", service->fwmark,
			 service->address.family == AF_INET6 ? " IPv6" : "");
		return;
	}
	address_format_with_port(&service->address, service->port, address);
	if (*protocol_name(service->protocol))
		text_add(text, "%s %s", protocol_name(service->protocol), address);
	else
		text_add(text, "protocol %u %s", service->protocol, address);
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
	struct address mask = {.family = AF_INET};
	char dotted[ADDRESS_TEXT_SIZE];

	if (service->address.family == AF_INET6 && service->netmask != 128)
		text_add(text, " -M %u", service->netmask);
	if (service->address.family == AF_INET && service->netmask != 0xffffffff) {
		memcpy(mask.bytes, &service->netmask, sizeof(service->netmask));
		address_format(&mask, dotted);
		text_add(text, " -M %s", dotted);
	}
}

static void command(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_service *service = &(after ? after : before)->service;

	text_add(text, "ipvsadm %s ", !before ? "-A" : after ? "-E" : "-D");
	service_ipvsadm_identity(service, text);
	if (!after)
		return;
	text_add(text, " -s %s", service->scheduler);
	if (service->flags & IP_VS_SVC_F_PERSISTENT)
		text_add(text, " -p %u", service->timeout);
	command_netmask(service, text);
	if (*service->persistence_engine)
		text_add(text, " --pe %s", service->persistence_engine);
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
	if (!service->fwmark && !service->port && !(service->flags & IP_VS_SVC_F_PERSISTENT))
		return "port 0 means all ports, which only a persistent service can have; give a "
		       "port";
	if (service->flags & IP_VS_SVC_F_ONEPACKET && service->protocol == IPPROTO_TCP &&
	    !service->fwmark)
		return "one-packet scheduling is for UDP only";
	if (service->timeout > LONGEST_PERSISTENCE)
		return "the kernel cannot keep a persistence of more than 4294967 seconds";
	if (!netmask_works(service))
		return "the persistence netmask is not a run of ones followed by zeros";
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

/* What was not set, each flag by itself, stays as the kernel has it. */
static int complete(struct lvsdr *host, const union object *found, union object *wanted)
{
	struct lvsdr_service *service = &wanted->service;
	uint32_t mask = service->set & 1u << FLAGS ? ~0u : service->flags_set;

	(void)host;
	service->flags = (found->service.flags & ~mask) | (service->flags & mask);
	service->set |= 1u << FLAGS;
	fields_merge(&service_class.fields, wanted, found);
	return 0;
}

static int take(const struct nlmsghdr *message, void *data)
{
	return ipvs_decode_service(message, data, NULL);
}

static int read_service(struct lvsdr *host, const char *operation, const union object *identity,
			union object *ret_found)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct netlink_error kernel = {0};
	struct lvsdr_service found;
	int error = transport_ipvs(&host->transport,
				   ipvs_encode_service(buffer, IPVS_CMD_GET_SERVICE, 0,
						       &identity->service, false),
				   take, &found, &kernel);

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

const struct object_class service_class = {
	.name = "service",
	.fields = {service_fields, sizeof(service_fields) / sizeof(*service_fields),
		   sizeof(struct lvsdr_service), offsetof(struct lvsdr_service, set),
		   offsetof(struct lvsdr_service, fwmark)},
	.missing_code = -ESRCH,
	.exclusive_add = true,
	.set_defaults = set_defaults,
	.describe = describe,
	.command = command,
	.check = check,
	.read = read_service,
	.complete = complete,
	.encode = encode,
	.report = report,
};

static int change(struct lvsdr *host, enum verb verb, const struct lvsdr_service *service)
{
	union object wanted;

	if (!host)
		return -EINVAL;
	if (!service)
		return error_set(host, -EINVAL, verb_name(verb), "a service", "it is NULL");
	wanted.service = *service;
	return change_now(host, &service_class, verb, &wanted);
}

int lvsdr_service_add(struct lvsdr *host, const struct lvsdr_service *service)
{
	return change(host, VERB_ADD, service);
}

int lvsdr_service_update(struct lvsdr *host, const struct lvsdr_service *service)
{
	return change(host, VERB_UPDATE, service);
}

int lvsdr_service_remove(struct lvsdr *host, const struct lvsdr_service *service)
{
	return change(host, VERB_REMOVE, service);
}

int lvsdr_service_read(struct lvsdr *host, struct lvsdr_service *service)
{
	union object identity, found;
	struct text name = {0};
	int result;

	if (!host)
		return -EINVAL;
	if (!service)
		return error_set(host, -EINVAL, "read", "a service", "it is NULL");
	identity.service = *service;
	result = read_service(host, "read", &identity, &found);
	if (!result) {
		service_describe(service, &name);
		return error_set(host, -ESRCH, "read", name.data, "there is no such service");
	}
	if (result < 0)
		return result;
	found.service.host = service->host;
	*service = found.service;
	return 0;
}

static int plan_one(struct lvsdr_plan *plan, enum verb verb, const struct lvsdr_service *service)
{
	union object wanted;

	if (!plan)
		return -EINVAL;
	if (!service)
		return error_set(plan->host, -EINVAL, verb_name(verb), "a service", "it is NULL");
	wanted.service = *service;
	return plan_change(plan, &service_class, verb, &wanted);
}

int lvsdr_plan_add_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	return plan_one(plan, VERB_ADD, service);
}

int lvsdr_plan_update_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	return plan_one(plan, VERB_UPDATE, service);
}

int lvsdr_plan_remove_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	int result = service && plan ? plan_remove_dests(plan, service) : 0;

	return result < 0 ? result : plan_one(plan, VERB_REMOVE, service);
}
