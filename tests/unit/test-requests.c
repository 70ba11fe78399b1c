// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is asked of the kernel: ARP values of a device, routes that are put back, socket options. */
#include "../check.h"
#include "codec/ipvs/encoding.h"
#include "codec/rtnl/rtnl.h"
#include "plain-objects.h"

#include <libmnl/libmnl.h>
#include <linux/ip.h>
#include <linux/rtnetlink.h>

static const struct nlattr *find(const void *attributes, size_t length, uint16_t type)
{
	const struct nlattr *attr, *found = NULL;

	mnl_attr_for_each_payload(attributes, length)
		if (mnl_attr_get_type(attr) == type)
			found = attr;
	return found;
}

static const struct nlattr *find_inside(const struct nlattr *nest, uint16_t type)
{
	assert_non_null(nest);
	return find(mnl_attr_get_payload(nest), mnl_attr_get_payload_len(nest), type);
}

static const struct nlattr *find_in_route(const struct nlmsghdr *message, uint16_t type)
{
	return find(mnl_nlmsg_get_payload_offset(message, sizeof(struct rtmsg)),
		    mnl_nlmsg_get_payload_len(message) - sizeof(struct rtmsg), type);
}

static void check_value(const struct nlattr *conf, uint16_t type, int32_t expected)
{
	const struct nlattr *value = find_inside(conf, type);

	if (expected < 0)
		assert_null(value);
	else
		assert_int_equal(mnl_attr_get_u32(value), expected);
}

/* What is below 0 is left as it is. */
static void check_arp(int32_t arp_ignore, int32_t arp_announce)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct nlmsghdr *message = rtnl_encode_set_arp(buffer, 2, arp_ignore, arp_announce);
	const struct nlattr *conf;

	conf = find(mnl_nlmsg_get_payload_offset(message, sizeof(struct ifinfomsg)),
		    mnl_nlmsg_get_payload_len(message) - sizeof(struct ifinfomsg), IFLA_AF_SPEC);
	conf = find_inside(find_inside(conf, AF_INET), IFLA_INET_CONF);
	check_value(conf, IPV4_DEVCONF_ARP_IGNORE, arp_ignore);
	check_value(conf, IPV4_DEVCONF_ARP_ANNOUNCE, arp_announce);
}

static void test_arp_values(void **state)
{
	(void)state;
	check_arp(1, 2);
	check_arp(0, 0);
	check_arp(-1, 2);
	check_arp(1, -1);
}

/* ---- Routes that are kept. */

static struct nlmsghdr *start_route(void *buffer)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct rtmsg *head = mnl_nlmsg_put_extra_header(message, sizeof(*head));

	message->nlmsg_type = RTM_NEWROUTE;
	head->rtm_family = AF_INET;
	head->rtm_dst_len = 24;
	mnl_attr_put(message, RTA_DST, 4, "\300\250\1\0");
	return message;
}

/* By two devices, of which the first is down. */
static struct nlmsghdr *put_hops(struct nlmsghdr *message)
{
	static const struct rtnexthop hops[] = {
		{sizeof(*hops), RTNH_F_DEAD | RTNH_F_LINKDOWN, 0, 2},
		{sizeof(*hops), RTNH_F_ONLINK, 1, 3},
	};

	mnl_attr_put(message, RTA_MULTIPATH, sizeof(hops), hops);
	return message;
}

struct visits {
	uint32_t seen; /* the numbers, as digits */
	uint32_t refused;
};

static bool visit(uint32_t *index, void *data)
{
	struct visits *visits = data;

	visits->seen = 10 * visits->seen + *index;
	return *index != visits->refused;
}

static void check_visits(uint8_t *body, int length, uint32_t refused, uint32_t seen)
{
	struct visits visits = {.refused = refused};

	assert_int_equal(rtnl_visit_devices(body, (size_t)length, visit, &visits), !refused);
	assert_int_equal(visits.seen, seen);
}

static void test_next_hops(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE], again[RTNL_BUFFER_SIZE];
	_Alignas(struct rtmsg) uint8_t body[RTNL_BUFFER_SIZE];
	struct nlmsghdr *message = put_hops(start_route(buffer));
	const struct rtnexthop *hops;
	int length;

	(void)state;
	mnl_attr_put_u32(message, RTA_OIF, 4);
	length = rtnl_keep_route(message, body);
	assert_int_equal(length, mnl_nlmsg_get_payload_len(message));
	check_visits(body, length, 0, 234);
	check_visits(body, length, 2, 2);
	check_visits(body, length, 3, 23);
	check_visits(body, length, 4, 234);
	message = rtnl_encode_kept_route(again, body, (size_t)length, 0, RTNL_CREATE);
	hops = mnl_attr_get_payload(find_in_route(message, RTA_MULTIPATH));
	assert_int_equal(hops[0].rtnh_flags, 0);
	assert_int_equal(hops[1].rtnh_flags, RTNH_F_ONLINK);
}

/* The kernel tells what a next-hop object stands for, too, and takes it only alone. */
static void test_next_hop_objects(void **state)
{
	static const uint16_t followers[] = {RTA_OIF, RTA_GATEWAY, RTA_VIA, RTA_FLOW};
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE], again[RTNL_BUFFER_SIZE];
	_Alignas(struct rtmsg) uint8_t body[RTNL_BUFFER_SIZE];

	(void)state;
	for (int by_object = 0; by_object < 2; by_object++) {
		struct nlmsghdr *message = put_hops(start_route(buffer));

		for (size_t i = 0; i < sizeof(followers) / sizeof(*followers); i++)
			mnl_attr_put_u32(message, followers[i], 2);
		mnl_attr_put_u32(message, RTA_PRIORITY, 100);
		if (by_object)
			mnl_attr_put_u32(message, RTA_NH_ID, 7);
		message = rtnl_encode_kept_route(
			again, body, (size_t)rtnl_keep_route(message, body), 0, RTNL_CREATE);
		for (size_t i = 0; i < sizeof(followers) / sizeof(*followers); i++)
			assert_int_equal(!find_in_route(message, followers[i]), by_object);
		assert_int_equal(!find_in_route(message, RTA_MULTIPATH), by_object);
		assert_int_equal(!find_in_route(message, RTA_NH_ID), !by_object);
		assert_non_null(find_in_route(message, RTA_PRIORITY));
		assert_non_null(find_in_route(message, RTA_DST));
	}
}

static int decode_head(uint8_t family, uint8_t length)
{
	struct rtmsg head = {.rtm_family = family, .rtm_dst_len = length};
	struct rtnl_route route;

	return rtnl_decode_kept_route(&head, sizeof(head), &route);
}

static void test_bounds_of_routes(void **state)
{
	static const char data[RTNL_BUFFER_SIZE];
	_Alignas(struct nlmsghdr) char buffer[2 * RTNL_BUFFER_SIZE];
	_Alignas(struct rtmsg) uint8_t body[RTNL_BUFFER_SIZE];
	struct nlmsghdr *message = start_route(buffer);
	size_t most = RTNL_BUFFER_SIZE - NLMSG_HDRLEN;

	(void)state;
	mnl_attr_put(message, RTA_METRICS, most - mnl_nlmsg_get_payload_len(message) - NLA_HDRLEN,
		     data);
	assert_int_equal(rtnl_keep_route(message, body), most);
	mnl_attr_put(message, RTA_METRICS, 0, NULL);
	assert_int_equal(rtnl_keep_route(message, body), -EBADMSG);
	assert_int_equal(decode_head(AF_INET, 32), 0);
	assert_int_equal(decode_head(AF_INET, 33), -EBADMSG);
	assert_int_equal(decode_head(AF_INET6, 128), 0);
	assert_int_equal(decode_head(AF_INET6, 129), -EBADMSG);
	assert_int_equal(decode_head(AF_UNSPEC, 0), -EBADMSG);
}

/* ---- Socket options of IPVS. */

static const char *put_option(const struct object_class *class, const void *before,
			      const void *after, int number)
{
	struct socket_option option = {.number = 0};
	const char *lacking = ipvs_encoding_of(class)->to_option(&option, before, after);

	assert_int_equal(option.number, number);
	return lacking;
}

static void test_options(void **state)
{
	struct lvsdr_service ipv6 = service, engine = service;
	union object old = {.service = service}, new = {.service = service};

	(void)state;
	ipv6.address.family = AF_INET6;
	strcpy(engine.persistence_engine, "sip");
	assert_null(put_option(&service_class, NULL, &new, IP_VS_SO_SET_ADD));
	assert_null(put_option(&service_class, &old, &new, IP_VS_SO_SET_EDIT));
	assert_null(put_option(&service_class, &old, NULL, IP_VS_SO_SET_DEL));
	new.service = ipv6;
	assert_non_null(strstr(put_option(&service_class, NULL, &new, IP_VS_SO_SET_ADD), "IPv6"));
	new.service = engine;
	assert_non_null(
		strstr(put_option(&service_class, NULL, &new, IP_VS_SO_SET_ADD), "nothing else"));
	assert_null(put_option(&service_class, &new, NULL, IP_VS_SO_SET_DEL));
	/* The engine of the service is no matter of its destinations. */
	old.dest = new.dest = dest;
	old.dest.service = new.dest.service = &engine;
	assert_null(put_option(&dest_class, NULL, &new, IP_VS_SO_SET_ADDDEST));
	assert_null(put_option(&dest_class, &old, &new, IP_VS_SO_SET_EDITDEST));
	assert_null(put_option(&dest_class, &old, NULL, IP_VS_SO_SET_DELDEST));
	new.dest.service = &ipv6;
	assert_non_null(strstr(put_option(&dest_class, NULL, &new, IP_VS_SO_SET_ADDDEST), "IPv6"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arp_values),       cmocka_unit_test(test_next_hops),
		cmocka_unit_test(test_next_hop_objects), cmocka_unit_test(test_bounds_of_routes),
		cmocka_unit_test(test_options),
	};

	return cmocka_run_group_tests_name("requests", tests, NULL, NULL);
}
