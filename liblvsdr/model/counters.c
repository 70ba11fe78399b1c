// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/counters.h"

#include "core/error.h"
#include "model/dest.h"
#include "model/service.h"

#include <errno.h>
#include <string.h>

static int copy(struct lvsdr *host, const struct counters *counters, uint64_t *values, size_t count)
{
	if (!values)
		return error_set(host, -EINVAL, OPERATION_GET, "the counters",
				 "an argument is NULL");
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
