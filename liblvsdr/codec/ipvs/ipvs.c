// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/ipvs.h"

#include "codec/ipvs/attribute.h"
#include "util/attributes.h"
#include "util/device.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <string.h>

#define SERVICE_ATTRIBUTE(type, wire, presence, member)                                            \
	[IPVS_SVC_ATTR_##type] =                                                                   \
		ATTRIBUTE(WIRE_##wire, PRESENT_##presence, struct lvsdr_service, member)
#define DEST_ATTRIBUTE(type, wire, presence, member)                                               \
	[IPVS_DEST_ATTR_##type] =                                                                  \
		ATTRIBUTE(WIRE_##wire, PRESENT_##presence, struct lvsdr_dest, member)
#define TIMEOUT_ATTRIBUTE(type, member)                                                            \
	[IPVS_CMD_ATTR_TIMEOUT_##type] =                                                           \
		ATTRIBUTE(WIRE_U32, PRESENT_COMPLETE, struct lvsdr_timeouts, member)
#define DAEMON_ATTRIBUTE(type, wire, presence, member)                                             \
	[IPVS_DAEMON_ATTR_##type] =                                                                \
		ATTRIBUTE(WIRE_##wire, PRESENT_##presence, struct lvsdr_sync_daemon, member)
#define COUNTER_ATTRIBUTE(type, counter)                                                           \
	[type] = ATTRIBUTE(WIRE_COUNTER, PRESENT_REPLY, struct counters,                           \
			   value[LVSDR_COUNTER_##counter])

static const struct attribute service_attributes[] = {
	SERVICE_ATTRIBUTE(AF, FAMILY, IDENTITY, address),
	SERVICE_ATTRIBUTE(PROTOCOL, U16, BY_ADDRESS, protocol),
	SERVICE_ATTRIBUTE(ADDR, ADDRESS, BY_ADDRESS, address),
	SERVICE_ATTRIBUTE(PORT, BE16, BY_ADDRESS, port),
	SERVICE_ATTRIBUTE(FWMARK, U32, BY_FWMARK, fwmark),
	SERVICE_ATTRIBUTE(SCHED_NAME, TEXT, COMPLETE, scheduler),
	SERVICE_ATTRIBUTE(FLAGS, FLAGS, COMPLETE, flags),
	SERVICE_ATTRIBUTE(TIMEOUT, U32, COMPLETE, persistence),
	SERVICE_ATTRIBUTE(NETMASK, U32, COMPLETE, netmask),
	SERVICE_ATTRIBUTE(PE_NAME, TEXT, IF_ANY, persistence_engine),
};

static const struct attribute dest_attributes[] = {
	DEST_ATTRIBUTE(ADDR, ADDRESS, IDENTITY, address),
	DEST_ATTRIBUTE(PORT, BE16, IDENTITY, port),
	DEST_ATTRIBUTE(FWD_METHOD, U32, COMPLETE, forwarding),
	DEST_ATTRIBUTE(WEIGHT, U32, COMPLETE, weight),
	DEST_ATTRIBUTE(U_THRESH, U32, COMPLETE, upper_threshold),
	DEST_ATTRIBUTE(L_THRESH, U32, COMPLETE, lower_threshold),
	DEST_ATTRIBUTE(ADDR_FAMILY, FAMILY, IDENTITY, address),
	DEST_ATTRIBUTE(TUN_TYPE, U8, COMPLETE, tunnel_type),
	DEST_ATTRIBUTE(TUN_PORT, BE16, COMPLETE, tunnel_port),
	DEST_ATTRIBUTE(TUN_FLAGS, U16, COMPLETE, tunnel_flags),
};

static const struct attribute timeouts_attributes[] = {
	TIMEOUT_ATTRIBUTE(TCP, tcp),
	TIMEOUT_ATTRIBUTE(TCP_FIN, tcp_fin),
	TIMEOUT_ATTRIBUTE(UDP, udp),
};

static const struct attribute daemon_attributes[] = {
	DAEMON_ATTRIBUTE(STATE, U32, IDENTITY, role),
	DAEMON_ATTRIBUTE(MCAST_IFN, TEXT, COMPLETE, device),
	DAEMON_ATTRIBUTE(SYNC_ID, U32, COMPLETE, sync_id),
	DAEMON_ATTRIBUTE(SYNC_MAXLEN, U16, IF_ANY, max_length),
	DAEMON_ATTRIBUTE(MCAST_GROUP, IPV4, IF_IPV4, group),
	DAEMON_ATTRIBUTE(MCAST_GROUP6, IPV6, IF_IPV6, group),
	DAEMON_ATTRIBUTE(MCAST_PORT, U16, IF_ANY, port),
	DAEMON_ATTRIBUTE(MCAST_TTL, U8, IF_ANY, ttl),
};

static const struct attribute info_attributes[] = {
	[IPVS_INFO_ATTR_VERSION] = ATTRIBUTE(WIRE_U32, PRESENT_REPLY, struct ipvs_info, version),
	[IPVS_INFO_ATTR_CONN_TAB_SIZE] =
		ATTRIBUTE(WIRE_U32, PRESENT_REPLY, struct ipvs_info, connection_table_size),
};

static const struct attribute connection_attributes[] = {
	COUNTER_ATTRIBUTE(IPVS_DEST_ATTR_ACTIVE_CONNS, ACTIVE_CONNECTIONS),
	COUNTER_ATTRIBUTE(IPVS_DEST_ATTR_INACT_CONNS, INACTIVE_CONNECTIONS),
	COUNTER_ATTRIBUTE(IPVS_DEST_ATTR_PERSIST_CONNS, PERSISTENT_CONNECTIONS),
};

static const struct attribute counter_attributes[] = {
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_CONNS, CONNECTIONS),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_INPKTS, INCOMING_PACKETS),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_OUTPKTS, OUTGOING_PACKETS),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_INBYTES, INCOMING_BYTES),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_OUTBYTES, OUTGOING_BYTES),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_CPS, CONNECTION_RATE),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_INPPS, INCOMING_PACKET_RATE),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_OUTPPS, OUTGOING_PACKET_RATE),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_INBPS, INCOMING_BYTE_RATE),
	COUNTER_ATTRIBUTE(IPVS_STATS_ATTR_OUTBPS, OUTGOING_BYTE_RATE),
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static bool is_zero(const char *at, size_t size)
{
	while (size && !*at)
		at++, size--;
	return !size;
}

static bool wanted(const struct attribute *attribute, const void *object, uint32_t fwmark,
		   bool complete)
{
	const char *value = (const char *)object + attribute->offset;

	switch (attribute->presence) {
	case PRESENT_IDENTITY:
		return attribute->wire != WIRE_NONE;
	case PRESENT_BY_ADDRESS:
		return !fwmark;
	case PRESENT_BY_FWMARK:
		return fwmark;
	case PRESENT_COMPLETE:
		return complete;
	case PRESENT_IF_ANY:
		return complete && !is_zero(value, attribute->size);
	case PRESENT_IF_IPV4:
		return complete && ((const struct address *)(const void *)value)->family == AF_INET;
	case PRESENT_IF_IPV6:
		return complete &&
		       ((const struct address *)(const void *)value)->family == AF_INET6;
	default:
		return false;
	}
}

static char *put_all(char *at, const struct attribute *attributes, size_t count, const void *object,
		     uint32_t fwmark, bool complete)
{
	for (uint16_t i = 0; i < count; i++)
		if (wanted(&attributes[i], object, fwmark, complete))
			at = attribute_put(at, i, &attributes[i], object);
	return at;
}

static void put_nested(struct nlmsghdr *message, uint16_t type, const struct attribute *attributes,
		       size_t count, const void *object, uint32_t fwmark, bool complete)
{
	char *start = (char *)message + message->nlmsg_len;
	char *end = put_all(start + NLA_HDRLEN, attributes, count, object, fwmark, complete);
	struct nlattr header = {.nla_len = (uint16_t)(end - start),
				.nla_type = NLA_F_NESTED | type};

	memcpy(start, &header, sizeof(header));
	message->nlmsg_len += header.nla_len;
}

struct nlmsghdr *ipvs_encode(void *buffer, uint8_t command, uint16_t flags)
{
	struct nlmsghdr *message = buffer;
	struct genlmsghdr generic = {.cmd = command, .version = IPVS_GENL_VERSION};

	*message =
		(struct nlmsghdr){.nlmsg_len = NLMSG_LENGTH(sizeof(generic)), .nlmsg_flags = flags};
	memcpy(NLMSG_DATA(message), &generic, sizeof(generic));
	return message;
}

struct nlmsghdr *ipvs_encode_service(void *buffer, uint8_t command, uint16_t flags,
				     const struct lvsdr_service *service, bool complete)
{
	struct nlmsghdr *message = ipvs_encode(buffer, command, flags);
	struct lvsdr_service wire = *service;

	wire.flags = service_wire_flags(service);
	put_nested(message, IPVS_CMD_ATTR_SERVICE, service_attributes, COUNT(service_attributes),
		   &wire, service->fwmark, complete);
	return message;
}

struct nlmsghdr *ipvs_encode_dest(void *buffer, uint8_t command,
				  const struct lvsdr_service *service,
				  const struct lvsdr_dest *dest, bool complete)
{
	struct nlmsghdr *message = ipvs_encode_service(buffer, command, 0, service, false);

	put_nested(message, IPVS_CMD_ATTR_DEST, dest_attributes, COUNT(dest_attributes), dest, 0,
		   complete);
	return message;
}

struct nlmsghdr *ipvs_encode_sync_daemon(void *buffer, uint8_t command,
					 const struct lvsdr_sync_daemon *daemon, bool complete)
{
	struct nlmsghdr *message = ipvs_encode(buffer, command, 0);

	put_nested(message, IPVS_CMD_ATTR_DAEMON, daemon_attributes, COUNT(daemon_attributes),
		   daemon, 0, complete);
	return message;
}

struct nlmsghdr *ipvs_encode_timeouts(void *buffer, const struct lvsdr_timeouts *timeouts)
{
	struct nlmsghdr *message = ipvs_encode(buffer, IPVS_CMD_SET_CONFIG, 0);
	char *start = (char *)message + message->nlmsg_len;

	message->nlmsg_len += (uint32_t)(put_all(start, timeouts_attributes,
						 COUNT(timeouts_attributes), timeouts, 0, true) -
					 start);
	return message;
}

/* The outer attribute of the given type, or NULL; of several the last, as everywhere. */
static const struct nlattr *find_outer(const struct nlmsghdr *message, unsigned int type)
{
	const char *at = (const char *)NLMSG_DATA(message) + GENL_HDRLEN;
	const char *end = (const char *)message + message->nlmsg_len;
	const struct nlattr *attribute, *found = NULL;

	if (message->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
		return NULL;
	while ((attribute = attribute_next(&at, end)))
		if (attribute_type(attribute) == type)
			found = attribute;
	return at == end ? found : NULL;
}

enum { OBJECT, COUNTERS }; /* of a decoding */

static int get_nested(struct decoding *decoding, const struct nlattr *nest,
		      const struct attribute *table, size_t count, unsigned int object,
		      const struct nlattr **seen, size_t seen_count)
{
	return attributes_get(decoding, attribute_data(nest), attribute_end(nest), table, count,
			      object, seen, seen_count);
}

/* Older kernels have 32-bit counters only. */
static int get_counters(struct decoding *decoding, const struct nlattr *narrow,
			const struct nlattr *wide)
{
	const struct nlattr *nest = wide ? wide : narrow;

	return nest && decoding->objects[COUNTERS]
		       ? get_nested(decoding, nest, counter_attributes, COUNT(counter_attributes),
				    COUNTERS, NULL, 0)
		       : 0;
}

int ipvs_decode_service(const struct nlmsghdr *message, struct lvsdr_service *ret_service,
			struct counters *ret_counters)
{
	const struct nlattr *nest = find_outer(message, IPVS_CMD_ATTR_SERVICE);
	const struct nlattr *seen[IPVS_SVC_ATTR_MAX + 1] = {NULL};
	struct decoding decoding = {.message = message, .objects = {ret_service, ret_counters}};
	int error;

	if (!nest)
		return -EBADMSG;
	memset(ret_service, 0, sizeof(*ret_service));
	ret_service->set = ~0u;
	error = get_nested(&decoding, nest, service_attributes, COUNT(service_attributes), OBJECT,
			   seen, COUNT(seen));
	service_take_wire_flags(ret_service);
	return error ? error
		     : get_counters(&decoding, seen[IPVS_SVC_ATTR_STATS],
				    seen[IPVS_SVC_ATTR_STATS64]);
}

static int get_connections(struct decoding *decoding, const struct nlattr *const *seen)
{
	const struct nlattr *found;
	int error = 0;

	for (unsigned int type = IPVS_DEST_ATTR_ACTIVE_CONNS;
	     !error && type <= IPVS_DEST_ATTR_PERSIST_CONNS; type++)
		if ((found = seen[type]))
			error = attributes_get(decoding, (const char *)found, attribute_end(found),
					       connection_attributes, COUNT(connection_attributes),
					       COUNTERS, NULL, 0);
	return error;
}

static int decode_dest(struct decoding *decoding, const struct nlattr *nest)
{
	const struct nlattr *seen[IPVS_DEST_ATTR_MAX + 1] = {NULL};
	int error = get_nested(decoding, nest, dest_attributes, COUNT(dest_attributes), OBJECT,
			       seen, COUNT(seen));

	if (!error && decoding->objects[COUNTERS])
		error = get_connections(decoding, seen);
	return error ? error
		     : get_counters(decoding, seen[IPVS_DEST_ATTR_STATS],
				    seen[IPVS_DEST_ATTR_STATS64]);
}

int ipvs_decode_dest(const struct nlmsghdr *message, const struct lvsdr_service *service,
		     struct layout *layout, struct lvsdr_dest *ret_dest,
		     struct counters *ret_counters)
{
	struct decoding decoding = {
		.message = message, .layout = layout, .objects = {ret_dest, ret_counters}};
	const struct nlattr *nest;
	int error;

	memset(ret_dest, 0, sizeof(*ret_dest));
	ret_dest->set = ~0u;
	/* Kernels before 3.18 do not say the family: it is that of the service. */
	ret_dest->address.family = service->address.family;
	if (layout && layout->length && layout_get(layout, message, decoding.objects))
		return 0;
	nest = find_outer(message, IPVS_CMD_ATTR_DEST);
	if (!nest)
		return -EBADMSG;
	if (layout)
		layout_begin(layout, message, nest);
	error = decode_dest(&decoding, nest);
	if (error && layout)
		layout->length = 0;
	return error;
}

/* A reply whose attributes are not nested. */
static int get_flat(const struct nlmsghdr *message, const struct attribute *table, size_t count,
		    void *object)
{
	const char *start = (const char *)NLMSG_DATA(message) + GENL_HDRLEN;
	const char *end = (const char *)message + message->nlmsg_len;
	struct decoding decoding = {.message = message, .objects = {object}};

	if (message->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
		return -EBADMSG;
	return attributes_get(&decoding, start, end, table, count, OBJECT, NULL, 0);
}

int ipvs_decode_timeouts(const struct nlmsghdr *message, struct lvsdr_timeouts *ret_timeouts)
{
	return get_flat(message, timeouts_attributes, COUNT(timeouts_attributes), ret_timeouts);
}

int ipvs_decode_info(const struct nlmsghdr *message, struct ipvs_info *ret_info)
{
	int error;

	*ret_info = (struct ipvs_info){.version = 0};
	error = get_flat(message, info_attributes, COUNT(info_attributes), ret_info);
	return error || ret_info->version ? error : -EBADMSG;
}

int ipvs_decode_sync_daemon(const struct nlmsghdr *message, struct lvsdr_sync_daemon *ret_daemon)
{
	const struct nlattr *nest = find_outer(message, IPVS_CMD_ATTR_DAEMON);
	struct decoding decoding = {.message = message, .objects = {ret_daemon}};
	int error;

	if (!nest)
		return -EBADMSG;
	memset(ret_daemon, 0, sizeof(*ret_daemon));
	ret_daemon->set = ~0u;
	/* Kernels before 4.3 have no other than these, and do not report them. */
	sync_daemon_set_defaults(ret_daemon);
	error = get_nested(&decoding, nest, daemon_attributes, COUNT(daemon_attributes), OBJECT,
			   NULL, 0);
	return error || (ret_daemon->role && !device_wrong(ret_daemon->device)) ? error : -EBADMSG;
}
