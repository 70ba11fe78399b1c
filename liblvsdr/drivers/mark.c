// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "drivers/driver.h"
#include "kernel/mark-rules.h"
#include "kernel/network.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>

/* A device of the kernel's own kind of name need not exist yet. */
static int resolve(struct lvsdr *host, enum operation operation, union object *object)
{
	char *device = object->mark.device;
	struct text name = {0};
	int error;

	if (!*device)
		return 0;
	mark_describe(&object->mark, &name);
	error = network_resolve_device(host, operation, name.data, device);
	return error == -ENODEV && strlen(device) < IFNAMSIZ ? 0 : error;
}

static int read_mark(struct lvsdr *host, enum operation operation, const union object *identity,
		     union object *ret_found)
{
	const struct nft_rule *found;
	struct mark_rules rules;
	struct text name = {0};
	int error;

	mark_describe(&identity->mark, &name);
	error = mark_rules_read(host, identity->mark.address.family, operation, name.data, &rules);
	if (error)
		return error;
	found = mark_rules_find(&rules, &identity->mark);
	if (found)
		ret_found->mark = found->mark;
	mark_rules_clear(&rules);
	return found != NULL;
}

static int write_mark(struct lvsdr *host, enum operation operation, struct step *step,
		      const union object *before, const union object *after)
{
	(void)step;
	return mark_rules_change(host, operation, before ? &before->mark : NULL,
				 after ? &after->mark : NULL);
}

const struct driver mark_driver = {
	.resolve = resolve,
	.read = read_mark,
	.write = write_mark,
};
