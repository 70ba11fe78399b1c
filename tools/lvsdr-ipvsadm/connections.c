// SPDX-License-Identifier: LGPL-2.1-or-later
/* -L -c: the connection table, line by line as the kernel has it. */
#include "../common/escape.h"
#include "host-name.h"
#include "list.h"
#include "say.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

typedef int address_getter(const struct lvsdr_connections *connections, char *buffer, size_t size);

struct side {
	address_getter *address;
	int32_t port;
};

static void show_side(const struct lvsdr_connections *connections, const struct side *side,
		      int numeric, char text[HOST_NAME_SHOWN_SIZE])
{
	uint32_t mark = lvsdr_connections_get_fwmark(connections);
	struct shown shown = {.port = (uint16_t)side->port,
			      .protocol = lvsdr_connections_get_protocol(connections),
			      .numeric = numeric};
	char address[46] = "";

	side->address(connections, address, sizeof(address));
	if (!*address) /* the mark stands where a template of a service has its address */
		snprintf(address, sizeof(address), "%u.%u.%u.%u", mark >> 24, mark >> 16 & 255,
			 mark >> 8 & 255, mark & 255);
	shown.address = address;
	host_name_show(&shown, text);
}

static void print_protocol(const char *protocol)
{
	char upper[8] = "";

	for (size_t i = 0; protocol[i] && i < sizeof(upper) - 1; i++)
		upper[i] = (char)toupper((unsigned char)protocol[i]);
	printf("%-3s", upper);
}

static void print_connection(const struct lvsdr_connections *connections, const struct call *call)
{
	const struct side sides[] = {
		{lvsdr_connections_get_client_address,
		 lvsdr_connections_get_client_port(connections)},
		{lvsdr_connections_get_virtual_address,
		 lvsdr_connections_get_virtual_port(connections)},
		{lvsdr_connections_get_dest_address, lvsdr_connections_get_dest_port(connections)},
	};
	const bool with_engine = has(call, PERSISTENT_CONN) &&
				 *lvsdr_connections_get_persistence_engine(connections);
	const int last_width = with_engine ? 16 : 0;
	uint32_t expiry = lvsdr_connections_get_expiry(connections);
	char text[HOST_NAME_SHOWN_SIZE];

	print_protocol(lvsdr_connections_get_protocol(connections));
	printf(" %02u:%02u  %-11s", expiry / 60, expiry % 60,
	       lvsdr_connections_get_state(connections));
	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		show_side(connections, &sides[i], has(call, NUMERIC), text);
		printf(" %-*s", i < 2 ? 18 : last_width, text);
	}
	if (with_engine) {
		printf(" %-18s ", lvsdr_connections_get_persistence_engine(connections));
		escape_print(stdout, lvsdr_connections_get_persistence_data(connections));
	}
	putchar('\n');
}

int list_connections(struct lvsdr *host, const struct call *call)
{
	struct lvsdr_connections *connections;
	int more;

	if (lvsdr_connections_open(host, NULL, NULL, &connections) < 0)
		return complain(host);
	printf("IPVS connection entries\n"
	       "pro expire state       source             virtual            destination%s\n",
	       has(call, PERSISTENT_CONN) ? "        pe name          pe_data" : "");
	while ((more = lvsdr_connections_next(connections)) > 0 || more == -EBADMSG ||
	       more == -ETIMEDOUT)
		if (more > 0)
			print_connection(connections, call);
	lvsdr_connections_free(connections);
	return more < 0 ? complain(host) : end_output();
}
