/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An IPv4 or IPv6 address in network byte order; family 0 means none. */
struct address {
	uint8_t family;
	uint8_t bytes[16];
};

#define ADDRESS_TEXT_SIZE      INET6_ADDRSTRLEN
#define ADDRESS_PORT_TEXT_SIZE (INET6_ADDRSTRLEN + sizeof("[]:65535"))

/* The sentences for a number that is no port, and for what is neither a number nor a name. */
extern const char port_outside[], port_unknown[];

/* All parsers return NULL, or why the text is none, or why that could not be seen. */
const char *address_parse(const char *text, struct address *ret_address);
/* A number or a name of /etc/services; `protocol` (or NULL) is for names. */
const char *port_parse(const char *text, const char *protocol, int32_t *ret_port);
/* The code of what a parser returned: -EINVAL, but where a port's name could not be looked up. */
int address_code(const char *wrong);
/* *ret_port is what follows the address, or NULL; it may be written although the text is wrong. */
const char *address_split(const char *text, struct address *ret_address, const char **ret_port);
/*
 * `protocol` (or NULL) is for port names; *ret_port is -1 where the text has no port. *ret_part
 * says what is wrong: "address" or "port".
 */
const char *address_parse_with_port(const char *text, const char *protocol,
				    struct address *ret_address, int32_t *ret_port,
				    const char **ret_part);
void address_format(const struct address *address, char text[ADDRESS_TEXT_SIZE]);
void address_format_with_port(const struct address *address, uint16_t port,
			      char text[ADDRESS_PORT_TEXT_SIZE]);
bool address_equal(const struct address *a, const struct address *b);
size_t address_length(const struct address *address);
uint8_t address_bits(const struct address *address);
/* For the macros of <netinet/in.h>, which want it aligned. */
struct in6_addr address_to_in6(const struct address *address);
/* Whether the first `prefix_length` bits agree. */
bool address_in_network(const struct address *address, const struct address *network,
			uint8_t prefix_length);
bool address_is_link_local(const struct address *address);

/*
 * Netmasks as linux/ip_vs.h has them: in network byte order, or the length of a prefix for IPv6. A
 * netmask with holes has the prefix -1.
 */
int32_t netmask_to_prefix(uint8_t family, uint32_t netmask);
uint32_t netmask_from_prefix(uint8_t family, int32_t prefix);
/* With dots. */
void netmask_format(uint32_t netmask, char text[ADDRESS_TEXT_SIZE]);
