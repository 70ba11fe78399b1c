// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "drivers/driver.h"
#include "kernel/mark_rules.h"
#include "kernel/network.h"
#include "state/state.h"

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

/* Of two marks for the same packets the later one counts. */
static int keep(struct lvsdr_state *state, const struct lvsdr_mark *mark)
{
	union object *earlier = state_find(state, &mark_class, mark);

	if (!earlier)
		return state_append(state, &mark_class, mark);
	earlier->mark.fwmark = mark->fwmark;
	return 0;
}

static int keep_all(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct mark_rules *rules)
{
	int error = 0;

	for (size_t i = 0; i < rules->count && !error; i++) {
		const union object *mark = (const union object *)&rules->rule[i].mark;

		if (!rules->rule[i].foreign && mark_class.in_scope(scope, mark))
			error = keep(state, &mark->mark);
	}
	return error ? error_set(state->host, error, OPERATION_READ, "the packet marks",
				 "out of memory")
		     : 0;
}

static int read_all(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct lvsdr_state *wanted)
{
	static const uint8_t families[] = {AF_INET, AF_INET6};
	struct mark_rules rules;
	int error = 0;

	(void)wanted;
	for (size_t i = 0; i < sizeof(families) && !error; i++) {
		error = mark_rules_read(state->host, families[i], OPERATION_READ,
					"the packet marks", &rules);
		if (error)
			return error;
		error = keep_all(state, scope, &rules);
		mark_rules_clear(&rules);
	}
	return error;
}

const struct driver mark_driver = {
	.resolve = resolve,
	.read = read_mark,
	.read_all = read_all,
	.write = write_mark,
};
