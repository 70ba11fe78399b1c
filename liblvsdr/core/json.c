// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/json.h"

#include "core/handle.h"
#include "util/array.h"
#include "util/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct source {
	const char *next;
	size_t left;
	bool out_of_memory;
};

/*
 * One letter at a time: jansson drops a letter of a long text when it finds no room for it, goes
 * on, and may have cleared errno before it returns.
 */
static size_t feed(void *buffer, size_t size, void *data)
{
	struct source *source = data;

	(void)size;
	source->out_of_memory |= errno == ENOMEM;
	if (!source->left)
		return 0;
	source->left--;
	*(char *)buffer = *source->next++;
	return 1;
}

int json_parse(struct lvsdr *host, const char *object, const char *text, size_t size,
	       json_t **ret_json)
{
	const char *wrong = text_refuse(text, size);
	struct source source = {.next = text, .left = size};
	json_error_t reason;

	if (wrong)
		return error_set(host, -EBADMSG, OPERATION_READ, object, "%s", wrong);
	errno = 0;
	*ret_json = json_load_callback(feed, &source, JSON_REJECT_DUPLICATES, &reason);
	if (source.out_of_memory || errno == ENOMEM) {
		json_decref(*ret_json);
		return error_set(host, -ENOMEM, OPERATION_READ, object, "out of memory");
	}
	if (*ret_json)
		return 0;
	return error_set(host, -EBADMSG, OPERATION_READ, object, "line %d: %s", reason.line,
			 reason.text);
}

struct sink {
	char *text;
	size_t length, room;
	bool full;
};

/* What did not fit once is missed by all that follows. */
static int drain(const char *piece, size_t size, void *data)
{
	struct sink *sink = data;

	sink->full = sink->full || array_grow(&sink->text, sink->length + size + 1, &sink->room, 1);
	if (sink->full)
		return -1;
	memcpy(sink->text + sink->length, piece, size);
	sink->length += size;
	sink->text[sink->length] = '\0';
	return 0;
}

char *json_write(const json_t *json, size_t flags)
{
	struct sink sink = {.text = NULL};

	if (!json_dump_callback(json, drain, &sink, flags) && !sink.full)
		return sink.text;
	free(sink.text);
	return NULL;
}
