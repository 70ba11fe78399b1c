// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/proc/connection.h"
#include "core/getter.h"
#include "core/handle.h"
#include "model/dest.h"
#include "model/service.h"
#include "util/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const enum operation operation = OPERATION_READ;
static const char object[] = "the connections";

/* Copies of what was given; `any` is all zero. */
struct filter {
	const char *protocol; /* NULL: any */
	struct address virtual;
	uint16_t virtual_port;
	uint32_t fwmark;
	uint8_t family; /* of a firewall mark */
	struct address dest;
	uint16_t dest_port;
};

struct lvsdr_connections {
	struct lvsdr *host;
	int fd; /* -1 at the end */
	bool present;
	struct filter filter;
	struct connection connection;
	struct connection_lines lines;
};

static void filter_service(struct filter *filter, const struct lvsdr_service *service)
{
	filter->fwmark = service->fwmark;
	filter->family = service->address.family;
	if (service->fwmark)
		return;
	filter->protocol = name_of(service_protocols, service->protocol);
	filter->virtual = service->address;
	filter->virtual_port = service->port;
}

static struct filter make_filter(const struct lvsdr_service *service, const struct lvsdr_dest *dest)
{
	struct filter filter = {.fwmark = 0};

	if (service)
		filter_service(&filter, service);
	if (dest) {
		filter.dest = dest->address;
		filter.dest_port = dest->port;
	}
	return filter;
}

enum { FTP = 21 };

/*
 * The port of a template that shall match nothing more. The kernel changes both ports until 6.12, and that of the
 * destination alone in 7.2 (both measured). A template of a destination whose port is this one looks the same there.
 */
enum { OUT_OF_USE = 65535 };

static bool is_out_of_use(const struct connection *connection)
{
	return connection->template && connection->dest_port == OUT_OF_USE;
}

/* Templates of FTP, as those of all ports, have no port. */
static bool is_of_service(const struct filter *filter, const struct connection *connection)
{
	if (filter->fwmark)
		return connection->client.family == filter->family &&
		       (!connection->fwmark || connection->fwmark == filter->fwmark);
	if (!filter->protocol)
		return true;
	if (is_out_of_use(connection) && filter->virtual_port != OUT_OF_USE)
		return false;
	return !strcmp(filter->protocol, connection->protocol) &&
	       address_equal(&filter->virtual, &connection->virtual) &&
	       (!filter->virtual_port || filter->virtual_port == connection->virtual_port ||
		(connection->template && !connection->virtual_port && filter->virtual_port == FTP));
}

static bool is_to_dest(const struct filter *filter, const struct connection *connection)
{
	if (!filter->dest.family)
		return true;
	return address_equal(&filter->dest, &connection->dest) &&
	       (!filter->dest_port || filter->dest_port == connection->dest_port ||
		(connection->template && !connection->dest_port));
}

static int report(struct lvsdr *host, int result)
{
	const char *hint = error_ipvs_hint(result);

	if (result == -EIO)
		hint = "IPVS was unloaded while they were read, and all connections are lost";
	return error_set_kernel(host, result, NULL, operation, object, hint);
}

int lvsdr_connections_open(struct lvsdr *host, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest,
			   struct lvsdr_connections **ret_connections)
{
	struct lvsdr_connections *connections;
	int fd;

	if (!host)
		return -EINVAL;
	if (!ret_connections)
		return error_set(host, -EINVAL, operation, object, "an argument is NULL");
	fd = transport_open_ipvs_file(&host->transport, "ip_vs_conn");
	if (fd < 0)
		return report(host, fd);
	connections = calloc(1, sizeof(*connections));
	if (!connections) {
		transport_close_file(fd);
		return error_set(host, -ENOMEM, operation, object, "out of memory");
	}
	connections->host = handle_ref(host);
	connections->fd = fd;
	connections->filter = make_filter(service, dest);
	*ret_connections = connections;
	return 0;
}

static void close_table(struct lvsdr_connections *connections)
{
	if (connections->fd >= 0)
		transport_close_file(connections->fd);
	connections->fd = -1;
}

void lvsdr_connections_free(struct lvsdr_connections *connections)
{
	if (!connections)
		return;
	close_table(connections);
	handle_unref(connections->host);
	free(connections);
}

/* 1, or 0 at the end, or a code. */
static int read_piece(struct lvsdr_connections *connections)
{
	size_t room;
	char *place;
	int size;

	if (connections->fd < 0)
		return 0;
	place = connection_lines_room(&connections->lines, &room);
	size = file_read(connections->fd, place, room);
	if (size < 0)
		return report(connections->host, size);
	connection_lines_add(&connections->lines, (size_t)size);
	if (!size)
		close_table(connections);
	return 1;
}

/* The next connection that passes, before the time `deadline`. */
static int next(struct lvsdr_connections *connections, int64_t deadline)
{
	struct connection *connection = &connections->connection;
	int result = 1;

	connections->present = false;
	while (result == 1 && !connections->present) {
		result = connection_lines_next(&connections->lines, connection);
		if (result == 1)
			connections->present = is_of_service(&connections->filter, connection) &&
					       is_to_dest(&connections->filter, connection);
		else if (result < 0)
			report(connections->host, result);
		else if (connections->fd >= 0 && netlink_now() >= deadline)
			result = error_set(connections->host, -ETIMEDOUT, operation, object,
					   "the table is too large to be read in time; see "
					   "lvsdr_set_timeout()");
		else
			result = read_piece(connections);
	}
	return result;
}

static int64_t deadline_of(const struct lvsdr *host)
{
	return netlink_now() + host->transport.timeout;
}

int lvsdr_connections_next(struct lvsdr_connections *connections)
{
	return connections ? next(connections, deadline_of(connections->host)) : -EINVAL;
}

static const struct connection *current(const struct lvsdr_connections *connections)
{
	return connections && connections->present ? &connections->connection : NULL;
}

/* For getters that fail where there is none. */
static const struct connection *current_or_refused(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current(connections);

	if (connections && !connection)
		error_set(connections->host, -EINVAL, OPERATION_GET, "a connection",
			  "the stream has no current connection");
	return connection;
}

const char *lvsdr_connections_get_protocol(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current(connections);

	return connection ? connection->protocol : "";
}

int lvsdr_connections_get_client_address(const struct lvsdr_connections *connections, char *buffer,
					 size_t size)
{
	const struct connection *connection = current_or_refused(connections);

	return connection ? getter_address(connections->host, "the client address",
					   &connection->client, buffer, size)
			  : -EINVAL;
}

int32_t lvsdr_connections_get_client_port(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current_or_refused(connections);

	return connection ? connection->client_port : -EINVAL;
}

int lvsdr_connections_get_virtual_address(const struct lvsdr_connections *connections, char *buffer,
					  size_t size)
{
	const struct connection *connection = current_or_refused(connections);

	return connection ? getter_address(connections->host, "the virtual address",
					   &connection->virtual, buffer, size)
			  : -EINVAL;
}

int32_t lvsdr_connections_get_virtual_port(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current_or_refused(connections);

	return connection ? connection->virtual_port : -EINVAL;
}

uint32_t lvsdr_connections_get_fwmark(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current(connections);

	return connection ? connection->fwmark : 0;
}

int lvsdr_connections_get_dest_address(const struct lvsdr_connections *connections, char *buffer,
				       size_t size)
{
	const struct connection *connection = current_or_refused(connections);

	return connection ? getter_address(connections->host, "the destination's address",
					   &connection->dest, buffer, size)
			  : -EINVAL;
}

int32_t lvsdr_connections_get_dest_port(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current_or_refused(connections);

	return connection ? connection->dest_port : -EINVAL;
}

const char *lvsdr_connections_get_state(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current(connections);

	return connection ? connection->state : "";
}

uint32_t lvsdr_connections_get_expiry(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current(connections);

	return connection ? connection->expiry : 0;
}

int lvsdr_connections_get_template(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current(connections);

	return connection && connection->template;
}

const char *lvsdr_connections_get_persistence_engine(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current(connections);

	return connection ? connection->engine : "";
}

const char *lvsdr_connections_get_persistence_data(const struct lvsdr_connections *connections)
{
	const struct connection *connection = current(connections);

	return connection ? connection->data : "";
}

/* The kernel's words for states, of whichever protocol. */
static const struct {
	const char *kernel;
	size_t place;
} states[] = {
	{"NONE", LVSDR_CONNECTIONS_NONE},
	{"ESTABLISHED", LVSDR_CONNECTIONS_ESTABLISHED},
	{"SYN_SENT", LVSDR_CONNECTIONS_SYN_SENT},
	{"SYN_RECV", LVSDR_CONNECTIONS_SYN_RECV},
	{"FIN_WAIT", LVSDR_CONNECTIONS_FIN_WAIT},
	{"TIME_WAIT", LVSDR_CONNECTIONS_TIME_WAIT},
	{"CLOSE", LVSDR_CONNECTIONS_CLOSE},
	{"CLOSE_WAIT", LVSDR_CONNECTIONS_CLOSE_WAIT},
	{"LAST_ACK", LVSDR_CONNECTIONS_LAST_ACK},
	{"LISTEN", LVSDR_CONNECTIONS_LISTEN},
	{"SYNACK", LVSDR_CONNECTIONS_SYNACK},
	{"UDP", LVSDR_CONNECTIONS_UDP},
	{"INIT1", LVSDR_CONNECTIONS_SCTP_INIT},
	{"INIT", LVSDR_CONNECTIONS_SCTP_INIT},
	{"C-SENT", LVSDR_CONNECTIONS_SCTP_INIT},
	{"C-REPLIED", LVSDR_CONNECTIONS_SCTP_INIT},
	{"C-WAIT", LVSDR_CONNECTIONS_SCTP_INIT},
	{"COOKIE", LVSDR_CONNECTIONS_SCTP_INIT},
	{"C-ECHOED", LVSDR_CONNECTIONS_SCTP_INIT},
	{"S-SENT", LVSDR_CONNECTIONS_SCTP_SHUTDOWN},
	{"S-RECEIVED", LVSDR_CONNECTIONS_SCTP_SHUTDOWN},
	{"S-ACK-SENT", LVSDR_CONNECTIONS_SCTP_SHUTDOWN},
	{"REJECTED", LVSDR_CONNECTIONS_SCTP_CLOSED},
	{"CLOSED", LVSDR_CONNECTIONS_SCTP_CLOSED},
};

static size_t place_of(const struct connection *connection)
{
	if (connection->template)
		return LVSDR_CONNECTIONS_TEMPLATES;
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (!strcmp(states[i].kernel, connection->state))
			return states[i].place;
	return LVSDR_CONNECTIONS_OTHER;
}

int lvsdr_connections_count(struct lvsdr *host, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest, uint64_t *values, size_t count)
{
	uint64_t counts[LVSDR_CONNECTIONS_COUNT] = {0};
	struct lvsdr_connections *connections;
	int64_t deadline;
	int result;

	if (!host)
		return -EINVAL;
	if (!values)
		return error_set(host, -EINVAL, OPERATION_COUNT, object, "an argument is NULL");
	result = lvsdr_connections_open(host, service, dest, &connections);
	if (result < 0)
		return result;
	deadline = deadline_of(host);
	while ((result = next(connections, deadline)) == 1)
		counts[place_of(&connections->connection)]++;
	lvsdr_connections_free(connections);
	if (result < 0)
		return result;
	if (count > LVSDR_CONNECTIONS_COUNT)
		count = LVSDR_CONNECTIONS_COUNT;
	memcpy(values, counts, count * sizeof(*values));
	return (int)count;
}

const char *lvsdr_connections_get_state_name(int32_t state)
{
	static const char *const names[LVSDR_CONNECTIONS_COUNT] = {
		"none",      "established",   "syn-sent",    "syn-recv", "fin-wait", "time-wait",
		"close",     "close-wait",    "last-ack",    "listen",   "synack",   "udp",
		"sctp-init", "sctp-shutdown", "sctp-closed", "other",    "templates"};

	return state >= 0 && state < LVSDR_CONNECTIONS_COUNT ? names[state] : NULL;
}
