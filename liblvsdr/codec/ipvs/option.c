// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/option.h"

#include <arpa/inet.h>
#include <string.h>

static const char no_ipv6[] = "socket options do not support IPv6";

/* The fields that the structures have room for; any other one has to have its default. */
enum {
	SERVICE_FIELDS = 1 << SERVICE_SCHEDULER | 1 << SERVICE_SCHEDULER_FLAGS |
			 1 << SERVICE_ONE_PACKET | 1 << SERVICE_OTHER_FLAGS |
			 1 << SERVICE_PERSISTENCE | 1 << SERVICE_NETMASK,
	DEST_FIELDS = 1 << DEST_FORWARDING | 1 << DEST_WEIGHT | 1 << DEST_UPPER | 1 << DEST_LOWER,
	SYNC_DAEMON_FIELDS = 1 << SYNC_DAEMON_DEVICE | 1 << SYNC_DAEMON_SYNC_ID,
};

static bool fits(const struct object_class *class, const void *object, uint32_t room)
{
	union object defaults;

	object_copy(class, &defaults, object);
	class->set_defaults(&defaults);
	for (unsigned int i = 0; i < class->fields.count; i++)
		if (!class->fields.field[i].identity && !(room & 1u << i) &&
		    !field_has_default(&class->fields, i, object, &defaults))
			return false;
	return true;
}

static uint32_t get_ipv4(const struct address *address)
{
	uint32_t ipv4;

	memcpy(&ipv4, address->bytes, sizeof(ipv4));
	return ipv4;
}

static void set_ipv4(struct address *address, uint32_t ipv4)
{
	address->family = AF_INET;
	memcpy(address->bytes, &ipv4, sizeof(ipv4));
}

static bool is_known_protocol(uint16_t protocol)
{
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == IPPROTO_SCTP;
}

/* The identity of a service is at the beginning of all three structures, in the same members. */
#define SAME_PLACE(member)                                                                         \
	_Static_assert(offsetof(struct ip_vs_service_user, member) ==                              \
				       offsetof(struct ip_vs_get_dests, member) &&                 \
			       offsetof(struct ip_vs_service_user, member) ==                      \
				       offsetof(struct ip_vs_service_entry, member),               \
		       #member " stands elsewhere")
SAME_PLACE(protocol);
SAME_PLACE(addr);
SAME_PLACE(port);
SAME_PLACE(fwmark);

static void name_service(void *to, const struct lvsdr_service *service)
{
	const struct ip_vs_service_user name = {
		/* The kernel looks at the protocol even where a mark makes it meaningless. */
		.protocol = service->fwmark ? IPPROTO_TCP : service->protocol,
		.addr = get_ipv4(&service->address),
		.port = htons(service->port),
		.fwmark = service->fwmark,
	};

	memcpy(to, &name, offsetof(struct ip_vs_service_user, sched_name));
}

const char *option_put_service(struct socket_option *option, const struct lvsdr_service *service,
			       bool complete)
{
	struct ip_vs_service_user *to = &option->service;

	if (service->address.family != AF_INET)
		return no_ipv6;
	if (!service->fwmark && !is_known_protocol(service->protocol))
		return "socket options support no protocols but TCP, UDP and SCTP";
	if (complete && !fits(&service_class, service, SERVICE_FIELDS))
		return "socket options support scheduler, flags, persistence and its netmask of a "
		       "service, and nothing else";
	memset(to, 0, sizeof(*to));
	name_service(to, service);
	if (complete) {
		memcpy(to->sched_name, service->scheduler, sizeof(to->sched_name));
		to->flags = service_wire_flags(service);
		to->timeout = service->persistence;
		to->netmask = service->netmask;
	}
	option->length = sizeof(*to);
	return NULL;
}

const char *option_put_dest(struct socket_option *option, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest, bool complete)
{
	struct ip_vs_dest_user *to = &option->dest;
	const char *wrong = option_put_service(option, service, false);

	if (wrong)
		return wrong;
	if (dest->address.family != AF_INET)
		return no_ipv6;
	if (complete && !fits(&dest_class, dest, DEST_FIELDS))
		return "socket options support forwarding method, weight and thresholds of a "
		       "destination, and nothing else";
	memset(to, 0, sizeof(*to));
	to->addr = get_ipv4(&dest->address);
	to->port = htons(dest->port);
	if (complete) {
		to->conn_flags = (unsigned int)dest->forwarding;
		to->weight = dest->weight;
		to->u_threshold = dest->upper_threshold;
		to->l_threshold = dest->lower_threshold;
	}
	option->length = sizeof(option->service) + sizeof(*to);
	return NULL;
}

const char *option_put_sync_daemon(struct socket_option *option,
				   const struct lvsdr_sync_daemon *daemon, bool complete)
{
	struct ip_vs_daemon_user *to = &option->daemon;

	if (complete && !fits(&sync_daemon_class, daemon, SYNC_DAEMON_FIELDS))
		return "socket options support device and sync ID of a sync daemon, and nothing "
		       "else";
	memset(to, 0, sizeof(*to));
	to->state = (int)daemon->role;
	if (complete) {
		memcpy(to->mcast_ifn, daemon->device, sizeof(to->mcast_ifn) - 1);
		to->syncid = (int)daemon->sync_id;
	}
	option->length = sizeof(*to);
	return NULL;
}

const char *option_put_timeouts(struct socket_option *option, const struct lvsdr_timeouts *timeouts)
{
	option->timeouts = (struct ip_vs_timeout_user){.tcp_timeout = (int)timeouts->tcp,
						       .tcp_fin_timeout = (int)timeouts->tcp_fin,
						       .udp_timeout = (int)timeouts->udp};
	option->length = sizeof(option->timeouts);
	return NULL;
}

void option_name_service(struct ip_vs_service_entry *entry, const struct lvsdr_service *service)
{
	name_service(entry, service);
}

void option_name_dests(struct ip_vs_get_dests *head, const struct lvsdr_service *service)
{
	name_service(head, service);
}

static void get_counters(const struct ip_vs_stats_user *from, struct counters *counters)
{
	counters->value[LVSDR_COUNTER_CONNECTIONS] = from->conns;
	counters->value[LVSDR_COUNTER_INCOMING_PACKETS] = from->inpkts;
	counters->value[LVSDR_COUNTER_OUTGOING_PACKETS] = from->outpkts;
	counters->value[LVSDR_COUNTER_INCOMING_BYTES] = from->inbytes;
	counters->value[LVSDR_COUNTER_OUTGOING_BYTES] = from->outbytes;
	counters->value[LVSDR_COUNTER_CONNECTION_RATE] = from->cps;
	counters->value[LVSDR_COUNTER_INCOMING_PACKET_RATE] = from->inpps;
	counters->value[LVSDR_COUNTER_OUTGOING_PACKET_RATE] = from->outpps;
	counters->value[LVSDR_COUNTER_INCOMING_BYTE_RATE] = from->inbps;
	counters->value[LVSDR_COUNTER_OUTGOING_BYTE_RATE] = from->outbps;
}

void option_get_service(const struct ip_vs_service_entry *entry, struct lvsdr_service *ret_service,
			struct counters *ret_counters)
{
	memset(ret_service, 0, sizeof(*ret_service));
	ret_service->set = ~0u;
	ret_service->address.family = AF_INET;
	ret_service->fwmark = entry->fwmark;
	if (!entry->fwmark) {
		set_ipv4(&ret_service->address, entry->addr);
		ret_service->protocol = entry->protocol;
		ret_service->port = ntohs(entry->port);
	}
	memcpy(ret_service->scheduler, entry->sched_name,
	       strnlen(entry->sched_name, sizeof(ret_service->scheduler) - 1));
	ret_service->flags = entry->flags & ~(uint32_t)IP_VS_SVC_F_HASHED;
	ret_service->persistence = entry->timeout;
	ret_service->netmask = entry->netmask;
	service_take_wire_flags(ret_service);
	if (ret_counters)
		get_counters(&entry->stats, ret_counters);
}

void option_get_dest(const struct ip_vs_dest_entry *entry, struct lvsdr_dest *ret_dest,
		     struct counters *ret_counters)
{
	memset(ret_dest, 0, sizeof(*ret_dest));
	ret_dest->set = ~0u;
	set_ipv4(&ret_dest->address, entry->addr);
	ret_dest->port = ntohs(entry->port);
	ret_dest->forwarding = (int32_t)(entry->conn_flags & IP_VS_CONN_F_FWD_MASK);
	ret_dest->weight = entry->weight;
	ret_dest->upper_threshold = entry->u_threshold;
	ret_dest->lower_threshold = entry->l_threshold;
	if (!ret_counters)
		return;
	get_counters(&entry->stats, ret_counters);
	ret_counters->value[LVSDR_COUNTER_ACTIVE_CONNECTIONS] = entry->activeconns;
	ret_counters->value[LVSDR_COUNTER_INACTIVE_CONNECTIONS] = entry->inactconns;
	ret_counters->value[LVSDR_COUNTER_PERSISTENT_CONNECTIONS] = entry->persistconns;
}

void option_get_timeouts(const struct ip_vs_timeout_user *from, struct lvsdr_timeouts *ret_timeouts)
{
	ret_timeouts->tcp = (uint32_t)from->tcp_timeout;
	ret_timeouts->tcp_fin = (uint32_t)from->tcp_fin_timeout;
	ret_timeouts->udp = (uint32_t)from->udp_timeout;
}

void option_get_sync_daemon(const struct ip_vs_daemon_user *from,
			    struct lvsdr_sync_daemon *ret_daemon)
{
	memset(ret_daemon, 0, sizeof(*ret_daemon));
	ret_daemon->set = ~0u;
	sync_daemon_set_defaults(ret_daemon);
	ret_daemon->role = (uint32_t)from->state;
	ret_daemon->sync_id = (uint32_t)from->syncid;
	memcpy(ret_daemon->device, from->mcast_ifn,
	       strnlen(from->mcast_ifn, sizeof(from->mcast_ifn) - 1));
}
