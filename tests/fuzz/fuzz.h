/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the fuzz targets share. Each is one function, fed by libFuzzer or by replay.c. */

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* For what has to hold whatever the input is. */
#define fuzz_expect(holds) ((holds) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #holds))

static inline _Noreturn void fuzz_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: %s does not hold\n", file, line, what);
	abort();
}

/* Heap memory of just this size, so that AddressSanitizer sees every byte read behind its end. */
static inline void *fuzz_copy(const void *data, size_t size)
{
	void *copy = malloc(size);

	fuzz_expect(copy != NULL);
	return memcpy(copy, data, size);
}

/* The same with a NUL behind it. */
static inline char *fuzz_text(const void *data, size_t size)
{
	char *text = malloc(size + 1);

	fuzz_expect(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	return text;
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
