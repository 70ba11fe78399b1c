// SPDX-License-Identifier: LGPL-2.1-or-later
/* VIPs on hosts that have a life of their own, with ip and sysctl as witnesses. */
#include "witness.h"

/*
 * Attribute for attribute, but for what runs by itself. What stood on one device without being
 * secondary to each other is not taken away for the sake of its place in the list.
 */
static const char everything[] =
	"{ ip -d -o addr; ip route show table all; ip -6 route show table all; } | "
	"sed \"s/ tentative//; s/ [1-9][0-9]*sec/ Nsec/g\" | sort";

static void check_reached(struct test *test, const char *scope, const char *json)
{
	struct lvsdr_plan *plan = plan_to_json(test, scope, json);

	if (lvsdr_plan_get_step_count(plan))
		fail_msg("%s", lvsdr_plan_get_step_explanation(plan, 0));
	lvsdr_plan_free(plan);
}

/* Reaches the state; the written plan, to be freed. */
static char *reach(struct test *test, const char *scope, const char *json)
{
	struct lvsdr_plan *plan = plan_to_json(test, scope, json);
	const char *text;
	char *record;

	assert_int_equal(lvsdr_plan_to_json(plan, &text), 0);
	record = strdup(text);
	assert_non_null(record);
	if (lvsdr_plan_apply(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_plan_free(plan);
	check_reached(test, scope, json);
	return record;
}

static struct lvsdr_plan *written(struct test *test, char *record)
{
	struct lvsdr_plan *plan = NULL;

	if (lvsdr_plan_from_json(test->host, record, strlen(record), &plan))
		fail_msg("%s", lvsdr_error_message(test->host));
	free(record);
	return plan;
}

/* Undoes what was written, and is as before. */
static void check_undone(struct test *test, char *record, char *before)
{
	struct lvsdr_plan *plan = written(test, record);

	if (lvsdr_plan_undo(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	assert_int_equal(lvsdr_plan_undo(plan), 0);
	lvsdr_plan_free(plan);
	check_witness(everything, before);
	free(before);
}

static void check_both_ways(struct test *test, const char *scope, const char *json)
{
	char *before = ask(everything);

	check_undone(test, reach(test, scope, json), before);
}

#define VIP_41                                                                                     \
	"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"eth0\"}]}"
#define NO_VIPS "{\"lvsdr_state\": 1, \"vips\": []}"

/* eth0 has 192.168.1.41 as its primary address, with two secondary ones and routes that need them.
 */
static void make_primary(const char *promote)
{
	char command[600];

	snprintf(
		command, sizeof(command),
		"sysctl -qw net.ipv4.conf.eth0.promote_secondaries=%s; ip addr flush dev eth0;"
		"for i in 41 40 42; do ip addr add 192.168.1.$i/24 brd + dev eth0; done;"
		"ip addr add 10.9.9.9/24 dev eth0 label eth0:9 metric 50;"
		"ip route add default via 192.168.1.1;"
		"ip route add 10.8.0.0/16 via 192.168.1.2 src 192.168.1.40 table 99;"
		"ip route add 10.7.0.0/16 nexthop via 192.168.1.3 nexthop via 192.168.1.4 weight 3",
		promote);
	run(command);
}

static void test_secondaries_come_back(void **state)
{
	static const char *const promote[] = {"0", "1"};
	struct lvsdr_plan *plan;

	for (size_t i = 0; i < 2; i++) {
		make_primary(promote[i]);
		plan = plan_to_json(*state, "192.168.1.41", VIP_41);
		assert_int_equal(lvsdr_plan_get_step_count(plan), 1);
		assert_non_null(strstr(lvsdr_plan_get_step_command(plan, 0), "192.168.1.40"));
		assert_non_null(strstr(lvsdr_plan_get_step_explanation(plan, 0), "192.168.1.42"));
		lvsdr_plan_free(plan);
		check_both_ways(*state, "192.168.1.41", VIP_41);
		check_both_ways(*state, "192.168.1.41", NO_VIPS);
	}
	/* What is not the VIP's stands after the change too. */
	free(reach(*state, "192.168.1.41", VIP_41));
	check_witness("ip -br -4 addr show dev eth0 | xargs",
		      "eth0 UNKNOWN 10.9.9.9/24 metric 50 192.168.1.41/32 192.168.1.40/24 "
		      "192.168.1.42/24");
	check_witness("ip route show | grep -c \"default\\|nexthop\"", "3");
	check_witness("ip route show table 99",
		      "10.8.0.0/16 via 192.168.1.2 dev eth0 src 192.168.1.40 ");
}

static void test_last_address_of_a_device(void **state)
{
	run("ip addr flush dev eth0; ip addr add 10.9.9.1/32 dev eth0; ip route add default dev "
	    "eth0;"
	    "ip route add 10.5.0.0/16 via 10.5.0.1 dev eth0 onlink table 77;"
	    "ip route add 10.6.0.0/16 dev eth0 metric 9");
	check_both_ways(*state, "10.9.9.1",
			"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"10.9.9.1\", \"device\": "
			"\"eth0\", \"label\": \"eth0:0\"}]}");
	check_both_ways(*state, "10.9.9.1", NO_VIPS);
	free(reach(*state, "10.9.9.1", NO_VIPS));
	check_witness("ip route show table all | grep -c \"default\\|10.[56]\"", "3");
}

/* The gateway is reached by the VIP's own network alone: the host would be cut off. */
static void test_what_cannot_stand_without_it(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth0");
	char *before;

	run("ip addr flush dev eth0; ip addr add 192.168.1.41/24 dev eth0;"
	    "ip route add default via 192.168.1.1; ip route add 10.8.0.0/16 via 192.168.1.2");
	before = ask(everything);
	plan = plan_to_json(test, "192.168.1.41", NO_VIPS);
	check_refused(test->host, lvsdr_plan_apply(plan), -EBUSY,
		      "default via 192.168.1.1 on eth0");
	lvsdr_plan_free(plan);
	check_witness(everything, before);
	assert_int_equal(lvsdr_vip_set_prefix_length(vip, 24), 0);
	check_refused(test->host, lvsdr_vip_remove(test->host, vip), -EBUSY, "10.8.0.0/16");
	check_witness(everything, before);
	assert_int_equal(lvsdr_set_insist(test->host, 1), 0);
	check_undone(test, reach(test, "192.168.1.41", NO_VIPS), before);
	lvsdr_vip_free(vip);
}

static void test_nothing_of_an_address_is_lost(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "2001:db8::41", "eth0");
	struct lvsdr_state *read;
	struct lvsdr_scope *scope = new_scope(test, "10.9.9.1 10.9.9.4 10.9.9.6 2001:db8::41");
	const char *json;
	char *text, *before;

	run("ip addr add 10.9.9.1/32 dev lo scope host; ip addr add 10.9.9.4/32 dev eth0 metric 50;"
	    "ip addr add 10.9.9.6 peer 10.9.9.7/32 dev eth0 noprefixroute;"
	    "ip addr add 2001:db8::41/128 dev eth0 preferred_lft 0 nodad home metric 77");
	before = ask(everything);
	assert_int_equal(lvsdr_state_read(test->host, scope, LVSDR_STATE_VIPS, &read), 0);
	assert_int_equal(lvsdr_state_to_text(read, "json", &json), 0);
	text = strdup(json);
	assert_non_null(text);
	lvsdr_state_free(read);
	check_both_ways(test, "10.9.9.1 10.9.9.4 10.9.9.6 2001:db8::41", NO_VIPS);
	free(reach(test, "10.9.9.1 10.9.9.4 10.9.9.6 2001:db8::41", NO_VIPS));
	free(reach(test, "10.9.9.1 10.9.9.4 10.9.9.6 2001:db8::41", text));
	check_witness(everything, before);
	assert_int_equal(lvsdr_vip_read(test->host, vip), 0);
	assert_int_equal(lvsdr_vip_get_preferred_lifetime(vip), 0);
	assert_int_equal(lvsdr_vip_get_metric(vip), 77);
	assert_int_equal(lvsdr_vip_get_flags(vip), LVSDR_VIP_HOME | LVSDR_VIP_NODAD);
	free(text);
	free(before);
	lvsdr_scope_free(scope);
	lvsdr_vip_free(vip);
}

/* Else a director speaks to its real servers with an address that they hold themselves. */
static void test_ipv6_vip_is_no_source(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "2001:db8::41", "eth0");
	struct lvsdr_vip *on_lo = new_vip(test, "2001:db8::42", "lo");

	run("ip addr add 2001:db8::1/64 dev eth0 nodad");
	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	assert_int_equal(lvsdr_vip_add(test->host, vip), 0);
	check_witness("ip -6 route get 2001:db8::20 | grep -o \"src [^ ]*\"", "src 2001:db8::1");
	check_witness("ip -o addr show to 2001:db8::41 | grep -c deprecated", "1");
	/* In place, and back again. */
	assert_int_equal(lvsdr_vip_set_preferred_lifetime(vip, LVSDR_FOREVER), 0);
	assert_int_equal(lvsdr_vip_update(test->host, vip), 1);
	assert_int_equal(lvsdr_vip_update(test->host, vip), 0);
	check_witness("ip -o addr show to 2001:db8::41 | grep -c deprecated || true", "0");
	assert_int_equal(lvsdr_vip_add(test->host, on_lo), 1);
	check_witness("ip -o addr show to 2001:db8::42 | grep -c deprecated || true", "0");
	lvsdr_vip_free(on_lo);
	lvsdr_vip_free(vip);
}

static void test_lifetimes(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "10.9.9.1", "eth0");

	assert_int_equal(lvsdr_vip_set_valid_lifetime(vip, 90000), 0);
	assert_int_equal(lvsdr_vip_set_preferred_lifetime(vip, 80000), 0);
	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	run("sleep 2");
	assert_int_equal(lvsdr_vip_add(test->host, vip), 0); /* it ran down */
	assert_int_equal(lvsdr_vip_set_valid_lifetime(vip, 85000), 0);
	assert_int_equal(lvsdr_vip_update(test->host, vip), 1);
	check_witness(
		"ip -o addr show to 10.9.9.1 | grep -c \"valid_lft \\(85000\\|8499[0-9]\\)sec\"",
		"1");
	check_refused(test->host, lvsdr_vip_set_preferred_lifetime(vip, 90000), -EINVAL,
		      "the preferred lifetime of 90000 seconds is longer than the valid lifetime "
		      "of 85000");
	lvsdr_vip_free(vip);
}

static void test_two_places(void **state)
{
	static const char both[] =
		"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", \"device\": "
		"\"eth0\"}, {\"address\": \"192.168.1.41\", \"device\": \"kube-ipvs0\"}]}";
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "kube-ipvs0");
	struct lvsdr_vip *unnamed = new_vip(test, "192.168.1.41", "lo");
	char *before;

	run("ip link add kube-ipvs0 type dummy; ip addr add 192.168.1.41/32 dev eth0;"
	    "ip addr add 192.168.1.41/32 dev kube-ipvs0; ip addr add 192.168.1.41/24 dev eth0");
	before = ask(everything);
	assert_int_equal(lvsdr_vip_read(test->host, vip), 0);
	check_refused(test->host, lvsdr_vip_read(test->host, unnamed), -EEXIST, "kube-ipvs0");
	check_refused(test->host, lvsdr_vip_update(test->host, unnamed), -EEXIST, "use the device");
	/* The one with the other prefix goes, and comes back. */
	check_both_ways(test, "192.168.1.41", both);
	check_both_ways(test, "192.168.1.41", NO_VIPS);
	assert_int_equal(lvsdr_vip_remove(test->host, vip), 1);
	check_witness("ip -o addr show dev kube-ipvs0 to 192.168.1.41 | wc -l", "0");
	check_witness("ip -o addr show dev eth0 to 192.168.1.41 | wc -l", "2");
	/* A second place takes insisting. */
	check_refused(test->host, lvsdr_vip_add(test->host, vip), -EEXIST,
		      "on eth0 with prefix /24");
	lvsdr_vip_free(unnamed);
	lvsdr_vip_free(vip);
	free(before);
}

static void test_link_local(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *eth0 = new_vip(test, "fe80::41", "eth0");
	struct lvsdr_vip *dummy = new_vip(test, "fe80::41", "dummy0");

	run("ip link add dummy0 type dummy; ip link set dummy0 up");
	assert_int_equal(lvsdr_vip_add(test->host, eth0), 1);
	assert_int_equal(lvsdr_vip_add(test->host, dummy), 1);
	check_witness("ip -o addr show to fe80::41 | wc -l", "2");
	assert_int_equal(lvsdr_vip_remove(test->host, eth0), 1);
	check_witness("ip -o addr show to fe80::41 | grep -c dummy0", "1");
	lvsdr_vip_free(dummy);
	lvsdr_vip_free(eth0);
}

/* What DHCP, router advertisements and clouds give to a host is not given away. */
static void test_own_addresses_are_no_vips(void **state)
{
	struct test *test = *state;

	run("ip addr flush dev eth0;"
	    "ip addr add 10.128.0.2/32 dev eth0 metric 100 valid_lft 3600 preferred_lft 3600;"
	    "ip route add 10.128.0.1 dev eth0 src 10.128.0.2;"
	    "ip route add default via 10.128.0.1 src 10.128.0.2;"
	    "ip addr add 2001:db8::1234/128 dev eth0 nodad valid_lft 3600 preferred_lft 1800;"
	    "ip link add dummy0 type dummy; ip link set dummy0 up");
	check_reached(test, "everything", NO_VIPS);
	/* Without a lifetime it is still what the host speaks with. */
	run("ip addr change 10.128.0.2/32 dev eth0 valid_lft forever preferred_lft forever");
	check_reached(test, "everything", NO_VIPS);
	/* Nor may the only address of a host go that has none but host addresses. */
	run("ip route flush dev eth0; ip addr add 10.128.0.9/32 dev dummy0");
	check_reached(test, "everything", NO_VIPS);
	/* With one of its own the host can do without the others. */
	run("ip addr add 192.168.1.40/24 dev eth0");
	check_both_ways(test, "everything", NO_VIPS);
	free(reach(test, "everything", NO_VIPS));
	check_witness("ip -o -4 addr show | grep -c \"10.128.0\" || true", "0");
}

/* Nobody else would take them for VIPs: the host's only address of IPv6, and one that ends. */
static void test_wanted_is_found_again(void **state)
{
	static const char json[] =
		"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"2001:db8::41\", \"device\": "
		"\"eth0\"},"
		"{\"address\": \"10.0.0.1\", \"device\": \"lo\", \"valid_lifetime\": 5000,"
		"\"preferred_lifetime\": 5000}]}";
	char *before = ask(everything);

	check_undone(*state, reach(*state, "everything", json), before);
}

static void test_ipv6_switched_off(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "2001:db8::41", "eth0");

	run("sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1");
	check_refused(test->host, lvsdr_vip_add(test->host, vip), -EOPNOTSUPP, "disable_ipv6 is 1");
	lvsdr_vip_free(vip);
}

/* An address that another host has too is not there, whatever the list says. */
static void test_duplicate_is_not_there(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "2001:db8::41", "v0");

	assert_int_equal(
		system("ip netns add other && ip -n t link add v0 type veth peer name v1 && "
		       "ip -n t link set v1 netns other && ip -n t link set v0 up && "
		       "ip -n other link set v1 up && "
		       "ip -n other addr add 2001:db8::41/128 dev v1 nodad && sleep 2 && "
		       "ip -n t addr add 2001:db8::41/128 dev v0 preferred_lft 0"),
		0);
	run("for i in $(seq 100); do ip addr show dev v0 | grep -q dadfailed && break; sleep 0.1; "
	    "done");
	check_witness("ip -o addr show dev v0 | grep -c dadfailed", "1");
	assert_int_equal(lvsdr_vip_read(test->host, vip), 0);
	assert_int_equal(lvsdr_vip_get_usable(vip), 0);
	lvsdr_vip_free(vip);
	check_both_ways(test, "192.168.1.41", VIP_41);
	free(reach(test, "2001:db8::41",
		   "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"2001:db8::41\", \"device\": "
		   "\"v0\"}]}"));
	check_witness("ip -o addr show dev v0 to 2001:db8::41 | grep -c dadfailed || true", "0");
	assert_int_equal(system("ip netns del other"), 0);
}

/* The same in the kernel's order of the table that tells whose an address is. */
static void check_order(struct test *test, const char *scope)
{
	static const char order[] = "ip route show table local | grep 192.168.1";
	char *before = ask(order);

	check_both_ways(test, scope, NO_VIPS);
	check_witness(order, before);
	free(before);
}

/*
 * The kernel makes no routes for an address that it finds to be a broadcast address of another
 * network first. As long as the address comes first, it has them.
 */
static void test_contested_address(void **state)
{
	static const char *const peers[] = {"10.9.9.1 peer 192.168.1.3/30 dev dummy0",
					    "10.9.9.1 peer 192.168.1.3/30 dev eth0"};
	char command[300];

	for (size_t i = 0; i < 2; i++) {
		snprintf(command, sizeof(command),
			 "ip link add dummy0 type dummy; ip link set dummy0 up;"
			 "ip addr flush dev eth0; ip addr add 192.168.1.3/25 brd + dev eth0;"
			 "ip addr add 192.168.1.4/25 dev eth0; ip addr add %s",
			 peers[i]);
		run(command);
		check_order(*state, "192.168.1.3");
		check_order(*state, "192.168.1.4");
		run("ip link del dummy0");
	}
	run("ip addr flush dev eth0; ip addr add 192.168.1.3/30 brd 192.168.1.3 dev eth0;"
	    "ip addr add 192.168.1.3/32 brd 192.168.1.3 dev lo");
	check_order(*state, "192.168.1.3");
}

/* A form that comes to the network of another address leaves that the primary one. */
static void test_new_network(void **state)
{
	run("ip addr add 10.9.9.1/32 dev eth0; ip addr add 10.9.9.2/32 dev eth0");
	free(reach(*state, "10.9.9.1",
		   "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"10.9.9.1\", \"device\": "
		   "\"eth0\", \"peer\": \"10.9.9.2\"}]}"));
	check_witness("ip -o addr show dev eth0 secondary | grep -o 'inet [0-9.]*'",
		      "inet 10.9.9.1");
}

/* Devices are found by name; what stood on one that is gone is gone, and told once. */
static void test_undo_finds_devices(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *record;

	run("ip link add dummy0 type dummy; ip link set dummy0 up; ip addr add 10.9.9.1/32 dev "
	    "dummy0;"
	    "ip route add 10.8.0.0/16 dev dummy0 src 10.9.9.1");
	record = reach(test, "10.9.9.1", NO_VIPS);
	run("ip link del dummy0");
	plan = written(test, strdup(record));
	assert_int_equal(lvsdr_plan_undo(plan), 0);
	assert_int_equal(lvsdr_plan_get_step_status(plan, 0), LVSDR_STEP_UNDONE);
	assert_non_null(strstr(lvsdr_plan_get_step_note(plan, 0), "gone"));
	lvsdr_plan_free(plan);
	run("ip link add other0 type dummy; ip link add dummy0 type dummy; ip link set dummy0 up");
	plan = written(test, record);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	lvsdr_plan_free(plan);
	check_witness("ip -o addr show dev dummy0 to 10.9.9.1 | wc -l", "1");
	check_witness("ip route show 10.8.0.0/16",
		      "10.8.0.0/16 dev dummy0 scope link src 10.9.9.1 ");
}

/* What went with it stood on another device too, which is gone: told, and the rest comes back. */
static void test_undo_without_a_bystander(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;

	run("ip link add dummy0 type dummy; ip link set dummy0 up; ip addr add 10.9.9.1/32 dev "
	    "eth0;"
	    "ip route add 10.8.0.0/16 dev dummy0 src 10.9.9.1; ip route add 10.7.0.0/16 dev eth0 "
	    "src 10.9.9.1");
	plan = written(test, reach(test, "10.9.9.1", NO_VIPS));
	run("ip link del dummy0");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	assert_non_null(strstr(lvsdr_plan_get_step_note(plan, 0), "dummy0 is gone"));
	lvsdr_plan_free(plan);
	check_witness("ip -o addr show dev eth0 to 10.9.9.1 | wc -l", "1");
	check_witness("ip route show 10.8.0.0/16; ip route show 10.7.0.0/16",
		      "10.7.0.0/16 dev eth0 scope link src 10.9.9.1 ");
}

/* What could not be put back is tried again, until it could. */
static void test_undo_is_repeated(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *before;

	run("ip link add dummy0 type dummy; ip link set dummy0 up; ip addr add 10.5.0.1/24 dev "
	    "dummy0;"
	    "ip addr add 10.9.9.1/32 dev eth0;"
	    "ip route add 10.8.0.0/16 via 10.5.0.9 src 10.9.9.1");
	before = ask("ip -d -o -4 addr; ip route show table all");
	plan = written(test, reach(test, "10.9.9.1", NO_VIPS));
	run("ip addr del 10.5.0.1/24 dev dummy0");
	check_refused(test->host, lvsdr_plan_undo(plan), -EIO, "10.8.0.0/16");
	assert_int_equal(lvsdr_plan_get_step_status(plan, 0), LVSDR_STEP_FAILED);
	check_refused(test->host, lvsdr_plan_undo(plan), -EIO, "10.8.0.0/16");
	run("ip addr add 10.5.0.1/24 dev dummy0");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	assert_int_equal(lvsdr_plan_undo(plan), 0);
	lvsdr_plan_free(plan);
	check_witness("ip -d -o -4 addr; ip route show table all", before);
	free(before);
}

/* The route of another metric to the same network is another address's. */
static void test_undo_keeps_other_metrics(void **state)
{
	run("ip addr add 2001:db8::6/64 dev eth0;"
	    "ip addr add 2001:db8::4/64 dev eth0 metric 100");
	check_both_ways(*state, "2001:db8::6", NO_VIPS);
}

/* The first to come was to end in 90000 seconds, and the last decides of their route. */
static void test_shared_route_ends_as_before(void **state)
{
	const char *ends =
		"ip -6 route show 2001:db8::/64 | grep -o \"expires [0-9][0-9]\" || true";

	run("ip addr add 2001:db8::2/64 dev eth0 valid_lft 90000 preferred_lft 0;"
	    "ip addr add 2001:db8::3/64 dev eth0 valid_lft 5050 preferred_lft 0");
	check_witness(ends, "expires 50");
	check_both_ways(*state, "2001:db8::2", NO_VIPS);
	check_witness(ends, "expires 50");
	check_both_ways(*state, "2001:db8::2",
			"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"2001:db8::2\", "
			"\"device\": \"eth0\", \"prefix_length\": 64}]}");
	check_witness(ends, "expires 50");
	run("ip addr change 2001:db8::2/64 dev eth0 valid_lft forever preferred_lft 0");
	check_both_ways(*state, "2001:db8::3", NO_VIPS);
	check_witness(ends, "");
	/* Both leave, and it ends with the one that comes back first. */
	run("ip addr flush dev eth0; ip addr add 2001:db8::2/64 dev eth0 nodad valid_lft 90000 "
	    "preferred_lft 0; ip addr add 2001:db8::3/64 dev eth0 nodad valid_lft 5050 "
	    "preferred_lft 0");
	check_both_ways(*state, "2001:db8::2,2001:db8::3", NO_VIPS);
	check_witness(ends, "expires 50");
	run("ip addr flush dev eth0; ip addr add 2001:db8::3/64 dev eth0 nodad valid_lft 90000 "
	    "preferred_lft 0; ip addr add 2001:db8::2/64 dev eth0 nodad valid_lft 5050 "
	    "preferred_lft 0");
	check_both_ways(*state, "2001:db8::2,2001:db8::3", NO_VIPS);
	check_witness(ends, "expires 50");
}

/* One that never ends came in place of one that ends. */
static void test_own_route_ends_as_before(void **state)
{
	run("ip addr add 2001:db8::2/64 dev eth0 metric 7 valid_lft 5050 preferred_lft 0");
	check_both_ways(*state, "2001:db8::2",
			"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"2001:db8::2\", "
			"\"device\": \"eth0\", \"prefix_length\": 64, \"metric\": 7}]}");
	check_witness("ip -6 route show 2001:db8::/64 | grep -o \"expires [0-9][0-9]\"",
		      "expires 50");
}

/* A step that was stopped has taken a flag away, for which the kernel made a route. */
static void test_route_of_a_half_way_form(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	const char *text;
	char *before;

	run("ip addr add 2001:db8::5/128 dev eth0 metric 7 noprefixroute nodad");
	before = ask(everything);
	plan = plan_to_json(test, "2001:db8::5",
			    "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"2001:db8::5\", "
			    "\"device\": \"eth0\"}]}");
	assert_int_equal(lvsdr_plan_to_json(plan, &text), 0);
	run("ip addr change 2001:db8::5/128 dev eth0 nodad");
	check_witness("ip -6 route show 2001:db8::5 | grep -c \"metric 7\"", "1");
	check_undone(test, strdup(text), before);
	lvsdr_plan_free(plan);
}

/* What says nothing becomes nothing: afterwards nothing is left to do. */
static void test_forms_that_say_nothing(void **state)
{
	static const char *const forms[] = {
		"\"address\": \"10.9.9.1\", \"label\": \"eth0\"",
		"\"address\": \"10.9.9.1\", \"peer\": \"10.9.9.1\"",
		"\"address\": \"10.9.9.1\", \"valid_lifetime\": 600",
		"\"address\": \"2001:db8::41\", \"flags\": []",
	};
	char json[256];

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		snprintf(json, sizeof(json),
			 "{\"lvsdr_state\": 1, \"vips\": [{%s, \"device\": \"eth0\"}]}", forms[i]);
		check_both_ways(*state, "10.9.9.1 2001:db8::41", json);
	}
}

/* Refused before the host is asked, from JSON as anywhere. */
static void test_forms_that_cannot_be(void **state)
{
	static const char *const forms[][2] = {
		{"\"usable\": false", "can be read, but not set"},
		{"\"flags\": [\"mngtmpaddr\"]", "prefix length of 64"},
	};
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "2001:db8::41");
	struct lvsdr_state *desired;
	struct lvsdr_plan *plan = NULL;
	char json[256];

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		snprintf(json, sizeof(json),
			 "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"2001:db8::41\", "
			 "\"device\": "
			 "\"eth0\", %s}]}",
			 forms[i][0]);
		desired = new_state(test, json);
		check_refused(test->host,
			      lvsdr_plan_between(test->host, scope, NULL, desired, &plan), -EINVAL,
			      forms[i][1]);
		assert_null(plan);
		lvsdr_state_free(desired);
	}
	lvsdr_scope_free(scope);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, test_set_up, test_tear_down)
		TEST(test_secondaries_come_back),
		TEST(test_last_address_of_a_device),
		TEST(test_what_cannot_stand_without_it),
		TEST(test_nothing_of_an_address_is_lost),
		TEST(test_ipv6_vip_is_no_source),
		TEST(test_lifetimes),
		TEST(test_two_places),
		TEST(test_link_local),
		TEST(test_own_addresses_are_no_vips),
		TEST(test_wanted_is_found_again),
		TEST(test_ipv6_switched_off),
		TEST(test_duplicate_is_not_there),
		TEST(test_contested_address),
		TEST(test_new_network),
		TEST(test_undo_finds_devices),
		TEST(test_undo_without_a_bystander),
		TEST(test_undo_is_repeated),
		TEST(test_undo_keeps_other_metrics),
		TEST(test_shared_route_ends_as_before),
		TEST(test_own_route_ends_as_before),
		TEST(test_route_of_a_half_way_form),
		TEST(test_forms_that_say_nothing),
		TEST(test_forms_that_cannot_be),
	};

	return cmocka_run_group_tests_name("vips", tests, NULL, NULL);
}
