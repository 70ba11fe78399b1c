// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Datagrams of any netlink family, as answers to one request, a dump, many requests behind a
 * question, and a transaction: messages one behind the other, errors, the end of a dump.
 */
#include "fuzz.h"
#include "transport/reply.h"

#include <errno.h>

/* Whatever the kernel says, callers get 0 or a negative errno. */
static void check_result(int result, const struct netlink_error *error)
{
	fuzz_expect(result <= 0 && result >= -4095 && error->number >= 0 && error->number <= 4095);
	fuzz_expect(strnlen(error->text, sizeof(error->text)) < sizeof(error->text));
}

static int take(const struct nlmsghdr *message, void *data)
{
	free(fuzz_copy(message, message->nlmsg_len));
	++*(unsigned int *)data;
	return 0;
}

static int confirm(const struct nlmsghdr *message, void *data)
{
	unsigned int taken = 0;

	(void)data;
	return take(message, &taken);
}

static void fail(unsigned int index, int result, const struct netlink_error *error, void *data)
{
	(void)data;
	fuzz_expect(index < 4);
	check_result(result, error);
}

static void take_one(const uint8_t *data, size_t size, bool dump)
{
	struct netlink_error error = {.number = 0};
	unsigned int taken = 0;
	struct reply reply = {
		.sequence = 1, .dump = dump, .handler = take, .data = &taken, .error = &error};
	int end = reply_take(data, size, &reply);

	fuzz_expect(end == 0 || end == 1 || end == -EBADMSG);
	check_result(reply.result, &error);
	fuzz_expect(reply.pieces == (taken > 0));
	fuzz_expect(!reply.torn || (dump && (end != 1 || reply.result)));
}

static void take_many(const uint8_t *data, size_t size)
{
	struct reply_batch batch = {.confirm = confirm, .first = 2, .last = 5, .failure = fail};
	struct netlink_error error = {.number = 0};
	unsigned int failed = 0;
	struct reply_transaction transaction = {
		.first = 0, .last = 3, .failed = &failed, .error = &error};

	reply_take_batch(data, size, &batch);
	reply_take_transaction(data, size, &transaction);
	fuzz_expect(failed <= 3);
	check_result(transaction.result, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	take_one(data, size, false);
	take_one(data, size, true);
	take_many(data, size);
	return 0;
}
