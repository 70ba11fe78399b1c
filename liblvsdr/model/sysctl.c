// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/sysctl.h"

#include "calls/change.h"
#include "core/handle.h"
#include "state/state.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_name(const char *name)
{
	size_t length = 0;

	for (; name[length]; length++)
		if (!islower((unsigned char)name[length]) &&
		    !isdigit((unsigned char)name[length]) && name[length] != '_')
			return false;
	return length > 0 && length < sizeof(((struct lvsdr_sysctl *)0)->name);
}

/* One blank between numbers, where the kernel writes tabs; false when the text is no value. */
static bool copy_value(char to[SYSCTL_VALUE_SIZE], const char *from)
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
	return is_name(name) ? NULL
			     : "the name of a sysctl below net.ipv4.vs has 1 to 31 small letters, "
			       "digits and underlines";
}

static const char *parse_value(const char *text, char *at)
{
	return copy_value(at, text) ? NULL
				    : "it is no value: a number, or numbers separated by blanks, "
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

int lvsdr_sysctl_new(struct lvsdr *host, const char *name, const char *value,
		     struct lvsdr_sysctl **ret_sysctl)
{
	struct lvsdr_sysctl described = {.set = 0}, *sysctl;
	int error;

	if (!host)
		return -EINVAL;
	if (!name || !value || !ret_sysctl)
		return error_set(host, -EINVAL, "describe", "a sysctl", "an argument is NULL");
	error = object_describe_text(&sysctl_class, host, name, &described, NAME, name);
	if (!error)
		error = object_describe_text(&sysctl_class, host, name, &described, VALUE, value);
	if (error)
		return error;
	sysctl = malloc(sizeof(*sysctl));
	if (!sysctl)
		return error_set(host, -ENOMEM, "describe", name, "out of memory");
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

/* The kernel's defaults depend on the name: nothing has one here. */
static void set_defaults(union object *object)
{
	memset(object->sysctl.value, 0, sizeof(object->sysctl.value));
}

static void describe(const union object *object, struct text *text)
{
	text_add(text, "net.ipv4.vs.%s", object->sysctl.name);
}

static void command(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_sysctl *sysctl = &(after ? after : before)->sysctl;

	text_add(text, "sysctl -w net.ipv4.vs.%s=", sysctl->name);
	text_add_word(text, sysctl->value);
}

static void make_path(const struct lvsdr_sysctl *sysctl, char path[64])
{
	snprintf(path, 64, "vs/%s", sysctl->name);
}

static int report(struct lvsdr *host, int error, const char *operation, const union object *object)
{
	struct text name = {0};

	describe(object, &name);
	return error_set_kernel(
		host, error, NULL, operation, name.data,
		error == -EOPNOTSUPP ? error_no_ipvs
		: error == -ENOENT
			? "this kernel has no such setting of IPVS (none at all in a namespace of "
			  "a user namespace); `ls /proc/sys/net/ipv4/vs` lists those it has"
			: NULL);
}

/* The folder is there while the module is loaded. */
static bool load(struct lvsdr *host, int *error)
{
	if (*error != -ENOENT)
		return false;
	*error = transport_load_ipvs(&host->transport);
	return !*error;
}

static int read_value(struct lvsdr *host, struct lvsdr_sysctl *sysctl)
{
	struct transport *transport = &host->transport;
	char path[64], text[2 * SYSCTL_VALUE_SIZE];
	int error;

	make_path(sysctl, path);
	error = transport_read_sysctl_text(transport, path, text, sizeof(text));
	if (load(host, &error))
		error = transport_read_sysctl_text(transport, path, text, sizeof(text));
	if (!error && !copy_value(sysctl->value, text))
		error = -EBADMSG;
	return error;
}

/* Always there, or an error: 1 or a code. */
static int read_sysctl(struct lvsdr *host, const char *operation, const union object *identity,
		       union object *ret_found)
{
	struct lvsdr_sysctl found = identity->sysctl;
	int error = read_value(host, &found);

	found.set = ~0u;
	if (error)
		return report(host, error, operation, identity);
	ret_found->sysctl = found;
	return 1;
}

/* The kernel corrects some values without a word. */
static int verify(struct lvsdr *host, const char *operation, const union object *wanted)
{
	struct lvsdr_sysctl taken = wanted->sysctl;
	struct text name = {0};
	int error = read_value(host, &taken);

	if (error || !strcmp(taken.value, wanted->sysctl.value))
		return error ? report(host, error, operation, wanted) : 0;
	describe(wanted, &name);
	return error_set(host, -EINVAL, operation, name.data,
			 "the kernel does not take \"%s\" and has \"%s\" now", wanted->sysctl.value,
			 taken.value);
}

static int write_sysctl(struct lvsdr *host, const char *operation, struct step *step,
			const union object *before, const union object *after)
{
	struct transport *transport = &host->transport;
	char path[64];
	int error;

	(void)step;
	make_path(&after->sysctl, path);
	error = transport_write_sysctl_text(transport, path, after->sysctl.value);
	if (load(host, &error))
		error = transport_write_sysctl_text(transport, path, after->sysctl.value);
	if (error)
		return report(host, error, operation, after);
	error = verify(host, operation, after);
	if (error && transport_write_sysctl_text(transport, path, before->sysctl.value))
		error_append(&host->error, "; and \"%s\" could not be put back",
			     before->sysctl.value);
	return error;
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
	.command = command,
	.read = read_sysctl,
	.write = write_sysctl,
};

static int add_one(const char *name, void *data)
{
	struct lvsdr_state *state = data;
	union object sysctl;
	char path[64];
	int error;

	memset(&sysctl, 0, sizeof(sysctl.sysctl));
	if (!is_name(name))
		return 0;
	memcpy(sysctl.sysctl.name, name, strlen(name));
	sysctl.sysctl.set = ~0u;
	error = read_value(state->host, &sysctl.sysctl);
	make_path(&sysctl.sysctl, path);
	/* Some can be written only, and some have no value. */
	if (error == -EBADMSG ||
	    (error && transport_sysctl_unreadable(&state->host->transport, path)))
		return 0;
	return error ? error : state_append(state, &sysctl_class, &sysctl);
}

int sysctl_read_all(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct lvsdr_state *wanted)
{
	struct transport *transport = &state->host->transport;
	int error = transport_list_sysctls(transport, "vs", add_one, state);

	(void)scope;
	(void)wanted;
	if (load(state->host, &error))
		error = transport_list_sysctls(transport, "vs", add_one, state);
	if (error == -ENOENT)
		return 0; /* a namespace of a user namespace: there are none */
	return error ? error_set_kernel(state->host, error, NULL, "read", "the sysctls of IPVS",
					error == -EOPNOTSUPP ? error_no_ipvs : NULL)
		     : 0;
}

int lvsdr_sysctl_update(struct lvsdr *host, const struct lvsdr_sysctl *sysctl)
{
	return call_change(host, &sysctl_class, VERB_UPDATE, sysctl);
}

int lvsdr_sysctl_read(struct lvsdr *host, struct lvsdr_sysctl *sysctl)
{
	return call_read(host, &sysctl_class, sysctl);
}

int lvsdr_plan_update_sysctl(struct lvsdr_plan *plan, const struct lvsdr_sysctl *sysctl)
{
	return call_plan(plan, &sysctl_class, VERB_UPDATE, sysctl);
}
