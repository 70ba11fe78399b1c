// SPDX-License-Identifier: LGPL-2.1-or-later
#include "../check.h"
#include "codec/ipvs/ipvs.h"
#include "libnl-opinion.h"
#include "util/device.h"

#include <arpa/inet.h>
#include <netlink/genl/genl.h>

/* ---- Questions. */

static void need(int result)
{
	assert_int_equal(result, 0);
}

struct nl_msg *opinion_begin(uint8_t command, int flags)
{
	struct nl_msg *message = nlmsg_alloc_size(IPVS_REQUEST_SIZE);

	assert_non_null(message);
	assert_non_null(genlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, 0, 0, flags, command,
				    IPVS_GENL_VERSION));
	return message;
}

static struct nlattr *begin_nest(struct nl_msg *message, int type)
{
	struct nlattr *nest = nla_nest_start(message, type);

	assert_non_null(nest);
	return nest;
}

void opinion_put_service(struct nl_msg *message, const struct lvsdr_service *service, bool whole)
{
	struct nlattr *nest = begin_nest(message, IPVS_CMD_ATTR_SERVICE);
	struct ip_vs_flags flags = {.flags = service->flags, .mask = 0xffffffff};

	need(nla_put_u16(message, IPVS_SVC_ATTR_AF, service->address.family));
	if (service->fwmark) {
		need(nla_put_u32(message, IPVS_SVC_ATTR_FWMARK, service->fwmark));
	} else {
		need(nla_put_u16(message, IPVS_SVC_ATTR_PROTOCOL, service->protocol));
		need(nla_put(message, IPVS_SVC_ATTR_ADDR, 16, service->address.bytes));
		need(nla_put_u16(message, IPVS_SVC_ATTR_PORT, htons(service->port)));
	}
	if (whole) {
		if (service->persistence)
			flags.flags |= IP_VS_SVC_F_PERSISTENT;
		need(nla_put_string(message, IPVS_SVC_ATTR_SCHED_NAME, service->scheduler));
		need(nla_put(message, IPVS_SVC_ATTR_FLAGS, sizeof(flags), &flags));
		need(nla_put_u32(message, IPVS_SVC_ATTR_TIMEOUT, service->persistence));
		need(nla_put_u32(message, IPVS_SVC_ATTR_NETMASK, service->netmask));
		if (*service->persistence_engine)
			need(nla_put_string(message, IPVS_SVC_ATTR_PE_NAME,
					    service->persistence_engine));
	}
	need(nla_nest_end(message, nest));
}

void opinion_put_dest(struct nl_msg *message, const struct lvsdr_dest *dest, bool whole)
{
	struct nlattr *nest = begin_nest(message, IPVS_CMD_ATTR_DEST);

	need(nla_put(message, IPVS_DEST_ATTR_ADDR, 16, dest->address.bytes));
	need(nla_put_u16(message, IPVS_DEST_ATTR_PORT, htons(dest->port)));
	if (whole) {
		need(nla_put_u32(message, IPVS_DEST_ATTR_FWD_METHOD, (uint32_t)dest->forwarding));
		need(nla_put_u32(message, IPVS_DEST_ATTR_WEIGHT, (uint32_t)dest->weight));
		need(nla_put_u32(message, IPVS_DEST_ATTR_U_THRESH, dest->upper_threshold));
		need(nla_put_u32(message, IPVS_DEST_ATTR_L_THRESH, dest->lower_threshold));
	}
	need(nla_put_u16(message, IPVS_DEST_ATTR_ADDR_FAMILY, dest->address.family));
	if (whole) {
		need(nla_put_u8(message, IPVS_DEST_ATTR_TUN_TYPE, dest->tunnel_type));
		need(nla_put_u16(message, IPVS_DEST_ATTR_TUN_PORT, htons(dest->tunnel_port)));
		need(nla_put_u16(message, IPVS_DEST_ATTR_TUN_FLAGS, dest->tunnel_flags));
	}
	need(nla_nest_end(message, nest));
}

/* What is 0 is left to the kernel. */
void opinion_put_sync_daemon(struct nl_msg *message, const struct lvsdr_sync_daemon *daemon,
			     bool whole)
{
	struct nlattr *nest = begin_nest(message, IPVS_CMD_ATTR_DAEMON);

	need(nla_put_u32(message, IPVS_DAEMON_ATTR_STATE, daemon->role));
	if (whole) {
		need(nla_put_string(message, IPVS_DAEMON_ATTR_MCAST_IFN, daemon->device));
		need(nla_put_u32(message, IPVS_DAEMON_ATTR_SYNC_ID, daemon->sync_id));
		if (daemon->max_length)
			need(nla_put_u16(message, IPVS_DAEMON_ATTR_SYNC_MAXLEN,
					 daemon->max_length));
		if (daemon->group.family == AF_INET)
			need(nla_put(message, IPVS_DAEMON_ATTR_MCAST_GROUP, 4,
				     daemon->group.bytes));
		if (daemon->group.family == AF_INET6)
			need(nla_put(message, IPVS_DAEMON_ATTR_MCAST_GROUP6, 16,
				     daemon->group.bytes));
		if (daemon->port)
			need(nla_put_u16(message, IPVS_DAEMON_ATTR_MCAST_PORT, daemon->port));
		if (daemon->ttl)
			need(nla_put_u8(message, IPVS_DAEMON_ATTR_MCAST_TTL, daemon->ttl));
	}
	need(nla_nest_end(message, nest));
}

void opinion_put_timeouts(struct nl_msg *message, const struct lvsdr_timeouts *timeouts)
{
	need(nla_put_u32(message, IPVS_CMD_ATTR_TIMEOUT_TCP, timeouts->tcp));
	need(nla_put_u32(message, IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, timeouts->tcp_fin));
	need(nla_put_u32(message, IPVS_CMD_ATTR_TIMEOUT_UDP, timeouts->udp));
}

/* ---- Answers. */

static const struct nla_policy service_policy[IPVS_SVC_ATTR_MAX + 1] = {
	[IPVS_SVC_ATTR_AF] = {.type = NLA_U16},      [IPVS_SVC_ATTR_PROTOCOL] = {.type = NLA_U16},
	[IPVS_SVC_ATTR_ADDR] = {.minlen = 16},       [IPVS_SVC_ATTR_PORT] = {.type = NLA_U16},
	[IPVS_SVC_ATTR_FWMARK] = {.type = NLA_U32},  [IPVS_SVC_ATTR_SCHED_NAME] = {.minlen = 1},
	[IPVS_SVC_ATTR_FLAGS] = {.type = NLA_U32},   [IPVS_SVC_ATTR_TIMEOUT] = {.type = NLA_U32},
	[IPVS_SVC_ATTR_NETMASK] = {.type = NLA_U32}, [IPVS_SVC_ATTR_PE_NAME] = {.minlen = 1},
};

static const struct nla_policy dest_policy[IPVS_DEST_ATTR_MAX + 1] = {
	[IPVS_DEST_ATTR_ADDR] = {.minlen = 16},
	[IPVS_DEST_ATTR_PORT] = {.type = NLA_U16},
	[IPVS_DEST_ATTR_FWD_METHOD] = {.type = NLA_U32},
	[IPVS_DEST_ATTR_WEIGHT] = {.type = NLA_U32},
	[IPVS_DEST_ATTR_U_THRESH] = {.type = NLA_U32},
	[IPVS_DEST_ATTR_L_THRESH] = {.type = NLA_U32},
	[IPVS_DEST_ATTR_ADDR_FAMILY] = {.type = NLA_U16},
	[IPVS_DEST_ATTR_TUN_TYPE] = {.type = NLA_U8},
	[IPVS_DEST_ATTR_TUN_PORT] = {.type = NLA_U16},
	[IPVS_DEST_ATTR_TUN_FLAGS] = {.type = NLA_U16},
};

static const struct nla_policy daemon_policy[IPVS_DAEMON_ATTR_MAX + 1] = {
	[IPVS_DAEMON_ATTR_STATE] = {.type = NLA_U32},
	[IPVS_DAEMON_ATTR_MCAST_IFN] = {.minlen = 1},
	[IPVS_DAEMON_ATTR_SYNC_ID] = {.type = NLA_U32},
	[IPVS_DAEMON_ATTR_SYNC_MAXLEN] = {.type = NLA_U16},
	[IPVS_DAEMON_ATTR_MCAST_GROUP] = {.minlen = 4},
	[IPVS_DAEMON_ATTR_MCAST_GROUP6] = {.minlen = 16},
	[IPVS_DAEMON_ATTR_MCAST_PORT] = {.type = NLA_U16},
	[IPVS_DAEMON_ATTR_MCAST_TTL] = {.type = NLA_U8},
};

static const struct nla_policy timeouts_policy[IPVS_CMD_ATTR_MAX + 1] = {
	[IPVS_CMD_ATTR_TIMEOUT_TCP] = {.type = NLA_U32},
	[IPVS_CMD_ATTR_TIMEOUT_TCP_FIN] = {.type = NLA_U32},
	[IPVS_CMD_ATTR_TIMEOUT_UDP] = {.type = NLA_U32},
};

static const struct nla_policy info_policy[IPVS_INFO_ATTR_MAX + 1] = {
	[IPVS_INFO_ATTR_VERSION] = {.type = NLA_U32},
	[IPVS_INFO_ATTR_CONN_TAB_SIZE] = {.type = NLA_U32},
};

/* The counters of a nest, and where each goes. */
static const int stats_counters[IPVS_STATS_ATTR_MAX + 1] = {
	[IPVS_STATS_ATTR_CONNS] = LVSDR_COUNTER_CONNECTIONS,
	[IPVS_STATS_ATTR_INPKTS] = LVSDR_COUNTER_INCOMING_PACKETS,
	[IPVS_STATS_ATTR_OUTPKTS] = LVSDR_COUNTER_OUTGOING_PACKETS,
	[IPVS_STATS_ATTR_INBYTES] = LVSDR_COUNTER_INCOMING_BYTES,
	[IPVS_STATS_ATTR_OUTBYTES] = LVSDR_COUNTER_OUTGOING_BYTES,
	[IPVS_STATS_ATTR_CPS] = LVSDR_COUNTER_CONNECTION_RATE,
	[IPVS_STATS_ATTR_INPPS] = LVSDR_COUNTER_INCOMING_PACKET_RATE,
	[IPVS_STATS_ATTR_OUTPPS] = LVSDR_COUNTER_OUTGOING_PACKET_RATE,
	[IPVS_STATS_ATTR_INBPS] = LVSDR_COUNTER_INCOMING_BYTE_RATE,
	[IPVS_STATS_ATTR_OUTBPS] = LVSDR_COUNTER_OUTGOING_BYTE_RATE,
};

static bool parse(struct nlattr *tb[], int highest, struct nlattr *head, int length,
		  const struct nla_policy *policy)
{
	struct nlattr *attribute;
	int left;

	if (nla_parse(tb, highest, head, length, policy) < 0)
		return false;
	nla_for_each_attr(attribute, head, length, left)
		;
	return left <= 0;
}

static bool parse_nest(struct nlattr *tb[], int highest, struct nlattr *nest,
		       const struct nla_policy *policy)
{
	return parse(tb, highest, nla_data(nest), nla_len(nest), policy);
}

static bool parse_message(struct nlattr *tb[], int highest, struct nlmsghdr *message,
			  const struct nla_policy *policy)
{
	return genlmsg_valid_hdr(message, 0) &&
	       parse(tb, highest, genlmsg_attrdata(genlmsg_hdr(message), 0),
		     genlmsg_attrlen(genlmsg_hdr(message), 0), policy);
}

static struct nlattr *outer_nest(struct nlmsghdr *message, int type)
{
	struct nlattr *tb[IPVS_CMD_ATTR_MAX + 1];

	return parse_message(tb, IPVS_CMD_ATTR_MAX, message, NULL) ? tb[type] : NULL;
}

static void take_u8(uint8_t *at, const struct nlattr *attribute)
{
	if (attribute)
		*at = nla_get_u8(attribute);
}

static void take_u16(uint16_t *at, const struct nlattr *attribute)
{
	if (attribute)
		*at = nla_get_u16(attribute);
}

static void take_be16(uint16_t *at, const struct nlattr *attribute)
{
	if (attribute)
		*at = ntohs(nla_get_u16(attribute));
}

static void take_u32(void *at, const struct nlattr *attribute)
{
	uint32_t value = attribute ? nla_get_u32(attribute) : 0;

	if (attribute)
		memcpy(at, &value, sizeof(value));
}

static void take_bytes(void *at, const struct nlattr *attribute, int count)
{
	if (attribute)
		nla_memcpy(at, attribute, count);
}

/* What is too long is cut, and nothing stays behind the first NUL. */
static void take_text(char *at, const struct nlattr *attribute, size_t size)
{
	if (!attribute)
		return;
	nla_strlcpy(at, attribute, size);
	memset(at + strlen(at), 0, size - strlen(at));
}

static void take_family(struct address *address, const struct nlattr *attribute)
{
	if (attribute)
		address->family = (uint8_t)nla_get_u16(attribute);
}

/* Of 32 or 64 bits. */
static bool take_counter(uint64_t *at, const struct nlattr *attribute)
{
	if (!attribute)
		return true;
	if (nla_len(attribute) < 4)
		return false;
	*at = nla_len(attribute) >= 8 ? nla_get_u64((struct nlattr *)(uintptr_t)attribute)
				      : nla_get_u32(attribute);
	return true;
}

/* The wider one counts. */
static bool take_stats(struct counters *counters, struct nlattr *narrow, struct nlattr *wide)
{
	static const struct nla_policy stats_policy[IPVS_STATS_ATTR_MAX + 1] = {
		[IPVS_STATS_ATTR_CONNS... IPVS_STATS_ATTR_OUTBPS] = {.minlen = 4},
	};
	struct nlattr *tb[IPVS_STATS_ATTR_MAX + 1], *nest = wide ? wide : narrow;

	if (!nest)
		return true;
	if (!parse_nest(tb, IPVS_STATS_ATTR_MAX, nest, stats_policy))
		return false;
	for (int type = IPVS_STATS_ATTR_CONNS; type <= IPVS_STATS_ATTR_OUTBPS; type++)
		take_counter(&counters->value[stats_counters[type]], tb[type]);
	return true;
}

bool opinion_of_service(struct nlmsghdr *message, struct lvsdr_service *service,
			struct counters *counters)
{
	struct nlattr *nest = outer_nest(message, IPVS_CMD_ATTR_SERVICE);
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];

	*service = (struct lvsdr_service){.set = ~0u};
	if (!nest || !parse_nest(tb, IPVS_SVC_ATTR_MAX, nest, service_policy))
		return false;
	take_family(&service->address, tb[IPVS_SVC_ATTR_AF]);
	take_u16(&service->protocol, tb[IPVS_SVC_ATTR_PROTOCOL]);
	take_bytes(service->address.bytes, tb[IPVS_SVC_ATTR_ADDR], 16);
	take_be16(&service->port, tb[IPVS_SVC_ATTR_PORT]);
	take_u32(&service->fwmark, tb[IPVS_SVC_ATTR_FWMARK]);
	take_text(service->scheduler, tb[IPVS_SVC_ATTR_SCHED_NAME], sizeof(service->scheduler));
	take_u32(&service->flags, tb[IPVS_SVC_ATTR_FLAGS]);
	take_u32(&service->persistence, tb[IPVS_SVC_ATTR_TIMEOUT]);
	take_u32(&service->netmask, tb[IPVS_SVC_ATTR_NETMASK]);
	take_text(service->persistence_engine, tb[IPVS_SVC_ATTR_PE_NAME],
		  sizeof(service->persistence_engine));
	service->flags &= ~(uint32_t)IP_VS_SVC_F_HASHED;
	/* The seconds mean nothing without their flag, and say it where there are some. */
	if (!(service->flags & IP_VS_SVC_F_PERSISTENT))
		service->persistence = 0;
	if (service->persistence)
		service->flags &= ~(uint32_t)IP_VS_SVC_F_PERSISTENT;
	return !counters ||
	       take_stats(counters, tb[IPVS_SVC_ATTR_STATS], tb[IPVS_SVC_ATTR_STATS64]);
}

bool opinion_of_dest(struct nlmsghdr *message, uint8_t family, struct lvsdr_dest *dest,
		     struct counters *counters)
{
	struct nlattr *nest = outer_nest(message, IPVS_CMD_ATTR_DEST);
	struct nlattr *tb[IPVS_DEST_ATTR_MAX + 1];

	*dest = (struct lvsdr_dest){.set = ~0u, .address.family = family};
	if (!nest || !parse_nest(tb, IPVS_DEST_ATTR_MAX, nest, dest_policy))
		return false;
	take_bytes(dest->address.bytes, tb[IPVS_DEST_ATTR_ADDR], 16);
	take_be16(&dest->port, tb[IPVS_DEST_ATTR_PORT]);
	take_u32(&dest->forwarding, tb[IPVS_DEST_ATTR_FWD_METHOD]);
	take_u32(&dest->weight, tb[IPVS_DEST_ATTR_WEIGHT]);
	take_u32(&dest->upper_threshold, tb[IPVS_DEST_ATTR_U_THRESH]);
	take_u32(&dest->lower_threshold, tb[IPVS_DEST_ATTR_L_THRESH]);
	take_family(&dest->address, tb[IPVS_DEST_ATTR_ADDR_FAMILY]);
	take_u8(&dest->tunnel_type, tb[IPVS_DEST_ATTR_TUN_TYPE]);
	take_be16(&dest->tunnel_port, tb[IPVS_DEST_ATTR_TUN_PORT]);
	take_u16(&dest->tunnel_flags, tb[IPVS_DEST_ATTR_TUN_FLAGS]);
	return !counters ||
	       (take_counter(&counters->value[LVSDR_COUNTER_ACTIVE_CONNECTIONS],
			     tb[IPVS_DEST_ATTR_ACTIVE_CONNS]) &&
		take_counter(&counters->value[LVSDR_COUNTER_INACTIVE_CONNECTIONS],
			     tb[IPVS_DEST_ATTR_INACT_CONNS]) &&
		take_counter(&counters->value[LVSDR_COUNTER_PERSISTENT_CONNECTIONS],
			     tb[IPVS_DEST_ATTR_PERSIST_CONNS]) &&
		take_stats(counters, tb[IPVS_DEST_ATTR_STATS], tb[IPVS_DEST_ATTR_STATS64]));
}

bool opinion_of_timeouts(struct nlmsghdr *message, struct lvsdr_timeouts *timeouts)
{
	struct nlattr *tb[IPVS_CMD_ATTR_MAX + 1];

	*timeouts = (struct lvsdr_timeouts){.set = 0};
	if (!parse_message(tb, IPVS_CMD_ATTR_MAX, message, timeouts_policy))
		return false;
	take_u32(&timeouts->tcp, tb[IPVS_CMD_ATTR_TIMEOUT_TCP]);
	take_u32(&timeouts->tcp_fin, tb[IPVS_CMD_ATTR_TIMEOUT_TCP_FIN]);
	take_u32(&timeouts->udp, tb[IPVS_CMD_ATTR_TIMEOUT_UDP]);
	return true;
}

/* A kernel always tells its version. */
bool opinion_of_info(struct nlmsghdr *message, uint32_t *version, uint32_t *size)
{
	struct nlattr *tb[IPVS_INFO_ATTR_MAX + 1];

	*version = *size = 0;
	if (!parse_message(tb, IPVS_INFO_ATTR_MAX, message, info_policy))
		return false;
	take_u32(version, tb[IPVS_INFO_ATTR_VERSION]);
	take_u32(size, tb[IPVS_INFO_ATTR_CONN_TAB_SIZE]);
	return *version;
}

/* Of two groups the last counts, as of two attributes of a kind. */
static void take_group(struct address *group, const struct nlattr *ipv4, const struct nlattr *ipv6)
{
	if (!ipv4 && !ipv6)
		return;
	*group = (struct address){.family = ipv6 > ipv4 ? AF_INET6 : AF_INET};
	take_bytes(group->bytes, ipv6 > ipv4 ? ipv6 : ipv4, ipv6 > ipv4 ? 16 : 4);
}

/* What a kernel before 4.3 does not tell is what it has. */
bool opinion_of_daemon(struct nlmsghdr *message, struct lvsdr_sync_daemon *daemon)
{
	struct nlattr *nest = outer_nest(message, IPVS_CMD_ATTR_DAEMON);
	struct nlattr *tb[IPVS_DAEMON_ATTR_MAX + 1];

	*daemon = (struct lvsdr_sync_daemon){
		.set = ~0u, .port = 8848, .ttl = 1, .group = {AF_INET, {224, 0, 0, 81}}};
	if (!nest || !parse_nest(tb, IPVS_DAEMON_ATTR_MAX, nest, daemon_policy))
		return false;
	take_u32(&daemon->role, tb[IPVS_DAEMON_ATTR_STATE]);
	take_text(daemon->device, tb[IPVS_DAEMON_ATTR_MCAST_IFN], sizeof(daemon->device));
	take_u32(&daemon->sync_id, tb[IPVS_DAEMON_ATTR_SYNC_ID]);
	take_u16(&daemon->max_length, tb[IPVS_DAEMON_ATTR_SYNC_MAXLEN]);
	take_group(&daemon->group, tb[IPVS_DAEMON_ATTR_MCAST_GROUP],
		   tb[IPVS_DAEMON_ATTR_MCAST_GROUP6]);
	take_u16(&daemon->port, tb[IPVS_DAEMON_ATTR_MCAST_PORT]);
	take_u8(&daemon->ttl, tb[IPVS_DAEMON_ATTR_MCAST_TTL]);
	return daemon->role && !device_wrong(daemon->device);
}
