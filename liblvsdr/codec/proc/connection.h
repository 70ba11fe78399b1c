/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The text of /proc/net/ip_vs_conn, line by line. No I/O. */

#include "util/address.h"

#include <linux/ip_vs.h>

struct connection {
	char protocol[16];                    /* in small letters */
	struct address client, virtual, dest; /* `virtual` is all zero for a firewall mark */
	uint16_t client_port, virtual_port, dest_port;
	uint32_t fwmark; /* of a template, or 0 */
	char state[16];
	uint32_t expiry; /* seconds */
	bool template;
	char engine[IP_VS_PENAME_MAXLEN], data[IP_VS_PEDATA_MAXLEN + 1];
};

/* One line without its end: 0, or -EBADMSG. */
int connection_decode(const char *line, size_t length, struct connection *ret_connection);

/* Lines from pieces of any size; zero at first. A line that does not fit is none of the kernel's.
 */
struct connection_lines {
	size_t begin, end;
	bool past_title;        /* the table's first line has been seen */
	bool last;              /* no more pieces come */
	bool skipping;          /* the rest of a line that was too long */
	char buffer[64 * 1024]; /* the kernel gives a page at a time, and pages may be as large */
};

/* Where the next piece goes, and how much of it fits: at least one byte. */
char *connection_lines_room(struct connection_lines *lines, size_t *ret_room);
/* So many bytes were put there; none: it was the last piece. */
void connection_lines_add(struct connection_lines *lines, size_t size);
/*
 * 1 and a connection, 0 when another piece is needed (or, after the last one, at the end),
 * -EBADMSG for a line that is none, which is behind then.
 */
int connection_lines_next(struct connection_lines *lines, struct connection *ret_connection);
