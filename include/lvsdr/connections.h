/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_CONNECTIONS_H
#define LVSDR_CONNECTIONS_H

/*
 * The connection table of IPVS: an entry for each connection that the director forwards, and for
 * each persistence template (which real server a client keeps). It is read as a stream, so that a
 * million entries take no more memory than one.
 *
 * The stream is not a snapshot. Connections begin and end while the kernel walks its table, so
 * that a connection that exists all the time may be returned twice, or, if others before it end,
 * not at all. Before Linux 6.14 the kernel restarts its walk for every 4 KiB, so that the time
 * grows with the square of the size of the table, which all network namespaces share: 100,000
 * connections take seconds, a million take minutes.
 *
 * In direct routing the director sees the packets of clients and never the replies of real
 * servers: a connection is in FIN_WAIT as soon as its client has closed it, and ends after
 * lvsdr_timeouts_get_tcp_fin().
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;
struct lvsdr_connections;

/* The index of each state in the array of lvsdr_connections_count(). Values are never renumbered. */
#define LVSDR_CONNECTIONS_NONE          0 /* no packet has set a state yet */
#define LVSDR_CONNECTIONS_ESTABLISHED   1 /* TCP and SCTP */
#define LVSDR_CONNECTIONS_SYN_SENT      2 /* TCP, like the next eight */
#define LVSDR_CONNECTIONS_SYN_RECV      3
#define LVSDR_CONNECTIONS_FIN_WAIT      4
#define LVSDR_CONNECTIONS_TIME_WAIT     5
#define LVSDR_CONNECTIONS_CLOSE         6
#define LVSDR_CONNECTIONS_CLOSE_WAIT    7
#define LVSDR_CONNECTIONS_LAST_ACK      8
#define LVSDR_CONNECTIONS_LISTEN        9
#define LVSDR_CONNECTIONS_SYNACK        10
#define LVSDR_CONNECTIONS_UDP           11 /* the only state of UDP */
#define LVSDR_CONNECTIONS_SCTP_INIT     12 /* an SCTP association begins */
#define LVSDR_CONNECTIONS_SCTP_SHUTDOWN 13 /* an SCTP association ends */
#define LVSDR_CONNECTIONS_SCTP_CLOSED   14 /* an SCTP association has ended, or was rejected */
#define LVSDR_CONNECTIONS_OTHER         15 /* a state of a newer kernel */
#define LVSDR_CONNECTIONS_TEMPLATES     16 /* persistence templates, in any state */
#define LVSDR_CONNECTIONS_COUNT         17 /* the number of states in this version */

/**
 * lvsdr_connections_open() - open the connection table for reading.
 * @host: the handle to act on.
 * @service: selects connections of this service; may be NULL, for all services. The table contains
 *           what packets show, and not the service that accepted them: a service with an address
 *           selects its protocol, address and port (port 0: any port); a firewall mark selects its
 *           own templates, which contain the mark, and all connections of its family, which do
 *           not.
 * @dest: selects connections to this real server; may be NULL, for all real servers. Without a
 *        port, or with port 0, it selects any port.
 * @ret_connections: receives the stream, positioned before the first connection; the caller owns
 *                   it and frees it with lvsdr_connections_free().
 * Privilege: none (CAP_SYS_ADMIN if another network namespace is entered for it).
 * Returns: 0 on success; -EOPNOTSUPP if IPVS is not available; -EPERM; -EINVAL; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_connections_open(struct lvsdr *host, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest,
			   struct lvsdr_connections **ret_connections);

/**
 * lvsdr_connections_free() - close and free the stream.
 * @connections: a stream or NULL.
 * Since: 0.1
 */
void lvsdr_connections_free(struct lvsdr_connections *connections);

/**
 * lvsdr_connections_next() - advance to the next connection that was selected.
 * @connections: the stream.
 * Privilege: none.
 * Returns: 1 if there is one; 0 at the end, and in every call after that; -ETIMEDOUT if none was
 * found within lvsdr_set_timeout(), and the call can be repeated; -EBADMSG if a line could not be
 * decoded, and the call can be repeated to continue after it; -EINVAL; -EIO, also if IPVS has been
 * unloaded meanwhile.
 * Since: 0.1
 */
int lvsdr_connections_next(struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_protocol() - get the protocol of the current connection. Local.
 * @connections: the stream.
 * Returns: "tcp", "udp", "sctp", "ip" for a template of a firewall mark, or another name of the
 * kernel in lower case; "" if there is no current connection. Borrowed until the next call of
 * lvsdr_connections_next().
 * Since: 0.1
 */
const char *lvsdr_connections_get_protocol(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_client_address() - get the client's address. That of a template may be a
 * network of clients (lvsdr_service_set_persistence_prefix()). Local.
 * @connections: the stream.
 * @buffer: receives the text, terminated by a null byte.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text; -EINVAL if there is no current connection, an argument is NULL
 * or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_connections_get_client_address(const struct lvsdr_connections *connections, char *buffer,
					 size_t size);

/**
 * lvsdr_connections_get_client_port() - get the client's port. Local.
 * @connections: the stream.
 * Returns: 0 (for a template) to 65535; -EINVAL if there is no current connection.
 * Since: 0.1
 */
int32_t lvsdr_connections_get_client_port(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_virtual_address() - get the VIP. Local.
 * @connections: the stream.
 * @buffer: receives the text, terminated by a null byte.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text; 0 with "" for a template of a firewall mark, which has none;
 * -EINVAL if there is no current connection, an argument is NULL or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_connections_get_virtual_address(const struct lvsdr_connections *connections, char *buffer,
					  size_t size);

/**
 * lvsdr_connections_get_virtual_port() - get the port of the virtual service. Local.
 * @connections: the stream.
 * Returns: 0 (for a template of all ports) to 65535 (also, before Linux 7.1, for a template that the
 * kernel disabled because its real server was removed); -EINVAL if there is no current connection.
 * Since: 0.1
 */
int32_t lvsdr_connections_get_virtual_port(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_fwmark() - get the firewall mark of a template. Local.
 * @connections: the stream.
 * Returns: the mark; 0 for anything else, including the connections of a service with a firewall
 * mark, for which the kernel does not show it.
 * Since: 0.1
 */
uint32_t lvsdr_connections_get_fwmark(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_dest_address() - get the address of the real server. Local.
 * @connections: the stream.
 * @buffer: receives the text, terminated by a null byte.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text; -EINVAL if there is no current connection, an argument is NULL
 * or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_connections_get_dest_address(const struct lvsdr_connections *connections, char *buffer,
				       size_t size);

/**
 * lvsdr_connections_get_dest_port() - get the port on the real server. Local.
 * @connections: the stream.
 * Returns: 0 (for a template of all ports) to 65535 (also for a template that the kernel disabled);
 * -EINVAL if there is no current connection.
 * Since: 0.1
 */
int32_t lvsdr_connections_get_dest_port(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_state() - get the kernel's name of the state. Local.
 * @connections: the stream.
 * Returns: "ESTABLISHED", "FIN_WAIT", "UDP" ...; "ASSURED" for a template that a connection has
 * used, otherwise "NONE"; "" if there is no current connection. Borrowed until the next call of
 * lvsdr_connections_next().
 * Since: 0.1
 */
const char *lvsdr_connections_get_state(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_expiry() - get the number of seconds until the entry ends if no packet
 * arrives. Local.
 * @connections: the stream.
 * Returns: 0 to 4294967; 0 also if there is no current connection. A template that still has
 * connections does not end then, but is extended by a minute.
 * Since: 0.1
 */
uint32_t lvsdr_connections_get_expiry(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_template() - get whether the entry is a persistence template. Local.
 * @connections: the stream.
 *
 * The kernel does not mark templates in the table: an entry is considered a template if the
 * client's port is 0 and its state is NONE or ASSURED. Before Linux 4.19 templates of UDP look
 * like connections. The data connection of masqueraded FTP looks like a template until its first
 * packet.
 *
 * Returns: 1 or 0; 0 also if there is no current connection.
 * Since: 0.1
 */
int lvsdr_connections_get_template(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_persistence_engine() - get the persistence engine that created a template.
 * Local.
 * @connections: the stream.
 * Returns: "sip", or "" if there was none. Borrowed until the next call of
 * lvsdr_connections_next().
 * Since: 0.1
 */
const char *lvsdr_connections_get_persistence_engine(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_persistence_data() - get the data by which the persistence engine
 * recognizes the client. Local.
 * @connections: the stream.
 * Returns: for "sip" the Call-ID that the client sent, or "" if there is none. Borrowed until the
 * next call of lvsdr_connections_next().
 * Since: 0.1
 */
const char *lvsdr_connections_get_persistence_data(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_count() - count connections by their states.
 * @host: the handle to act on.
 * @service: as for lvsdr_connections_open(); may be NULL, for all services.
 * @dest: the real server; may be NULL, for all real servers.
 * @values: receives the counts, indexed by the LVSDR_CONNECTIONS_ values. Templates are counted at
 *          their own index only.
 * @count: the number of elements of @values.
 *
 * The call reads the whole table, for at most lvsdr_set_timeout(). The numbers of active and
 * inactive connections are cheaper to get from lvsdr_dest_get_counters().
 *
 * Privilege: none (CAP_SYS_ADMIN if another network namespace is entered for it).
 * Returns: the number of values that were stored; -EOPNOTSUPP if IPVS is not available;
 * -ETIMEDOUT; -EBADMSG if a line could not be decoded; -EPERM; -EINVAL; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_connections_count(struct lvsdr *host, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest, uint64_t *values, size_t count);

/**
 * lvsdr_connections_get_state_name() - get the name of an index in the array of counts. Local.
 * @state: an LVSDR_CONNECTIONS_ value.
 * Returns: "established", "fin-wait", "templates" ..., static; NULL if there is no such index.
 * Since: 0.1
 */
const char *lvsdr_connections_get_state_name(int32_t state);

#ifdef __cplusplus
}
#endif

#endif
