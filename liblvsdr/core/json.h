/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stddef.h>

struct lvsdr;

/* Parses a text: 0 and a reference, or -EBADMSG with the line in the detail, or -ENOMEM. */
int json_parse(struct lvsdr *host, const char *object, const char *text, size_t size,
	       json_t **ret_json);
/* Writes it, as json_dumps() does, which takes no notice when memory ends in a name: NULL then. */
char *json_write(const json_t *json, size_t flags);
