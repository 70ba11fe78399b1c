// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing objects: defaults, ranges, refusals. No kernel is asked. */
#include "../check.h"

static int make_host(void **state)
{
	return lvsdr_new((struct lvsdr **)state);
}

static int free_host(void **state)
{
	lvsdr_free(*state);
	return 0;
}

static void test_service_forms(void **state)
{
	static const struct {
		const char *protocol, *text, *address;
		int port;
	} good[] = {
		{"tcp", "192.168.1.41:80", "192.168.1.41", 80},
		{"udp", "192.168.1.41:53", "192.168.1.41", 53},
		{"tcp", "192.168.1.41:http", "192.168.1.41", 80},
		{"tcp", "[2001:db8::1]:443", "2001:db8::1", 443},
		{"tcp", "192.168.1.41:0", "192.168.1.41", 0},
	};
	struct lvsdr_service *service;
	char text[46];

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_int_equal(
			lvsdr_service_new(*state, good[i].protocol, good[i].text, &service), 0);
		assert_int_equal(lvsdr_service_get_address(service, text, sizeof(text)),
				 strlen(good[i].address));
		assert_string_equal(text, good[i].address);
		assert_int_equal(lvsdr_service_get_address(service, text, 4), -EINVAL);
		assert_int_equal(lvsdr_service_get_port(service), good[i].port);
		assert_string_equal(lvsdr_service_get_protocol(service), good[i].protocol);
		assert_string_equal(lvsdr_service_get_scheduler(service), "wlc");
		lvsdr_service_free(service);
	}
}

/* In capitals, as `ipvsadm -L` has them, protocols are the same. */
static void test_protocol_in_capitals(void **state)
{
	struct lvsdr_service *service;
	struct lvsdr_mark *mark;

	assert_int_equal(lvsdr_service_new(*state, "UDP", "192.168.1.41:domain", &service), 0);
	assert_string_equal(lvsdr_service_get_protocol(service), "udp");
	assert_int_equal(lvsdr_service_get_port(service), 53);
	assert_int_equal(lvsdr_mark_new(*state, "TCP", "192.168.1.41:http", 8, &mark), 0);
	assert_string_equal(lvsdr_mark_get_protocol(mark), "tcp");
	lvsdr_mark_free(mark);
	lvsdr_service_free(service);
}

static void test_service_refusals(void **state)
{
	static const struct {
		const char *protocol, *text, *words;
	} bad[] = {
		{"tcp", "192.168.1.41:70000", "not between 0 and 65535"},
		{"tcp", "192.168.1.41:99999999999999999999", "not between 0 and 65535"},
		{"tcp", "192.168.1.41:-1", "neither a number nor a name"},
		{"tcp", "192.168.1.41:8x", "neither a number nor a name"},
		{"tcp", "192.168.1.41:", "neither a number nor a name"},
		{"tcp", "192.168.1.4l:80", "not an IPv4 or IPv6 address"},
		{"tcp", "192.168.1.256:80", "not an IPv4 or IPv6 address"},
		{"tcp", "www.example.com:80", "host names are not resolved"},
		{"tcp", "192.168.1.41", "no port"},
		{"tcp", "[2001:db8::1]80", "are expected"},
		{"tcp", "[2001:db8::1", "are expected"},
		{"tcp", "", "it is empty"},
		{"tpc", "192.168.1.41:80", "not one of \"tcp\", \"udp\""},
	};
	struct lvsdr_service *service = NULL;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		check_refused(*state,
			      lvsdr_service_new(*state, bad[i].protocol, bad[i].text, &service),
			      -EINVAL, bad[i].words);
	check_refused(*state, lvsdr_service_new(*state, NULL, "1.2.3.4:80", &service), -EINVAL,
		      "NULL");
	assert_int_equal(lvsdr_service_new(NULL, "tcp", "1.2.3.4:80", &service), -EINVAL);
	assert_null(service);
}

/* A prefix and a netmask are two notations of the same. */
static void check_netmasks(struct lvsdr_service *service)
{
	char text[46] = "?";

	assert_int_equal(lvsdr_service_get_persistence_prefix(service), 32);
	assert_int_equal(lvsdr_service_set_persistence_prefix(service, 0), 0);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), 0);
	assert_int_equal(lvsdr_service_set_persistence_netmask(service, "255.255.252.0"), 0);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), 22);
	assert_int_equal(lvsdr_service_get_persistence_netmask(service, text, 1), 0);
	assert_string_equal(text, "");
	assert_int_equal(lvsdr_service_set_persistence_netmask(service, "255.0.255.0"), 0);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), -EBADMSG);
	assert_int_equal(lvsdr_service_get_persistence_netmask(service, text, 11), -EINVAL);
	assert_int_equal(lvsdr_service_get_persistence_netmask(service, text, 12), 11);
	assert_string_equal(text, "255.0.255.0");
	assert_int_equal(lvsdr_service_get_persistence_netmask(NULL, text, 12), -EINVAL);
	assert_int_equal(lvsdr_service_set_persistence_netmask(service, NULL), -EINVAL);
	assert_int_equal(lvsdr_service_set_persistence_netmask(NULL, "255.0.0.0"), -EINVAL);
}

static void test_setters(void **state)
{
	struct lvsdr_service *service;
	struct lvsdr_dest *dest;

	assert_int_equal(lvsdr_service_new(*state, "tcp", "192.168.1.41:80", &service), 0);
	assert_int_equal(lvsdr_service_set_scheduler(service, "rr"), 0);
	check_refused(*state, lvsdr_service_set_scheduler(service, "sixteen-letters-"), -EINVAL,
		      "more than 15");
	check_refused(*state, lvsdr_service_set_scheduler(service, ""), -EINVAL, "cannot be empty");
	assert_string_equal(lvsdr_service_get_scheduler(service), "rr");
	assert_int_equal(lvsdr_service_set_scheduler(NULL, "rr"), -EINVAL);
	check_netmasks(service);

	assert_int_equal(lvsdr_dest_new(*state, "192.168.1.20", &dest), 0);
	assert_int_equal(lvsdr_dest_get_weight(dest), 1);
	assert_int_equal(lvsdr_dest_get_forwarding(dest), LVSDR_FORWARD_DIRECT);
	assert_int_equal(lvsdr_dest_set_weight(dest, 2147483647), 0);
	check_refused(*state, lvsdr_dest_set_weight(dest, -1), -EINVAL, "between 0");
	check_refused(*state, lvsdr_dest_set_forwarding(dest, 5), -EINVAL, "\"bypass\"");
	assert_int_equal(lvsdr_dest_get_weight(dest), 2147483647);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void test_dest_ports(void **state)
{
	static const struct {
		const char *text;
		int port;
	} good[] = {
		{"192.168.1.20", -ENOENT}, {"192.168.1.20:0", 0},   {"192.168.1.20:80", 80},
		{"2001:db8::20", -ENOENT}, {"[2001:db8::20]:0", 0}, {"[2001:db8::20]:80", 80},
	};
	struct lvsdr_dest *dest;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_int_equal(lvsdr_dest_new(*state, good[i].text, &dest), 0);
		assert_int_equal(lvsdr_dest_get_port(dest), good[i].port);
		lvsdr_dest_free(dest);
	}
}

static void check_broadcast(const struct lvsdr_vip *vip, const char *expected)
{
	size_t length = strlen(expected);
	char text[46] = "?";

	assert_int_equal(lvsdr_vip_get_broadcast(vip, text, length), -EINVAL);
	assert_string_equal(text, "?");
	assert_int_equal(lvsdr_vip_get_broadcast(vip, text, length + 1), length);
	assert_string_equal(text, expected);
	assert_int_equal(lvsdr_vip_get_broadcast(vip, NULL, sizeof(text)), -EINVAL);
	assert_int_equal(lvsdr_vip_get_broadcast(NULL, text, sizeof(text)), -EINVAL);
}

static void test_vip_refusals(void **state)
{
	struct lvsdr_vip *vip;

	check_refused(*state, lvsdr_vip_new(*state, "192.168.1.4l", "eth0", &vip), -EINVAL,
		      "not an IPv4 or IPv6 address");
	assert_int_equal(lvsdr_vip_new(*state, "192.168.1.41", "eth0", &vip), 0);
	assert_int_equal(lvsdr_vip_get_prefix_length(vip), 32);
	check_refused(*state, lvsdr_vip_set_label(vip, "eth0:67890123456"), -EINVAL,
		      "more than 15 characters");
	check_refused(*state, lvsdr_vip_set_label(vip, "eth1:0"), -EINVAL, "starts with \"eth0:\"");
	check_refused(*state, lvsdr_vip_set_label(vip, "eth00"), -EINVAL, "starts with \"eth0:\"");
	check_refused(*state, lvsdr_vip_set_prefix_length(vip, 33), -EINVAL, "between 1 and 32");
	check_refused(*state, lvsdr_vip_set_broadcast(vip, "::1"), -EINVAL,
		      "does not have the address family");
	check_refused(*state, lvsdr_vip_set_host_route(vip, 2), -EINVAL, "neither 0 nor 1");
	assert_int_equal(lvsdr_vip_set_label(vip, "eth0:67890"), 0);
	assert_string_equal(lvsdr_vip_get_label(vip), "eth0:67890");
	check_broadcast(vip, "");
	assert_int_equal(lvsdr_vip_set_broadcast(vip, "192.168.1.255"), 0);
	check_broadcast(vip, "192.168.1.255");
	assert_int_equal(lvsdr_vip_set_label(vip, ""), 0);
	assert_string_equal(lvsdr_vip_get_label(vip), "");
	assert_int_equal(lvsdr_vip_set_broadcast(vip, ""), 0);
	check_broadcast(vip, "");
	lvsdr_vip_free(vip);
	assert_int_equal(lvsdr_vip_new(*state, "2001:db8::41", "eth0", &vip), 0);
	check_refused(*state, lvsdr_vip_set_label(vip, "eth0:0"), -EINVAL, "no labels for IPv6");
	check_refused(*state, lvsdr_vip_set_broadcast(vip, "192.168.1.255"), -EINVAL,
		      "IPv6 has no broadcast addresses");
	assert_int_equal(lvsdr_vip_set_label(vip, ""), 0);
	assert_int_equal(lvsdr_vip_set_broadcast(vip, ""), 0);
	lvsdr_vip_free(vip);
}

static void test_wire_refusals(void **state)
{
	struct lvsdr *host = *state;
	struct lvsdr_vip *vip;
	uint8_t macs[LVSDR_MAC_SIZE];

	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "eth0", &vip), 0);
	assert_int_equal(lvsdr_vip_announce(NULL, vip, 0, 0), -EINVAL);
	check_refused(host, lvsdr_vip_announce(host, NULL, 0, 0), -EINVAL, "NULL");
	check_refused(host, lvsdr_vip_announce(host, vip, -1, 0), -EINVAL, "it must be 1 to 1000");
	check_refused(host, lvsdr_vip_announce(host, vip, 1001, 0), -EINVAL,
		      "it must be 1 to 1000");
	check_refused(host, lvsdr_vip_announce(host, vip, 1, 9), -EINVAL, "it must be 10 to 60000");
	check_refused(host, lvsdr_vip_announce(host, vip, 1, 60001), -EINVAL, "60001");
	lvsdr_vip_free(vip);
	assert_int_equal(lvsdr_address_probe(NULL, "192.168.1.41", "eth0", 0, macs, sizeof(macs)),
			 -EINVAL);
	check_refused(host, lvsdr_address_probe(host, NULL, "eth0", 0, NULL, 0), -EINVAL, "NULL");
	check_refused(host, lvsdr_address_probe(host, "::1", NULL, 0, NULL, 0), -EINVAL, "NULL");
	check_refused(host, lvsdr_address_probe(host, "::1", "eth0", 0, NULL, 6), -EINVAL, "NULL");
	check_refused(host, lvsdr_address_probe(host, "web1", "eth0", 0, macs, sizeof(macs)),
		      -EINVAL, "not an IPv4 or IPv6 address");
	check_refused(host, lvsdr_address_probe(host, "::1", "eth0", 9, NULL, 0), -EINVAL,
		      "10 to 60000");
}

static void test_arp_policy_refusals(void **state)
{
	struct lvsdr_arp_policy *policy;

	check_refused(*state, lvsdr_arp_policy_new(*state, "lo", &policy), -EINVAL,
		      "have no effect");
	assert_int_equal(lvsdr_arp_policy_new(*state, "all", &policy), 0);
	check_refused(*state, lvsdr_arp_policy_set_arp_ignore(policy, 3), -EINVAL, "not one of");
	check_refused(*state, lvsdr_arp_policy_set_arp_announce(policy, 3), -EINVAL, "not one of");
	assert_int_equal(lvsdr_arp_policy_get_arp_ignore(policy), 1);
	assert_int_equal(lvsdr_arp_policy_get_arp_announce(policy), 2);
	lvsdr_arp_policy_free(policy);
}

static void test_marks(void **state)
{
	static const struct {
		const char *protocol, *text, *address, *ports;
	} good[] = {
		{"tcp", "192.168.1.41:80", "192.168.1.41", "80"},
		{"tcp", "192.168.1.41:443,http,8000-8010", "192.168.1.41", "80,443,8000-8010"},
		{"udp", "192.168.1.41", "192.168.1.41", ""},
		{"sctp", "[2001:db8::41]:5-7,6-9", "2001:db8::41", "5-9"},
		{"udp", "2001:db8::41", "2001:db8::41", ""},
	};
	struct lvsdr_mark *mark;
	char text[192];

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_int_equal(
			lvsdr_mark_new(*state, good[i].protocol, good[i].text, 4294967295, &mark),
			0);
		assert_int_equal(lvsdr_mark_get_address(mark, text, sizeof(text)),
				 strlen(good[i].address));
		assert_string_equal(text, good[i].address);
		assert_int_equal(lvsdr_mark_get_ports(mark, text, sizeof(text)),
				 strlen(good[i].ports));
		assert_string_equal(text, good[i].ports);
		assert_int_equal(lvsdr_mark_get_ports(mark, text, strlen(good[i].ports)), -EINVAL);
		assert_string_equal(lvsdr_mark_get_protocol(mark), good[i].protocol);
		assert_string_equal(lvsdr_mark_get_device(mark), "");
		assert_true(lvsdr_mark_get_fwmark(mark) == 4294967295);
		lvsdr_mark_free(mark);
	}
}

static void test_mark_refusals(void **state)
{
	static const struct {
		const char *protocol, *text;
		uint32_t fwmark;
		const char *words;
	} bad[] = {
		{"icmp", "192.168.1.41", 8, "not one of \"tcp\""},
		{"tcp", "192.168.1.41:80", 0, "1 to 4294967295"},
		{"tcp", "192.168.1.41:", 8, "neither a number nor a name"},
		{"tcp", "192.168.1.41:0", 8, "port 0 is invalid"},
		{"tcp", "192.168.1.41:90-80", 8, "ends before it begins"},
		{"tcp", "192.168.1.41:70000", 8, "between 0 and 65535"},
		{"tcp", "192.168.1.41:1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31", 8, "15 ports"},
		{"tcp", "www.example.com:80", 8, "not resolved"},
	};
	struct lvsdr_mark *mark = NULL;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		check_refused(
			*state,
			lvsdr_mark_new(*state, bad[i].protocol, bad[i].text, bad[i].fwmark, &mark),
			-EINVAL, bad[i].words);
	assert_null(mark);
	assert_int_equal(lvsdr_mark_new(NULL, "tcp", "192.168.1.41", 8, &mark), -EINVAL);
	check_refused(*state, lvsdr_mark_new(*state, "tcp", NULL, 8, &mark), -EINVAL, "NULL");
	assert_int_equal(lvsdr_mark_new(*state, "tcp", "192.168.1.41", 8, &mark), 0);
	assert_int_equal(lvsdr_mark_set_device(mark, "eth0.5"), 0);
	check_refused(*state, lvsdr_mark_set_device(mark, "eth*"), -EINVAL, "star");
	check_refused(*state, lvsdr_mark_set_device(mark, NULL), -EINVAL, "NULL");
	assert_int_equal(lvsdr_mark_set_device(NULL, "eth0"), -EINVAL);
	assert_string_equal(lvsdr_mark_get_device(mark), "eth0.5");
	check_refused(*state, lvsdr_mark_add(*state, NULL), -EINVAL, "NULL");
	check_refused(*state, lvsdr_mark_read_foreign(*state, NULL), -EINVAL, "NULL");
	lvsdr_mark_free(mark);
	lvsdr_mark_free(NULL);
	assert_null(lvsdr_mark_get_protocol(NULL));
	assert_int_equal(lvsdr_mark_get_fwmark(NULL), 0);
}

static int vip_on(struct lvsdr *host, const char *device)
{
	struct lvsdr_vip *vip = NULL;
	int error = lvsdr_vip_new(host, "192.168.1.41", device, &vip);

	lvsdr_vip_free(vip);
	return error;
}

static int policy_of(struct lvsdr *host, const char *device)
{
	struct lvsdr_arp_policy *policy = NULL;
	int error = lvsdr_arp_policy_new(host, device, &policy);

	lvsdr_arp_policy_free(policy);
	return error;
}

static int mark_from(struct lvsdr *host, const char *device)
{
	struct lvsdr_mark *mark;
	int error;

	assert_int_equal(lvsdr_mark_new(host, "tcp", "192.168.1.41:80", 8, &mark), 0);
	error = lvsdr_mark_set_device(mark, device);
	lvsdr_mark_free(mark);
	return error;
}

static int daemon_on(struct lvsdr *host, const char *device)
{
	struct lvsdr_sync_daemon *daemon = NULL;
	int error = lvsdr_sync_daemon_new(host, "master", device, &daemon);

	lvsdr_sync_daemon_free(daemon);
	return error;
}

/* What takes the name of a device, and the same in JSON. */
static const struct {
	int (*call)(struct lvsdr *host, const char *device);
	const char *json;
} device_users[] = {
	{vip_on, "\"vips\": [{\"address\": \"192.168.1.41\""},
	{policy_of, "\"arp_policies\": [{\"arp_ignore\": 1"},
	{mark_from, "\"marks\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", "
		    "\"fwmark\": 8"},
	{daemon_on, "\"sync_daemons\": [{\"role\": \"master\""},
};
enum { DEVICE_USERS = sizeof(device_users) / sizeof(*device_users) };

static int in_json(struct lvsdr *host, const char *object, const char *device)
{
	struct lvsdr_state *state = NULL;
	char text[300];
	int error;

	snprintf(text, sizeof(text), "{\"lvsdr_state\": 1, %s, \"device\": \"%s\"}]}", object,
		 device);
	error = lvsdr_state_from_text(host, "json", text, strlen(text), &state);
	lvsdr_state_free(state);
	return error;
}

static int in_rules(struct lvsdr *host, const char *device)
{
	struct lvsdr_state *state = NULL;
	char text[300];
	int error;

	snprintf(text, sizeof(text), "--start-daemon master --mcast-interface %s", device);
	error = lvsdr_state_from_text(host, "rules", text, strlen(text), &state);
	lvsdr_state_free(state);
	return error;
}

static void test_device_names(void **state)
{
	char longest[128] = "";
	const char *const good[] = {"eth0", "eth0.100", "a@b", "wlan-b\xc3\xbcro", "...", longest};

	memset(longest, 'e', sizeof(longest) - 1);
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		for (size_t j = 0; j < DEVICE_USERS; j++) {
			assert_int_equal(device_users[j].call(*state, good[i]), 0);
			assert_int_equal(in_json(*state, device_users[j].json, good[i]), 0);
		}
		assert_int_equal(in_rules(*state, good[i]), 0);
	}
	assert_int_equal(mark_from(*state, ""), 0);
	assert_int_equal(vip_on(*state, "it's"), 0);
}

static void test_device_names_refused(void **state)
{
	char too_long[129] = "";
	const struct {
		const char *name, *words;
	} bad[] = {
		{".", "no device is called"},
		{"..", "no device is called"},
		{"../x", "cannot contain a slash"},
		{"lo:0", "lvsdr_vip_set_label()"},
		{"eth0:0", "label of an address"},
		{"eth\xc2\xa0"
		 "0",
		 "cannot contain white space"},
		{too_long, "at most 127"},
	};

	memset(too_long, 'e', sizeof(too_long) - 1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		for (size_t j = 0; j < DEVICE_USERS; j++) {
			check_refused(*state, device_users[j].call(*state, bad[i].name), -EINVAL,
				      bad[i].words);
			check_refused(*state, in_json(*state, device_users[j].json, bad[i].name),
				      -EINVAL, bad[i].words);
		}
		check_refused(*state, in_rules(*state, bad[i].name), -EINVAL, bad[i].words);
		check_refused(*state, lvsdr_address_probe(*state, "::1", bad[i].name, 0, NULL, 0),
			      -EINVAL, bad[i].words);
	}
	check_refused(*state, vip_on(*state, "eth0\v"), -EINVAL, "cannot contain white space");
	check_refused(*state, vip_on(*state, ""), -EINVAL, "is empty");
	check_refused(*state, lvsdr_address_probe(*state, "::1", "", 0, NULL, 0), -EINVAL,
		      "is empty");
}

/* Objects outlive their handle, and still have a place for their errors. */
static void test_freeing_order(void **state)
{
	struct lvsdr *host;
	struct lvsdr_dest *dest;
	struct lvsdr_plan *plan;
	struct lvsdr_vip *vip;

	(void)state;
	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_plan_new(host, &plan), 0);
	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "lo", &vip), 0);
	assert_int_equal(lvsdr_dest_new(host, "192.168.1.20", &dest), 0);
	lvsdr_free(host);
	assert_int_equal(lvsdr_dest_set_weight(dest, -5), -EINVAL);
	lvsdr_dest_free(dest);
	/* A plan never falls into the caller's namespace instead. */
	assert_int_equal(lvsdr_plan_add_vip(plan, vip), -EINVAL);
	lvsdr_vip_free(vip);
	lvsdr_plan_free(plan);
	lvsdr_free(NULL);
	lvsdr_dest_free(NULL);
	lvsdr_service_free(NULL);
	lvsdr_vip_free(NULL);
	lvsdr_arp_policy_free(NULL);
	lvsdr_plan_free(NULL);
	lvsdr_state_free(NULL);
}

static void test_handle_refusals(void **state)
{
	check_refused(*state, lvsdr_open_netns(*state, "there-is-no-such"), -ENOENT,
		      "no such network namespace");
	check_refused(*state, lvsdr_open_netns(*state, "/proc/self/status"), -EINVAL,
		      "not a network namespace");
	check_refused(*state, lvsdr_open_netns_fd(*state, 9999), -EINVAL,
		      "not a network namespace");
	check_refused(*state, lvsdr_set_timeout(*state, 0), -EINVAL, "between 1 and 3600000");
	check_refused(*state, lvsdr_set_insist(*state, 2), -EINVAL, "neither 0 nor 1");
	assert_int_equal(lvsdr_new(NULL), -EINVAL);
	assert_string_equal(lvsdr_error_message(NULL), "");
}

/* A refused value changes nothing. */
static void test_handle_getters(void **state)
{
	struct lvsdr_plan *plan;
	struct lvsdr *host;

	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_get_timeout(host), 5000);
	assert_int_equal(lvsdr_get_insist(host), 0);
	assert_int_equal(lvsdr_get_ipvs_interface(host), LVSDR_IPVS_AUTOMATIC);
	assert_int_equal(lvsdr_get_trace_details(host), 0);
	assert_int_equal(lvsdr_get_trace_lost(host), 0);
	assert_int_equal(lvsdr_set_trace_details(host, LVSDR_TRACE_TIME), 0);
	assert_int_equal(lvsdr_set_trace_details(host, 4), -EINVAL);
	assert_int_equal(lvsdr_get_trace_details(host), LVSDR_TRACE_TIME);
	assert_int_equal(lvsdr_set_timeout(host, 3600000), 0);
	assert_int_equal(lvsdr_set_timeout(host, 3600001), -EINVAL);
	assert_int_equal(lvsdr_set_insist(host, 1), 0);
	assert_int_equal(lvsdr_set_insist(host, -1), -EINVAL);
	assert_int_equal(lvsdr_set_ipvs_interface(host, LVSDR_IPVS_SOCKET_OPTIONS), 0);
	assert_int_equal(lvsdr_set_ipvs_interface(host, 3), -EINVAL);
	assert_int_equal(lvsdr_get_timeout(host), 3600000);
	assert_int_equal(lvsdr_get_insist(host), 1);
	assert_int_equal(lvsdr_get_ipvs_interface(host), LVSDR_IPVS_SOCKET_OPTIONS);
	lvsdr_free(host);

	assert_int_equal(lvsdr_plan_new(*state, &plan), 0);
	assert_int_equal(lvsdr_plan_get_keep_going(plan), 0);
	assert_int_equal(lvsdr_plan_set_keep_going(plan, 1), 0);
	assert_int_equal(lvsdr_plan_set_keep_going(plan, 2), -EINVAL);
	assert_int_equal(lvsdr_plan_get_keep_going(plan), 1);
	lvsdr_plan_free(plan);

	assert_int_equal(lvsdr_get_timeout(NULL), -EINVAL);
	assert_int_equal(lvsdr_get_insist(NULL), -EINVAL);
	assert_int_equal(lvsdr_get_ipvs_interface(NULL), -EINVAL);
	assert_int_equal(lvsdr_set_trace(NULL, 1), -EINVAL);
	assert_int_equal(lvsdr_set_trace_details(NULL, 0), -EINVAL);
	assert_int_equal(lvsdr_get_trace_details(NULL), 0);
	assert_int_equal(lvsdr_get_trace_lost(NULL), 0);
	assert_int_equal(lvsdr_plan_get_keep_going(NULL), -EINVAL);
}

static void test_plan_text_refusals(void **state)
{
	static const char *const bad[] = {"", "{", "[]", "{\"lvsdr_plan\": 2}",
					  "{\"lvsdr_plan\": 1, \"boot\": \"x\"}"};
	struct lvsdr_plan *plan = NULL;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(lvsdr_plan_from_json(*state, bad[i], strlen(bad[i]), &plan),
				 -EBADMSG);
	check_refused(*state, lvsdr_plan_from_json(*state, "{\n\n?", 4, &plan), -EBADMSG, "line 3");
	assert_null(plan);
}

/* A plan of this namespace with these steps, as somebody may have edited it. */
static void refuse_steps(struct lvsdr *host, const char *steps, const char *words)
{
	struct lvsdr_plan *plan;
	const char *json, *place;
	char text[4096];

	assert_int_equal(lvsdr_plan_new(host, &plan), 0);
	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	place = strstr(json, "[]");
	assert_non_null(place);
	snprintf(text, sizeof(text), "%.*s[%s]%s", (int)(place - json), json, steps, place + 2);
	lvsdr_plan_free(plan);
	check_refused(host, lvsdr_plan_from_json(host, text, strlen(text), &plan), -EBADMSG, words);
}

static void test_plan_steps_refusals(void **state)
{
	refuse_steps(*state,
		     "{\"object\": \"ARP policy\", \"before\": {\"device\": \"all\"}, "
		     "\"after\": null, \"stage\": 0}",
		     "/steps/0/after: ");
	refuse_steps(*state,
		     "{\"object\": \"timeouts\", \"before\": null, "
		     "\"after\": {\"tcp\": 1}, \"stage\": 0}",
		     "/steps/0/before: ");
	refuse_steps(*state,
		     "{\"object\": \"VIP\", \"before\": null, \"after\": null, \"stage\": 0}",
		     "/steps/0/before: ");
	refuse_steps(*state,
		     "{\"object\": \"VIP\", \"stage\": 0, \"before\": "
		     "{\"address\": \"192.168.1.41\", \"device\": \"lo\"}, \"after\": "
		     "{\"address\": \"192.168.1.42\", \"device\": \"lo\"}}",
		     "/steps/0/after: it is not the same object as before");
}

static void test_drain_refusals(void **state)
{
	struct lvsdr_service *service;
	struct lvsdr_dest *dest;

	assert_int_equal(lvsdr_service_new(*state, "tcp", "192.168.1.41:80", &service), 0);
	assert_int_equal(lvsdr_dest_new(*state, "192.168.1.20", &dest), 0);
	assert_int_equal(lvsdr_dest_drain(NULL, service, dest, 0, 0, NULL, NULL, NULL), -EINVAL);
	check_refused(*state, lvsdr_dest_drain(*state, NULL, dest, 0, 0, NULL, NULL, NULL), -EINVAL,
		      "NULL");
	check_refused(*state, lvsdr_dest_drain(*state, service, NULL, 0, 0, NULL, NULL, NULL),
		      -EINVAL, "NULL");
	check_refused(*state, lvsdr_dest_drain(*state, service, dest, 0, -1, NULL, NULL, NULL),
		      -EINVAL, "between 0 and 3600000");
	check_refused(*state, lvsdr_dest_drain(*state, service, dest, 0, 3600001, NULL, NULL, NULL),
		      -EINVAL, "192.168.1.41:80 -> 192.168.1.20:80");
	check_refused(*state, lvsdr_dest_drain(*state, service, dest, 8, 0, NULL, NULL, NULL),
		      -EINVAL, "LVSDR_DRAIN_");
	check_refused(*state,
		      lvsdr_dest_drain(*state, service, dest,
				       LVSDR_DRAIN_WAIT_FOR_TEMPLATES | LVSDR_DRAIN_CUT_TEMPLATES,
				       0, NULL, NULL, NULL),
		      -EINVAL, "both");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_service_forms),
		cmocka_unit_test(test_protocol_in_capitals),
		cmocka_unit_test(test_service_refusals),
		cmocka_unit_test(test_setters),
		cmocka_unit_test(test_dest_ports),
		cmocka_unit_test(test_vip_refusals),
		cmocka_unit_test(test_wire_refusals),
		cmocka_unit_test(test_arp_policy_refusals),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_mark_refusals),
		cmocka_unit_test(test_device_names),
		cmocka_unit_test(test_device_names_refused),
		cmocka_unit_test(test_freeing_order),
		cmocka_unit_test(test_handle_refusals),
		cmocka_unit_test(test_handle_getters),
		cmocka_unit_test(test_plan_text_refusals),
		cmocka_unit_test(test_plan_steps_refusals),
		cmocka_unit_test(test_drain_refusals),
	};

	return cmocka_run_group_tests_name("objects", tests, make_host, free_host);
}
