// SPDX-License-Identifier: LGPL-2.1-or-later
/* Replies of IPVS: services, destinations one after the other in one layout, timeouts, info. */
#include "fuzz.h"
#include "ipvs/attribute.h"
#include "ipvs/ipvs.h"

static void feed(const struct nlmsghdr *message, void *user)
{
	static const struct lvsdr_service ipv4 = {.address.family = AF_INET};
	struct layout *layouts = user; /* one with counters, one without */
	struct lvsdr_service service;
	struct lvsdr_dest dest;
	struct lvsdr_timeouts timeouts;
	struct counters counters;
	struct ipvs_info info;
	struct lvsdr_sync_daemon daemon;

	ipvs_decode_service(message, &service, &counters);
	ipvs_decode_service(message, &service, NULL);
	ipvs_decode_dest(message, &ipv4, &layouts[0], &dest, &counters);
	ipvs_decode_dest(message, &ipv4, &layouts[1], &dest, NULL);
	ipvs_decode_dest(message, &ipv4, NULL, &dest, &counters);
	ipvs_decode_timeouts(message, &timeouts);
	ipvs_decode_info(message, &info);
	ipvs_decode_sync_daemon(message, &daemon);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct layout layouts[2] = {{.length = 0}, {.length = 0}};

	fuzz_messages(data, size, feed, layouts);
	return 0;
}
