// SPDX-License-Identifier: LGPL-2.1-or-later
/* VIPs and the ARP policy, with ip and sysctl as witnesses. */
#include "witness.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct lost {
	int nth; /* of the answers, to be lost; 0: none */
	int count;
	bool on; /* all that follow are lost, too */
} lost;

/* The kernel's answers to the library, which has done by then what it was asked. */
int recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags,
	     struct timespec *timeout)
{
	int result = (int)syscall(SYS_recvmmsg, fd, messages, count, flags, timeout);

	if (result <= 0 || !lost.nth)
		return result;
	lost.count++;
	if (lost.on ? lost.count < lost.nth : lost.count != lost.nth)
		return result;
	errno = ENOBUFS;
	return -1;
}

static void test_vip_life(void **state)
{
	struct test *test = *state;
	char *before = snapshot();
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth0");

	assert_int_equal(lvsdr_vip_set_label(vip, "eth0:0"), 0);
	assert_int_equal(lvsdr_vip_set_host_route(vip, 1), 0);
	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	check_witness("ip -4 addr show dev eth0 to 192.168.1.41 | sed -n \"s/^ *inet //p\"",
		      "192.168.1.41/32 scope global eth0:0");
	check_witness("ip route show 192.168.1.41",
		      "192.168.1.41 dev eth0 proto static scope link src 192.168.1.41 ");
	assert_int_equal(lvsdr_vip_add(test->host, vip), 0);
	lvsdr_vip_free(vip);

	vip = new_vip(test, "192.168.1.41", "eth0");
	assert_int_equal(lvsdr_vip_read(test->host, vip), 0);
	assert_string_equal(lvsdr_vip_get_label(vip), "eth0:0");
	assert_int_equal(lvsdr_vip_get_host_route(vip), 1);
	assert_int_equal(lvsdr_vip_remove(test->host, vip), 1);
	assert_int_equal(lvsdr_vip_remove(test->host, vip), 0);
	check_refused(test->host, lvsdr_vip_read(test->host, vip), -ENOENT, "there is no such VIP");
	check_refused(test->host, lvsdr_vip_update(test->host, vip), -ENOENT, "no such VIP");
	lvsdr_vip_free(vip);
	check_unchanged(before);
}

/* A route that refuses may prefer any source: it goes with the VIP all the same, and comes back. */
static void test_refusing_route(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth0");
	char *before;

	run("ip route add unreachable 10.9.0.0/16 src 192.168.1.41");
	before = snapshot();
	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	assert_int_equal(lvsdr_vip_remove(test->host, vip), 1);
	lvsdr_vip_free(vip);
	check_unchanged(before);
}

/* As it is read from the kernel. */
static void check_broadcast(struct test *test, const char *address, const char *expected)
{
	struct lvsdr_vip *vip = new_vip(test, address, "lo");
	char broadcast[46];

	assert_int_equal(lvsdr_vip_read(test->host, vip), 0);
	assert_int_equal(lvsdr_vip_get_broadcast(vip, broadcast, sizeof(broadcast)),
			 strlen(expected));
	assert_string_equal(broadcast, expected);
	lvsdr_vip_free(vip);
}

static void test_vip_on_loopback(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "lo");
	struct lvsdr_vip *vip6 = new_vip(test, "2001:db8::41", "lo");

	assert_int_equal(lvsdr_vip_set_label(vip, "lo:0"), 0);
	assert_int_equal(lvsdr_vip_set_broadcast(vip, "192.168.1.41"), 0);
	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	assert_int_equal(lvsdr_vip_add(test->host, vip6), 1);
	check_witness("ip -4 addr show dev lo to 192.168.1.41 | sed -n \"s/^ *inet //p\"",
		      "192.168.1.41/32 brd 192.168.1.41 scope global lo:0");
	check_witness("ip -6 addr show dev lo to 2001:db8::41 | sed -n \"s/^ *inet6 //p\"",
		      "2001:db8::41/128 scope global nodad ");
	assert_int_equal(lvsdr_vip_add(test->host, vip), 0);
	assert_int_equal(lvsdr_vip_add(test->host, vip6), 0);
	check_broadcast(test, "192.168.1.41", "192.168.1.41");
	check_broadcast(test, "2001:db8::41", "");
	assert_int_equal(lvsdr_vip_remove(test->host, vip6), 1);
	check_witness("ip -6 addr show dev lo to 2001:db8::41", "");
	lvsdr_vip_free(vip6);
	lvsdr_vip_free(vip);
}

static void check_removal_undone(struct test *test, struct lvsdr_vip *vip)
{
	struct lvsdr_plan *plan;
	char *with = snapshot();

	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_remove_vip(plan, vip), 1);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ip -6 route show 2001:db8::41", "");
	if (lvsdr_plan_undo(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	check_unchanged(with);
	lvsdr_plan_free(plan);
}

/* IPv6: routes outlive their preferred source, and lose it on the address's own device. */
static void test_ipv6_routes(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "2001:db8::41", "eth0");
	char *before = snapshot();

	assert_int_equal(lvsdr_vip_set_host_route(vip, 1), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
		check_witness("ip -6 route show 2001:db8::41 proto static",
			      "2001:db8::41 dev eth0 src 2001:db8::41 metric 1024 pref medium");
		assert_int_equal(lvsdr_vip_read(test->host, vip), 0);
		assert_int_equal(lvsdr_vip_get_host_route(vip), 1);
		assert_int_equal(lvsdr_vip_remove(test->host, vip), 1);
	}
	check_unchanged(before);
	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	run("ip route add 2001:db8:9::/64 dev eth0 src 2001:db8::41;"
	    "ip route add 2001:db8:8::/64 dev lo src 2001:db8::41");
	check_removal_undone(test, vip);
	lvsdr_vip_free(vip);
}

/*
 * A route that replaces another takes the first to its destination, whatever the device, and one
 * that is deleted without a gateway takes one with a gateway along.
 */
static void test_equal_ipv6_routes(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "2001:db8::41", "eth0");

	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	run("s=\"src 2001:db8::41\"; ip -6 route append fd77::/64 dev lo $s;"
	    "ip -6 route append fd77::/64 dev eth0 $s;"
	    "ip -6 route append fd78::/64 via fe80::9 dev eth0 $s;"
	    "ip -6 route append fd78::/64 dev lo $s; ip -6 route append fd78::/64 dev eth0 $s;"
	    "ip -6 route append fd79::/64 via fe80::9 dev eth0; ip -6 route append fd79::/64 dev "
	    "lo;"
	    "ip -6 route append fd79::/64 dev eth0 $s");
	check_removal_undone(test, vip);
	lvsdr_vip_free(vip);
}

/*
 * A route by a next-hop object counts as one without a gateway when another replaces it, and when
 * an equal one behind it is deleted, it goes instead.
 */
static void test_equal_ipv6_routes_by_object(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "2001:db8::41", "eth0");

	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	run("ip nexthop add id 77 via fe80::7 dev eth0; s=\"src 2001:db8::41\";"
	    "ip -6 route append fd77::/64 nhid 77 $s;"
	    "ip -6 route append fd77::/64 $s nexthop via fe80::8 dev eth0"
	    " nexthop via fe80::9 dev eth0;"
	    "ip -6 route append fd78::/64 dev lo $s; ip -6 route append fd78::/64 nhid 77 $s;"
	    "ip -6 route append fd78::/64 dev eth0 $s;"
	    "ip -6 route append fd79::/64 nhid 77 $s; ip -6 route append fd79::/64 dev eth0 $s");
	check_removal_undone(test, vip);
	run("ip nexthop flush");
	lvsdr_vip_free(vip);
}

static void test_vip_conflicts(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth0");
	struct lvsdr_vip *elsewhere = new_vip(test, "192.168.1.41", "lo");
	struct lvsdr_vip *nowhere = new_vip(test, "192.168.1.42", "nosuch0");
	struct lvsdr_vip *wide = new_vip(test, "192.168.1.43", "lo");
	struct lvsdr_vip *routed = new_vip(test, "192.168.1.44", "eth0");
	char *before;

	run("ip addr add 192.168.1.41/24 dev eth0; ip route add 192.168.1.44/32 dev eth0");
	before = snapshot();
	check_refused(test->host, lvsdr_vip_add(test->host, vip), -EEXIST,
		      "prefix_length 24 -> 32");
	check_refused(test->host, lvsdr_vip_add(test->host, elsewhere), -EEXIST,
		      "device eth0 -> lo");
	check_refused(test->host, lvsdr_vip_remove(test->host, vip), -EEXIST,
		      "is on eth0 with prefix /24");
	check_refused(test->host, lvsdr_vip_add(test->host, nowhere), -ENODEV,
		      "there is no device nosuch0");
	assert_string_equal(lvsdr_error_field(test->host), "device");
	assert_int_equal(lvsdr_vip_set_prefix_length(wide, 24), 0);
	check_refused(test->host, lvsdr_vip_add(test->host, wide), -EINVAL, "use /32");
	assert_int_equal(lvsdr_vip_set_host_route(routed, 1), 0);
	check_refused(test->host, lvsdr_vip_add(test->host, routed), -EEXIST,
		      "another route to the address");
	check_unchanged(before);
	lvsdr_vip_free(routed);
	lvsdr_vip_free(wide);
	lvsdr_vip_free(nowhere);
	lvsdr_vip_free(elsewhere);
	lvsdr_vip_free(vip);
}

/* A new label is a removal and an addition; routes of others that use the address survive. */
static void test_vip_update_keeps_routes(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth0");
	char *routes;

	run("ip addr add 192.168.1.41/32 dev eth0 && ip route add 10.9.0.0/16 via 192.168.1.1 src "
	    "192.168.1.41 metric 77 && ip route add 10.8.0.0/16 dev eth0 src 192.168.1.41 table "
	    "99");
	routes = ask("ip route show table all");
	assert_int_equal(lvsdr_vip_set_label(vip, "eth0:1"), 0);
	assert_int_equal(lvsdr_vip_update(test->host, vip), 1);
	assert_int_equal(lvsdr_vip_update(test->host, vip), 0);
	check_witness("ip route show table all", routes);
	check_witness("ip -4 -o addr show label eth0:1 | wc -l", "1");
	free(routes);
	lvsdr_vip_free(vip);
}

static void test_arp_policy(void **state)
{
	struct test *test = *state;
	struct lvsdr_arp_policy *all, *device, *missing;

	assert_int_equal(lvsdr_arp_policy_new(test->host, "all", &all), 0);
	assert_int_equal(lvsdr_arp_policy_new(test->host, "eth0", &device), 0);
	assert_int_equal(lvsdr_arp_policy_new(test->host, "nosuch0", &missing), 0);
	assert_int_equal(lvsdr_arp_policy_update(test->host, device), 1);
	assert_int_equal(lvsdr_arp_policy_update(test->host, device), 0);
	check_witness("sysctl -n net.ipv4.conf.eth0.arp_ignore net.ipv4.conf.eth0.arp_announce "
		      "net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce",
		      "1\n2\n0\n0");
	check_refused(test->host, lvsdr_arp_policy_update(test->host, missing), -ENODEV,
		      "there is no device nosuch0");
	assert_string_equal(lvsdr_error_field(test->host), "device");
	/* What an administrator raised is neither lowered nor overwritten. */
	run("sysctl -qw net.ipv4.conf.all.arp_ignore=8 net.ipv4.conf.eth0.arp_announce=0");
	assert_int_equal(lvsdr_arp_policy_update(test->host, all), 1);
	check_witness("sysctl -n net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce",
		      "8\n2");
	assert_int_equal(lvsdr_arp_policy_update(test->host, device), 0);
	run("sysctl -qw net.ipv4.conf.all.arp_ignore=3");
	check_refused(test->host, lvsdr_arp_policy_update(test->host, all), -EEXIST,
		      "set arp_ignore to 3");
	check_witness("sysctl -n net.ipv4.conf.all.arp_ignore", "3");
	lvsdr_arp_policy_free(missing);
	lvsdr_arp_policy_free(device);
	lvsdr_arp_policy_free(all);
}

static const char addresses_and_routes[] =
	"ip addr; ip route show table all; ip -6 route show table all";

/* The n-th answer is lost: whether there were so many. Nothing is left, or it is told. */
static bool add_with_answer_lost(struct test *test, const struct lvsdr_vip *vip, int nth)
{
	char *before = ask(addresses_and_routes), *after;
	int result;

	lost = (struct lost){.nth = nth};
	result = lvsdr_vip_add(test->host, vip);
	lost.nth = 0;
	if (result < 0) {
		after = ask(addresses_and_routes);
		if (strcmp(before, after) != 0)
			fail_msg("without answer %d: \"%s\", but there is\n%s", nth,
				 lvsdr_error_message(test->host), after);
		free(after);
		result = lvsdr_vip_add(test->host, vip);
	}
	if (result != 1)
		fail_msg("without answer %d, once more: %d, \"%s\"", nth, result,
			 lvsdr_error_message(test->host));
	assert_int_equal(lvsdr_vip_remove(test->host, vip), 1);
	check_witness(addresses_and_routes, before);
	free(before);
	return lost.count >= nth;
}

/* One of IPv6 keeps its host route when its address goes, without a source. */
static void test_lost_answers(void **state)
{
	static const char *const addresses[] = {"192.168.1.41", "2001:db8::41"};
	struct test *test = *state;

	for (size_t i = 0; i < 2; i++) {
		struct lvsdr_vip *vip = new_vip(test, addresses[i], "eth0");
		int nth = 1;

		assert_int_equal(lvsdr_vip_set_host_route(vip, 1), 0);
		while (add_with_answer_lost(test, vip, nth))
			nth++;
		assert_true(nth > 4);
		lvsdr_vip_free(vip);
	}
}

/* What nobody knows is traced as a comment. */
static void test_trace_of_lost_answers(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth0");
	int ends[2];
	char line[2000];

	assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
	assert_int_equal(lvsdr_set_trace(test->host, ends[1]), 0);
	assert_int_equal(lvsdr_set_trace_details(test->host, LVSDR_TRACE_RESULT), 0);
	for (int nth = 1; nth < 20; nth++) {
		ssize_t length;

		lost = (struct lost){.nth = nth, .on = true};
		if (lvsdr_vip_add(test->host, vip) == 1)
			break;
		lost.nth = 0;
		lvsdr_vip_remove(test->host, vip);
		length = read(ends[0], line, sizeof(line) - 1);
		line[length > 0 ? length : 0] = '\0';
		if (strstr(line, "unknown"))
			break;
	}
	lost.nth = 0;
	assert_ptr_equal(strstr(line, "# ip addr add 192.168.1.41/32 dev eth0 # unknown: "), line);
	close(ends[0]);
	close(ends[1]);
	lvsdr_vip_free(vip);
}

/* An undo that fails in more than the one step that its sentence names. */
static void test_lost_undo(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *one = new_vip(test, "192.168.1.41", "eth0"),
			 *two = new_vip(test, "192.168.1.42", "lo");
	char *before = snapshot();
	struct lvsdr_plan *plan;

	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_add_vip(plan, one), 1);
	assert_int_equal(lvsdr_plan_add_vip(plan, two), 1);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	lost = (struct lost){.nth = 1, .on = true};
	check_refused(test->host, lvsdr_plan_undo(plan), -EIO, "; 2 steps may still be applied; ");
	lost.nth = 0;
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	lvsdr_plan_free(plan);
	lvsdr_vip_free(two);
	lvsdr_vip_free(one);
	check_unchanged(before);
}

/* In containers /proc/sys is read-only: devices are set by netlink, `all` cannot be. */
static void test_arp_policy_read_only(void **state)
{
	struct test *test = *state;
	struct lvsdr_arp_policy *all, *device;

	assert_int_equal(
		system("mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys"),
		0);
	assert_int_equal(lvsdr_arp_policy_new(test->host, "all", &all), 0);
	assert_int_equal(lvsdr_arp_policy_new(test->host, "eth0", &device), 0);
	check_refused(test->host, lvsdr_arp_policy_update(test->host, all), -EOPNOTSUPP,
		      "use the devices that face the clients");
	assert_int_equal(lvsdr_arp_policy_update(test->host, device), 1);
	assert_int_equal(system("umount -l /proc/sys"), 0);
	check_witness("sysctl -n net.ipv4.conf.eth0.arp_ignore net.ipv4.conf.eth0.arp_announce "
		      "net.ipv4.conf.all.arp_ignore",
		      "1\n2\n0");
	lvsdr_arp_policy_free(device);
	lvsdr_arp_policy_free(all);
}

/* A path and a descriptor reach the namespace as well as its name, and the caller stays put. */
static void test_ways_to_a_namespace(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "lo");
	int fd = open("/run/netns/t", O_RDONLY | O_CLOEXEC);
	struct lvsdr *host;

	assert_true(fd >= 0);
	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_open_netns(host, "/run/netns/t"), 0);
	check_refused(host, lvsdr_open_netns(host, "t"), -EINVAL,
		      "already works in a network namespace");
	assert_int_equal(lvsdr_vip_add(host, vip), 1);
	lvsdr_free(host);
	check_witness("ip -o addr show to 192.168.1.41 | wc -l", "1");

	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_open_netns_fd(host, fd), 0);
	close(fd);
	assert_int_equal(lvsdr_vip_remove(host, vip), 1);
	lvsdr_free(host);
	check_witness("ip -o addr show to 192.168.1.41 | wc -l", "0");

	/* Without a choice it is the caller's own. */
	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_vip_add(host, vip), 1);
	check_witness("ip -o addr show to 192.168.1.41 | wc -l", "0");
	assert_int_equal(system("test $(ip -o addr show to 192.168.1.41 | wc -l) = 1"), 0);
	assert_int_equal(lvsdr_vip_remove(host, vip), 1);
	lvsdr_free(host);
	lvsdr_vip_free(vip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_vip_life, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_refusing_route, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_vip_on_loopback, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_ipv6_routes, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_equal_ipv6_routes, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_equal_ipv6_routes_by_object, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_vip_conflicts, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_vip_update_keeps_routes, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_arp_policy, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_arp_policy_read_only, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_lost_answers, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_trace_of_lost_answers, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_lost_undo, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_ways_to_a_namespace, test_set_up,
						test_tear_down),
	};

	return cmocka_run_group_tests_name("network", tests, NULL, NULL);
}
