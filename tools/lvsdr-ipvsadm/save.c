// SPDX-License-Identifier: LGPL-2.1-or-later
/* -S: rules as -R reads them. */
#include "host-name.h"
#include "list.h"
#include "say.h"

#include <string.h>

static const char *protocol_option(const struct lvsdr_service *service)
{
	const char *protocol = lvsdr_service_get_protocol(service);

	if (!strcmp(protocol, "udp"))
		return "-u";
	return strcmp(protocol, "sctp") ? "-t" : "--sctp-service";
}

static void show_identity(const struct table_service *entry, bool numeric, char *text, size_t size)
{
	const struct lvsdr_service *service = entry->service;
	const struct shown shown = {entry->address, (uint16_t)lvsdr_service_get_port(service),
				    lvsdr_service_get_protocol(service), numeric};
	char address[HOST_NAME_SHOWN_SIZE];

	if (entry->fwmark) {
		snprintf(text, size, "-f %u%s", entry->fwmark,
			 strcmp(lvsdr_service_get_family(service), "ipv6") ? "" : " -6");
		return;
	}
	host_name_show(&shown, address);
	snprintf(text, size, "%s %s", protocol_option(service), address);
}

static void save_service(const struct lvsdr_service *service, const char *identity)
{
	printf("-A %s -s %s", identity, lvsdr_service_get_scheduler(service));
	if (lvsdr_service_get_persistence(service)) {
		printf(" -p %u", lvsdr_service_get_persistence(service));
		print_netmask(service, " -M ");
		if (*lvsdr_service_get_persistence_engine(service))
			printf(" --pe %s", lvsdr_service_get_persistence_engine(service));
	}
	if (lvsdr_service_get_one_packet(service) > 0)
		printf(" -o");
	print_flags(service, " -b ");
	putchar('\n');
}

static void save_tunnel(const struct lvsdr_dest *dest)
{
	static const char *const types[] = {"ipip", "gue", "gre"}, *const checksums[] = {"nocsum",
											 "csum",
											 "remcsum"};
	int32_t type = lvsdr_dest_get_tunnel_type(dest);
	uint32_t flags = lvsdr_dest_get_tunnel_flags(dest);

	if (type < 0 || type > 2)
		return;
	printf(" --tun-type %s", types[type]);
	if (type == 1)
		printf(" --tun-port %d", lvsdr_dest_get_tunnel_port(dest));
	if (type)
		printf(" --tun-%s", checksums[flags < 3 ? flags : 0]);
}

static void save_dest(const struct table_service *service, const struct table_dest *entry,
		      const char *identity, bool numeric)
{
	static const char *const options[] = {"-m", "-g", "-i", "-g", "-g"};
	const struct shown shown = {
		entry->address, (uint16_t)lvsdr_dest_get_port(entry->dest),
		service->fwmark ? NULL : lvsdr_service_get_protocol(service->service), numeric};
	int32_t forwarding = lvsdr_dest_get_forwarding(entry->dest);
	char text[HOST_NAME_SHOWN_SIZE];

	host_name_show(&shown, text);
	printf("-a %s -r %s %s -w %d", identity, text,
	       forwarding >= 0 && forwarding <= LVSDR_FORWARD_BYPASS ? options[forwarding] : "-g",
	       lvsdr_dest_get_weight(entry->dest));
	if (forwarding == LVSDR_FORWARD_TUNNEL)
		save_tunnel(entry->dest);
	putchar('\n');
}

int save(struct lvsdr *host, const struct call *call)
{
	const bool numeric = has(call, NUMERIC);
	char identity[HOST_NAME_SHOWN_SIZE + 32];
	struct table table;
	int status = table_read(host, call, &table);

	if (status)
		return status;
	for (size_t i = 0; i < table.count; i++) {
		const struct table_service *service = &table.services[i];

		show_identity(service, numeric, identity, sizeof(identity));
		save_service(service->service, identity);
		for (size_t k = 0; k < service->count; k++)
			save_dest(service, &service->dests[k], identity, numeric);
	}
	table_free(&table);
	return end_output();
}
