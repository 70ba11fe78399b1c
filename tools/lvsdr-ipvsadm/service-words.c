// SPDX-License-Identifier: LGPL-2.1-or-later
/* What -L and -S say of a service in the same words. */
#include "list.h"

#include <string.h>

bool print_flags(const struct lvsdr_service *service, const char *before)
{
	static const char *const names[] = {"flag-1", "flag-2", "flag-3"}, *const hashed[] = {
										   "fallback",
										   "port", NULL};
	const char *scheduler = lvsdr_service_get_scheduler(service), *separator = before;
	const bool named = !strcmp(scheduler, "sh") || !strcmp(scheduler, "mh");
	uint32_t flags = lvsdr_service_get_scheduler_flags(service);

	for (int i = 0; i < 3; i++) {
		if (!(flags & LVSDR_SCHEDULER_FLAG_1 << i) || (named && !hashed[i]))
			continue;
		if (named)
			printf("%s%s-%s", separator, scheduler, hashed[i]);
		else
			printf("%s%s", separator, names[i]);
		separator = ",";
	}
	return separator != before;
}

void print_netmask(const struct lvsdr_service *service, const char *before)
{
	const bool ipv6 = !strcmp(lvsdr_service_get_family(service), "ipv6");
	int32_t prefix = lvsdr_service_get_persistence_prefix(service);
	char netmask[46] = "";
	uint32_t bits;

	if (prefix == (ipv6 ? 128 : 32))
		return;
	if (ipv6) {
		printf("%s%d", before, prefix);
		return;
	}
	if (prefix < 0) {
		lvsdr_service_get_persistence_netmask(service, netmask, sizeof(netmask));
		printf("%s%s", before, netmask);
		return;
	}
	bits = prefix ? UINT32_MAX << (32 - prefix) : 0;
	printf("%s%u.%u.%u.%u", before, bits >> 24, bits >> 16 & 255, bits >> 8 & 255, bits & 255);
}
