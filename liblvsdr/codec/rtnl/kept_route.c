// SPDX-License-Identifier: LGPL-2.1-or-later
/* Routes that are kept as the kernel reported them, so that nothing of them is lost. */
#include "codec/rtnl/rtnl.h"
#include "util/attributes.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <string.h>

/* Flags such as "link down" are the kernel's report; this one is a wish. A next hop that is dead is
 * lost. */
enum { WISHED_FLAGS = RTNH_F_ONLINK };

/* The next hop at *offset of RTA_MULTIPATH, which then is that of the one after it; or NULL. */
static struct rtnexthop *take_hop(struct nlattr *attribute, size_t *offset)
{
	size_t length = mnl_attr_get_payload_len(attribute);
	struct rtnexthop *hop = (void *)((char *)mnl_attr_get_payload(attribute) + *offset);

	if (*offset > length || length - *offset < sizeof(*hop) || hop->rtnh_len < sizeof(*hop) ||
	    hop->rtnh_len > length - *offset)
		return NULL;
	*offset += RTNH_ALIGN(hop->rtnh_len);
	return hop;
}

static void keep_flags(struct nlattr *attribute, uint8_t flags)
{
	struct rtnexthop *hop;
	size_t offset = 0;

	while ((hop = take_hop(attribute, &offset)))
		hop->rtnh_flags &= flags;
}

int rtnl_keep_route(const struct nlmsghdr *message, uint8_t body[RTNL_BUFFER_SIZE])
{
	const struct nlattr *attr; /* libmnl's loops want this name */
	struct rtmsg *head = (void *)body;
	size_t length = sizeof(*head);

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*head) ||
	    mnl_nlmsg_get_payload_len(message) > RTNL_BUFFER_SIZE - NLMSG_HDRLEN)
		return -EBADMSG;
	memcpy(head, mnl_nlmsg_get_payload(message), sizeof(*head));
	head->rtm_flags &= WISHED_FLAGS;
	mnl_attr_for_each_payload(mnl_nlmsg_get_payload_offset(message, sizeof(*head)),
				  mnl_nlmsg_get_payload_len(message) - sizeof(*head)) {
		size_t room = MNL_ALIGN(mnl_attr_get_len(attr));

		if (mnl_attr_get_type(attr) == RTA_CACHEINFO)
			continue;
		memset(body + length, 0, room);
		memcpy(body + length, attr, mnl_attr_get_len(attr));
		if (mnl_attr_get_type(attr) == RTA_MULTIPATH)
			keep_flags((void *)(body + length), WISHED_FLAGS | RTNH_F_DEAD);
		length += room;
	}
	return (int)length;
}

/* The kept route as a message, for what reads those. */
static struct nlmsghdr *put_message(void *buffer, const void *body, size_t length)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);

	message->nlmsg_type = RTM_NEWROUTE;
	memcpy(mnl_nlmsg_put_extra_header(message, length), body, length);
	return message;
}

static int check_length(const struct nlattr *attribute, void *data)
{
	(void)data;
	return mnl_attr_get_type(attribute) == RTA_NH_ID &&
			       mnl_attr_validate(attribute, MNL_TYPE_U32)
		       ? MNL_CB_ERROR
		       : MNL_CB_OK;
}

int rtnl_decode_kept_route(const void *body, size_t length, struct rtnl_route *ret_route)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	const struct rtmsg *head = body;
	struct nlmsghdr *message;

	if (length < sizeof(*head) || length % MNL_ALIGNTO ||
	    length > RTNL_BUFFER_SIZE - NLMSG_HDRLEN ||
	    (head->rtm_family != AF_INET && head->rtm_family != AF_INET6) ||
	    head->rtm_dst_len > (head->rtm_family == AF_INET ? 32 : 128))
		return -EBADMSG;
	message = put_message(buffer, body, length);
	if (attributes_parse_message(message, sizeof(struct rtmsg), check_length, NULL) !=
	    MNL_CB_OK)
		return -EBADMSG;
	return rtnl_decode_route(message, ret_route);
}

static bool has_next_hop_object(const struct nlmsghdr *message)
{
	const struct nlattr *attribute;

	mnl_attr_for_each(attribute, message, sizeof(struct rtmsg)) {
		if (mnl_attr_get_type(attribute) == RTA_NH_ID)
			return true;
	}
	return false;
}

/* The kernel reports a next-hop object together with its next hops, and accepts it only alone. */
static bool follows_from_next_hop_object(uint16_t type)
{
	return type == RTA_OIF || type == RTA_GATEWAY || type == RTA_VIA || type == RTA_MULTIPATH ||
	       type == RTA_FLOW || type == RTA_ENCAP || type == RTA_ENCAP_TYPE;
}

static uint16_t put_flags(enum rtnl_put put)
{
	static const uint16_t flags[] = {[RTNL_CREATE] = NLM_F_APPEND,
					 [RTNL_REPLACE] = NLM_F_REPLACE,
					 [RTNL_ALONE] = NLM_F_EXCL,
					 [RTNL_IN_FRONT] = 0};

	return NLM_F_CREATE | flags[put];
}

static void revive(void *body, size_t length)
{
	void *attributes = (char *)body + sizeof(struct rtmsg);
	struct nlattr *attr;

	mnl_attr_for_each_payload(attributes, length - sizeof(struct rtmsg)) {
		if (mnl_attr_get_type(attr) == RTA_MULTIPATH)
			keep_flags(attr, WISHED_FLAGS);
	}
}

bool rtnl_same_but_dead(const void *body, const void *other, size_t length)
{
	_Alignas(struct nlmsghdr) uint8_t alive[RTNL_BUFFER_SIZE], revived[RTNL_BUFFER_SIZE];

	memcpy(alive, body, length);
	memcpy(revived, other, length);
	revive(alive, length);
	revive(revived, length);
	return !memcmp(alive, revived, length);
}

struct nlmsghdr *rtnl_encode_kept_route(void *buffer, const void *body, size_t length,
					uint32_t expires, enum rtnl_put put)
{
	_Alignas(struct nlmsghdr) char kept[RTNL_BUFFER_SIZE];
	struct nlmsghdr *from = put_message(kept, body, length);
	struct nlmsghdr *message = put_message(buffer, body, sizeof(struct rtmsg));
	bool by_object = has_next_hop_object(from);
	const struct nlattr *attribute;

	message->nlmsg_flags = put_flags(put);
	mnl_attr_for_each(attribute, from, sizeof(struct rtmsg)) {
		if (by_object && follows_from_next_hop_object(mnl_attr_get_type(attribute)))
			continue;
		attribute_append(message, attribute->nla_type, mnl_attr_get_payload_len(attribute),
				 mnl_attr_get_payload(attribute));
	}
	if (expires)
		mnl_attr_put_u32(message, RTA_EXPIRES, expires);
	revive(mnl_nlmsg_get_payload(message), mnl_nlmsg_get_payload_len(message));
	return message;
}

struct nlmsghdr *rtnl_encode_kept_route_removal(void *buffer, const void *body, size_t length)
{
	struct nlmsghdr *message = rtnl_encode_kept_route(buffer, body, length, 0, RTNL_CREATE);

	message->nlmsg_type = RTM_DELROUTE;
	message->nlmsg_flags = 0;
	return message;
}

/* Without the attributes of one type: the length. */
static size_t drop(const void *body, size_t length, uint16_t type, uint8_t *without)
{
	const void *attributes = (const char *)body + sizeof(struct rtmsg);
	size_t kept = sizeof(struct rtmsg);
	const struct nlattr *attr;

	memcpy(without, body, kept);
	mnl_attr_for_each_payload(attributes, length - sizeof(struct rtmsg)) {
		if (mnl_attr_get_type(attr) == type)
			continue;
		memcpy(without + kept, attr, MNL_ALIGN(mnl_attr_get_len(attr)));
		kept += MNL_ALIGN(mnl_attr_get_len(attr));
	}
	return kept;
}

size_t rtnl_drop_preferred_source(const void *body, size_t length,
				  uint8_t without[RTNL_BUFFER_SIZE])
{
	return drop(body, length, RTA_PREFSRC, without);
}

size_t rtnl_add_expiry(uint8_t body[RTNL_BUFFER_SIZE], size_t length, uint32_t expires)
{
	struct nlattr head = {.nla_len = sizeof(head) + sizeof(expires), .nla_type = RTA_EXPIRES};

	if (!expires || length + head.nla_len > RTNL_BUFFER_SIZE - NLMSG_HDRLEN)
		return length;
	memcpy(body + length, &head, sizeof(head));
	memcpy(body + length + sizeof(head), &expires, sizeof(expires));
	return length + head.nla_len;
}

size_t rtnl_take_expiry(uint8_t body[RTNL_BUFFER_SIZE], size_t length, uint32_t *ret_expires)
{
	uint8_t without[RTNL_BUFFER_SIZE];
	const void *attributes = (const char *)body + sizeof(struct rtmsg);
	const struct nlattr *attr;

	*ret_expires = 0;
	mnl_attr_for_each_payload(attributes, length - sizeof(struct rtmsg)) {
		if (mnl_attr_get_type(attr) == RTA_EXPIRES &&
		    !mnl_attr_validate(attr, MNL_TYPE_U32))
			*ret_expires = mnl_attr_get_u32(attr);
	}
	length = drop(body, length, RTA_EXPIRES, without);
	memcpy(body, without, length);
	return length;
}

static bool visit_hops(struct nlattr *attribute, rtnl_device_visitor visit, void *data)
{
	struct rtnexthop *hop;
	size_t offset = 0;
	uint32_t index;

	while ((hop = take_hop(attribute, &offset))) {
		index = (uint32_t)hop->rtnh_ifindex;
		if (!visit(&index, data))
			return false;
		hop->rtnh_ifindex = (int)index;
	}
	return true;
}

bool rtnl_visit_devices(void *body, size_t length, rtnl_device_visitor visit, void *data)
{
	void *attributes = (char *)body + sizeof(struct rtmsg);
	struct nlattr *attr;

	mnl_attr_for_each_payload(attributes, length - sizeof(struct rtmsg)) {
		if (mnl_attr_get_type(attr) == RTA_OIF && !visit(mnl_attr_get_payload(attr), data))
			return false;
		if (mnl_attr_get_type(attr) == RTA_MULTIPATH && !visit_hops(attr, visit, data))
			return false;
	}
	return true;
}
