// SPDX-License-Identifier: LGPL-2.1-or-later
/* Messages that no kernel here sends: large counters, attributes of a later kernel, and no answer.
 */
#include "../check.h"
#include "codec/ipvs/attribute.h"
#include "codec/ipvs/ipvs.h"
#include "plain-objects.h"
#include "transport/netlink.h"
#include "transport/reply.h"

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { SIZE = 4096 };

/* The last attribute of the message goes on with what is put until end_last(). */
static struct nlattr *last_nest(struct nlmsghdr *message, uint16_t type)
{
	struct nlattr *attribute, *found = NULL;

	mnl_attr_for_each(attribute, message, GENL_HDRLEN)
		if (mnl_attr_get_type(attribute) == type)
			found = attribute;
	assert_non_null(found);
	assert_ptr_equal(mnl_attr_next(found), mnl_nlmsg_get_payload_tail(message));
	return found;
}

/* Counter `type` is `type` more than 2^32, and what 32 bits hold of it. */
static void put_counters(struct nlmsghdr *message, uint16_t narrow, uint16_t wide)
{
	struct nlattr *nest = mnl_attr_nest_start(message, narrow);

	for (uint16_t type = IPVS_STATS_ATTR_CONNS; type <= IPVS_STATS_ATTR_OUTBPS; type++)
		mnl_attr_put_u32(message, type, type);
	mnl_attr_nest_end(message, nest);
	nest = mnl_attr_nest_start(message, wide);
	for (uint16_t type = IPVS_STATS_ATTR_CONNS; type <= IPVS_STATS_ATTR_OUTBPS; type++) {
		mnl_attr_put(message, IPVS_STATS_ATTR_PAD, 0, NULL);
		mnl_attr_put_u64(message, type, 5ull << 32 | type);
	}
	mnl_attr_nest_end(message, nest);
}

static void check_counters(const struct counters *counters)
{
	for (int i = LVSDR_COUNTER_CONNECTIONS; i <= LVSDR_COUNTER_OUTGOING_BYTE_RATE; i++)
		if (counters->value[i] >> 32 != 5)
			fail_msg("counter %d is %llu", i, (unsigned long long)counters->value[i]);
	assert_true(counters->value[LVSDR_COUNTER_CONNECTIONS] == 21474836481);
	assert_true(counters->value[LVSDR_COUNTER_OUTGOING_BYTES] == 21474836485);
	assert_true(counters->value[LVSDR_COUNTER_OUTGOING_BYTE_RATE] == 21474836490);
}

static void test_counters_above_32_bits(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct nlmsghdr *message;
	struct counters counters = {.value = {0}};
	struct lvsdr_service read_service;
	struct lvsdr_dest read_dest;
	struct nlattr *nest;

	(void)state;
	message = ipvs_encode_service(buffer, IPVS_CMD_NEW_SERVICE, 0, &service, true);
	nest = last_nest(message, IPVS_CMD_ATTR_SERVICE);
	put_counters(message, IPVS_SVC_ATTR_STATS, IPVS_SVC_ATTR_STATS64);
	mnl_attr_nest_end(message, nest);
	assert_int_equal(ipvs_decode_service(message, &read_service, &counters), 0);
	check_counters(&counters);
	counters = (struct counters){.value = {0}};
	message = ipvs_encode_dest(buffer, IPVS_CMD_NEW_DEST, &service, &dest, true);
	nest = last_nest(message, IPVS_CMD_ATTR_DEST);
	put_counters(message, IPVS_DEST_ATTR_STATS, IPVS_DEST_ATTR_STATS64);
	mnl_attr_nest_end(message, nest);
	assert_int_equal(ipvs_decode_dest(message, &service, NULL, &read_dest, &counters), 0);
	check_counters(&counters);
}

/* Numbers, texts and nests of a later kernel, in the object and beside it. */
static void put_unknown(struct nlmsghdr *message)
{
	struct nlattr *nest;

	mnl_attr_put_u32(message, 200, 7);
	mnl_attr_put(message, 201, 3, "odd");
	mnl_attr_put(message, 202, 0, NULL);
	nest = mnl_attr_nest_start(message, 203);
	mnl_attr_put_u64(message, 1, UINT64_MAX);
	mnl_attr_nest_end(message, nest);
}

static void test_attributes_of_later_kernels(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct lvsdr_service plain_service, read_service;
	struct lvsdr_dest plain_dest, read_dest;
	struct nlmsghdr *message;
	struct counters counters;
	struct nlattr *nest;

	(void)state;
	message = ipvs_encode_service(buffer, IPVS_CMD_NEW_SERVICE, 0, &service, true);
	assert_int_equal(ipvs_decode_service(message, &plain_service, NULL), 0);
	nest = last_nest(message, IPVS_CMD_ATTR_SERVICE);
	put_unknown(message);
	mnl_attr_nest_end(message, nest);
	put_unknown(message);
	assert_int_equal(ipvs_decode_service(message, &read_service, &counters), 0);
	assert_memory_equal(&read_service, &plain_service, sizeof(read_service));
	message = ipvs_encode_dest(buffer, IPVS_CMD_NEW_DEST, &service, &dest, true);
	assert_int_equal(ipvs_decode_dest(message, &service, NULL, &plain_dest, NULL), 0);
	nest = last_nest(message, IPVS_CMD_ATTR_DEST);
	put_unknown(message);
	mnl_attr_nest_end(message, nest);
	put_unknown(message);
	assert_int_equal(ipvs_decode_dest(message, &service, NULL, &read_dest, &counters), 0);
	assert_memory_equal(&read_dest, &plain_dest, sizeof(read_dest));
}

static void put_values(struct nlmsghdr *message, uint16_t type, size_t length)
{
	static const char values[8];
	struct nlattr *nest = NULL;

	if (length == 8)
		nest = mnl_attr_nest_start(message, IPVS_DEST_ATTR_STATS64);
	for (int i = 0; i < 33; i++)
		mnl_attr_put(message, type, length, values);
	if (nest)
		mnl_attr_nest_end(message, nest);
}

/* A message of more values of one size than a layout has room for is read without. */
static void test_more_values_than_a_layout_holds(void **state)
{
	static const struct {
		uint16_t type;
		size_t length;
	} cases[] = {
		{IPVS_DEST_ATTR_WEIGHT, 4}, {IPVS_DEST_ATTR_PORT, 2}, {IPVS_STATS_ATTR_CONNS, 8}};
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct counters counters = {.value = {0}};
	struct lvsdr_dest read_dest;
	struct nlmsghdr *message;
	struct nlattr *nest;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct layout layout = {.length = 0};

		message = ipvs_encode_dest(buffer, IPVS_CMD_NEW_DEST, &service, &dest, true);
		nest = last_nest(message, IPVS_CMD_ATTR_DEST);
		put_values(message, cases[i].type, cases[i].length);
		mnl_attr_nest_end(message, nest);
		assert_int_equal(
			ipvs_decode_dest(message, &service, &layout, &read_dest, &counters), 0);
		assert_int_equal(layout.length, 0);
	}
}

static int decode_daemon(uint32_t role, const char *device)
{
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct lvsdr_sync_daemon daemon = {.role = role}, found;

	strcpy(daemon.device, device);
	return ipvs_decode_sync_daemon(
		ipvs_encode_sync_daemon(buffer, IPVS_CMD_NEW_DAEMON, &daemon, true), &found);
}

static void test_daemons_that_are_none(void **state)
{
	(void)state;
	assert_int_equal(decode_daemon(IP_VS_STATE_MASTER, "eth0"), 0);
	assert_int_equal(decode_daemon(0, "eth0"), -EBADMSG);
	assert_int_equal(decode_daemon(IP_VS_STATE_MASTER, "a/b"), -EBADMSG);
}

/* ---- Answers that lie. */

struct answers {
	_Alignas(struct nlmsghdr) char data[SIZE];
	size_t length;
};

static struct nlmsghdr *add_answer(struct answers *answers, uint16_t type, uint32_t sequence)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(answers->data + answers->length);

	message->nlmsg_type = type;
	message->nlmsg_seq = sequence;
	answers->length += message->nlmsg_len;
	return message;
}

static void add_result(struct answers *answers, uint32_t sequence, int result)
{
	struct nlmsghdr *message = add_answer(answers, NLMSG_ERROR, sequence);
	struct nlmsgerr *error = mnl_nlmsg_put_extra_header(message, sizeof(*error));

	error->error = result;
	answers->length += sizeof(*error);
}

static int count_message(const struct nlmsghdr *message, void *data)
{
	(void)message;
	++*(int *)data;
	return 0;
}

static void test_other_numbers(void **state)
{
	struct answers answers = {.length = 0};
	struct netlink_error error = {.number = 0};
	int count = 0;
	struct reply reply = {
		.sequence = 7, .handler = count_message, .data = &count, .error = &error};

	(void)state;
	add_result(&answers, 6, 0);
	add_result(&answers, 8, -ENOENT);
	add_answer(&answers, NLMSG_DONE, 0);
	add_answer(&answers, 20, 6);
	assert_int_equal(reply_take(answers.data, answers.length, &reply), 0);
	assert_int_equal(count, 0);
	add_answer(&answers, 20, 7);
	add_result(&answers, 7, -EBUSY);
	add_result(&answers, 7, 0); /* once more, and otherwise */
	assert_int_equal(reply_take(answers.data, answers.length, &reply), 1);
	assert_int_equal(count, 1);
	assert_int_equal(reply.result, -EBUSY);
	assert_int_equal(error.number, EBUSY);
}

/* Each length that a message can claim, in blocks of each size: nothing is read beyond. */
static void test_lengths(void **state)
{
	struct netlink_error error;
	struct reply reply;
	int end, expected;

	(void)state;
	for (size_t size = 0; size <= 64; size++) {
		for (uint32_t claimed = 0; claimed <= 80; claimed++) {
			struct nlmsghdr head = {.nlmsg_len = claimed,
						.nlmsg_type = NLMSG_ERROR,
						.nlmsg_flags = NLM_F_ACK_TLVS};
			char *block = calloc(1, size + !size);

			assert_non_null(block);
			memcpy(block, &head, size < sizeof(head) ? size : sizeof(head));
			reply = (struct reply){.error = &error};
			end = reply_take(block, size, &reply);
			expected = size ? 1 : 0;
			if (size &&
			    (size < sizeof(head) || claimed < sizeof(head) || claimed > size))
				expected = -EBADMSG;
			assert_int_equal(end, expected);
			/* Without room for a result it is none. */
			if (end == 1)
				assert_int_equal(reply.result,
						 claimed < NLMSG_HDRLEN + 20u ? -EBADMSG : 0);
			free(block);
		}
	}
}

static void test_results_of_none(void **state)
{
	static const int results[] = {1, 4096, -4096, INT32_MIN, INT32_MAX};
	struct netlink_error error = {.number = 0};

	(void)state;
	for (size_t i = 0; i < sizeof(results) / sizeof(*results); i++) {
		struct answers answers = {.length = 0};
		struct reply reply = {.sequence = 7, .error = &error};

		add_result(&answers, 7, results[i]);
		assert_int_equal(reply_take(answers.data, answers.length, &reply), 1);
		assert_int_equal(reply.result, -EBADMSG);
	}
}

static int confirm_any(const struct nlmsghdr *message, void *data)
{
	(void)message;
	(void)data;
	return 0;
}

static void take_failure(unsigned int index, int result, const struct netlink_error *error,
			 void *data)
{
	int *results = data;

	assert_int_equal(error->number, result == -EBADMSG ? 0 : -result);
	assert_true(index < 3);
	results[index] = result;
}

/* Three requests, 10 to 12, and the question 9: before its answer nothing counts. */
static void test_batches(void **state)
{
	int results[3] = {0};
	struct reply_batch batch = {.confirm = confirm_any,
				    .first = 10,
				    .last = 12,
				    .failure = take_failure,
				    .data = results};
	struct answers answers = {.length = 0};

	(void)state;
	add_result(&answers, 10, -ENOENT);
	add_result(&answers, 9, 0); /* an acknowledgement is no answer */
	assert_int_equal(reply_take_batch(answers.data, answers.length, &batch), 0);
	assert_int_equal(results[0], 0);
	assert_false(batch.confirmed);
	answers.length = 0;
	add_answer(&answers, 20, 9);
	add_result(&answers, 8, -EINVAL);
	add_result(&answers, 13, -EINVAL);
	add_result(&answers, 11, -ENOENT);
	assert_int_equal(reply_take_batch(answers.data, answers.length, &batch), 0);
	assert_true(batch.confirmed);
	answers.length = 0;
	add_result(&answers, 12, 0);
	add_result(&answers, 10, -EINVAL); /* too late */
	assert_int_equal(reply_take_batch(answers.data, answers.length, &batch), 1);
	assert_int_equal(results[0], 0);
	assert_int_equal(results[1], -ENOENT);
	assert_int_equal(results[2], 0);
	answers.length = 0;
	add_result(&answers, 12, 1); /* that is none, and no number of the kernel */
	assert_int_equal(reply_take_batch(answers.data, answers.length, &batch), 1);
	assert_int_equal(results[2], -EBADMSG);
}

static void test_transactions(void **state)
{
	unsigned int failed = 0;
	struct netlink_error error = {.number = 7};
	struct reply_transaction transaction = {
		.first = 10, .last = 12, .failed = &failed, .error = &error};
	struct answers answers = {.length = 0};

	(void)state;
	add_result(&answers, 9, -EINVAL);
	add_result(&answers, 13, -EINVAL);
	add_result(&answers, 10, 0);
	add_result(&answers, 11, 1);
	add_result(&answers, 11, -EINVAL);
	assert_int_equal(reply_take_transaction(answers.data, answers.length, &transaction), 0);
	assert_int_equal(transaction.result, -EBADMSG);
	assert_int_equal(failed, 1);
	assert_int_equal(error.number, 0);
	answers.length = 0;
	add_result(&answers, 12, 0);
	assert_int_equal(reply_take_transaction(answers.data, answers.length, &transaction), 1);
}

static void interrupt(int number)
{
	(void)number;
}

/* Nobody answers, and signals come all the time: the deadline ends the wait, and nothing else does.
 */
static void test_deadline(void **state)
{
	const struct itimerval often = {{0, 5000}, {0, 5000}}, never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = interrupt};
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct netlink netlink = {.fd = -1};
	struct netlink_error error;
	int pair[2], result;
	int64_t started, took;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair),
			 0);
	netlink.fd = pair[0];
	assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
	started = netlink_now();
	result = netlink_request(&netlink, ipvs_encode(buffer, IPVS_CMD_GET_INFO, 0), started + 200,
				 NULL, NULL, &error);
	took = netlink_now() - started;
	assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
	assert_int_equal(result, -ETIMEDOUT);
	if (took < 195 || took > 60000)
		fail_msg("it took %lld ms", (long long)took);
	netlink_close(&netlink);
	close(pair[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counters_above_32_bits),
		cmocka_unit_test(test_attributes_of_later_kernels),
		cmocka_unit_test(test_more_values_than_a_layout_holds),
		cmocka_unit_test(test_daemons_that_are_none),
		cmocka_unit_test(test_other_numbers),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_results_of_none),
		cmocka_unit_test(test_batches),
		cmocka_unit_test(test_transactions),
		cmocka_unit_test(test_deadline),
	};

	return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
