// SPDX-License-Identifier: LGPL-2.1-or-later
#include "counters.h"

#include "dest.h"
#include "handle.h"
#include "ipvs/ipvs.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <string.h>

static int copy(const struct counters *counters, uint64_t *values, size_t count)
{
	if (!values)
		return -EINVAL;
	if (!counters)
		return 0;
	if (count > LVSDR_COUNTER_COUNT)
		count = LVSDR_COUNTER_COUNT;
	memcpy(values, counters->value, count * sizeof(*values));
	return (int)count;
}

int lvsdr_service_get_counters(const struct lvsdr_service *service, uint64_t *values, size_t count)
{
	return service ? copy(service->counters, values, count) : -EINVAL;
}

int lvsdr_dest_get_counters(const struct lvsdr_dest *dest, uint64_t *values, size_t count)
{
	return dest ? copy(dest->counters, values, count) : -EINVAL;
}

int lvsdr_counters_zero(struct lvsdr *host, const struct lvsdr_service *service)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct netlink_error kernel;
	struct nlmsghdr *request;
	struct text name = {0};
	int error;

	if (!host)
		return -EINVAL;
	request = service ? ipvs_encode_service(buffer, IPVS_CMD_ZERO, 0, service, false)
			  : ipvs_encode(buffer, IPVS_CMD_ZERO, 0);
	error = transport_ipvs(&host->transport, request, NULL, NULL, &kernel);
	if (!error)
		return 0;
	if (service)
		service_describe(service, &name);
	else
		text_add(&name, "all services");
	return error_set_kernel(host, error, &kernel, "zero", name.data,
				error == -EOPNOTSUPP ? error_no_ipvs : NULL);
}
