// SPDX-License-Identifier: LGPL-2.1-or-later
/* -L: the services and their real servers. */
#include "host-name.h"
#include "list.h"
#include "say.h"

#include <inttypes.h>
#include <string.h>

enum format { PLAIN, OF_STATS, OF_RATES, OF_THRESHOLDS, OF_PERSISTENCE, OF_TUNNELS };

struct listing {
	enum format format;
	bool numeric, exact;
};

static enum format format_of(const struct call *call)
{
	if (has(call, STATS))
		return OF_STATS;
	if (has(call, RATE))
		return OF_RATES;
	if (has(call, THRESHOLDS))
		return OF_THRESHOLDS;
	if (has(call, PERSISTENT_CONN))
		return OF_PERSISTENCE;
	return has(call, TUNNEL_INFO) ? OF_TUNNELS : PLAIN;
}

static void print_heading(enum format format)
{
	static const char *const headings[] = {
		"Prot LocalAddress:Port Scheduler Flags\n"
		"  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
		"Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes\n"
		"  -> RemoteAddress:Port",
		"Prot LocalAddress:Port                 CPS    InPPS   OutPPS    InBPS   OutBPS\n"
		"  -> RemoteAddress:Port",
		"Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn \n"
		"  -> RemoteAddress:Port",
		"Prot LocalAddress:Port            Weight    PersistConn ActiveConn InActConn \n"
		"  -> RemoteAddress:Port",
		"Prot LocalAddress:Port Scheduler Flags\n"
		"  -> RemoteAddress:Port           Forward TunnelInfo    Weight ActiveConn "
		"InActConn",
	};

	puts(headings[format]);
}

/* ---- Counters. */

/* In eight characters unless it shall be exact. */
static void print_counter(uint64_t value, bool exact)
{
	static const struct unit {
		uint64_t below, divisor;
		char letter;
	} units[] = {
		{1000000000, 1000, 'K'},
		{100000000000, 1000000, 'M'},
		{100000000000000, 1000000000, 'G'},
		{UINT64_MAX, 1000000000000, 'T'},
	};
	const struct unit *unit = units;

	if (exact || value < 100000000) {
		printf(" %8" PRIu64, value);
		return;
	}
	while (value >= unit->below && unit->below != UINT64_MAX)
		unit++;
	printf(" %7" PRIu64 "%c", value / unit->divisor, unit->letter);
}

static void print_counters(const struct listing *listing, const uint64_t *values)
{
	int first = listing->format == OF_STATS ? LVSDR_COUNTER_CONNECTIONS
						: LVSDR_COUNTER_CONNECTION_RATE;

	for (int i = first; i < first + 5; i++)
		print_counter(values[i], listing->exact);
	putchar('\n');
}

/* ---- Services. */

static const char *protocol_title(const struct lvsdr_service *service)
{
	const char *protocol = lvsdr_service_get_protocol(service);

	if (lvsdr_service_get_fwmark(service))
		return "FWM";
	if (!strcmp(protocol, "udp"))
		return "UDP";
	return !strcmp(protocol, "sctp") ? "SCTP" : "TCP";
}

static void show_service(const struct table_service *entry, bool numeric,
			 char text[HOST_NAME_SHOWN_SIZE])
{
	const struct lvsdr_service *service = entry->service;
	const struct shown shown = {entry->address, (uint16_t)lvsdr_service_get_port(service),
				    lvsdr_service_get_protocol(service), numeric};

	if (entry->fwmark)
		snprintf(text, HOST_NAME_SHOWN_SIZE, "%u%s", entry->fwmark,
			 strcmp(lvsdr_service_get_family(service), "ipv6") ? "" : " IPv6");
	else
		host_name_show(&shown, text);
}

static void print_service(const struct listing *listing, const struct table_service *entry)
{
	const struct lvsdr_service *service = entry->service;
	uint64_t values[LVSDR_COUNTER_COUNT] = {0};
	char text[HOST_NAME_SHOWN_SIZE];

	show_service(entry, listing->numeric, text);
	if (listing->format == OF_STATS || listing->format == OF_RATES) {
		lvsdr_service_get_counters(service, values, LVSDR_COUNTER_COUNT);
		printf("%-4s %-28s", protocol_title(service), text);
		print_counters(listing, values);
		return;
	}
	printf("%-4s %s %s", protocol_title(service), text, lvsdr_service_get_scheduler(service));
	if (print_flags(service, " ("))
		putchar(')');
	if (lvsdr_service_get_persistence(service)) {
		printf(" persistent %u", lvsdr_service_get_persistence(service));
		print_netmask(service, " mask ");
		if (*lvsdr_service_get_persistence_engine(service))
			printf(" pe %s", lvsdr_service_get_persistence_engine(service));
	}
	if (lvsdr_service_get_one_packet(service) > 0)
		printf(" ops");
	putchar('\n');
}

/* ---- Real servers. */

static const char *forwarding_title(const struct lvsdr_dest *dest)
{
	static const char *const titles[] = {"Masq", "Local", "Tunnel", "Route", "Bypass"};
	int32_t forwarding = lvsdr_dest_get_forwarding(dest);

	return forwarding >= 0 && forwarding <= LVSDR_FORWARD_BYPASS ? titles[forwarding] : "";
}

static void show_tunnel(const struct lvsdr_dest *dest, char *text, size_t size)
{
	static const char *const checksums[] = {"-c", "+c", "rc"};
	uint32_t flags = lvsdr_dest_get_tunnel_flags(dest);
	const char *checksum = checksums[flags < 3 ? flags : 0];

	if (lvsdr_dest_get_forwarding(dest) != LVSDR_FORWARD_TUNNEL)
		snprintf(text, size, "n/a");
	else if (lvsdr_dest_get_tunnel_type(dest) == 0)
		snprintf(text, size, "ipip");
	else if (lvsdr_dest_get_tunnel_type(dest) == 1)
		snprintf(text, size, "gue:%d:%s", lvsdr_dest_get_tunnel_port(dest), checksum);
	else
		snprintf(text, size, "gre:%s", checksum);
}

static void print_numbers(const struct listing *listing, const struct lvsdr_dest *dest,
			  const uint64_t *values)
{
	char tunnel[32];

	switch (listing->format) {
	case OF_THRESHOLDS:
		printf("%-10u %-10u ", lvsdr_dest_get_upper_threshold(dest),
		       lvsdr_dest_get_lower_threshold(dest));
		break;
	case OF_PERSISTENCE:
		printf("%-9d %-11" PRIu64 " ", lvsdr_dest_get_weight(dest),
		       values[LVSDR_COUNTER_PERSISTENT_CONNECTIONS]);
		break;
	case OF_TUNNELS:
		show_tunnel(dest, tunnel, sizeof(tunnel));
		printf("%-7s %-13s %-6d ", forwarding_title(dest), tunnel,
		       lvsdr_dest_get_weight(dest));
		break;
	default:
		printf("%-7s %-6d ", forwarding_title(dest), lvsdr_dest_get_weight(dest));
	}
	printf("%-10" PRIu64 " %-10" PRIu64 "\n", values[LVSDR_COUNTER_ACTIVE_CONNECTIONS],
	       values[LVSDR_COUNTER_INACTIVE_CONNECTIONS]);
}

static void print_dest(const struct listing *listing, const struct table_service *service,
		       const struct table_dest *entry)
{
	const struct shown shown = {entry->address, (uint16_t)lvsdr_dest_get_port(entry->dest),
				    service->fwmark ? NULL
						    : lvsdr_service_get_protocol(service->service),
				    listing->numeric};
	uint64_t values[LVSDR_COUNTER_COUNT] = {0};
	char text[HOST_NAME_SHOWN_SIZE];

	lvsdr_dest_get_counters(entry->dest, values, LVSDR_COUNTER_COUNT);
	host_name_show(&shown, text);
	printf("  -> %-28s", text);
	if (listing->format == OF_STATS || listing->format == OF_RATES) {
		print_counters(listing, values);
		return;
	}
	putchar(' ');
	print_numbers(listing, entry->dest, values);
}

/* ---- */

static int print_version(struct lvsdr *host)
{
	uint32_t version, size;

	if (lvsdr_read_ipvs_version(host, &version) < 0 ||
	    lvsdr_read_connection_table_size(host, &size) < 0)
		return complain(host);
	printf("IP Virtual Server version %u.%u.%u (size=%u)\n", version >> 16 & 255,
	       version >> 8 & 255, version & 255, size);
	return 0;
}

int list_services(struct lvsdr *host, const struct call *call)
{
	const struct listing listing = {format_of(call), has(call, NUMERIC), has(call, EXACT)};
	struct table table;
	int status = table_read(host, call, &table);

	if (status)
		return status;
	if (!has(call, SERVICE))
		status = print_version(host);
	if (!status)
		print_heading(listing.format);
	for (size_t i = 0; !status && i < table.count; i++) {
		print_service(&listing, &table.services[i]);
		for (size_t k = 0; k < table.services[i].count; k++)
			print_dest(&listing, &table.services[i], &table.services[i].dests[k]);
	}
	table_free(&table);
	return status ? status : end_output();
}
