// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/load.h"

#include "core/handle.h"

#include <errno.h>
#include <lvsdr/counters.h>
#include <lvsdr/drain.h>
#include <lvsdr/sysctl.h>
#include <stdio.h>

void load_take(struct load *load, const struct counters *counters)
{
	load->active = counters->value[LVSDR_COUNTER_ACTIVE_CONNECTIONS];
	load->inactive = counters->value[LVSDR_COUNTER_INACTIVE_CONNECTIONS];
	load->templates = counters->value[LVSDR_COUNTER_PERSISTENT_CONNECTIONS];
}

void load_add(struct load *sum, const struct load *load)
{
	sum->active += load->active;
	sum->inactive += load->inactive;
	sum->templates += load->templates;
}

bool load_is_over(const struct load *load, uint32_t flags, bool templates_bring)
{
	return !load->active && (!load->inactive || flags & LVSDR_DRAIN_ACTIVE_ONLY) &&
	       (!load->templates || !templates_bring || flags & LVSDR_DRAIN_CUT_TEMPLATES);
}

int load_sysctl_is_on(struct lvsdr *host, const char *name, const union object *dest)
{
	struct text described = {0};
	int32_t value = 0;
	char path[64];
	int error;

	snprintf(path, sizeof(path), "vs/%s", name);
	error = transport_read_sysctl(&host->transport, path, &value);
	if (!error || error == -ENOENT)
		return value != 0;
	dest_class.describe(dest, &described);
	return error_set_kernel(host, error, NULL, OPERATION_DRAIN, described.data, NULL);
}

int load_templates_bring(struct lvsdr *host, const union object *dest)
{
	int expire = load_sysctl_is_on(host, LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE, dest);

	return expire < 0 ? expire : !expire;
}
