// SPDX-License-Identifier: LGPL-2.1-or-later
#include "name.h"

#include "number.h"
#include "say.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char mark_prefix[] = "fwmark:";

static const char *text_of(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));

	return text ? text : "";
}

void name_place(const char *address, json_int_t port, char *name, size_t size)
{
	snprintf(name, size,
		 strchr(address, ':') ? "[%s]:%" JSON_INTEGER_FORMAT : "%s:%" JSON_INTEGER_FORMAT,
		 address, port);
}

void name_service(const json_t *service, char *name, size_t size)
{
	const json_t *mark = json_object_get(service, "fwmark");
	const json_t *protocol = json_object_get(service, "protocol");
	char place[NAME_SIZE];

	if (mark) {
		snprintf(name, size, "%s%" JSON_INTEGER_FORMAT, mark_prefix,
			 json_integer_value(mark));
		return;
	}
	name_place(text_of(service, "address"),
		   json_integer_value(json_object_get(service, "port")), place, sizeof(place));
	if (json_is_string(protocol))
		snprintf(name, size, "%s:%s", json_string_value(protocol), place);
	else
		snprintf(name, size, "%" JSON_INTEGER_FORMAT ":%s", json_integer_value(protocol),
			 place);
}

void name_dest(const json_t *dest, char *name, size_t size)
{
	name_place(text_of(dest, "address"), json_integer_value(json_object_get(dest, "port")),
		   name, size);
}

int name_parse_service(struct lvsdr *host, const char *word, const char *family,
		       struct lvsdr_service **ret_service)
{
	static const char *const protocols[] = {"tcp", "udp", "sctp"};
	const char *protocol = "tcp", *colon = strchr(word, ':');
	size_t length = colon ? (size_t)(colon - word) : 0;
	uint32_t mark;

	if (!strncmp(word, mark_prefix, strlen(mark_prefix))) {
		if (parse_number(word + strlen(mark_prefix), 1, UINT32_MAX, &mark))
			return 2;
		return lvsdr_service_new_fwmark(host, family, mark, ret_service) < 0
			       ? complain(host)
			       : 0;
	}
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		if (length != strlen(protocols[i]) || strncmp(word, protocols[i], length))
			continue;
		protocol = protocols[i];
		word = colon + 1;
		break;
	}
	return lvsdr_service_new(host, protocol, word, ret_service) < 0 ? complain(host) : 0;
}

json_t *name_service_to_json(const struct lvsdr_service *service)
{
	uint32_t mark = lvsdr_service_get_fwmark(service);
	char address[46] = "";

	if (mark)
		return json_pack("{s:s, s:I}", "family", lvsdr_service_get_family(service),
				 "fwmark", (json_int_t)mark);
	lvsdr_service_get_address(service, address, sizeof(address));
	return json_pack("{s:s, s:s, s:i}", "protocol", lvsdr_service_get_protocol(service),
			 "address", address, "port", (int)lvsdr_service_get_port(service));
}

json_t *name_dest_to_json(const struct lvsdr_dest *dest)
{
	char address[46] = "";
	int32_t port = lvsdr_dest_get_port(dest);

	lvsdr_dest_get_address(dest, address, sizeof(address));
	return port < 0 ? json_pack("{s:s}", "address", address)
			: json_pack("{s:s, s:i}", "address", address, "port", (int)port);
}
