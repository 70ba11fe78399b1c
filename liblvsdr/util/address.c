// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/address.h"

#include "util/port_names.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char port_outside[] = "the port is not between 0 and 65535";

/* A sentence for what people take for an address. */
static const char *explain(const char *text)
{
	struct in_addr ignored;

	if (!*text)
		return "it is empty";
	if (strchr(text, '/'))
		return "an address without a prefix length is expected";
	if (strchr(text, '%'))
		return "an address without a zone after \"%\" is expected";
	if (*text == '[')
		return "brackets belong to an IPv6 address with a port";
	if (inet_aton(text, &ignored))
		return "an IPv4 address is four decimal numbers without leading zeros";
	return "it is not an IPv4 or IPv6 address (host names are not resolved)";
}

const char *address_parse(const char *text, struct address *ret_address)
{
	struct address parsed = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};

	if (inet_pton(parsed.family, text, parsed.bytes) != 1)
		return explain(text);
	*ret_address = parsed;
	return NULL;
}

const char port_unknown[] = "the port is neither a number nor a name from /etc/services";
static const char port_no_memory[] = "out of memory for the names of /etc/services",
		  port_no_descriptor[] = "no more files can be opened, and /etc/services must be "
					 "read for the port's name; raise the limit (ulimit -n)",
		  port_unreadable[] =
			  "the port is not a number, and /etc/services cannot be read for its "
			  "name, or is longer than 4 MiB; use the port's number";

int address_code(const char *wrong)
{
	if (wrong == port_no_memory)
		return -ENOMEM;
	return wrong == port_no_descriptor || wrong == port_unreadable ? -EIO : -EINVAL;
}

static const char *explain_look_up(int error)
{
	switch (error) {
	case 0:
		return NULL;
	case -ENOENT:
		return port_unknown;
	case -ENOMEM:
		return port_no_memory;
	case -EMFILE:
	case -ENFILE:
		return port_no_descriptor;
	default:
		return port_unreadable;
	}
}

const char *port_parse(const char *text, const char *protocol, int32_t *ret_port)
{
	unsigned long value;
	const char *wrong;
	uint16_t port;
	char *end;

	if (*text >= '0' && *text <= '9') {
		errno = 0;
		value = strtoul(text, &end, 10);
		if (*end)
			return port_unknown;
		if (errno || value > UINT16_MAX)
			return port_outside;
		*ret_port = (int32_t)value;
		return NULL;
	}
	wrong = explain_look_up(port_names_look_up("/etc/services", text, protocol, &port));
	if (!wrong)
		*ret_port = port;
	return wrong;
}

const char *address_split(const char *text, struct address *ret_address, const char **ret_port)
{
	char host[ADDRESS_TEXT_SIZE];
	const char *start = text, *end, *port = NULL, *wrong;

	if (*text == '[') {
		start = text + 1;
		end = strchr(start, ']');
		if (!end || (end[1] && end[1] != ':'))
			return "an IPv6 address, \"]\" and optionally \":PORT\" are expected after "
			       "\"[\"";
		port = end[1] ? end + 2 : NULL;
	} else {
		end = strchr(text, ':');
		if (end && strchr(end + 1, ':'))
			end = NULL; /* a bare IPv6 address */
		port = end ? end + 1 : NULL;
		end = end ? end : text + strlen(text);
	}
	if ((size_t)(end - start) >= sizeof(host))
		return explain(start);
	memcpy(host, start, (size_t)(end - start));
	host[end - start] = '\0';
	*ret_port = port;
	wrong = address_parse(host, ret_address);
	if (!wrong && start > text && ret_address->family == AF_INET)
		wrong = "brackets are for IPv6 addresses";
	return wrong;
}

const char *address_parse_with_port(const char *text, const char *protocol,
				    struct address *ret_address, int32_t *ret_port,
				    const char **ret_part)
{
	struct address address;
	const char *port, *why = address_split(text, &address, &port);
	int32_t number = -1;

	*ret_part = why ? "address" : "port";
	if (!why && port)
		why = port_parse(port, protocol, &number);
	if (why)
		return why;
	*ret_address = address;
	*ret_port = number;
	return NULL;
}

void address_format(const struct address *address, char text[ADDRESS_TEXT_SIZE])
{
	if (!inet_ntop(address->family, address->bytes, text, ADDRESS_TEXT_SIZE))
		text[0] = '\0';
}

void address_format_with_port(const struct address *address, uint16_t port,
			      char text[ADDRESS_PORT_TEXT_SIZE])
{
	char plain[ADDRESS_TEXT_SIZE];

	address_format(address, plain);
	snprintf(text, ADDRESS_PORT_TEXT_SIZE, address->family == AF_INET6 ? "[%s]:%u" : "%s:%u",
		 plain, port);
}

bool address_equal(const struct address *a, const struct address *b)
{
	return a->family == b->family && !memcmp(a->bytes, b->bytes, address_length(a));
}

size_t address_length(const struct address *address)
{
	if (address->family == AF_INET6)
		return 16;
	return address->family == AF_INET ? 4 : 0;
}

uint8_t address_bits(const struct address *address)
{
	return (uint8_t)(address_length(address) * 8);
}

struct in6_addr address_to_in6(const struct address *address)
{
	struct in6_addr in6;

	memcpy(&in6, address->bytes, sizeof(in6));
	return in6;
}

bool address_in_network(const struct address *address, const struct address *network,
			uint8_t prefix_length)
{
	size_t whole = prefix_length / 8;
	uint8_t mask = (uint8_t)(0xff00 >> prefix_length % 8);

	return address->family == network->family && prefix_length <= address_bits(network) &&
	       !memcmp(address->bytes, network->bytes, whole) &&
	       (!mask || !((address->bytes[whole] ^ network->bytes[whole]) & mask));
}

bool address_is_link_local(const struct address *address)
{
	return address->family == AF_INET6 && address->bytes[0] == 0xfe &&
	       (address->bytes[1] & 0xc0) == 0x80;
}

int32_t netmask_to_prefix(uint8_t family, uint32_t netmask)
{
	uint32_t host_bits = ~ntohl(netmask);

	if (family == AF_INET6)
		return netmask <= 128 ? (int32_t)netmask : -1;
	return host_bits & (host_bits + 1) ? -1 : __builtin_popcount(netmask);
}

uint32_t netmask_from_prefix(uint8_t family, int32_t prefix)
{
	if (family == AF_INET6)
		return (uint32_t)prefix;
	return prefix ? htonl(UINT32_MAX << (32 - prefix)) : 0;
}

void netmask_format(uint32_t netmask, char text[ADDRESS_TEXT_SIZE])
{
	struct address mask = {.family = AF_INET};

	memcpy(mask.bytes, &netmask, sizeof(netmask));
	address_format(&mask, text);
}
