// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ipvs/attribute.h"

#include "util/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/ip_vs.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

int attribute_put(struct nl_msg *message, const struct attribute *attribute, const void *object)
{
	const void *at = (const char *)object + attribute->offset;
	struct ip_vs_flags flags = {.mask = ~0u};

	switch (attribute->wire) {
	case WIRE_U8:
		return nla_put_u8(message, attribute->type, *(const uint8_t *)at);
	case WIRE_U16:
		return nla_put_u16(message, attribute->type, *(const uint16_t *)at);
	case WIRE_BE16:
		return nla_put_u16(message, attribute->type, htons(*(const uint16_t *)at));
	case WIRE_U32:
		return nla_put_u32(message, attribute->type, *(const uint32_t *)at);
	case WIRE_TEXT:
		return nla_put_string(message, attribute->type, at);
	case WIRE_FAMILY:
		return nla_put_u16(message, attribute->type, ((const struct address *)at)->family);
	case WIRE_ADDRESS:
		return nla_put(message, attribute->type, 16, ((const struct address *)at)->bytes);
	case WIRE_FLAGS:
		flags.flags = *(const uint32_t *)at;
		return nla_put(message, attribute->type, sizeof(flags), &flags);
	}
	return -EINVAL;
}

static int wire_length(enum wire wire)
{
	switch (wire) {
	case WIRE_U8:
		return 1;
	case WIRE_U16:
	case WIRE_BE16:
	case WIRE_FAMILY:
		return 2;
	case WIRE_U32:
	case WIRE_FLAGS:
		return 4;
	case WIRE_ADDRESS:
		return 16;
	case WIRE_TEXT:
		break;
	}
	return 1;
}

int attribute_get(const struct nlattr *found, const struct attribute *attribute, void *object)
{
	void *at = (char *)object + attribute->offset;
	const void *data = nla_data(found);
	size_t length = (size_t)nla_len(found);
	uint16_t half;
	uint32_t word;

	if (nla_len(found) < wire_length(attribute->wire))
		return -EBADMSG;
	switch (attribute->wire) {
	case WIRE_U8:
		memcpy(at, data, 1);
		break;
	case WIRE_U16:
		memcpy(at, data, 2);
		break;
	case WIRE_BE16:
		memcpy(&half, data, 2);
		*(uint16_t *)at = ntohs(half);
		break;
	case WIRE_U32:
		memcpy(at, data, 4);
		break;
	case WIRE_TEXT:
		if (length > attribute->size - 1)
			length = attribute->size - 1;
		memset(at, 0, attribute->size);
		memcpy(at, data, strnlen(data, length));
		break;
	case WIRE_FAMILY:
		memcpy(&half, data, 2);
		((struct address *)at)->family = (uint8_t)half;
		break;
	case WIRE_ADDRESS:
		memcpy(((struct address *)at)->bytes, data, 16);
		break;
	case WIRE_FLAGS:
		memcpy(&word, data, 4);
		*(uint32_t *)at = word & ~(uint32_t)IP_VS_SVC_F_HASHED;
		break;
	}
	return 0;
}
