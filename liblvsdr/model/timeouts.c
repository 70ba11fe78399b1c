// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "model/object.h"

#include <errno.h>
#include <stdlib.h>

#define TIMEOUT(member)                                                                            \
	FIELD(struct lvsdr_timeouts, member, FIELD_U32, #member, .open = true, .lowest = 1,        \
	      .highest = TIMEOUTS_LONGEST)

static const struct field timeouts_fields[] = {
	[TIMEOUTS_TCP] = TIMEOUT(tcp),
	[TIMEOUTS_TCP_FIN] = TIMEOUT(tcp_fin),
	[TIMEOUTS_UDP] = TIMEOUT(udp),
};

/* Of the kernel: net/netfilter/ipvs/ip_vs_proto_tcp.c and ip_vs_proto_udp.c. */
static void set_defaults(union object *object)
{
	object->timeouts.tcp = 15 * 60;
	object->timeouts.tcp_fin = 2 * 60;
	object->timeouts.udp = 5 * 60;
}

static void describe(const union object *object, struct text *text)
{
	(void)object;
	text_add(text, "timeouts of IPVS");
}

const struct object_class timeouts_class = {
	.name = "timeouts",
	.kind = KIND_TIMEOUTS,
	.part = LVSDR_STATE_TIMEOUTS,
	.list = "timeouts",
	.in_rules = true,
	.single = true,
	.partial = true,
	.fields = {timeouts_fields, sizeof(timeouts_fields) / sizeof(*timeouts_fields),
		   sizeof(struct lvsdr_timeouts), offsetof(struct lvsdr_timeouts, set), 0, 0},
	.missing_code = -ENOENT,
	.set_defaults = set_defaults,
	.describe = describe,
};

int lvsdr_timeouts_new(struct lvsdr *host, struct lvsdr_timeouts **ret_timeouts)
{
	union object described = {.timeouts.set = 0};
	struct lvsdr_timeouts *timeouts;

	if (!host)
		return -EINVAL;
	if (!ret_timeouts)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "timeouts",
				 "an argument is NULL");
	timeouts = malloc(sizeof(*timeouts));
	if (!timeouts)
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, "timeouts", "out of memory");
	set_defaults(&described);
	*timeouts = described.timeouts;
	timeouts->host = handle_ref(host);
	*ret_timeouts = timeouts;
	return 0;
}

void lvsdr_timeouts_free(struct lvsdr_timeouts *timeouts)
{
	if (!timeouts)
		return;
	handle_unref(timeouts->host);
	free(timeouts);
}

int lvsdr_timeouts_set_tcp(struct lvsdr_timeouts *timeouts, int32_t seconds)
{
	return object_set_number(&timeouts_class, timeouts, TIMEOUTS_TCP, seconds);
}

int lvsdr_timeouts_set_tcp_fin(struct lvsdr_timeouts *timeouts, int32_t seconds)
{
	return object_set_number(&timeouts_class, timeouts, TIMEOUTS_TCP_FIN, seconds);
}

int lvsdr_timeouts_set_udp(struct lvsdr_timeouts *timeouts, int32_t seconds)
{
	return object_set_number(&timeouts_class, timeouts, TIMEOUTS_UDP, seconds);
}

static int32_t get_seconds(const struct lvsdr_timeouts *timeouts, unsigned int field,
			   uint32_t seconds)
{
	return timeouts->set & 1u << field ? (int32_t)seconds : -ENOENT;
}

int32_t lvsdr_timeouts_get_tcp(const struct lvsdr_timeouts *timeouts)
{
	return timeouts ? get_seconds(timeouts, TIMEOUTS_TCP, timeouts->tcp) : -EINVAL;
}

int32_t lvsdr_timeouts_get_tcp_fin(const struct lvsdr_timeouts *timeouts)
{
	return timeouts ? get_seconds(timeouts, TIMEOUTS_TCP_FIN, timeouts->tcp_fin) : -EINVAL;
}

int32_t lvsdr_timeouts_get_udp(const struct lvsdr_timeouts *timeouts)
{
	return timeouts ? get_seconds(timeouts, TIMEOUTS_UDP, timeouts->udp) : -EINVAL;
}
