// SPDX-License-Identifier: LGPL-2.1-or-later
#include "connection-query.h"

#include "connections.h"
#include "name.h"
#include "say.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int parse_client(const char *word, struct network *client)
{
	char address[INET6_ADDRSTRLEN], *end;
	const char *slash = strchr(word, '/');
	size_t length = slash ? (size_t)(slash - word) : strlen(word);
	unsigned long bits;

	if (length >= sizeof(address))
		return -1;
	memcpy(address, word, length);
	address[length] = 0;
	client->family = strchr(address, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(client->family, address, client->address) != 1)
		return -1;
	client->bits = client->family == AF_INET ? 32 : 128;
	if (!slash)
		return 0;
	bits = strtoul(slash + 1, &end, 10);
	if (slash[1] < '0' || slash[1] > '9' || *end || bits > client->bits)
		return -1;
	client->bits = (unsigned int)bits;
	return 0;
}

/* Those of TCP, of UDP, of SCTP, and of templates. */
static int is_state(const char *name)
{
	static const char *const states[] = {"NONE",
					     "ESTABLISHED",
					     "SYN_SENT",
					     "SYN_RECV",
					     "FIN_WAIT",
					     "TIME_WAIT",
					     "CLOSE",
					     "CLOSE_WAIT",
					     "LAST_ACK",
					     "LISTEN",
					     "SYNACK",
					     "UDP",
					     "INIT1",
					     "INIT",
					     "COOKIE_SENT",
					     "COOKIE_REPLIED",
					     "COOKIE_WAIT",
					     "COOKIE",
					     "COOKIE_ECHOED",
					     "SHUTDOWN_SENT",
					     "SHUTDOWN_RECEIVED",
					     "SHUTDOWN_ACK_SENT",
					     "REJECTED",
					     "CLOSED",
					     "TEMPLATE"};

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (!strcasecmp(name, states[i]))
			return 1;
	return 0;
}

/* A mark has the family of the real server or of the client, or else IPv4. */
static const char *query_family(const struct query *query)
{
	char address[46] = "";

	if (query->dest)
		lvsdr_dest_get_address(query->dest, address, sizeof(address));
	return query->client.family == AF_INET6 || strchr(address, ':') ? "ipv6" : "ipv4";
}

int query_prepare(struct query *query)
{
	const struct options *options = query->options;

	if (options->state && !is_state(options->state))
		return wrong("--state is a state of the kernel, such as established or fin_wait, "
			     "or template");
	if (options->client && parse_client(options->client, &query->client))
		return wrong("--client is an address, or a network such as 10.0.0.0/8");
	if (options->real_server &&
	    lvsdr_dest_new(query->host, options->real_server, &query->dest) < 0)
		return complain(query->host);
	return options->service ? name_parse_service(query->host, options->service,
						     query_family(query), &query->service)
				: 0;
}

static int is_within(const struct network *network, const char *text)
{
	int family = strchr(text, ':') ? AF_INET6 : AF_INET;
	unsigned char address[16];
	unsigned int bytes = network->bits / 8, rest = network->bits % 8;

	if (family != network->family || inet_pton(family, text, address) != 1 ||
	    memcmp(address, network->address, bytes))
		return 0;
	return !rest || !((address[bytes] ^ network->address[bytes]) >> (8 - rest));
}

int query_matches(const struct query *query, const struct lvsdr_connections *connections)
{
	char client[46] = "";

	if (query->options->state &&
	    strcasecmp(query->options->state, connection_state(connections)) != 0)
		return 0;
	if (!query->client.family)
		return 1;
	lvsdr_connections_get_client_address(connections, client, sizeof(client));
	return is_within(&query->client, client);
}

void query_clear(struct query *query)
{
	lvsdr_dest_free(query->dest);
	lvsdr_service_free(query->service);
}
