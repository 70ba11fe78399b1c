/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_CONNECTIONS_H
#define LVSDR_CONNECTIONS_H

/*
 * The connection table of IPVS: one line for each connection that the director forwards, and for
 * each persistence template (which real server a client keeps). It comes as a stream, so that a
 * million lines take no more memory than one.
 *
 * It is no snapshot: the kernel walks its table while connections come and go, so one that lives
 * through the whole reading may be told twice or, when others before it end, not at all. Before Linux
 * 6.14 it also begins its walk anew for each 4 KiB, so that the time grows with the square of the
 * size of the table, which all namespaces share: 100,000 connections take seconds, a million minutes.
 *
 * In direct routing the director sees what clients send and never what real servers answer: a
 * connection is FIN_WAIT once its client closed it, and ends with lvsdr_timeouts_get_tcp_fin().
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

/* The place of each state in the array of lvsdr_connections_count(). Values are never renumbered. */
#define LVSDR_CONNECTIONS_NONE          0 /* no packet decided yet */
#define LVSDR_CONNECTIONS_ESTABLISHED   1 /* TCP and SCTP */
#define LVSDR_CONNECTIONS_SYN_SENT      2 /* TCP, as the next nine */
#define LVSDR_CONNECTIONS_SYN_RECV      3
#define LVSDR_CONNECTIONS_FIN_WAIT      4
#define LVSDR_CONNECTIONS_TIME_WAIT     5
#define LVSDR_CONNECTIONS_CLOSE         6
#define LVSDR_CONNECTIONS_CLOSE_WAIT    7
#define LVSDR_CONNECTIONS_LAST_ACK      8
#define LVSDR_CONNECTIONS_LISTEN        9
#define LVSDR_CONNECTIONS_SYNACK        10
#define LVSDR_CONNECTIONS_UDP           11 /* UDP has this one state */
#define LVSDR_CONNECTIONS_SCTP_INIT     12 /* while an SCTP association begins */
#define LVSDR_CONNECTIONS_SCTP_SHUTDOWN 13 /* while it ends */
#define LVSDR_CONNECTIONS_SCTP_CLOSED   14 /* ended, or rejected */
#define LVSDR_CONNECTIONS_OTHER         15 /* a state of a newer kernel */
#define LVSDR_CONNECTIONS_TEMPLATES     16 /* persistence templates, in whatever state */
#define LVSDR_CONNECTIONS_COUNT         17 /* how many this version knows */

/**
 * lvsdr_connections_open() - begin to read the connection table.
 * @host: the handle to act on.
 * @service: only connections of this service; NULL: of any. The table holds what packets show, and
 *           nothing of the service that took them: of a service with an address those of its
 *           protocol, address and port are meant (port 0: any port); of a firewall mark its own
 *           templates, which show the mark, and all connections of its family, which do not.
 * @dest: only connections to this real server; NULL: to any. Without a port (or with 0) any
 *        port of it.
 * @ret_connections: receives the stream; the caller owns it and frees it with
 *                   lvsdr_connections_free(). Stands before the first connection.
 *
 * Privilege: none (CAP_SYS_ADMIN when another namespace is entered for it).
 * Returns: 0; -EOPNOTSUPP without IPVS; -EPERM; -EINVAL; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_connections_open(struct lvsdr *host, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest,
			   struct lvsdr_connections **ret_connections);

/**
 * lvsdr_connections_next() - go on to the next connection that the filters let through.
 * @connections: the stream.
 *
 * Privilege: none.
 * Returns: 1 when it stands on one; 0 at the end, and whenever it is called after that; -ETIMEDOUT
 * when none was found within lvsdr_set_timeout(): call it again to go on; -EBADMSG for a line that
 * could not be understood: call it again to go on behind it; -EINVAL; -EIO, also when IPVS was
 * unloaded meanwhile.
 * Since: 0.1
 */
int lvsdr_connections_next(struct lvsdr_connections *connections);

/**
 * lvsdr_connections_free() - give the stream back.
 * @connections: a stream or NULL.
 * Since: 0.1
 */
void lvsdr_connections_free(struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_protocol() - the protocol of the connection it stands on. Local.
 * @connections: the stream.
 * Returns: "tcp", "udp", "sctp", "ip" for a template of a firewall mark, or another of the kernel's
 * names in small letters; "" when it stands on none. Borrowed until the next call of
 * lvsdr_connections_next().
 * Since: 0.1
 */
const char *lvsdr_connections_get_protocol(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_client_address() - the client; of a template perhaps a whole network of
 * clients (lvsdr_service_set_persistence_prefix()). Local.
 * @connections: the stream.
 * @buffer: receives the text with its ending zero.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; -EINVAL when it stands on no connection, an argument is NULL or the
 * buffer too small.
 * Since: 0.1
 */
int lvsdr_connections_get_client_address(const struct lvsdr_connections *connections, char *buffer,
					 size_t size);

/**
 * lvsdr_connections_get_client_port() - the client's port. Local.
 * @connections: the stream.
 * Returns: 0 (of a template) to 65535; -EINVAL when it stands on no connection.
 * Since: 0.1
 */
int32_t lvsdr_connections_get_client_port(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_virtual_address() - the VIP. Local.
 * @connections: the stream.
 * @buffer: receives the text with its ending zero.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; 0 and "" of a template of a firewall mark, which has none; -EINVAL
 * when it stands on no connection, an argument is NULL or the buffer too small.
 * Since: 0.1
 */
int lvsdr_connections_get_virtual_address(const struct lvsdr_connections *connections, char *buffer,
					  size_t size);

/**
 * lvsdr_connections_get_virtual_port() - the port of the service. Local.
 * @connections: the stream.
 * Returns: 0 (of a template for all ports) to 65535 (also of a template that the kernel has put out
 * of use because its real server left); -EINVAL when it stands on no connection.
 * Since: 0.1
 */
int32_t lvsdr_connections_get_virtual_port(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_fwmark() - the firewall mark of a template. Local.
 * @connections: the stream.
 * Returns: the mark; 0 of anything else, also of the connections of such a service: the kernel does
 * not tell it.
 * Since: 0.1
 */
uint32_t lvsdr_connections_get_fwmark(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_dest_address() - the real server. Local.
 * @connections: the stream.
 * @buffer: receives the text with its ending zero.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; -EINVAL when it stands on no connection, an argument is NULL or the
 * buffer too small.
 * Since: 0.1
 */
int lvsdr_connections_get_dest_address(const struct lvsdr_connections *connections, char *buffer,
				       size_t size);

/**
 * lvsdr_connections_get_dest_port() - the port on the real server. Local.
 * @connections: the stream.
 * Returns: 0 (of a template for all ports) to 65535; -EINVAL when it stands on no connection.
 * Since: 0.1
 */
int32_t lvsdr_connections_get_dest_port(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_state() - the state as the kernel names it. Local.
 * @connections: the stream.
 * Returns: "ESTABLISHED", "FIN_WAIT", "UDP" ...; "ASSURED" of a template that a connection went
 * through, else "NONE"; "" when it stands on none. Borrowed until the next call of
 * lvsdr_connections_next().
 * Since: 0.1
 */
const char *lvsdr_connections_get_state(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_expiry() - in how many seconds it ends if nothing moves on it. Local.
 * @connections: the stream.
 * Returns: 0 to 4294967; 0 also when it stands on none. A template whose connections still live
 * does not end then, but is given another minute.
 * Since: 0.1
 */
uint32_t lvsdr_connections_get_expiry(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_template() - whether it is a persistence template. Local.
 * @connections: the stream.
 *
 * The kernel does not say so in the table: it is one when the client's port is 0 and the state NONE
 * or ASSURED. Before Linux 4.19 templates of UDP look like connections. The data connection of
 * masqueraded FTP looks like a template until its first packet.
 *
 * Returns: 1 or 0; 0 also when it stands on none.
 * Since: 0.1
 */
int lvsdr_connections_get_template(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_persistence_engine() - the engine that made a template. Local.
 * @connections: the stream.
 * Returns: "sip"; "" where there was none. Borrowed until the next call of
 * lvsdr_connections_next().
 * Since: 0.1
 */
const char *lvsdr_connections_get_persistence_engine(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_get_persistence_data() - what the engine knows the client's dialogue by. Local.
 * @connections: the stream.
 * Returns: of "sip" the Call-ID, as the client sent it; "" where there is none. Borrowed until the
 * next call of lvsdr_connections_next().
 * Since: 0.1
 */
const char *lvsdr_connections_get_persistence_data(const struct lvsdr_connections *connections);

/**
 * lvsdr_connections_count() - count the connections of one destination by their states.
 * @host: the handle to act on.
 * @service: as lvsdr_connections_open() has it; NULL: of any service.
 * @dest: the real server; NULL: of all.
 * @values: receives the counts in the order of the LVSDR_CONNECTIONS_ values: templates in
 *          their own place and in no other.
 * @count: how many fit.
 *
 * It reads the whole table; bounded by lvsdr_set_timeout(). How many connections are active and
 * inactive is told for less by lvsdr_dest_get_counters().
 *
 * Privilege: none (CAP_SYS_ADMIN when another namespace is entered for it).
 * Returns: how many values were filled in; -EOPNOTSUPP without IPVS; -ETIMEDOUT; -EBADMSG when a
 * line could not be understood; -EPERM; -EINVAL; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_connections_count(struct lvsdr *host, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest, uint64_t *values, size_t count);

/**
 * lvsdr_connections_get_state_name() - the word for a place in the array of counts. Local.
 * @state: an LVSDR_CONNECTIONS_ value.
 * Returns: "established", "fin-wait", "templates" ...; NULL when there is no such place. Never
 * freed.
 * Since: 0.1
 */
const char *lvsdr_connections_get_state_name(int32_t state);

#ifdef __cplusplus
}
#endif

#endif
