// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "model/object.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool sysctl_is_name(const char *name)
{
	size_t length = 0;

	for (; name[length]; length++)
		if (!islower((unsigned char)name[length]) &&
		    !isdigit((unsigned char)name[length]) && name[length] != '_')
			return false;
	return length > 0 && length < sizeof(((struct lvsdr_sysctl *)0)->name);
}

/* One blank between numbers, where the kernel writes tabs; false when the text is no value. */
bool sysctl_copy_value(char to[SYSCTL_VALUE_SIZE], const char *from)
{
	char value[SYSCTL_VALUE_SIZE] = "";
	size_t length = 0;

	for (; *from; from++) {
		if (!isgraph((unsigned char)*from) && !isspace((unsigned char)*from))
			return false;
		if (isspace((unsigned char)*from)) {
			if (length && value[length - 1] != ' ')
				value[length++] = ' ';
		} else {
			value[length++] = *from;
		}
		if (length == sizeof(value))
			return false;
	}
	if (length && value[length - 1] == ' ')
		length--;
	memset(value + length, 0, sizeof(value) - length);
	memcpy(to, value, sizeof(value));
	return length > 0;
}

static const char *check_name(const char *name)
{
	return sysctl_is_name(name) ? NULL
				    : "the name of a sysctl below net.ipv4.vs has 1 to 31 "
				      "lower-case letters, digits and underscores";
}

static const char *parse_value(const char *text, char *at)
{
	return sysctl_copy_value(at, text) ? NULL
					   : "it is not a number, or numbers separated by spaces, "
					     "of up to 159 characters";
}

/* The places of these fields, and so their bits in `set`. */
enum { NAME, VALUE };

static const struct field sysctl_fields[] = {
	[NAME] = FIELD(struct lvsdr_sysctl, name, FIELD_TEXT, "name", .identity = true,
		       .required = true, .wrong = check_name),
	[VALUE] = FIELD(struct lvsdr_sysctl, value, FIELD_TEXT, "value", .required = true,
			.parse = parse_value),
};

/* The kernel's defaults depend on the name: nothing has one here. */
static void set_defaults(union object *object)
{
	memset(object->sysctl.value, 0, sizeof(object->sysctl.value));
}

static void describe(const union object *object, struct text *text)
{
	text_add(text, "net.ipv4.vs.%s", object->sysctl.name);
}

const struct object_class sysctl_class = {
	.name = "sysctl",
	.kind = KIND_SYSCTL,
	.part = LVSDR_STATE_SYSCTLS,
	.list = "sysctls",
	.fields = {sysctl_fields, sizeof(sysctl_fields) / sizeof(*sysctl_fields),
		   sizeof(struct lvsdr_sysctl), offsetof(struct lvsdr_sysctl, set), 0, 0},
	.missing_code = -ENOENT,
	.set_defaults = set_defaults,
	.describe = describe,
};

int lvsdr_sysctl_new(struct lvsdr *host, const char *name, const char *value,
		     struct lvsdr_sysctl **ret_sysctl)
{
	struct lvsdr_sysctl described = {.set = 0}, *sysctl;
	int error;

	if (!host)
		return -EINVAL;
	if (!name || !value || !ret_sysctl)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "a sysctl",
				 "an argument is NULL");
	error = object_describe_text(&sysctl_class, host, name, &described, NAME, name);
	if (!error)
		error = object_describe_text(&sysctl_class, host, name, &described, VALUE, value);
	if (error)
		return error;
	sysctl = malloc(sizeof(*sysctl));
	if (!sysctl)
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, name, "out of memory");
	*sysctl = described;
	sysctl->host = handle_ref(host);
	*ret_sysctl = sysctl;
	return 0;
}

void lvsdr_sysctl_free(struct lvsdr_sysctl *sysctl)
{
	if (!sysctl)
		return;
	handle_unref(sysctl->host);
	free(sysctl);
}

int lvsdr_sysctl_set_value(struct lvsdr_sysctl *sysctl, const char *value)
{
	return object_set_text(&sysctl_class, sysctl, VALUE, value);
}

const char *lvsdr_sysctl_get_name(const struct lvsdr_sysctl *sysctl)
{
	return sysctl ? sysctl->name : NULL;
}

const char *lvsdr_sysctl_get_value(const struct lvsdr_sysctl *sysctl)
{
	return sysctl ? sysctl->value : NULL;
}
