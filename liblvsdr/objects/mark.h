/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/device.h"
#include "util/ports.h"
#include "util/text.h"

#include <lvsdr/mark.h>

enum { MARK_COMMENT_SIZE = 128 };

struct lvsdr_mark {
	struct lvsdr *host;
	uint32_t set;
	struct address address;
	uint16_t protocol;
	struct ports ports;
	char device[DEVICE_NAME_SIZE]; /* "": any */
	uint32_t fwmark;
};

/* The place of the field that can be set, and so its bit in `set`. */
enum mark_field { MARK_FWMARK = 4 };

void mark_describe(const struct lvsdr_mark *mark, struct text *text);
/* Its identity in short: "tcp 192.168.1.41:80 from eth0". */
void mark_name(const struct lvsdr_mark *mark, struct text *text);
/* The same as the comment of its rule, no longer than nft allows. */
void mark_comment(const struct lvsdr_mark *mark, char comment[MARK_COMMENT_SIZE]);
/* NULL, or why there can be no such interface. */
const char *mark_check_device(const char *device);
