// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a service. What plans need of it, and the calls to the kernel, are in service-class.c.
 */
#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"

#include <errno.h>
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

static int parse(struct lvsdr *host, const char *protocol, const char *address,
		 struct lvsdr_service *service)
{
	int error = object_describe_text(&service_class, host, protocol, service, SERVICE_PROTOCOL,
					 protocol);
	const char *wrong;
	int32_t port;

	if (error)
		return error;
	wrong = address_parse_with_port(address, name_of(service_protocols, service->protocol),
					&service->address, &port);
	if (!wrong && port < 0)
		wrong = "it has no port; write \"192.168.1.41:80\" or \"[2001:db8::1]:80\"";
	if (wrong)
		return error_set(host, address_code(wrong), "describe", address, "%s", wrong);
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
	union object described = {.service.set = 0};
	int error;

	if (!host)
		return -EINVAL;
	if (!family || !ret_service)
		return error_set(host, -EINVAL, "describe", "a service", "an argument is NULL");
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
	return service ? service->fwmark ? "" : word_for(service_protocols, service->protocol)
		       : NULL;
}

int lvsdr_service_get_address(const struct lvsdr_service *service, char *buffer, size_t size)
{
	return service ? getter_address(service->host, "the address", &service->address, buffer,
					size)
		       : -EINVAL;
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
