/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The names of services and real servers, as they are printed and given in a call. */

#include <jansson.h>
#include <lvsdr/lvsdr.h>
#include <stddef.h>

enum { NAME_SIZE = 96 }; /* is always enough */

/* "tcp:192.168.1.41:80", "tcp:[2001:db8::41]:80", "fwmark:7", of a service in JSON. */
void name_service(const json_t *service, char *name, size_t size);
/* "192.168.1.20:80", of a destination in JSON. */
void name_dest(const json_t *dest, char *name, size_t size);
void name_place(const char *address, json_int_t port, char *name, size_t size);

/*
 * The service that a word names; a protocol stands in front of the address unless it is TCP, and a
 * mark has that family. 0, or the exit status.
 */
int name_parse_service(struct lvsdr *host, const char *word, const char *family,
		       struct lvsdr_service **ret_service);
/* What the objects of the library are in JSON, to be compared and named; NULL if out of memory. */
json_t *name_service_to_json(const struct lvsdr_service *service);
json_t *name_dest_to_json(const struct lvsdr_dest *dest);
