/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the fuzz targets share. Each is one function, fed by libFuzzer or by replay.c. */

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* For what has to hold whatever the input is. */
static inline void fuzz_expect(int holds)
{
	if (!holds)
		abort();
}

/* Heap memory of just this size, so that AddressSanitizer sees every byte read behind its end. */
static inline void *fuzz_copy(const void *data, size_t size)
{
	void *copy = malloc(size);

	fuzz_expect(copy != NULL);
	return memcpy(copy, data, size);
}

/* Takes the input for netlink messages, and hands over each one; the last may be cut. */
static inline void fuzz_messages(const uint8_t *data, size_t size,
				 void (*feed)(const struct nlmsghdr *message, void *user),
				 void *user)
{
	struct nlmsghdr *message;
	size_t length;

	while (size >= sizeof(*message)) {
		length = ((const struct nlmsghdr *)(const void *)data)->nlmsg_len;
		if (length < sizeof(*message) || length > size)
			length = size;
		message = fuzz_copy(data, length);
		message->nlmsg_len = (uint32_t)length;
		feed(message, user);
		free(message);
		length = NLMSG_ALIGN(length) < size ? NLMSG_ALIGN(length) : size;
		data += length;
		size -= length;
	}
}
