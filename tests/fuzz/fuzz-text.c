// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Short texts: scopes, addresses with and without ports, protocols, names. What was read as an
 * address or ports is written, and read back as the same.
 */
#include "fuzz.h"
#include "util/address.h"
#include "util/ports.h"

#include <lvsdr/lvsdr.h>

static void feed(struct lvsdr *host, const char *text)
{
	struct lvsdr_scope *scope;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest;
	struct lvsdr_vip *vip;
	struct lvsdr_mark *mark;
	struct lvsdr_sysctl *sysctl;

	if (!lvsdr_scope_new(host, text, &scope))
		lvsdr_scope_free(scope);
	if (!lvsdr_service_new(host, text, "192.168.1.41:80", &service))
		lvsdr_service_free(service);
	if (!lvsdr_service_new(host, "tcp", text, &service)) {
		lvsdr_service_set_scheduler(service, text);
		lvsdr_service_set_persistence_prefix(service, (int32_t)strlen(text));
		lvsdr_service_free(service);
	}
	if (!lvsdr_dest_new(host, text, &dest))
		lvsdr_dest_free(dest);
	if (!lvsdr_mark_new(host, "tcp", text, 8, &mark))
		lvsdr_mark_free(mark);
	if (!lvsdr_sysctl_new(host, text, text, &sysctl))
		lvsdr_sysctl_free(sysctl);
	if (!lvsdr_vip_new(host, text, "eth0", &vip))
		lvsdr_vip_free(vip);
	if (!lvsdr_vip_new(host, "192.168.1.41", text, &vip)) {
		lvsdr_vip_set_label(vip, text);
		lvsdr_vip_free(vip);
	}
}

static void check_address(const char *text)
{
	char written[ADDRESS_PORT_TEXT_SIZE];
	struct address address, again;
	int32_t port, port_again;
	const char *part;

	if (address_parse_with_port(text, "tcp", &address, &port, &part))
		return;
	fuzz_expect(port >= -1 && port <= UINT16_MAX);
	if (port < 0)
		address_format(&address, written);
	else
		address_format_with_port(&address, (uint16_t)port, written);
	fuzz_expect(!address_parse_with_port(written, NULL, &again, &port_again, &part));
	fuzz_expect(address_equal(&address, &again) && port == port_again);
}

static void check_ports(const char *text)
{
	char written[PORTS_TEXT_SIZE];
	struct ports ports, again;

	if (ports_parse(text, "tcp", &ports))
		return;
	ports_format(&ports, written);
	fuzz_expect(!ports_parse(written, NULL, &again) && ports_equal(&ports, &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct lvsdr *host;

	fuzz_expect(!lvsdr_new(&host));
	feed(host, text);
	lvsdr_free(host);
	check_address(text);
	check_ports(text);
	free(text);
	return 0;
}
