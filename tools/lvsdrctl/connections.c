// SPDX-License-Identifier: LGPL-2.1-or-later
/* connections: the entries of the connection table, or how many there are. */
#include "connections.h"

#include "name.h"
#include "say.h"
#include "style.h"
#include "verbs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Clients whose first bits are these. */
struct network {
	int family; /* 0: all clients */
	unsigned char address[16];
	unsigned int bits;
};

struct query {
	struct lvsdr *host;
	const struct options *options;
	struct network client;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest;
	json_t *counts; /* with --count */
	int is_json;
	size_t shown;
};

/* ---- What is asked for. */

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

static int prepare(struct query *query)
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

static int matches(const struct query *query, const struct lvsdr_connections *connections)
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

/* ---- What one is. */

const char *connection_state(const struct lvsdr_connections *connections)
{
	return lvsdr_connections_get_template(connections)
		       ? "TEMPLATE"
		       : lvsdr_connections_get_state(connections);
}

void connection_client(const struct lvsdr_connections *connections, char *name, size_t size)
{
	char address[46] = "";

	lvsdr_connections_get_client_address(connections, address, sizeof(address));
	name_place(address, lvsdr_connections_get_client_port(connections), name, size);
}

void connection_virtual(const struct lvsdr_connections *connections, char *name, size_t size)
{
	char address[46] = "";

	lvsdr_connections_get_virtual_address(connections, address, sizeof(address));
	if (*address)
		name_place(address, lvsdr_connections_get_virtual_port(connections), name, size);
	else
		snprintf(name, size, "fwmark:%u", lvsdr_connections_get_fwmark(connections));
}

void connection_dest(const struct lvsdr_connections *connections, char *name, size_t size)
{
	char address[46] = "";

	lvsdr_connections_get_dest_address(connections, address, sizeof(address));
	name_place(address, lvsdr_connections_get_dest_port(connections), name, size);
}

/* ---- How it is shown. */

static void print_row(const struct lvsdr_connections *connections)
{
	char client[NAME_SIZE], virtual[NAME_SIZE], dest[NAME_SIZE];
	const char *data = lvsdr_connections_get_persistence_data(connections);

	connection_client(connections, client, sizeof(client));
	connection_virtual(connections, virtual, sizeof(virtual));
	connection_dest(connections, dest, sizeof(dest));
	printf("%-8s  %-21s  %-21s  %-21s  %7u  ", lvsdr_connections_get_protocol(connections),
	       client, virtual, dest, lvsdr_connections_get_expiry(connections));
	style_print(stdout, STYLE_PLAIN, connection_state(connections));
	if (*data) { /* which the client sent */
		printf("  ");
		style_print(stdout, STYLE_PLAIN, data);
	}
	putchar('\n');
}

/* As a text of JSON, bytes that are not ASCII are escaped. */
static json_t *text_to_json(const char *text)
{
	char *escaped = style_escape(text);
	json_t *json = escaped ? json_string(escaped) : NULL;

	free(escaped);
	return json;
}

static int print_object(const struct query *query, const struct lvsdr_connections *connections)
{
	char client[NAME_SIZE], virtual[NAME_SIZE], dest[NAME_SIZE], *text;
	json_t *json;

	connection_client(connections, client, sizeof(client));
	connection_virtual(connections, virtual, sizeof(virtual));
	connection_dest(connections, dest, sizeof(dest));
	json = json_pack("{s:s, s:s, s:s, s:s, s:o, s:I, s:b, s:o}", "protocol",
			 lvsdr_connections_get_protocol(connections), "client", client, "virtual",
			 virtual, "real_server", dest, "state",
			 text_to_json(lvsdr_connections_get_state(connections)), "expiry",
			 (json_int_t)lvsdr_connections_get_expiry(connections), "template",
			 lvsdr_connections_get_template(connections), "persistence_data",
			 text_to_json(lvsdr_connections_get_persistence_data(connections)));
	text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	json_decref(json);
	if (!text)
		return out_of_memory();
	printf("%s\n  %s", query->shown ? "," : "", text);
	free(text);
	return 0;
}

static int show(struct query *query, const struct lvsdr_connections *connections)
{
	int status = 0;

	if (query->counts)
		status = connection_count(query->counts, connections) ? out_of_memory() : 0;
	else if (query->is_json)
		status = print_object(query, connections);
	else
		print_row(connections);
	query->shown++;
	return status;
}

static void print_head(const struct query *query)
{
	if (query->counts)
		return;
	if (query->is_json)
		printf("{\"connections\": [");
	else
		printf("%s%-8s  %-21s  %-21s  %-21s  %7s  %s%s\n", style_on(STYLE_HEADING),
		       "PROTOCOL", "CLIENT", "SERVICE", "REAL SERVER", "EXPIRES", "STATE",
		       style_off(STYLE_HEADING));
}

static int print_end(const struct query *query)
{
	if (query->counts)
		return query->is_json ? print_json(query->counts, JSON_INDENT(1) | JSON_SORT_KEYS)
				      : connection_counts_print(query->counts);
	if (query->is_json)
		printf("%s]}\n", query->shown ? "\n" : "");
	return end_output();
}

/* ---- */

/* A line that cannot be decoded is reported, and does not end it; a large table takes its time. */
static int read_all(struct query *query, struct lvsdr_connections *connections)
{
	int status = 0, failed = 0, result;

	while ((result = lvsdr_connections_next(connections)) && !status && !ferror(stdout)) {
		if (result == -ETIMEDOUT)
			continue;
		if (result < 0)
			failed = complain(query->host);
		if (result < 0 && result != -EBADMSG)
			break;
		if (result > 0 && matches(query, connections))
			status = show(query, connections);
	}
	return status ? status : failed;
}

static int print_all(struct query *query)
{
	struct lvsdr_connections *connections;
	int status, ended;

	if (lvsdr_connections_open(query->host, query->service, query->dest, &connections) < 0)
		return complain(query->host);
	print_head(query);
	status = read_all(query, connections);
	lvsdr_connections_free(connections);
	ended = print_end(query);
	return status ? status : ended;
}

int verb_connections(struct lvsdr *host, const struct options *options, char **words)
{
	struct query query = {
		.host = host, .options = options, .is_json = is_format(options, "json")};
	int status = prepare(&query);

	(void)words;
	if (!status && options->count) {
		query.counts = json_object();
		status = query.counts ? 0 : out_of_memory();
	}
	if (!status)
		status = print_all(&query);
	json_decref(query.counts);
	lvsdr_dest_free(query.dest);
	lvsdr_service_free(query.service);
	return status;
}
