/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nl_msg;
struct nlattr;

enum wire {
	WIRE_U8,
	WIRE_U16,
	WIRE_BE16,
	WIRE_U32,
	WIRE_TEXT,
	WIRE_FAMILY,  /* of a struct address; stands before its WIRE_ADDRESS */
	WIRE_ADDRESS, /* 16 bytes, whatever the family */
	WIRE_FLAGS,   /* struct ip_vs_flags, without the kernel's own flag */
};

/* When an attribute is sent and has to be there in a reply. */
enum presence {
	PRESENT_IDENTITY,   /* in every request */
	PRESENT_BY_ADDRESS, /* the identity of a service without a firewall mark */
	PRESENT_BY_FWMARK,  /* the identity of a service with one */
	PRESENT_WHOLE,	    /* in requests that carry the whole object */
	PRESENT_IF_ANY,	    /* the same, unless it is empty */
};

/* One line for each attribute drives both the encoder and the decoder. */
struct attribute {
	uint16_t type;
	enum wire wire;
	enum presence presence;
	size_t offset;
	size_t size;
};

#define ATTRIBUTE(type_, wire_, presence_, struct_, member)                                        \
	{                                                                                          \
		.type = type_, .wire = wire_, .presence = presence_,                               \
		.offset = offsetof(struct_, member), .size = sizeof(((struct_ *)0)->member)        \
	}

int attribute_put(struct nl_msg *message, const struct attribute *attribute, const void *object);
/* 0, or -EBADMSG when the attribute is too short. */
int attribute_get(const struct nlattr *found, const struct attribute *attribute, void *object);
