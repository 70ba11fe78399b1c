// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a service. What plans need of it, and the calls to the kernel, are in service-class.c.
 */
#include "handle.h"
#include "objects/object.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name is written as it stands first. */
const struct name service_protocols[] = {{IPPROTO_TCP, "tcp"},
					 {IPPROTO_UDP, "udp"},
					 {IPPROTO_SCTP, "sctp"},
					 {IPPROTO_TCP, "TCP"},
					 {IPPROTO_UDP, "UDP"},
					 {IPPROTO_SCTP, "SCTP"},
					 {0, NULL}};
const struct name service_families[] = {{AF_INET, "ipv4"}, {AF_INET6, "ipv6"}, {0, NULL}};

static const char *word_for(const struct name *names, uint16_t value)
{
	const char *name = name_of(names, value);

	return name ? name : "";
}

static int parse(struct lvsdr *host, const char *protocol, const char *address,
		 struct lvsdr_service *service)
{
	const char *wrong;
	uint32_t number;
	int32_t port;

	if (!name_find(service_protocols, protocol, &number))
		return error_set(host, -EINVAL, "describe", protocol,
				 "the protocol is none of \"tcp\", \"udp\" and \"sctp\"");
	wrong = address_parse_with_port(address, name_of(service_protocols, number),
					&service->address, &port);
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
	if (!family || !ret_service || !name_find(service_families, family, &number))
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
	service->set |= 1u << SERVICE_SCHEDULER;
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
	service->set |= 1u << SERVICE_TIMEOUT;
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
	service->netmask =
		bits == 128 ? (uint32_t)prefix_length : htonl(0xffffffff << (32 - prefix_length));
	service->set |= 1u << SERVICE_NETMASK;
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
	service->set |= 1u << SERVICE_ENGINE;
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

bool service_netmask_works(const struct lvsdr_service *service)
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
	if (!service_netmask_works(service))
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
	return service ? word_for(service_families, service->address.family) : NULL;
}

const char *lvsdr_service_get_protocol(const struct lvsdr_service *service)
{
	return service ? service->fwmark ? "" : word_for(service_protocols, service->protocol)
		       : NULL;
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
