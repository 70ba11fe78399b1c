// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/dest.h"

#include "calls/change.h"
#include "core/handle.h"

#include <errno.h>

int dest_join(struct lvsdr *host, enum operation operation, const struct lvsdr_service *service,
	      const struct lvsdr_dest *dest, union object *ret_joined)
{
	if (!host)
		return -EINVAL;
	if (!service || !dest)
		return error_set(host, -EINVAL, operation, "a destination",
				 "the service or the destination is NULL");
	ret_joined->dest = *dest;
	ret_joined->dest.service = service;
	dest_complete_port(&ret_joined->dest, service);
	return 0;
}

static int change(struct lvsdr *host, enum verb verb, const struct lvsdr_service *service,
		  const struct lvsdr_dest *dest)
{
	union object wanted;
	int error = dest_join(host, verb_operation(verb), service, dest, &wanted);

	return error ? error : call_change(host, &dest_class, verb, &wanted);
}

static int plan_one(struct lvsdr_plan *plan, enum verb verb, const struct lvsdr_service *service,
		    const struct lvsdr_dest *dest)
{
	union object wanted;
	int error =
		dest_join(plan ? plan->host : NULL, verb_operation(verb), service, dest, &wanted);

	return error ? error : plan_change(plan, &dest_class, verb, &wanted);
}

int lvsdr_dest_add(struct lvsdr *host, const struct lvsdr_service *service,
		   const struct lvsdr_dest *dest)
{
	return change(host, VERB_ADD, service, dest);
}

int lvsdr_dest_update(struct lvsdr *host, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest)
{
	return change(host, VERB_UPDATE, service, dest);
}

int lvsdr_dest_remove(struct lvsdr *host, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest)
{
	return change(host, VERB_REMOVE, service, dest);
}

int lvsdr_dest_read(struct lvsdr *host, const struct lvsdr_service *service,
		    struct lvsdr_dest *dest)
{
	union object wanted;
	int error = dest_join(host, OPERATION_READ, service, dest, &wanted);

	if (!error)
		error = call_read(host, &dest_class, &wanted);
	if (error)
		return error;
	wanted.dest.service = NULL;
	*dest = wanted.dest;
	return 0;
}

int lvsdr_plan_add_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			const struct lvsdr_dest *dest)
{
	return plan_one(plan, VERB_ADD, service, dest);
}

int lvsdr_plan_update_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest)
{
	return plan_one(plan, VERB_UPDATE, service, dest);
}

int lvsdr_plan_remove_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest)
{
	return plan_one(plan, VERB_REMOVE, service, dest);
}
