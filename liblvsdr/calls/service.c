// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "core/handle.h"
#include "kernel/ipvs_list.h"
#include "plan/send.h"

#include <errno.h>

/* The answer was lost: where no service is left, all were removed. */
static int look_for_services(struct lvsdr *host, int error)
{
	struct ipvs_lister lister = {.host = host, .operation = OPERATION_READ};
	struct error first = host->error;
	struct ipvs_list list = {.objects = NULL};
	int result = ipvs_list_services(&lister, &list, false);
	size_t left = list.count;

	ipvs_list_clear(&list);
	ipvs_lister_clear(&lister);
	if (!result && !left)
		return 0;
	if (result)
		error_append_doubt(&first, &host->error);
	host->error = first;
	return error;
}

int lvsdr_service_add(struct lvsdr *host, const struct lvsdr_service *service)
{
	return call_change(host, &service_class, VERB_ADD, service);
}

int lvsdr_service_update(struct lvsdr *host, const struct lvsdr_service *service)
{
	return call_change(host, &service_class, VERB_UPDATE, service);
}

int lvsdr_service_remove(struct lvsdr *host, const struct lvsdr_service *service)
{
	return call_change(host, &service_class, VERB_REMOVE, service);
}

int lvsdr_service_remove_all(struct lvsdr *host)
{
	int error =
		host ? send_command(host, IPVS_CMD_FLUSH, NULL, OPERATION_REMOVE, "all services")
		     : -EINVAL;

	return error && host && host->transport.in_doubt ? look_for_services(host, error) : error;
}

int lvsdr_service_read(struct lvsdr *host, struct lvsdr_service *service)
{
	return call_read(host, &service_class, service);
}

int lvsdr_plan_add_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	return call_plan(plan, &service_class, VERB_ADD, service);
}

int lvsdr_plan_update_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	return call_plan(plan, &service_class, VERB_UPDATE, service);
}

int lvsdr_plan_remove_service(struct lvsdr_plan *plan, const struct lvsdr_service *service)
{
	int result = service && plan ? plan_remove_dests(plan, service) : 0;

	return result < 0 ? result : call_plan(plan, &service_class, VERB_REMOVE, service);
}
