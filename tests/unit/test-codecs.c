// SPDX-License-Identifier: LGPL-2.1-or-later
/* The codecs: what is encoded decodes to the same, and no cut or damaged message does harm. */
#include "../check.h"
#include "ipvs/ipvs.h"
#include "rtnl/rtnl.h"

#include <linux/ip_vs.h>
#include <linux/rtnetlink.h>

static const struct lvsdr_service service = {
	.address = {AF_INET, {192, 168, 1, 41}},
	.protocol = 6,
	.port = 80,
	.scheduler = "mh",
	.flags = 1 | 8,
	.timeout = 600,
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
	assert_int_equal(back.timeout, service.timeout);
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

static void decode_all(const struct nlmsghdr *message)
{
	struct lvsdr_service some_service;
	struct lvsdr_dest some_dest;
	struct counters counters;
	struct rtnl_address address;
	struct rtnl_route route;
	struct rtnl_link link;
	struct lvsdr_timeouts timeouts;
	struct ipvs_info info;

	ipvs_decode_service(message, &some_service, &counters);
	ipvs_decode_dest(message, &service, NULL, &some_dest, &counters);
	ipvs_decode_info(message, &info);
	ipvs_decode_timeouts(message, &timeouts);
	rtnl_decode_address(message, &address);
	rtnl_decode_route(message, &route);
	rtnl_decode_link(message, &link);
}

/* Every shorter length, and every byte changed; sanitizers and valgrind are the judges. */
static void torture(const struct nlmsghdr *message)
{
	struct nlmsghdr *copy;

	for (uint32_t length = NLMSG_HDRLEN; length <= message->nlmsg_len; length++) {
		copy = malloc(length);
		assert_non_null(copy);
		memcpy(copy, message, length);
		copy->nlmsg_len = length;
		decode_all(copy);
		free(copy);
	}
	copy = malloc(message->nlmsg_len);
	assert_non_null(copy);
	for (uint32_t at = NLMSG_HDRLEN; at < message->nlmsg_len; at++) {
		memcpy(copy, message, message->nlmsg_len);
		((uint8_t *)copy)[at] ^= 0xff;
		decode_all(copy);
	}
	free(copy);
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
	torture(ipvs_encode_dest(buffer, IPVS_CMD_NEW_DEST, &service, &dest, true));
	torture(ipvs_encode_timeouts(buffer, &(struct lvsdr_timeouts){.tcp = 900}));
	torture(ipvs_encode_service(buffer, IPVS_CMD_NEW_SERVICE, 0, &service, true));
	torture(rtnl_encode_address(buffer, RTM_NEWADDR, &address));
	torture(rtnl_encode_host_route(buffer, RTM_NEWROUTE, &address.address, 2));
	rtnl_encode_set_arp(buffer, 2, 1, 2)->nlmsg_type = RTM_NEWLINK;
	torture((struct nlmsghdr *)buffer);
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
		rtnl_decode_address(rtnl_encode_address(buffer, RTM_NEWADDR, &address), &back), 0);
	assert_memory_equal(&back, &address, sizeof(back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_service_round_trip),
		cmocka_unit_test(test_dest_round_trip),
		cmocka_unit_test(test_address_round_trip),
		cmocka_unit_test(test_damaged_messages),
	};

	return cmocka_run_group_tests_name("codecs", tests, NULL, NULL);
}
