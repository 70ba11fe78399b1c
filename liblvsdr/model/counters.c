// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/counters.h"

#include "core/error.h"
#include "model/dest.h"
#include "model/service.h"

#include <errno.h>
#include <string.h>

const char *const counter_names[LVSDR_COUNTER_COUNT] = {
	[LVSDR_COUNTER_CONNECTIONS] = "connections",
	[LVSDR_COUNTER_INCOMING_PACKETS] = "incoming_packets",
	[LVSDR_COUNTER_OUTGOING_PACKETS] = "outgoing_packets",
	[LVSDR_COUNTER_INCOMING_BYTES] = "incoming_bytes",
	[LVSDR_COUNTER_OUTGOING_BYTES] = "outgoing_bytes",
	[LVSDR_COUNTER_CONNECTION_RATE] = "connection_rate",
	[LVSDR_COUNTER_INCOMING_PACKET_RATE] = "incoming_packet_rate",
	[LVSDR_COUNTER_OUTGOING_PACKET_RATE] = "outgoing_packet_rate",
	[LVSDR_COUNTER_INCOMING_BYTE_RATE] = "incoming_byte_rate",
	[LVSDR_COUNTER_OUTGOING_BYTE_RATE] = "outgoing_byte_rate",
	[LVSDR_COUNTER_ACTIVE_CONNECTIONS] = "active_connections",
	[LVSDR_COUNTER_INACTIVE_CONNECTIONS] = "inactive_connections",
	[LVSDR_COUNTER_PERSISTENT_CONNECTIONS] = "persistent_connections",
};

static int copy(struct lvsdr *host, const struct counters *counters, uint64_t *values, size_t count)
{
	if (!values)
		return error_set(host, -EINVAL, OPERATION_GET, "the counters",
				 "an argument is NULL");
	if (!counters)
		return 0;
	if (count > LVSDR_COUNTER_COUNT)
		count = LVSDR_COUNTER_COUNT;
	memcpy(values, counters->value, count * sizeof(*values));
	return (int)count;
}

int lvsdr_service_get_counters(const struct lvsdr_service *service, uint64_t *values, size_t count)
{
	return service ? copy(service->host, service->counters, values, count) : -EINVAL;
}

int lvsdr_dest_get_counters(const struct lvsdr_dest *dest, uint64_t *values, size_t count)
{
	return dest ? copy(dest->host, dest->counters, values, count) : -EINVAL;
}
