// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"
#include "codec/classic/ipvsadm.h"

static const char *protocol_option(const struct lvsdr_service *service)
{
	if (service->protocol == IPPROTO_UDP)
		return "-u";
	return service->protocol == IPPROTO_SCTP ? "--sctp-service" : "-t";
}

void classic_service_identity(const struct lvsdr_service *service, struct text *text)
{
	char address[ADDRESS_PORT_TEXT_SIZE];

	if (service->fwmark) {
		text_add(text, "-f %u%s", service->fwmark,
			 service->address.family == AF_INET6 ? " -6" : "");
		return;
	}
	address_format_with_port(&service->address, service->port, address);
	text_add(text, "%s %s", protocol_option(service), address);
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

void classic_service(const union object *before, const union object *after, struct text *text)
{
	static const char *const options[VERB_COUNT] = {"-A", "-E", "-D"};
	const struct lvsdr_service *service = &(after ? after : before)->service;

	text_add(text, "ipvsadm %s ", options[verb_of(before, after)]);
	classic_service_identity(service, text);
	if (!after)
		return;
	text_add(text, " -s ");
	text_add_word(text, service->scheduler);
	if (service_wire_flags(service) & IP_VS_SVC_F_PERSISTENT)
		text_add(text, " -p %u", service->persistence);
	command_netmask(service, text);
	command_flags(service->flags, text);
	ipvsadm_add_options(&service_class, after, text);
}
