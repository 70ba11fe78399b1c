// SPDX-License-Identifier: LGPL-2.1-or-later
/* The codecs: what is encoded decodes to the same, and no cut or damaged message does harm. */
#include "../check.h"
#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/attribute.h"
#include "codec/rtnl/rtnl.h"
#include "transport/reply.h"

#include <dirent.h>
#include <libmnl/libmnl.h>
#include <linux/ip_vs.h>
#include <linux/rtnetlink.h>

enum { BIGGEST = 8192 }; /* of the messages here */

static const struct lvsdr_service service = {
	.address = {AF_INET, {192, 168, 1, 41}},
	.protocol = 6,
	.port = 80,
	.scheduler = "mh",
	.flags = 8,
	.persistence = 600,
	.netmask = 0x00ff00ff,
	.persistence_engine = "sip",
};

static const struct lvsdr_dest dest = {
	.address = {AF_INET6, {0x20, 1, 0xd, 0xb8}},
	.port = 8080,
	.tunnel_type = 1,
	.forwarding = 2,
	.weight = 2147483647,
	.upper_threshold = 20,
	.lower_threshold = 10,
	.tunnel_port = 6080,
	.tunnel_flags = 1,
};

static void test_service_round_trip(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct lvsdr_service back;

	(void)state;
	assert_int_equal(ipvs_decode_service(ipvs_encode_service(buffer, IPVS_CMD_NEW_SERVICE, 0,
								 &service, true),
					     &back, NULL),
			 0);
	assert_memory_equal(&back.address, &service.address, sizeof(back.address));
	assert_int_equal(back.protocol, service.protocol);
	assert_int_equal(back.port, service.port);
	assert_string_equal(back.scheduler, service.scheduler);
	assert_int_equal(back.flags, service.flags);
	assert_int_equal(back.persistence, service.persistence);
	assert_int_equal(back.netmask, service.netmask);
	assert_string_equal(back.persistence_engine, service.persistence_engine);
}

static void test_dest_round_trip(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct lvsdr_dest back;

	(void)state;
	assert_int_equal(
		ipvs_decode_dest(ipvs_encode_dest(buffer, IPVS_CMD_NEW_DEST, &service, &dest, true),
				 &service, NULL, &back, NULL),
		0);
	assert_memory_equal(&back.address, &dest.address, sizeof(back.address));
	assert_int_equal(back.port, dest.port);
	assert_int_equal(back.forwarding, dest.forwarding);
	assert_int_equal(back.weight, dest.weight);
	assert_int_equal(back.upper_threshold, dest.upper_threshold);
	assert_int_equal(back.lower_threshold, dest.lower_threshold);
	assert_int_equal(back.tunnel_type, dest.tunnel_type);
	assert_int_equal(back.tunnel_port, dest.tunnel_port);
	assert_int_equal(back.tunnel_flags, dest.tunnel_flags);
}

/* Feeds a damaged copy; `whole` is what it was. */
typedef void (*feeder)(const void *whole, const void *copy, size_t size);

/* Destinations are also read by the layout that another message has left. */
static void decode_dests(const struct nlmsghdr *whole, const struct nlmsghdr *message)
{
	struct layout layout = {.length = 0};
	struct lvsdr_dest some_dest;
	struct counters counters;

	ipvs_decode_dest(message, &service, NULL, &some_dest, &counters);
	ipvs_decode_dest(whole, &service, &layout, &some_dest, &counters);
	ipvs_decode_dest(message, &service, &layout, &some_dest, &counters);
	layout.length = 0;
	ipvs_decode_dest(message, &service, &layout, &some_dest, &counters);
	ipvs_decode_dest(whole, &service, &layout, &some_dest, &counters);
	ipvs_decode_dest(message, &service, &layout, &some_dest, &counters);
}

static void decode_all(const void *whole, const void *copy, size_t size)
{
	const struct nlmsghdr *message = copy;
	struct lvsdr_service some_service;
	struct counters counters;
	struct rtnl_address address;
	struct rtnl_route route;
	struct rtnl_link link;
	struct lvsdr_timeouts timeouts;
	struct lvsdr_sync_daemon daemon;
	struct ipvs_info info;

	if (size < NLMSG_HDRLEN || message->nlmsg_len != size)
		return; /* the transport hands over no such message */
	decode_dests(whole, message);
	ipvs_decode_service(message, &some_service, &counters);
	ipvs_decode_info(message, &info);
	ipvs_decode_timeouts(message, &timeouts);
	ipvs_decode_sync_daemon(message, &daemon);
	rtnl_decode_address(message, &address);
	rtnl_decode_route(message, &route);
	rtnl_decode_link(message, &link);
}

static int take(const struct nlmsghdr *message, void *data)
{
	free(memcpy(malloc(message->nlmsg_len), message, message->nlmsg_len));
	(void)data;
	return 0;
}

static void check_failure(unsigned int index, int result, const struct netlink_error *error,
			  void *data)
{
	(void)data;
	assert_true(index < 4);
	assert_in_range(-result, 1, 4095);
	assert_in_range(strlen(error->text), 0, sizeof(error->text) - 1);
}

static void take_replies(const void *whole, const void *copy, size_t size)
{
	struct netlink_error error = {.number = 0};
	struct reply reply = {.sequence = 1, .handler = take, .error = &error};
	struct reply_batch batch = {
		.confirm = take, .first = 1, .last = 4, .failure = check_failure};
	int end = reply_take(copy, size, &reply);

	(void)whole;
	assert_true(end == 0 || end == 1 || end == -EBADMSG);
	assert_in_range(-reply.result, 0, 4095);
	reply_take_batch(copy, size, &batch);
}

/* In a block of just its size. */
static void feed_copy(const void *whole, const void *data, size_t size, feeder feed)
{
	void *copy = malloc(size + !size);

	assert_non_null(copy);
	memcpy(copy, data, size);
	feed(whole, copy, size);
	free(copy);
}

/*
 * Every shorter length; and every value that could be a length, or half of one, replaced by those
 * that careless arithmetic trips over. Sanitizers and valgrind are the judges.
 */
static void torture(const void *whole, size_t size, feeder feed)
{
	static const uint16_t hostile[] = {0,  1,   2,      3,      4,      5,      8,
					   15, 255, 0x7fff, 0x8000, 0xfffc, 0xfffd, 0xffff};
	char data[BIGGEST];
	uint16_t was;

	assert_in_range(size, NLMSG_HDRLEN, sizeof(data));
	memcpy(data, whole, size);
	for (uint32_t length = 0; length <= size; length++) {
		if (feed == decode_all && length >= sizeof(length))
			memcpy(data, &length,
			       sizeof(length)); /* the message's own, its first word */
		feed_copy(whole, data, length, feed);
	}
	for (size_t at = 0; at + sizeof(was) <= size; at += sizeof(was)) {
		memcpy(&was, data + at, sizeof(was));
		for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
			memcpy(data + at, &hostile[i], sizeof(was));
			feed_copy(whole, data, size, feed);
		}
		was ^= 0xffff;
		memcpy(data + at, &was, sizeof(was));
		feed_copy(whole, data, size, feed);
		was ^= 0xffff;
		memcpy(data + at, &was, sizeof(was));
	}
}

static void torture_message(const struct nlmsghdr *message)
{
	torture(message, message->nlmsg_len, decode_all);
}

/* What kernels have answered, as the fuzz targets know it. */
static void torture_corpus(const char *name, feeder feed)
{
	_Alignas(struct nlmsghdr) char data[BIGGEST];
	char path[4096];
	struct dirent *entry;
	size_t size, count = 0;
	DIR *folder;
	FILE *file;

	snprintf(path, sizeof(path), CORPUS "/%s", name);
	folder = opendir(path);
	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		snprintf(path, sizeof(path), CORPUS "/%s/%s", name, entry->d_name);
		file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
		if (!file)
			continue;
		size = fread(data, 1, sizeof(data), file);
		fclose(file);
		if (size < NLMSG_HDRLEN)
			continue;
		/* The transport lets through only what is so long. */
		if (feed == decode_all)
			((struct nlmsghdr *)data)->nlmsg_len = (uint32_t)size;
		torture(data, size, feed);
		count++;
	}
	closedir(folder);
	assert_in_range(count, 5, 1000);
}

static void test_damaged_messages(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct rtnl_address address = {.index = 2,
				       .address = {AF_INET, {192, 168, 1, 41}},
				       .broadcast = {AF_INET, {192, 168, 1, 41}},
				       .prefix_length = 32,
				       .label = "eth0:0"};

	(void)state;
	torture_message(ipvs_encode_dest(buffer, IPVS_CMD_NEW_DEST, &service, &dest, true));
	torture_message(ipvs_encode_sync_daemon(
		buffer, IPVS_CMD_NEW_DAEMON,
		&(struct lvsdr_sync_daemon){.role = 1,
					    .device = "eth0",
					    .sync_id = 7,
					    .group = {AF_INET6, {0xff, 2, [15] = 1}},
					    .max_length = 1000,
					    .port = 8848,
					    .ttl = 1},
		true));
	torture_message(ipvs_encode_timeouts(buffer, &(struct lvsdr_timeouts){.tcp = 900}));
	torture_message(ipvs_encode_service(buffer, IPVS_CMD_NEW_SERVICE, 0, &service, true));
	torture_message(rtnl_encode_address(buffer, &address, RTNL_CREATE));
	torture_message(rtnl_encode_host_route(buffer, &address.address, 2));
	rtnl_encode_set_arp(buffer, 2, 1, 2)->nlmsg_type = RTM_NEWLINK;
	torture_message((struct nlmsghdr *)buffer);
}

static void test_damaged_answers_of_ipvs(void **state)
{
	(void)state;
	torture_corpus("ipvs", decode_all);
}

static void test_damaged_answers_of_rtnetlink(void **state)
{
	(void)state;
	torture_corpus("rtnl", decode_all);
}

static void test_damaged_datagrams(void **state)
{
	(void)state;
	torture_corpus("netlink", take_replies);
}

/* The last message of a datagram need not be padded, and what is behind it is not ours. */
static void test_unpadded_datagram(void **state)
{
	struct {
		struct nlmsghdr message;
		char odd;
	} whole = {.message = {.nlmsg_len = NLMSG_HDRLEN + 1, .nlmsg_type = 16, .nlmsg_seq = 1}};

	(void)state;
	feed_copy(&whole, &whole, NLMSG_HDRLEN + 1, take_replies);
}

/* With the request repeated and without, as a kernel sent it. */
static void take_details(const char *name, const char *expected)
{
	_Alignas(struct nlmsghdr) char data[BIGGEST];
	struct netlink_error error = {.number = 0};
	struct reply reply = {.sequence = 1, .error = &error};
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), CORPUS "/netlink/%s", name);
	file = fopen(path, "rb");
	assert_non_null(file);
	assert_int_equal(reply_take(data, fread(data, 1, sizeof(data), file), &reply), 1);
	fclose(file);
	assert_int_equal(reply.result, -EINVAL);
	assert_int_equal(error.number, EINVAL);
	assert_string_equal(error.text, expected);
}

static void test_details_of_errors(void **state)
{
	(void)state;
	take_details("error-0", "");
	take_details("error-capped-0", "");
	take_details("error-details-0", "Invalid prefsrc address");
	take_details("error-details-capped-0", "Invalid prefsrc address");
}

/* The end of a dump that failed, which tells details behind its number: `text`, which has `length`
 * bytes, and a place. */
static void take_dump_details(uint16_t flags, const char *text, size_t length, const char *expected)
{
	_Alignas(struct nlmsghdr) char buffer[512];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	int *number = mnl_nlmsg_put_extra_header(message, sizeof(*number));
	struct netlink_error error = {.number = 0};
	struct reply reply = {.sequence = 1, .dump = true, .error = &error};

	message->nlmsg_type = NLMSG_DONE;
	message->nlmsg_flags = NLM_F_MULTI | flags;
	message->nlmsg_seq = 1;
	*number = -EINVAL;
	mnl_attr_put_u32(message, NLMSGERR_ATTR_OFFS, 20);
	mnl_attr_put(message, NLMSGERR_ATTR_MSG, length, text);
	mnl_attr_put_u32(message, NLMSGERR_ATTR_OFFS, 20);
	assert_int_equal(reply_take(buffer, message->nlmsg_len, &reply), 1);
	assert_int_equal(reply.result, -EINVAL);
	assert_int_equal(error.number, EINVAL);
	assert_string_equal(error.text, expected);
}

static void test_details_of_dumps(void **state)
{
	struct netlink_error error = {.number = 0};
	char longest[sizeof(error.text) + 2] = {0};
	struct {
		struct nlmsghdr message;
		int number;
	} good = {{sizeof(good), NLMSG_DONE, NLM_F_MULTI, 1, 0}, 1};
	struct reply reply = {.sequence = 1, .dump = true, .error = &error};

	(void)state;
	assert_int_equal(reply_take(&good, sizeof(good), &reply), 1);
	assert_int_equal(reply.result, 0); /* some dumps end with a size */
	take_dump_details(NLM_F_ACK_TLVS, "no such table", sizeof("no such table"),
			  "no such table");
	take_dump_details(0, "no such table", sizeof("no such table"), "");
	take_dump_details(NLM_F_ACK_TLVS, "no end", strlen("no end"), "");
	memset(longest, 'x', sizeof(longest) - 1);
	take_dump_details(NLM_F_ACK_TLVS, longest, sizeof(longest),
			  longest + 2); /* as much as there is room for */
}

static void take_error(int number, int expected, int expected_number)
{
	struct {
		struct nlmsghdr message;
		struct nlmsgerr error;
	} whole = {
		.message = {.nlmsg_len = sizeof(whole), .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = 1},
		.error = {.error = number}};
	struct netlink_error error = {.number = 0};
	struct reply reply = {.sequence = 1, .error = &error};

	assert_int_equal(reply_take(&whole, sizeof(whole), &reply), 1);
	assert_int_equal(reply.result, expected);
	assert_int_equal(error.number, expected_number);
}

static int confirm(const struct nlmsghdr *message, void *data)
{
	(void)data;
	return message->nlmsg_type == 16 ? 0 : -ESTALE;
}

static void count_failure(unsigned int index, int result, const struct netlink_error *error,
			  void *data)
{
	(void)index;
	assert_int_equal(result, -error->number);
	++*(int *)data;
}

/* What was refused behind a question is handed on only when that was answered as hoped. */
static void take_batch(uint16_t type, bool confirmed)
{
	struct {
		struct nlmsghdr answer;
		struct nlmsgerr details;
		struct nlmsghdr refusal;
		struct nlmsgerr error;
	} whole = {{sizeof(whole.answer) + sizeof(whole.details), type, 0, 1, 0},
		   {.error = -ENOENT},
		   {sizeof(whole.refusal) + sizeof(whole.error), NLMSG_ERROR, 0, 2, 0},
		   {.error = -ENOENT}};
	int failures = 0;
	struct reply_batch batch = {.confirm = confirm,
				    .first = 2,
				    .last = 2,
				    .failure = count_failure,
				    .data = &failures};

	assert_int_equal(reply_take_batch(&whole, sizeof(whole), &batch), 1);
	assert_int_equal(batch.confirmed, confirmed);
	assert_int_equal(failures, confirmed);
}

static void test_questions(void **state)
{
	(void)state;
	take_batch(16, true);
	take_batch(17, false);
	take_batch(NLMSG_ERROR, false);
}

static void test_errors_that_are_none(void **state)
{
	(void)state;
	take_error(0, 0, 0);
	take_error(-ENOENT, -ENOENT, ENOENT);
	take_error(ENOENT, -EBADMSG, 0);
	take_error(INT32_MIN, -EBADMSG, 0);
	take_error(-4095, -4095, 4095);
	take_error(-4096, -EBADMSG, 0);
}

static void test_address_round_trip(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct rtnl_address address = {.index = 2,
				       .address = {AF_INET, {192, 168, 1, 41}},
				       .prefix_length = 32,
				       .label = "eth0:0"};
	struct rtnl_address back;

	(void)state;
	assert_int_equal(
		rtnl_decode_address(rtnl_encode_address(buffer, &address, RTNL_CREATE), &back), 0);
	assert_memory_equal(&back, &address, sizeof(back));
}

/* In hundredths of a second: to the nearest second, but 0 is a route that never ends. */
static void test_expiry_of_routes(void **state)
{
	static const struct {
		int32_t ticks;
		uint32_t seconds;
	} cases[] = {{0, 0},   {-100, 0}, {1, 1},         {99, 1},
		     {149, 1}, {150, 2},  {399949, 3999}, {399950, 4000}};
	_Alignas(struct nlmsghdr) char buffer[BIGGEST];
	struct rtnl_route route;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct rta_cacheinfo info = {.rta_expires = cases[i].ticks};
		struct nlmsghdr *message = rtnl_encode_host_route(buffer, &dest.address, 2);

		mnl_attr_put(message, RTA_CACHEINFO, sizeof(info), &info);
		assert_int_equal(rtnl_decode_route(message, &route), 0);
		assert_int_equal(route.expires, cases[i].seconds);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_service_round_trip),
		cmocka_unit_test(test_dest_round_trip),
		cmocka_unit_test(test_address_round_trip),
		cmocka_unit_test(test_expiry_of_routes),
		cmocka_unit_test(test_damaged_messages),
		cmocka_unit_test(test_damaged_answers_of_ipvs),
		cmocka_unit_test(test_damaged_answers_of_rtnetlink),
		cmocka_unit_test(test_damaged_datagrams),
		cmocka_unit_test(test_unpadded_datagram),
		cmocka_unit_test(test_details_of_errors),
		cmocka_unit_test(test_details_of_dumps),
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_errors_that_are_none),
	};

	return cmocka_run_group_tests_name("codecs", tests, NULL, NULL);
}
