/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wire {
	WIRE_NONE, /* a type that the table does not know */
	WIRE_U8,
	WIRE_U16,
	WIRE_BE16,
	WIRE_U32,
	WIRE_TEXT,
	WIRE_FAMILY,  /* of a struct address */
	WIRE_ADDRESS, /* 16 bytes, whatever the family */
	WIRE_IPV4,    /* of a struct address, with its family */
	WIRE_IPV6,
	WIRE_FLAGS,   /* struct ip_vs_flags, without the kernel's own flag */
	WIRE_COUNTER, /* 32 or 64 bits, into a uint64_t */
};

/* When an attribute is sent and has to be there in a reply. */
enum presence {
	PRESENT_IDENTITY,   /* in every request */
	PRESENT_BY_ADDRESS, /* the identity of a service without a firewall mark */
	PRESENT_BY_FWMARK,  /* the identity of a service with one */
	PRESENT_COMPLETE,   /* in requests with the complete object */
	PRESENT_IF_ANY,     /* the same, unless all of it is zero */
	PRESENT_IF_IPV4,    /* the same, where the address is of that family */
	PRESENT_IF_IPV6,
	PRESENT_REPLY, /* never sent */
};

/* A table with one line for each attribute type drives both the encoder and the decoder. */
struct attribute {
	uint8_t wire;
	uint8_t presence;
	uint16_t offset;
	uint16_t size;
};

#define ATTRIBUTE(wire_, presence_, struct_, member)                                               \
	{                                                                                          \
		.wire = wire_, .presence = presence_, .offset = offsetof(struct_, member),         \
		.size = sizeof(((struct_ *)0)->member)                                             \
	}

/* Writes one attribute; returns where the next one goes. */
char *attribute_put(char *at, uint16_t type, const struct attribute *attribute, const void *object);
/*
 * Where in a message the attributes are. Messages of one dump mostly look alike: the first is
 * read attribute by attribute, the others by the layout that it left, after a look at each header.
 */
struct layout {
	uint32_t length; /* of such a message; 0: there is no layout yet */
	uint16_t header_count, word_count, long_count, other_count;
	struct layout_header {
		uint32_t word; /* length and type, as in the message */
		uint32_t at;
	} headers[48];
	struct layout_value {
		uint16_t at, to; /* in the message, in the object */
		uint8_t wire;
		uint8_t object; /* which */
	} words[32], longs[32],
		others[32]; /* 4 and 8 bytes to be copied, and what is to be decoded */
};

/* What is read, and what into. */
struct decoding {
	const struct nlmsghdr *message;
	struct layout *layout; /* written; NULL: not asked for */
	void *objects[2];
};

/*
 * Reads attributes until `end` into one of the objects: 0, or -EBADMSG when one is cut or too
 * short. Types that the table does not know are skipped; their place is left in seen[] for
 * those below `seen_count`.
 */
int attributes_get(struct decoding *decoding, const char *at, const char *end,
		   const struct attribute *table, size_t count, unsigned int object,
		   const struct nlattr **seen, size_t seen_count);
/* Starts a layout, of a message whose attributes are all in `nest`. */
void layout_begin(struct layout *layout, const struct nlmsghdr *message, const struct nlattr *nest);
/* Reads a message that has the layout; false when it has another: then nothing is to be relied on.
 */
bool layout_get(const struct layout *layout, const struct nlmsghdr *message, void *const *objects);
