// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "drivers/driver.h"
#include "state/state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void make_path(const struct lvsdr_sysctl *sysctl, char path[64])
{
	snprintf(path, 64, "vs/%s", sysctl->name);
}

static int report(struct lvsdr *host, int error, enum operation operation,
		  const union object *object)
{
	const char *hint = error_ipvs_hint(error);
	struct text name = {0};
	int result;

	sysctl_class.describe(object, &name);
	if (error == -ENOENT)
		hint = "this kernel has no such sysctl of IPVS (none at all in a namespace of a "
		       "user namespace); `ls /proc/sys/net/ipv4/vs` lists those it has";
	result = error_set_kernel(host, error, NULL, operation, name.data, hint);
	return error == -ENOENT ? error_set_field(host, "name") : result;
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
	if (!error && !sysctl_copy_value(sysctl->value, text))
		error = -EBADMSG;
	return error;
}

/* Always there, or an error: 1 or a code. */
static int read_sysctl(struct lvsdr *host, enum operation operation, const union object *identity,
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

/* The kernel silently corrects some values. */
static int verify(struct lvsdr *host, enum operation operation, const union object *wanted)
{
	struct lvsdr_sysctl taken = wanted->sysctl;
	struct text name = {0};
	int error = read_value(host, &taken);

	if (error || !strcmp(taken.value, wanted->sysctl.value))
		return error ? report(host, error, operation, wanted) : 0;
	sysctl_class.describe(wanted, &name);
	error_set(host, -EINVAL, operation, name.data,
		  "the kernel does not accept \"%s\", and has \"%s\" now", wanted->sysctl.value,
		  taken.value);
	return error_set_field(host, "value");
}

static int write_sysctl(struct lvsdr *host, enum operation operation, struct step *step,
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
		error_append(&host->error, "; and \"%s\" could not be restored",
			     before->sysctl.value);
	return error;
}

static int add_one(const char *name, void *data)
{
	struct lvsdr_state *state = data;
	union object sysctl;
	char path[64];
	int error;

	memset(&sysctl, 0, sizeof(sysctl.sysctl));
	if (!sysctl_is_name(name))
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

static int read_all(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct lvsdr_state *wanted)
{
	struct transport *transport = &state->host->transport;
	int error = transport_list_sysctls(transport, "vs", add_one, state);

	(void)scope;
	(void)wanted;
	if (load(state->host, &error))
		error = transport_list_sysctls(transport, "vs", add_one, state);
	if (!error || error == -ENOENT) /* in a namespace of a user namespace there are none */
		return 0;
	return error_set_kernel(state->host, error, NULL, OPERATION_READ, "the sysctls of IPVS",
				error_ipvs_hint(error));
}

const struct driver sysctl_driver = {
	.read = read_sysctl,
	.read_all = read_all,
	.write = write_sysctl,
};
