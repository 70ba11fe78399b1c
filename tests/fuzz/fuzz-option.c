// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the older interface of IPVS hands over: the same bytes as a service, a destination,
 * timeouts, a sync daemon. What was read is written as a request, and read back as the same.
 */
#include "fuzz.h"
#include "codec/ipvs/option.h"

/* Heap memory for one entry, filled as far as the input goes. */
static void *entry(const uint8_t *data, size_t size, size_t wanted)
{
	uint8_t *copy = calloc(1, wanted);

	fuzz_expect(copy != NULL);
	return memcpy(copy, data, size < wanted ? size : wanted);
}

static void check_service(const uint8_t *data, size_t size)
{
	struct ip_vs_service_entry *from = entry(data, size, sizeof(*from)), back = {.protocol = 0};
	struct lvsdr_service service, again;
	struct counters counters;
	struct socket_option option;

	option_get_service(from, &service, &counters);
	free(from);
	fuzz_expect(strnlen(service.scheduler, sizeof(service.scheduler)) <
		    sizeof(service.scheduler));
	if (option_put_service(&option, &service, true))
		return;
	option_name_service(&back, &service);
	memcpy(back.sched_name, option.service.sched_name, sizeof(back.sched_name));
	back.flags = option.service.flags;
	back.timeout = option.service.timeout;
	back.netmask = option.service.netmask;
	option_get_service(&back, &again, NULL);
	fuzz_expect(!memcmp(&service, &again, sizeof(service)));
}

static void check_dest(const uint8_t *data, size_t size)
{
	static const struct lvsdr_service service = {.address.family = AF_INET, .fwmark = 8};
	struct ip_vs_dest_entry *from = entry(data, size, sizeof(*from)), back = {.addr = 0};
	struct lvsdr_dest dest, again;
	struct counters counters;
	struct socket_option option;

	option_get_dest(from, &dest, &counters);
	free(from);
	fuzz_expect(!option_put_dest(&option, &service, &dest, true));
	back.addr = option.dest.addr;
	back.port = option.dest.port;
	back.conn_flags = option.dest.conn_flags;
	back.weight = option.dest.weight;
	back.u_threshold = option.dest.u_threshold;
	back.l_threshold = option.dest.l_threshold;
	option_get_dest(&back, &again, NULL);
	fuzz_expect(!memcmp(&dest, &again, sizeof(dest)));
}

static void check_timeouts(const uint8_t *data, size_t size)
{
	struct ip_vs_timeout_user *from = entry(data, size, sizeof(*from));
	struct lvsdr_timeouts timeouts;
	struct socket_option option;

	option_get_timeouts(from, &timeouts);
	fuzz_expect(!option_put_timeouts(&option, &timeouts));
	fuzz_expect(!memcmp(from, &option.timeouts, sizeof(*from)));
	free(from);
}

static void check_sync_daemon(const uint8_t *data, size_t size)
{
	struct ip_vs_daemon_user *from = entry(data, size, sizeof(*from));
	struct lvsdr_sync_daemon daemon, again;
	struct socket_option option;

	option_get_sync_daemon(from, &daemon);
	free(from);
	fuzz_expect(strnlen(daemon.device, sizeof(daemon.device)) < sizeof(daemon.device));
	fuzz_expect(!option_put_sync_daemon(&option, &daemon, true));
	option_get_sync_daemon(&option.daemon, &again);
	fuzz_expect(!memcmp(&daemon, &again, sizeof(daemon)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_service(data, size);
	check_dest(data, size);
	check_timeouts(data, size);
	check_sync_daemon(data, size);
	return 0;
}
