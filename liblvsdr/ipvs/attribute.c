// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ipvs/attribute.h"

#include "util/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/ip_vs.h>
#include <string.h>

static inline char *put(char *at, uint16_t type, const void *data, size_t length)
{
	struct nlattr header = {.nla_len = (uint16_t)(NLA_HDRLEN + length), .nla_type = type};
	size_t whole = NLA_ALIGN(length);

	memcpy(at, &header, sizeof(header));
	at += NLA_HDRLEN;
	if (whole > length)
		memset(at + whole - NLA_ALIGNTO, 0, NLA_ALIGNTO); /* no bytes of ours leak */
	memcpy(at, data, length);
	return at + whole;
}

char *attribute_put(char *at, uint16_t type, const struct attribute *attribute, const void *object)
{
	const void *value = (const char *)object + attribute->offset;
	struct ip_vs_flags flags = {.mask = ~0u};
	uint16_t half;

	switch (attribute->wire) {
	case WIRE_U8:
		return put(at, type, value, 1);
	case WIRE_U16:
		return put(at, type, value, 2);
	case WIRE_BE16:
		half = htons(*(const uint16_t *)value);
		return put(at, type, &half, 2);
	case WIRE_U32:
		return put(at, type, value, 4);
	case WIRE_TEXT:
		return put(at, type, value, strlen(value) + 1);
	case WIRE_FAMILY:
		half = ((const struct address *)value)->family;
		return put(at, type, &half, 2);
	case WIRE_ADDRESS:
		return put(at, type, ((const struct address *)value)->bytes, 16);
	case WIRE_FLAGS:
		flags.flags = *(const uint32_t *)value;
		return put(at, type, &flags, sizeof(flags));
	default:
		return at;
	}
}

int attribute_get(const struct nlattr *found, const struct attribute *attribute, void *object)
{
	static const uint8_t least[] = {[WIRE_U8] = 1,	  [WIRE_U16] = 2,      [WIRE_BE16] = 2,
					[WIRE_U32] = 4,	  [WIRE_TEXT] = 1,     [WIRE_FAMILY] = 2,
					[WIRE_FLAGS] = 4, [WIRE_ADDRESS] = 16, [WIRE_COUNTER] = 4};
	void *at = (char *)object + attribute->offset;
	const char *data = attribute_data(found);
	size_t length = found->nla_len - (size_t)NLA_HDRLEN;
	uint16_t half;
	uint32_t word;

	if (length < least[attribute->wire])
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
		if (length > attribute->size - 1u)
			length = attribute->size - 1u;
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
	case WIRE_COUNTER:
		memcpy(&word, data, 4);
		*(uint64_t *)at = word;
		if (length >= 8)
			memcpy(at, data, 8);
		break;
	default:
		break;
	}
	return 0;
}
