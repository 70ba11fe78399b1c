// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the older interface of IPVS hands over: the same bytes as a service, a destination,
 * timeouts, a sync daemon. */
#include "fuzz.h"
#include "ipvs/option.h"

/* Heap memory for one entry, filled as far as the input goes. */
static void *entry(const uint8_t *data, size_t size, size_t wanted)
{
	uint8_t *copy = calloc(1, wanted);

	fuzz_expect(copy != NULL);
	return memcpy(copy, data, size < wanted ? size : wanted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ip_vs_service_entry *service = entry(data, size, sizeof(*service));
	struct ip_vs_dest_entry *dest = entry(data, size, sizeof(*dest));
	struct ip_vs_timeout_user *timeouts = entry(data, size, sizeof(*timeouts));
	struct lvsdr_service some_service;
	struct lvsdr_dest some_dest;
	struct ip_vs_daemon_user *daemon = entry(data, size, sizeof(*daemon));
	struct lvsdr_timeouts some_timeouts;
	struct lvsdr_sync_daemon some_daemon;
	struct counters counters;

	option_get_service(service, &some_service, &counters);
	fuzz_expect(strnlen(some_service.scheduler, sizeof(some_service.scheduler)) <
		    sizeof(some_service.scheduler));
	option_get_dest(dest, &some_dest, &counters);
	option_get_timeouts(timeouts, &some_timeouts);
	option_get_sync_daemon(daemon, &some_daemon);
	fuzz_expect(strnlen(some_daemon.device, sizeof(some_daemon.device)) <
		    sizeof(some_daemon.device));
	free(daemon);
	free(service);
	free(dest);
	free(timeouts);
	return 0;
}
