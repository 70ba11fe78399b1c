/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/device.h"
#include "util/ports.h"
#include "util/text.h"

#include <lvsdr/mark.h>

enum { MARK_COMMENT_SIZE = 128 };

/* What the marks of packets, and of services, can be. */
#define FWMARK_RANGE                                                                               \
	.lowest = 1, .highest = UINT32_MAX,                                                        \
	.outside = "0 means that a packet has no mark; marks are 1 to 4294967295"

struct lvsdr_mark {
	struct lvsdr *host;
	uint32_t set;
	struct address address;
	uint16_t protocol;
	struct ports ports;
	char device[DEVICE_NAME_SIZE]; /* "": any */
	uint32_t fwmark;
};

/* The places of the fields, and so their bits in `set`. */
enum mark_field { MARK_PROTOCOL, MARK_ADDRESS, MARK_PORTS, MARK_DEVICE, MARK_FWMARK };

void mark_describe(const struct lvsdr_mark *mark, struct text *text);
/* Its identity in short: "tcp 192.168.1.41:80 from eth0". */
void mark_name(const struct lvsdr_mark *mark, struct text *text);
/* The same as the comment of its rule, no longer than nft allows. */
void mark_comment(const struct lvsdr_mark *mark, char comment[MARK_COMMENT_SIZE]);
/* What is wrong with the name of a device, as nft has it, or NULL. */
const char *mark_device_wrong(const char *device);
