// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "drivers/driver.h"
#include "kernel/ipvs_list.h"

#include <errno.h>

static const char *why_rejected(const struct lvsdr_dest *dest)
{
	if (dest_is_mixed(dest))
		return "the kernel rejects it: tunnels to another address family cannot be used "
		       "together with a sync daemon";
	if (dest->upper_threshold > INT32_MAX)
		return "the kernel rejects it: newer kernels accept thresholds up to 2147483647, "
		       "the address must be unicast, and the device lo must be up";
	return "the kernel rejects it: the address must be unicast, and the device lo must be up";
}

static int report(struct lvsdr *host, int result, const struct netlink_error *kernel,
		  enum operation operation, const union object *object)
{
	const char *hint = error_ipvs_hint(result);
	struct text name = {0};

	dest_class.describe(object, &name);
	if (result == -ENOENT)
		hint = "there is no such destination";
	if (result == -EINVAL)
		hint = why_rejected(&object->dest);
	return error_set_kernel(host, result, kernel, operation, name.data, hint);
}

static const struct lvsdr_dest *find(const struct ipvs_list *list, const struct lvsdr_dest *wanted)
{
	const struct lvsdr_dest *dests = (const struct lvsdr_dest *)(const void *)list->objects;

	for (size_t i = 0; i < list->count; i++)
		if (dests[i].port == wanted->port &&
		    address_equal(&dests[i].address, &wanted->address))
			return &dests[i];
	return NULL;
}

/* -ESRCH when there is no such service: netlink answers with an empty list. */
static int check_service(struct lvsdr *host, enum operation operation, const union object *identity)
{
	union object service = {.service = *identity->dest.service};
	int result = service_driver.read(host, operation, &service, &service);

	return result ? result : report(host, -ESRCH, NULL, operation, identity);
}

/* Destinations can only be read all at once. */
static int read_dest(struct lvsdr *host, enum operation operation, const union object *identity,
		     union object *ret_found)
{
	const struct lvsdr_service *service = identity->dest.service;
	struct ipvs_lister lister = {.host = host, .operation = operation};
	struct ipvs_list list = {.objects = NULL};
	const struct lvsdr_dest *found;
	int result = ipvs_list_dests(&lister, service, &list, false);

	if (result >= 0 && !list.count)
		result = check_service(host, operation, identity);
	if (result >= 0) {
		found = find(&list, &identity->dest);
		if (found) {
			ret_found->dest = *found;
			ret_found->dest.service = service;
		}
		result = found != NULL;
	}
	ipvs_list_clear(&list);
	ipvs_lister_clear(&lister);
	return result;
}

const struct driver dest_driver = {
	.read = read_dest,
	.report = report,
};
