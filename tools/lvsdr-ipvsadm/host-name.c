// SPDX-License-Identifier: LGPL-2.1-or-later
#include "host-name.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

const char *host_name_resolve(const char *text, char address[HOST_NAME_ADDRESS_SIZE])
{
	const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
	size_t length = strcspn(text, ":");
	char dotted[INET_ADDRSTRLEN];
	struct addrinfo *found;
	struct in_addr number;

	if (!length || length >= 256 || *text == '[' ||
	    (text[length] && strchr(text + length + 1, ':')))
		return text;
	memcpy(address, text, length);
	address[length] = '\0';
	if (inet_pton(AF_INET, address, &number) == 1 || getaddrinfo(address, NULL, &hints, &found))
		return text;
	inet_ntop(AF_INET, &((struct sockaddr_in *)(void *)found->ai_addr)->sin_addr, dotted,
		  sizeof(dotted));
	freeaddrinfo(found);
	snprintf(address, HOST_NAME_ADDRESS_SIZE, "%s%.200s", dotted, text + length);
	return address;
}

/* IPv4 only, as ipvsadm does. */
static int show_host(const char *address, char *text, size_t size)
{
	struct sockaddr_in host = {.sin_family = AF_INET};

	return inet_pton(AF_INET, address, &host.sin_addr) == 1 &&
	       !getnameinfo((const struct sockaddr *)&host, sizeof(host), text, (socklen_t)size,
			    NULL, 0, NI_NAMEREQD);
}

void host_name_show(const struct shown *shown, char text[HOST_NAME_SHOWN_SIZE])
{
	char name[NI_MAXHOST];
	const char *host = shown->address;
	const struct servent *port = NULL;
	const int brackets = strchr(shown->address, ':') != NULL;

	if (!shown->numeric) {
		if (show_host(shown->address, name, sizeof(name)))
			host = name;
		if (shown->protocol && shown->port)
			port = getservbyport(htons(shown->port), shown->protocol);
	}
	if (port)
		snprintf(text, HOST_NAME_SHOWN_SIZE, brackets ? "[%s]:%s" : "%s:%s", host,
			 port->s_name);
	else
		snprintf(text, HOST_NAME_SHOWN_SIZE, brackets ? "[%s]:%u" : "%s:%u", host,
			 shown->port);
}
