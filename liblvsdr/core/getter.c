// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/getter.h"

#include "core/error.h"
#include "util/address.h"

#include <errno.h>
#include <string.h>

int getter_text(struct lvsdr *host, const char *what, const char *text, char *buffer, size_t size)
{
	size_t length = strlen(text);

	if (!buffer)
		return error_set(host, -EINVAL, OPERATION_GET, what, "the buffer is NULL");
	if (length >= size)
		return error_set(host, -EINVAL, OPERATION_GET, what,
				 "the text needs %zu bytes, and the buffer has %zu", length + 1,
				 size);
	memcpy(buffer, text, length + 1);
	return (int)length;
}

int getter_address(struct lvsdr *host, const char *what, const struct address *address,
		   char *buffer, size_t size)
{
	char text[ADDRESS_TEXT_SIZE];

	address_format(address, text);
	return getter_text(host, what, text, buffer, size);
}
