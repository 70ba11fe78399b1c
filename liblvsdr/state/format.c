// SPDX-License-Identifier: LGPL-2.1-or-later
/* States as texts: what all formats have in common. */
#include "state/format.h"

#include "core/handle.h"
#include "state/state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT_LINE(name) &state_format_##name,
static const struct state_format *const formats[] = {STATE_FORMATS(FORMAT_LINE) NULL};
#undef FORMAT_LINE

static const struct state_format *recognize(const char *text, size_t size)
{
	const struct state_format *const *format = formats;

	while (size && *text && strchr(" \t\r\n", *text))
		text++, size--;
	while (format[1] && !(*format)->recognizes(text, size))
		format++;
	return *format;
}

/* NULL with its detail where there is none of this name. */
static const struct state_format *find(struct lvsdr *host, enum operation operation,
				       const char *name)
{
	struct text names = {0};

	for (size_t i = 0; formats[i]; i++) {
		if (!strcmp(formats[i]->name, name))
			return formats[i];
		text_add(&names, "%s%s", i ? ", " : "", formats[i]->name);
	}
	error_set(host, -EINVAL, operation, "the state", "there is no format \"%s\"; there are: %s",
		  name, names.data);
	return NULL;
}

const char *lvsdr_format_name(size_t index)
{
	return index < sizeof(formats) / sizeof(*formats) - 1 ? formats[index]->name : NULL;
}

int lvsdr_state_from_text(struct lvsdr *host, const char *format, const char *text, size_t size,
			  struct lvsdr_state **ret_state)
{
	const struct state_format *found;
	struct lvsdr_state *state;
	int error;

	if (!host)
		return -EINVAL;
	if (!text || !ret_state)
		return error_set(host, -EINVAL, OPERATION_READ, "the state", "an argument is NULL");
	found = format ? find(host, OPERATION_READ, format) : recognize(text, size);
	if (!found)
		return -EINVAL;
	state = state_make(host, 0);
	error = state ? found->read(state, text, size)
		      : error_set(host, -ENOMEM, OPERATION_READ, "the state", "out of memory");
	if (error)
		lvsdr_state_free(state);
	else
		*ret_state = state;
	return error;
}

int lvsdr_state_to_text(struct lvsdr_state *state, const char *format, const char **ret_text)
{
	const struct state_format *found;
	int result;

	if (!state)
		return -EINVAL;
	if (!format || !ret_text)
		return error_set(state->host, -EINVAL, OPERATION_WRITE, "the state",
				 "an argument is NULL");
	found = find(state->host, OPERATION_WRITE, format);
	if (!found)
		return -EINVAL;
	free(state->text);
	state->text = NULL;
	result = found->write(state);
	if (!state->text)
		return error_set(state->host, -ENOMEM, OPERATION_WRITE, "the state",
				 "out of memory");
	*ret_text = state->text;
	return result;
}
