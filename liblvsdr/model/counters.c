// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/counters.h"

#include "core/handle.h"
#include "model/dest.h"
#include "plan/send.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <string.h>

static int copy(struct lvsdr *host, const struct counters *counters, uint64_t *values, size_t count)
{
	if (!values)
		return error_set(host, -EINVAL, "get", "the counters", "an argument is NULL");
	if (!counters)
		return 0;
	if (count > LVSDR_COUNTER_COUNT)
		count = LVSDR_COUNTER_COUNT;
	memcpy(values, counters->value, count * sizeof(*values));
	return (int)count;
}

int lvsdr_service_get_counters(const struct lvsdr_service *service, uint64_t *values, size_t count)
{
	return service ? copy(service->host, service->counters, values, count) : -EINVAL;
}

int lvsdr_dest_get_counters(const struct lvsdr_dest *dest, uint64_t *values, size_t count)
{
	return dest ? copy(dest->host, dest->counters, values, count) : -EINVAL;
}

int lvsdr_counters_zero(struct lvsdr *host, const struct lvsdr_service *service)
{
	struct text name = {0};
	int error;

	if (!host)
		return -EINVAL;
	if (service)
		service_describe(service, &name);
	error = send_command(host, IPVS_CMD_ZERO, service, "zero",
			     service ? name.data : "all services");
	/* Counters go on counting: what they are now tells nothing. */
	if (error && host->transport.in_doubt)
		error_append_doubt(&host->error, NULL);
	return error;
}
