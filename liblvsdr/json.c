// SPDX-License-Identifier: LGPL-2.1-or-later
#include "json.h"

#include "handle.h"
#include "util/text.h"

#include <errno.h>

int json_parse(struct lvsdr *host, const char *object, const char *text, size_t size,
	       json_t **ret_json)
{
	const char *wrong = text_refuse(text, size);
	json_error_t reason;

	if (wrong)
		return error_set(host, -EBADMSG, "read", object, "%s", wrong);
	errno = 0; /* jansson takes some failed allocations for wrong syntax */
	*ret_json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &reason);
	if (*ret_json)
		return 0;
	if (errno == ENOMEM)
		return error_set(host, -ENOMEM, "read", object, "out of memory");
	return error_set(host, -EBADMSG, "read", object, "line %d: %s", reason.line, reason.text);
}
