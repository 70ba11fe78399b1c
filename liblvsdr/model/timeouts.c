// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/timeouts.h"

#include "calls/change.h"
#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/option.h"
#include "core/handle.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <stdlib.h>

/* The places of these fields below, and so their bits in `set`. */
enum { TCP, TCP_FIN, UDP };

#define TIMEOUT(member)                                                                            \
	FIELD(struct lvsdr_timeouts, member, FIELD_U32, #member, .open = true, .lowest = 1,        \
	      .highest = TIMEOUTS_LONGEST)

static const struct field timeouts_fields[] = {
	[TCP] = TIMEOUT(tcp),
	[TCP_FIN] = TIMEOUT(tcp_fin),
	[UDP] = TIMEOUT(udp),
};

/* Of the kernel: net/netfilter/ipvs/ip_vs_proto_tcp.c and ip_vs_proto_udp.c. */
static void set_defaults(union object *object)
{
	object->timeouts.tcp = 15 * 60;
	object->timeouts.tcp_fin = 2 * 60;
	object->timeouts.udp = 5 * 60;
}

int lvsdr_timeouts_new(struct lvsdr *host, struct lvsdr_timeouts **ret_timeouts)
{
	union object described = {.timeouts.set = 0};
	struct lvsdr_timeouts *timeouts;

	if (!host)
		return -EINVAL;
	if (!ret_timeouts)
		return error_set(host, -EINVAL, "describe", "timeouts", "an argument is NULL");
	timeouts = malloc(sizeof(*timeouts));
	if (!timeouts)
		return error_set(host, -ENOMEM, "describe", "timeouts", "out of memory");
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
	return object_set_number(&timeouts_class, timeouts, TCP, seconds);
}

int lvsdr_timeouts_set_tcp_fin(struct lvsdr_timeouts *timeouts, int32_t seconds)
{
	return object_set_number(&timeouts_class, timeouts, TCP_FIN, seconds);
}

int lvsdr_timeouts_set_udp(struct lvsdr_timeouts *timeouts, int32_t seconds)
{
	return object_set_number(&timeouts_class, timeouts, UDP, seconds);
}

static int32_t get_seconds(const struct lvsdr_timeouts *timeouts, unsigned int field,
			   uint32_t seconds)
{
	return timeouts->set & 1u << field ? (int32_t)seconds : -ENOENT;
}

int32_t lvsdr_timeouts_get_tcp(const struct lvsdr_timeouts *timeouts)
{
	return timeouts ? get_seconds(timeouts, TCP, timeouts->tcp) : -EINVAL;
}

int32_t lvsdr_timeouts_get_tcp_fin(const struct lvsdr_timeouts *timeouts)
{
	return timeouts ? get_seconds(timeouts, TCP_FIN, timeouts->tcp_fin) : -EINVAL;
}

int32_t lvsdr_timeouts_get_udp(const struct lvsdr_timeouts *timeouts)
{
	return timeouts ? get_seconds(timeouts, UDP, timeouts->udp) : -EINVAL;
}

static void describe(const union object *object, struct text *text)
{
	(void)object;
	text_add(text, "timeouts of IPVS");
}

static void command(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_timeouts *timeouts = &(after ? after : before)->timeouts;
	uint32_t set = timeouts->set;

	/* 0 leaves the kernel's. */
	text_add(text, "ipvsadm --set %u %u %u", set & 1u << TCP ? timeouts->tcp : 0,
		 set & 1u << TCP_FIN ? timeouts->tcp_fin : 0, set & 1u << UDP ? timeouts->udp : 0);
}

static int report(struct lvsdr *host, int result, const struct netlink_error *kernel,
		  const char *operation, const union object *object)
{
	struct text name = {0};

	describe(object, &name);
	return error_set_kernel(host, result, kernel, operation, name.data,
				result == -EOPNOTSUPP ? error_no_ipvs
				: result == -EINVAL
					? "the kernel rejects it: at 1000 clock ticks a second it "
					  "takes up to 2147483 seconds"
					: NULL);
}

static int take(const struct nlmsghdr *message, void *data)
{
	return ipvs_decode_timeouts(message, data);
}

static int ask_netlink(struct lvsdr *host, struct lvsdr_timeouts *ret_found,
		       struct netlink_error *ret_kernel)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];

	return transport_ipvs(&host->transport, ipvs_encode(buffer, IPVS_CMD_GET_CONFIG, 0), take,
			      ret_found, ret_kernel);
}

static int ask_options(struct lvsdr *host, struct lvsdr_timeouts *ret_found)
{
	struct ip_vs_timeout_user told;
	uint32_t length = sizeof(told);
	int error = transport_get_option(&host->transport, IP_VS_SO_GET_TIMEOUT, &told, &length);

	if (!error)
		option_get_timeouts(&told, ret_found);
	return error;
}

/* Always there: 1 or a code. */
static int read_timeouts(struct lvsdr *host, const char *operation, const union object *identity,
			 union object *ret_found)
{
	struct lvsdr_timeouts found = {.set = ~0u};
	struct netlink_error kernel;
	int error = transport_open_ipvs(&host->transport, &kernel);

	if (!error)
		error = host->transport.chosen == IPVS_OPTIONS ? ask_options(host, &found)
							       : ask_netlink(host, &found, &kernel);
	if (error)
		return report(host, error, &kernel, operation, identity);
	ret_found->timeouts = found;
	return 1;
}

static struct nlmsghdr *encode(void *buffer, const union object *before, const union object *after)
{
	return ipvs_encode_timeouts(buffer, &(after ? after : before)->timeouts);
}

static const char *to_option(struct option *option, const union object *before,
			     const union object *after)
{
	option->number = IP_VS_SO_SET_TIMEOUT;
	return option_put_timeouts(option, &(after ? after : before)->timeouts);
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
	.command = command,
	.read = read_timeouts,
	.encode = encode,
	.to_option = to_option,
	.report = report,
};

int lvsdr_timeouts_update(struct lvsdr *host, const struct lvsdr_timeouts *timeouts)
{
	return call_change(host, &timeouts_class, VERB_UPDATE, timeouts);
}

int lvsdr_timeouts_read(struct lvsdr *host, struct lvsdr_timeouts *timeouts)
{
	return call_read(host, &timeouts_class, timeouts);
}

int lvsdr_plan_update_timeouts(struct lvsdr_plan *plan, const struct lvsdr_timeouts *timeouts)
{
	return call_plan(plan, &timeouts_class, VERB_UPDATE, timeouts);
}
