// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "plan/send.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <lvsdr/counters.h>

int lvsdr_counters_zero(struct lvsdr *host, const struct lvsdr_service *service)
{
	struct text name = {0};
	int error;

	if (!host)
		return -EINVAL;
	if (service)
		service_describe(service, &name);
	error = send_command(host, IPVS_CMD_ZERO, service, OPERATION_ZERO,
			     service ? name.data : "all services");
	/* Counters continue to count: their present values say nothing. */
	if (error && host->transport.in_doubt)
		error_append_doubt(&host->error, NULL);
	return error;
}
