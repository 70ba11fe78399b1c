// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Replies of IPVS: services, destinations one after the other in one layout, timeouts, info, sync
 * daemons. What was read is written as a request, and read back as the same.
 */
#include "fuzz.h"
#include "codec/ipvs/attribute.h"
#include "codec/ipvs/ipvs.h"

static const struct lvsdr_service ipv4 = {.address.family = AF_INET};

static void check_service(const struct nlmsghdr *message)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct lvsdr_service service, again;
	struct counters counters;

	ipvs_decode_service(message, &service, &counters);
	if (ipvs_decode_service(message, &service, NULL))
		return;
	fuzz_expect(!ipvs_decode_service(ipvs_encode_service(buffer, 0, 0, &service, true), &again,
					 NULL));
	/* What a firewall mark makes meaningless is not sent. */
	if (service.fwmark) {
		service.address = again.address;
		service.protocol = again.protocol;
		service.port = again.port;
	}
	fuzz_expect(!memcmp(&service, &again, sizeof(service)));
}

static void check_dest(const struct nlmsghdr *message)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct lvsdr_dest dest, again;

	if (ipvs_decode_dest(message, &ipv4, NULL, &dest, NULL))
		return;
	fuzz_expect(!ipvs_decode_dest(ipvs_encode_dest(buffer, 0, &ipv4, &dest, true), &ipv4, NULL,
				      &again, NULL));
	fuzz_expect(!memcmp(&dest, &again, sizeof(dest)));
}

/* The layout that earlier messages left makes no difference. */
static void check_layout(const struct nlmsghdr *message, struct layout *layout, bool counted)
{
	struct counters counters = {.value = {0}}, counters_by_layout = {.value = {0}};
	struct lvsdr_dest dest, by_layout;
	int result = ipvs_decode_dest(message, &ipv4, NULL, &dest, counted ? &counters : NULL);

	fuzz_expect(result == ipvs_decode_dest(message, &ipv4, layout, &by_layout,
					       counted ? &counters_by_layout : NULL));
	fuzz_expect(result || (!memcmp(&dest, &by_layout, sizeof(dest)) &&
			       !memcmp(&counters, &counters_by_layout, sizeof(counters))));
}

static void check_timeouts(const struct nlmsghdr *message)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct lvsdr_timeouts timeouts, again;

	memset(&timeouts, 0, sizeof(timeouts));
	memset(&again, 0, sizeof(again));
	if (ipvs_decode_timeouts(message, &timeouts))
		return;
	fuzz_expect(!ipvs_decode_timeouts(ipvs_encode_timeouts(buffer, &timeouts), &again));
	fuzz_expect(!memcmp(&timeouts, &again, sizeof(timeouts)));
}

static void check_sync_daemon(const struct nlmsghdr *message)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct lvsdr_sync_daemon daemon, again;

	/* 0 is not sent, and means what the kernel takes then. */
	if (ipvs_decode_sync_daemon(message, &daemon) || !daemon.port || !daemon.ttl)
		return;
	fuzz_expect(!ipvs_decode_sync_daemon(ipvs_encode_sync_daemon(buffer, 0, &daemon, true),
					     &again));
	fuzz_expect(!memcmp(&daemon, &again, sizeof(daemon)));
}

static void feed(const struct nlmsghdr *message, void *user)
{
	struct layout *layouts = user; /* one with counters, one without */
	struct ipvs_info info;

	check_service(message);
	check_dest(message);
	check_layout(message, &layouts[0], true);
	check_layout(message, &layouts[1], false);
	check_timeouts(message);
	check_sync_daemon(message);
	if (!ipvs_decode_info(message, &info))
		fuzz_expect(info.version != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct layout layouts[2] = {{.length = 0}, {.length = 0}};

	fuzz_messages(data, size, feed, layouts);
	return 0;
}
