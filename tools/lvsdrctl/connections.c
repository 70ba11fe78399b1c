// SPDX-License-Identifier: LGPL-2.1-or-later
/* connections: the entries of the connection table, or how many there are. */
#include "connections.h"

#include "../common/escape.h"
#include "connection-query.h"
#include "memory.h"
#include "name.h"
#include "say.h"
#include "style.h"
#include "verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct listing {
	struct query query;
	json_t *counts; /* with --count */
	int is_json;
	size_t shown;
};

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
	char *escaped = escape_copy(text);
	json_t *json = escaped ? json_string(escaped) : NULL;

	free(escaped);
	return json;
}

static int print_object(const struct listing *listing, const struct lvsdr_connections *connections)
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
	if (!text || memory_failed()) {
		free(text);
		return out_of_memory();
	}
	printf("%s\n  %s", listing->shown ? "," : "", text);
	free(text);
	return 0;
}

static int show(struct listing *listing, const struct lvsdr_connections *connections)
{
	int status = 0;

	if (listing->counts)
		status = connection_count(listing->counts, connections) ? out_of_memory() : 0;
	else if (listing->is_json)
		status = print_object(listing, connections);
	else
		print_row(connections);
	listing->shown++;
	return status;
}

static void print_head(const struct listing *listing)
{
	if (listing->counts)
		return;
	if (listing->is_json)
		printf("{\"connections\": [");
	else
		printf("%s%-8s  %-21s  %-21s  %-21s  %7s  %s%s\n", style_on(STYLE_HEADING),
		       "PROTOCOL", "CLIENT", "SERVICE", "REAL SERVER", "EXPIRES", "STATE",
		       style_off(STYLE_HEADING));
}

static int print_end(const struct listing *listing)
{
	if (listing->counts)
		return listing->is_json
			       ? print_json(listing->counts, JSON_INDENT(1) | JSON_SORT_KEYS)
			       : connection_counts_print(listing->counts);
	if (listing->is_json)
		printf("%s]}\n", listing->shown ? "\n" : "");
	return end_output();
}

/* ---- */

/* A line that cannot be decoded is reported, and does not end it; a large table takes its time. */
static int read_all(struct listing *listing, struct lvsdr_connections *connections)
{
	int status = 0, failed = 0, result;

	while ((result = lvsdr_connections_next(connections)) && !status && !ferror(stdout)) {
		if (result == -ETIMEDOUT)
			continue;
		if (result < 0)
			failed = complain(listing->query.host);
		if (result < 0 && result != -EBADMSG)
			break;
		if (result > 0 && query_matches(&listing->query, connections))
			status = show(listing, connections);
	}
	return status ? status : failed;
}

static int print_all(struct listing *listing)
{
	const struct query *query = &listing->query;
	struct lvsdr_connections *connections;
	int status, ended;

	if (lvsdr_connections_open(query->host, query->service, query->dest, &connections) < 0)
		return complain(query->host);
	print_head(listing);
	status = read_all(listing, connections);
	lvsdr_connections_free(connections);
	ended = print_end(listing);
	return status ? status : ended;
}

int verb_connections(struct lvsdr *host, const struct options *options, char **words)
{
	struct listing listing = {.query = {.host = host, .options = options},
				  .is_json = is_format(options, "json")};
	int status = query_prepare(&listing.query);

	(void)words;
	if (!status && options->count) {
		listing.counts = json_object();
		status = listing.counts ? 0 : out_of_memory();
	}
	if (!status)
		status = print_all(&listing);
	json_decref(listing.counts);
	query_clear(&listing.query);
	return status;
}
