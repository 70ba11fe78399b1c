/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Attributes of netlink, one behind the other. Nothing behind the end of what was received is read,
 * not even padding, and an incomplete attribute is an error: all behind it would be missing.
 */

#include <libmnl/libmnl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The attribute at *at, which moves on to the next; NULL at the end or where the rest is cut off.
 */
static inline const struct nlattr *attribute_next(const char **at, const char *end)
{
	const struct nlattr *attribute = (const void *)*at;
	size_t left = (size_t)(end - *at);

	if (left < sizeof(*attribute) || attribute->nla_len < sizeof(*attribute) ||
	    attribute->nla_len > left)
		return NULL;
	*at = (size_t)NLA_ALIGN(attribute->nla_len) < left ? *at + NLA_ALIGN(attribute->nla_len)
							   : end;
	return attribute;
}

static inline const char *attribute_data(const struct nlattr *attribute)
{
	return (const char *)attribute + NLA_HDRLEN;
}

static inline const char *attribute_end(const struct nlattr *attribute)
{
	return (const char *)attribute + attribute->nla_len;
}

static inline unsigned int attribute_type(const struct nlattr *attribute)
{
	return attribute->nla_type & NLA_TYPE_MASK;
}

/* MNL_CB_OK, or MNL_CB_ERROR when `take` returned that or an attribute is incomplete. */
static inline int attributes_parse(const char *at, const char *end, mnl_attr_cb_t take, void *data)
{
	const struct nlattr *attribute;

	while ((attribute = attribute_next(&at, end)))
		if (take(attribute, data) != MNL_CB_OK)
			return MNL_CB_ERROR;
	return at == end ? MNL_CB_OK : MNL_CB_ERROR;
}

static inline int attributes_parse_nested(const struct nlattr *nest, mnl_attr_cb_t take, void *data)
{
	return attributes_parse(attribute_data(nest), attribute_end(nest), take, data);
}

/* Those behind the first `body` bytes, which have to be there, of a message. */
static inline int attributes_parse_message(const struct nlmsghdr *message, size_t body,
					   mnl_attr_cb_t take, void *data)
{
	const char *start = (const char *)mnl_nlmsg_get_payload(message);

	return mnl_nlmsg_get_payload_len(message) < body
		       ? MNL_CB_ERROR
		       : attributes_parse(start + body, start + mnl_nlmsg_get_payload_len(message),
					  take, data);
}

/* As mnl_attr_put(), which older versions of libmnl end with bytes of whatever was there before. */
static inline void attribute_append(struct nlmsghdr *message, uint16_t type, size_t length,
				    const void *data)
{
	uint8_t *attribute = mnl_nlmsg_get_payload_tail(message);
	size_t end = MNL_ATTR_HDRLEN + length;

	mnl_attr_put(message, type, length, data);
	memset(attribute + end, 0, MNL_ALIGN(end) - end);
}

static inline void attribute_append_text(struct nlmsghdr *message, uint16_t type, const char *text)
{
	attribute_append(message, type, strlen(text) + 1, text);
}
