// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/attribute.h"

#include "util/address.h"
#include "util/attributes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/ip_vs.h>
#include <string.h>

static inline char *put(char *at, uint16_t type, const void *data, size_t length)
{
	struct nlattr header = {.nla_len = (uint16_t)(NLA_HDRLEN + length), .nla_type = type};
	size_t aligned = NLA_ALIGN(length);

	memcpy(at, &header, sizeof(header));
	at += NLA_HDRLEN;
	if (aligned > length)
		memset(at + aligned - NLA_ALIGNTO, 0, NLA_ALIGNTO); /* no bytes of ours leak */
	memcpy(at, data, length);
	return at + aligned;
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
	case WIRE_IPV6:
		return put(at, type, ((const struct address *)value)->bytes, 16);
	case WIRE_IPV4:
		return put(at, type, ((const struct address *)value)->bytes, 4);
	case WIRE_FLAGS:
		flags.flags = *(const uint32_t *)value;
		return put(at, type, &flags, sizeof(flags));
	default:
		return at;
	}
}

static int get_text(char *at, size_t size, const char *data, size_t length)
{
	if (!length)
		return -EBADMSG;
	if (length > size - 1)
		length = size - 1;
	memset(at, 0, size);
	memcpy(at, data, strnlen(data, length));
	return 0;
}

static int get_address(struct address *at, uint8_t family, const char *data, size_t length)
{
	*at = (struct address){.family = family};
	memcpy(at->bytes, data, length);
	return 0;
}

__attribute__((always_inline)) static inline int get(void *at, const struct attribute *attribute,
						     const char *data, size_t length)
{
	uint16_t half;
	uint32_t word;

	switch (attribute->wire) {
	case WIRE_U8:
		if (length < 1)
			return -EBADMSG;
		memcpy(at, data, 1);
		return 0;
	case WIRE_U16:
		if (length < 2)
			return -EBADMSG;
		memcpy(at, data, 2);
		return 0;
	case WIRE_BE16:
		if (length < 2)
			return -EBADMSG;
		memcpy(&half, data, 2);
		*(uint16_t *)at = ntohs(half);
		return 0;
	case WIRE_U32:
		if (length < 4)
			return -EBADMSG;
		memcpy(at, data, 4);
		return 0;
	case WIRE_TEXT:
		return get_text(at, attribute->size, data, length);
	case WIRE_FAMILY:
		if (length < 2)
			return -EBADMSG;
		memcpy(&half, data, 2);
		((struct address *)at)->family = (uint8_t)half;
		return 0;
	case WIRE_ADDRESS:
		if (length < 16)
			return -EBADMSG;
		memcpy(((struct address *)at)->bytes, data, 16);
		return 0;
	case WIRE_IPV4:
		return length < 4 ? -EBADMSG : get_address(at, AF_INET, data, 4);
	case WIRE_IPV6:
		return length < 16 ? -EBADMSG : get_address(at, AF_INET6, data, 16);
	case WIRE_FLAGS:
		if (length < 4)
			return -EBADMSG;
		memcpy(&word, data, 4);
		*(uint32_t *)at = word & ~(uint32_t)IP_VS_SVC_F_HASHED;
		return 0;
	case WIRE_COUNTER:
		if (length >= 8) {
			memcpy(at, data, 8);
			return 0;
		}
		if (length < 4)
			return -EBADMSG;
		memcpy(&word, data, 4);
		*(uint64_t *)at = word;
		return 0;
	default:
		return 0;
	}
}

static const struct attribute unknown = {.wire = WIRE_NONE};

enum { HEADERS = 48, VALUES = 32 };

static void layout_add(struct layout *layout, const struct layout_value *value, size_t length)
{
	if (value->wire == WIRE_U32)
		layout->words[layout->word_count++] = *value;
	else if (value->wire == WIRE_COUNTER && length == 8)
		layout->longs[layout->long_count++] = *value;
	else
		layout->others[layout->other_count++] = *value;
}

/*
 * Whether the value is there already with another length. Each list is read on its own, so that it
 * would not be the last of them that counts.
 */
static bool is_in_other_list(const struct layout *layout, const struct layout_value *value,
			     size_t length)
{
	bool is_long = length == 8;
	const struct layout_value *others = is_long ? layout->others : layout->longs;
	size_t count = is_long ? layout->other_count : layout->long_count;

	for (size_t i = 0; i < count && value->wire == WIRE_COUNTER; i++)
		if (others[i].to == value->to && others[i].object == value->object &&
		    others[i].wire == WIRE_COUNTER)
			return true;
	return false;
}

static void layout_look(struct layout *layout, const struct nlmsghdr *message,
			const struct nlattr *found, const struct attribute *line,
			unsigned int object)
{
	size_t at = (size_t)((const char *)found - (const char *)message);
	struct layout_value value = {.at = (uint16_t)(at + NLA_HDRLEN),
				     .to = line->offset,
				     .wire = line->wire,
				     .object = (uint8_t)object};
	struct layout_header *header = &layout->headers[layout->header_count];
	size_t length = found->nla_len - (size_t)NLA_HDRLEN;

	if (layout->header_count == HEADERS || layout->word_count == VALUES ||
	    layout->long_count == VALUES || layout->other_count == VALUES ||
	    line->wire == WIRE_TEXT || is_in_other_list(layout, &value, length))
		layout->length = 0; /* it has no layout that can be kept */
	if (!layout->length)
		return;
	header->at = (uint32_t)at;
	memcpy(&header->word, found, sizeof(header->word));
	layout->header_count++;
	if (line->wire)
		layout_add(layout, &value, length);
}

void layout_begin(struct layout *layout, const struct nlmsghdr *message, const struct nlattr *nest)
{
	layout->length = message->nlmsg_len;
	layout->header_count = layout->word_count = layout->long_count = layout->other_count = 0;
	layout_look(layout, message, nest, &unknown, 0);
}

static bool has_layout(const struct layout *layout, const struct nlmsghdr *message)
{
	const struct layout_header *header = layout->headers, *end = header + layout->header_count;
	uint32_t word;

	if (message->nlmsg_len != layout->length)
		return false;
	for (; header < end; header++) {
		memcpy(&word, (const char *)message + header->at, sizeof(word));
		if (word != header->word)
			return false;
	}
	return true;
}

bool layout_get(const struct layout *layout, const struct nlmsghdr *message, void *const *objects)
{
	const char *start = (const char *)message;
	const struct layout_value *value, *end;

	if (!has_layout(layout, message))
		return false;
	for (value = layout->words, end = value + layout->word_count; value < end; value++)
		memcpy((char *)objects[value->object] + value->to, start + value->at, 4);
	for (value = layout->longs, end = value + layout->long_count; value < end; value++)
		memcpy((char *)objects[value->object] + value->to, start + value->at, 8);
	for (value = layout->others, end = value + layout->other_count; value < end; value++)
		get((char *)objects[value->object] + value->to,
		    &(struct attribute){.wire = value->wire}, start + value->at,
		    ((const struct nlattr *)(const void *)(start + value->at - NLA_HDRLEN))
				    ->nla_len -
			    (size_t)NLA_HDRLEN);
	return true;
}

int attributes_get(struct decoding *decoding, const char *at, const char *end,
		   const struct attribute *table, size_t count, unsigned int object,
		   const struct nlattr **seen, size_t seen_count)
{
	const struct attribute *line;
	const struct nlattr *found;
	unsigned int type;

	while ((found = attribute_next(&at, end))) {
		type = attribute_type(found);
		line = type < count ? &table[type] : &unknown;
		if (line->wire && get((char *)decoding->objects[object] + line->offset, line,
				      attribute_data(found), found->nla_len - (size_t)NLA_HDRLEN))
			return -EBADMSG;
		if (!line->wire && type < seen_count)
			seen[type] = found;
		if (decoding->layout)
			layout_look(decoding->layout, decoding->message, found, line, object);
	}
	return at == end ? 0 : -EBADMSG;
}
