/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { HOST_NAME_ADDRESS_SIZE = 512, HOST_NAME_SHOWN_SIZE = 1100 };

/*
 * "web1:http" with the first IPv4 address of the host; whatever has none is returned as it is. The
 * library itself asks no name server.
 */
const char *host_name_resolve(const char *text, char address[HOST_NAME_ADDRESS_SIZE]);

/* How an address and a port are shown. `protocol`: NULL where ports have no names. */
struct shown {
	const char *address;
	uint16_t port;
	const char *protocol;
	int numeric;
};
void host_name_show(const struct shown *shown, char text[HOST_NAME_SHOWN_SIZE]);
