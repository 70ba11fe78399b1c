// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ipvs/ipvs.h"

#include "ipvs/attribute.h"

#include <errno.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <string.h>

#define SERVICE(type, wire, presence, member)                                                      \
	ATTRIBUTE(IPVS_SVC_ATTR_##type, WIRE_##wire, PRESENT_##presence, struct lvsdr_service,     \
		  member)
#define DEST(type, wire, presence, member)                                                         \
	ATTRIBUTE(IPVS_DEST_ATTR_##type, WIRE_##wire, PRESENT_##presence, struct lvsdr_dest, member)

static const struct attribute service_attributes[] = {
	SERVICE(AF, FAMILY, IDENTITY, address),
	SERVICE(FWMARK, U32, BY_FWMARK, fwmark),
	SERVICE(PROTOCOL, U16, BY_ADDRESS, protocol),
	SERVICE(ADDR, ADDRESS, BY_ADDRESS, address),
	SERVICE(PORT, BE16, BY_ADDRESS, port),
	SERVICE(SCHED_NAME, TEXT, WHOLE, scheduler),
	SERVICE(FLAGS, FLAGS, WHOLE, flags),
	SERVICE(TIMEOUT, U32, WHOLE, timeout),
	SERVICE(NETMASK, U32, WHOLE, netmask),
	SERVICE(PE_NAME, TEXT, IF_ANY, persistence_engine),
};

static const struct attribute dest_attributes[] = {
	DEST(ADDR_FAMILY, FAMILY, IDENTITY, address),
	DEST(ADDR, ADDRESS, IDENTITY, address),
	DEST(PORT, BE16, IDENTITY, port),
	DEST(FWD_METHOD, U32, WHOLE, forwarding),
	DEST(WEIGHT, U32, WHOLE, weight),
	DEST(U_THRESH, U32, WHOLE, upper_threshold),
	DEST(L_THRESH, U32, WHOLE, lower_threshold),
	DEST(TUN_TYPE, U8, WHOLE, tunnel_type),
	DEST(TUN_PORT, BE16, WHOLE, tunnel_port),
	DEST(TUN_FLAGS, U16, WHOLE, tunnel_flags),
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static bool wanted(const struct attribute *attribute, const void *object, uint32_t fwmark,
		   bool whole)
{
	switch (attribute->presence) {
	case PRESENT_IDENTITY:
		return true;
	case PRESENT_BY_ADDRESS:
		return !fwmark;
	case PRESENT_BY_FWMARK:
		return fwmark;
	case PRESENT_WHOLE:
		return whole;
	case PRESENT_IF_ANY:
		return whole && *((const char *)object + attribute->offset);
	}
	return false;
}

static int put_nested(struct nl_msg *message, int type, const struct attribute *attributes,
		      size_t count, const void *object, uint32_t fwmark, bool whole)
{
	struct nlattr *nest = nla_nest_start(message, type);

	if (!nest)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		if (wanted(&attributes[i], object, fwmark, whole) &&
		    attribute_put(message, &attributes[i], object))
			return -ENOMEM;
	return nla_nest_end(message, nest);
}

static int get_nested(const struct nlmsghdr *message, int type, const struct attribute *attributes,
		      size_t count, void *object)
{
	struct nlattr *outer[IPVS_CMD_ATTR_MAX + 1], *inner[32];

	if (genlmsg_parse((struct nlmsghdr *)message, 0, outer, IPVS_CMD_ATTR_MAX, NULL) ||
	    !outer[type] || nla_parse_nested(inner, COUNT(inner) - 1, outer[type], NULL))
		return -EBADMSG;
	for (size_t i = 0; i < count; i++)
		if (inner[attributes[i].type] &&
		    attribute_get(inner[attributes[i].type], &attributes[i], object))
			return -EBADMSG;
	return 0;
}

struct nl_msg *ipvs_request(uint8_t command, int flags)
{
	struct nl_msg *message = nlmsg_alloc();

	if (message && !genlmsg_put(message, 0, 0, 0, 0, flags, command, IPVS_GENL_VERSION)) {
		nlmsg_free(message);
		message = NULL;
	}
	return message;
}

struct nl_msg *ipvs_service_request(uint8_t command, int flags, const struct lvsdr_service *service,
				    bool whole)
{
	struct nl_msg *message = ipvs_request(command, flags);

	if (message &&
	    put_nested(message, IPVS_CMD_ATTR_SERVICE, service_attributes,
		       COUNT(service_attributes), service, service->fwmark, whole)) {
		nlmsg_free(message);
		message = NULL;
	}
	return message;
}

struct nl_msg *ipvs_dest_request(uint8_t command, int flags, const struct lvsdr_service *service,
				 const struct lvsdr_dest *dest, bool whole)
{
	struct nl_msg *message = ipvs_service_request(command, flags, service, false);

	if (message && dest &&
	    put_nested(message, IPVS_CMD_ATTR_DEST, dest_attributes, COUNT(dest_attributes), dest,
		       0, whole)) {
		nlmsg_free(message);
		message = NULL;
	}
	return message;
}

int ipvs_service_decode(const struct nlmsghdr *message, struct lvsdr_service *ret_service)
{
	struct lvsdr_service service = {.set = ~0u};
	int error = get_nested(message, IPVS_CMD_ATTR_SERVICE, service_attributes,
			       COUNT(service_attributes), &service);

	if (!error)
		*ret_service = service;
	return error;
}

int ipvs_dest_decode(const struct nlmsghdr *message, const struct lvsdr_service *service,
		     struct lvsdr_dest *ret_dest)
{
	/* Kernels before 3.18 do not say the family: it is that of the service. */
	struct lvsdr_dest dest = {.set = ~0u, .address.family = service->address.family};
	int error = get_nested(message, IPVS_CMD_ATTR_DEST, dest_attributes, COUNT(dest_attributes),
			       &dest);

	if (!error)
		*ret_dest = dest;
	return error;
}

int ipvs_info_decode(const struct nlmsghdr *message, uint32_t *ret_version)
{
	struct nlattr *attributes[IPVS_INFO_ATTR_MAX + 1];

	if (genlmsg_parse((struct nlmsghdr *)message, 0, attributes, IPVS_INFO_ATTR_MAX, NULL) ||
	    !attributes[IPVS_INFO_ATTR_VERSION] || nla_len(attributes[IPVS_INFO_ATTR_VERSION]) < 4)
		return -EBADMSG;
	*ret_version = nla_get_u32(attributes[IPVS_INFO_ATTR_VERSION]);
	return 0;
}
