// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A watch tells what others change, within its interval: ipvsadm, ip, sysctl, nft and rmmod meddle.
 * It tells nothing of what is outside of its scope.
 */
#include "witness.h"

#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdbool.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	INTERVAL = 50, /* milliseconds */
	LONG = 1000,
	SERVICES = LVSDR_STATE_SERVICES,
	VIPS = LVSDR_STATE_VIPS,
	ARP = LVSDR_STATE_ARP_POLICIES,
	TIMEOUTS = LVSDR_STATE_TIMEOUTS,
	SYSCTLS = LVSDR_STATE_SYSCTLS,
	SYNC = LVSDR_STATE_SYNC_DAEMONS,
	MARKS = LVSDR_STATE_MARKS,
	OF_IPVS = SERVICES | TIMEOUTS | SYSCTLS | SYNC,
	ALL = OF_IPVS | VIPS | ARP, /* without marks, which some kernels have not */
};

static const char ours[] = "192.168.1.41, fd00::41, fwmark:7";

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* In microseconds, what takes an interval on a machine like this one. */
static int64_t patience(int intervals)
{
	const char *slowness = getenv("LVSDR_SLOWNESS");

	return (int64_t)intervals * INTERVAL * 1000 * (slowness ? atoi(slowness) : 1);
}

static struct lvsdr_watch *open_every(struct test *test, const char *scope, uint32_t parts,
				      int32_t interval)
{
	struct lvsdr_scope *owned = new_scope(test, scope);
	struct lvsdr_watch *watch;

	if (lvsdr_watch_open(test->host, owned, parts, interval, &watch))
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_scope_free(owned); /* it is copied */
	return watch;
}

static struct lvsdr_watch *open_watch(struct test *test, const char *scope, uint32_t parts)
{
	return open_every(test, scope, parts, INTERVAL);
}

/* All that is told within a time, or until something is told and nothing follows at once. */
static uint32_t told_within(struct lvsdr_watch *watch, int64_t time, bool wait_for_all)
{
	int64_t end = now() + time;
	struct pollfd poller = {.fd = lvsdr_watch_get_fd(watch), .events = POLLIN};
	uint32_t told = 0, parts = 0;
	int result;

	while (now() < end) {
		result = poll(&poller, 1, INTERVAL / 2);
		if (result < 1 && told && !wait_for_all)
			break;
		if (result < 1)
			continue;
		result = lvsdr_watch_read(watch, &parts);
		assert_in_range(result, 0, 1);
		assert_int_equal(result, parts != 0);
		told |= parts;
	}
	return told;
}

/* Nothing happens: nothing is told, after what may be told once more. */
static void settle(struct lvsdr_watch *watch)
{
	told_within(watch, patience(2), true);
	assert_int_equal(told_within(watch, patience(2), true), 0);
}

static void check_told(struct lvsdr_watch *watch, const char *command, uint32_t expected)
{
	uint32_t told;

	run(command);
	told = told_within(watch, patience(expected ? 40 : 3), false);
	if (told != expected)
		fail_msg("%s: 0x%x is told, not 0x%x", command, told, expected);
	assert_int_equal(told_within(watch, patience(2), true), 0);
}

struct meddling {
	const char *command;
	uint32_t told;
};

static void meddle(struct lvsdr_watch *watch, const struct meddling *meddling, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_told(watch, meddling[i].command, meddling[i].told);
}

#define MEDDLE(watch, list) meddle(watch, list, sizeof(list) / sizeof(*(list)))

static const struct meddling with_ipvs[] = {
	{"ipvsadm -A -t 192.168.1.41:80 -s rr", SERVICES},
	{"ipvsadm -E -t 192.168.1.41:80 -s wlc", SERVICES},
	{"ipvsadm -E -t 192.168.1.41:80 -s wlc -p 60", SERVICES},
	{"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 -g", SERVICES},
	{"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21 -i", SERVICES}, /* a tunnel */
	{"ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 0", SERVICES},
	{"ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 0 -x 9 -y 3", SERVICES},
	{"ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21 -i --tun-type gue --tun-port 6080",
	 SERVICES},
	{"ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.21", SERVICES},
	{"ipvsadm -A -f 7 -s rr", SERVICES},
	{"ipvsadm -A -f 7 -6 -s rr; ipvsadm -a -f 7 -6 -r fd00::20 -g", SERVICES},
	{"ipvsadm -e -f 7 -6 -r fd00::20 -g -w 5", SERVICES},
	{"ipvsadm -C", SERVICES},
	{"ipvsadm --set 100 0 0", TIMEOUTS},
	{"ipvsadm --start-daemon master --mcast-interface eth0", SYNC},
	{"ipvsadm --stop-daemon master", SYNC},
	{"sysctl -qw net.ipv4.vs.expire_nodest_conn=1", SYSCTLS},
};

static const struct meddling with_network[] = {
	{"sysctl -qw net.ipv4.conf.eth0.arp_ignore=1", ARP},
	{"sysctl -qw net.ipv4.conf.all.arp_announce=2", ARP},
	{"ip addr add 192.168.1.41/32 dev lo", VIPS},
	{"ip addr change 192.168.1.41/32 dev lo label lo:1", VIPS},
	{"ip route add 192.168.1.41/32 dev eth0 src 192.168.1.41", VIPS},
	{"ip route del 192.168.1.41/32 dev eth0 src 192.168.1.41", VIPS},
	{"ip addr del 192.168.1.41/32 dev lo", VIPS},
	{"ip addr add fd00::41/128 dev lo nodad", VIPS},
	{"ip link add dummy7 type dummy", VIPS | ARP},
	{"ip link set dummy7 name dummy8", VIPS | ARP},
	{"ip link del dummy8", VIPS | ARP},
};

static const struct meddling outside[] = {
	{"ipvsadm -A -t 192.168.1.42:80 -s rr", 0},
	{"ipvsadm -a -t 192.168.1.42:80 -r 192.168.1.20 -g", 0},
	{"ipvsadm -A -f 8 -6 -s rr", 0},
	{"ip addr add 192.168.1.43/32 dev lo", 0},
	{"ip addr add fd00::43/128 dev eth0 nodad", 0},
	{"ip route add 10.0.0.0/8 dev eth0", 0},
	{"ip route add 192.168.1.44/32 dev eth0", 0},
	{"sysctl -qw net.ipv4.ip_forward=1", 0},
};

static void test_ipvs(void **state)
{
	struct lvsdr_watch *watch = open_watch(*state, ours, ALL);

	run("ipvsadm -Ln >/dev/null"); /* loads IPVS */
	settle(watch);
	MEDDLE(watch, with_ipvs);
	lvsdr_watch_free(watch);
}

static void test_network(void **state)
{
	struct lvsdr_watch *watch = open_watch(*state, ours, ALL);

	settle(watch);
	MEDDLE(watch, with_network);
	lvsdr_watch_free(watch);
}

static void test_outside(void **state)
{
	struct lvsdr_watch *watch = open_watch(*state, ours, ALL);

	settle(watch);
	MEDDLE(watch, outside);
	lvsdr_watch_free(watch);
	watch = open_watch(*state, "everything", SERVICES | VIPS);
	check_told(watch, "ipvsadm -D -t 192.168.1.42:80", SERVICES);
	check_told(watch, "ip addr del 192.168.1.43/32 dev lo", VIPS);
	check_told(watch, "ip route add 10.1.0.0/16 dev eth0 src 192.168.1.40", VIPS);
	lvsdr_watch_free(watch);
}

static const struct meddling with_marks[] = {
	{"nft add table ip lvsdr", MARKS},
	{"nft \"add chain ip lvsdr marks { type filter hook prerouting priority mangle; }\"",
	 MARKS},
	{"nft add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 meta mark set 7", MARKS},
	{"nft flush chain ip lvsdr marks", MARKS},
	{"nft add table ip other", 0},
	{"nft flush ruleset", MARKS},
};

static void test_marks(void **state)
{
	struct lvsdr_watch *watch;

	if (system("ip netns exec t nft 'add table ip there; delete table ip there' 2>/dev/null"))
		skip();
	watch = open_watch(*state, ours, MARKS);
	MEDDLE(watch, with_marks);
	lvsdr_watch_free(watch);
}

/* Within the interval, and at once where the kernel gives notice. */
static void test_interval(void **state)
{
	struct lvsdr_watch *watch = open_every(*state, ours, SERVICES | VIPS, LONG);
	int64_t start, slack = patience(LONG / INTERVAL / 2);

	run("ipvsadm -A -t 192.168.1.41:80 -s rr");
	start = now();
	assert_int_equal(told_within(watch, patience(2 * LONG / INTERVAL), false), SERVICES);
	assert_in_range(now() - start, 0, LONG * 1000 + slack);
	told_within(watch, LONG * 1100, true);
	run("ip addr add 192.168.1.41/32 dev lo");
	start = now();
	assert_int_equal(told_within(watch, patience(2 * LONG / INTERVAL), false), VIPS);
	assert_in_range(now() - start, 0, slack);
	lvsdr_watch_free(watch);
}

/* Only what it is asked for is told, and only for that something is looked at. */
static void test_parts(void **state)
{
	struct lvsdr_watch *watch = open_watch(*state, ours, VIPS);
	struct pollfd poller = {.fd = lvsdr_watch_get_fd(watch), .events = POLLIN};

	check_told(watch, "ipvsadm -A -t 192.168.1.41:80 -s rr", 0);
	assert_int_equal(poll(&poller, 1, 2 * INTERVAL), 0); /* it does not wake for nothing */
	check_told(watch, "ip link set eth0 mtu 1400", VIPS);
	lvsdr_watch_free(watch);
}

/* More is changed than a socket holds, while nobody reads. */
static void test_overflow(void **state)
{
	struct lvsdr_watch *watch = open_watch(*state, ours, ALL);
	uint32_t parts;

	settle(watch);
	run("seq 1 4000 | sed \"s/.*/addr add 10.0.0.1\\/32 dev lo\\naddr del 10.0.0.1\\/32 dev "
	    "lo/\" "
	    "| ip -batch -");
	assert_int_equal(lvsdr_watch_read(watch, &parts), 1);
	assert_int_equal(parts, ALL);
	settle(watch);
	check_told(watch, "ip addr add 192.168.1.41/32 dev lo", VIPS);
	lvsdr_watch_free(watch);
}

static const char desired[] =
	"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\","
	"\"port\": 80, \"scheduler\": \"rr\", \"destinations\": [{\"address\": \"192.168.1.20\","
	"\"port\": 80, \"weight\": 3}]}]}";

static int restore(struct test *test)
{
	struct lvsdr_plan *plan = plan_to_json(test, "192.168.1.41", desired);
	int changed = lvsdr_plan_apply(plan);

	assert_true(changed >= 0);
	lvsdr_plan_free(plan);
	return changed;
}

/*
 * Another program undoes what was restored before the watch looks again, so that what it sees is
 * what it saw before.
 */
static void test_fight(void **state)
{
	static const char meddling[] = "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 0";
	struct test *test = *state;
	struct lvsdr_watch *watch = open_watch(test, ours, SERVICES);

	restore(test);
	settle(watch);
	run(meddling);
	assert_int_equal(told_within(watch, patience(40), false), SERVICES);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(restore(test), 1);
		run(meddling);
		assert_int_equal(told_within(watch, patience(40), false), SERVICES);
	}
	assert_int_equal(restore(test), 1);
	assert_int_equal(told_within(watch, patience(40), false), SERVICES); /* own changes too */
	assert_int_equal(restore(test), 0);
	settle(watch);
	check_witness("ipvsadm -Sn | tail -n 1",
		      "-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 3");
	lvsdr_watch_free(watch);
}

/* What a single call tells, which is the first that tells something. */
static uint32_t told_first(struct lvsdr_watch *watch, int64_t time)
{
	struct pollfd poller = {.fd = lvsdr_watch_get_fd(watch), .events = POLLIN};
	int64_t end = now() + time;
	uint32_t parts = 0;

	while (!parts && now() < end)
		if (poll(&poller, 1, INTERVAL) == 1)
			assert_true(lvsdr_watch_read(watch, &parts) >= 0);
	return parts;
}

/* What was told is looked at again at once, so that a change back and forth is told each time. */
static void test_back_and_forth(void **state)
{
	static const char to_0[] = "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 0",
			  to_3[] = "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 3";
	struct lvsdr_watch *watch;

	restore(*state);
	watch = open_every(*state, ours, SERVICES, (int32_t)(patience(LONG / INTERVAL) / 1000));
	run(to_0);
	assert_int_equal(told_first(watch, patience(2 * LONG / INTERVAL)), SERVICES);
	run(to_3);
	assert_int_equal(told_first(watch, patience(LONG / INTERVAL / 2)), SERVICES);
	run(to_0);
	assert_int_equal(told_first(watch, patience(LONG / INTERVAL / 2)), SERVICES);
	lvsdr_watch_free(watch);
}

/* ---- Notices that are not the kernel's. */

static void send_forged(void)
{
	const struct sockaddr_nl group = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
	struct {
		struct nlmsghdr header;
		struct ifinfomsg body;
	} notice = {.header = {.nlmsg_len = sizeof(notice), .nlmsg_type = RTM_NEWLINK}};
	int netns = open("/run/netns/t", O_RDONLY | O_CLOEXEC), fd;

	if (netns < 0 || setns(netns, CLONE_NEWNET))
		_exit(1);
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	_exit(sendto(fd, &notice, sizeof(notice), 0, (const struct sockaddr *)&group,
		     sizeof(group)) == sizeof(notice)
		      ? 0
		      : 2);
}

static void test_forged(void **state)
{
	struct lvsdr_watch *watch = open_watch(*state, ours, VIPS | ARP);
	struct pollfd poller = {.fd = lvsdr_watch_get_fd(watch), .events = POLLIN};
	pid_t forger;
	int status;

	settle(watch);
	forger = fork();
	assert_true(forger >= 0);
	if (!forger)
		send_forged();
	assert_int_equal(waitpid(forger, &status, 0), forger);
	assert_int_equal(status, 0);
	assert_int_equal(poll(&poller, 1, 0), 1); /* it has come */
	assert_int_equal(told_within(watch, patience(3), true), 0);
	lvsdr_watch_free(watch);
}

/* ---- IPVS is unloaded and loaded. */

static bool is_loaded(void)
{
	return !access("/sys/module/ip_vs/initstate", F_OK);
}

static bool unload(void)
{
	for (int i = 0; i < 100; i++) {
		if (!system("rmmod $(lsmod | awk '/^ip_vs_/ { print $1 }') ip_vs 2>/dev/null") ||
		    !is_loaded())
			return true;
		usleep(50000);
	}
	return false;
}

static void test_module(void **state)
{
	struct lvsdr_watch *watch = open_watch(*state, ours, ALL), *slow;

	run("ipvsadm -Ln >/dev/null");
	if (!is_loaded()) { /* it is a part of the kernel */
		lvsdr_watch_free(watch);
		skip();
	}
	settle(watch);
	slow = open_every(*state, ours, ALL, 3600000);
	assert_true(unload());
	assert_int_equal(told_within(watch, patience(40), false), OF_IPVS);
	assert_int_equal(told_within(slow, patience(1), false), OF_IPVS); /* by a notice */
	lvsdr_watch_free(slow);
	settle(watch);
	assert_false(is_loaded()); /* whatever it looked at */
	check_told(watch, "modprobe ip_vs", OF_IPVS);
	lvsdr_watch_free(watch);
}

/* ---- What is refused. */

static void test_refusals(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, ours);
	struct lvsdr_watch *watch;
	uint32_t parts = 4711;

	assert_int_equal(lvsdr_watch_open(NULL, scope, VIPS, INTERVAL, &watch), -EINVAL);
	check_refused(test->host, lvsdr_watch_open(test->host, NULL, VIPS, INTERVAL, &watch),
		      -EINVAL, "NULL");
	check_refused(test->host, lvsdr_watch_open(test->host, scope, VIPS, INTERVAL, NULL),
		      -EINVAL, "NULL");
	check_refused(test->host, lvsdr_watch_open(test->host, scope, 0, INTERVAL, &watch), -EINVAL,
		      "parts");
	check_refused(
		test->host,
		lvsdr_watch_open(test->host, scope, VIPS | LVSDR_STATE_COUNTERS, INTERVAL, &watch),
		-EINVAL, "COUNTERS");
	check_refused(test->host, lvsdr_watch_open(test->host, scope, VIPS, 9, &watch), -EINVAL,
		      "9 milliseconds");
	assert_string_equal(lvsdr_error_field(test->host), "interval_milliseconds");
	check_refused(test->host, lvsdr_watch_open(test->host, scope, VIPS, 3600001, &watch),
		      -EINVAL, "3600000");
	assert_int_equal(lvsdr_watch_get_fd(NULL), -EINVAL);
	assert_int_equal(lvsdr_watch_read(NULL, &parts), -EINVAL);
	watch = open_watch(test, ours, ALL);
	check_refused(test->host, lvsdr_watch_read(watch, NULL), -EINVAL, "NULL");
	assert_int_equal(parts, 4711);
	lvsdr_scope_free(scope);
	lvsdr_watch_free(watch);
	lvsdr_watch_free(NULL);
}

/* The handle is freed first. */
static void test_without_handle(void **state)
{
	struct test *test = *state;
	struct lvsdr_watch *watch = open_watch(test, ours, ALL);
	uint32_t parts = 4711;

	lvsdr_free(test->host);
	assert_int_equal(lvsdr_watch_read(watch, &parts), -EINVAL);
	assert_int_equal(parts, 4711);
	lvsdr_watch_free(watch);
	test->host = NULL;
}

/* ---- What it costs. */

static int compare_times(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

enum { TIMES = 9 };

static int64_t median(int64_t times[TIMES])
{
	qsort(times, TIMES, sizeof(*times), compare_times);
	return times[TIMES / 2];
}

static void add_thousand(void)
{
	static const char path[] = "/tmp/test-watch.rules";
	FILE *rules = fopen(path, "w");

	assert_non_null(rules);
	for (int i = 0; i < 1000; i++) {
		fprintf(rules, "-A -t 192.168.%d.%d:80 -s rr\n", 2 + i / 250, 1 + i % 250);
		for (int k = 101; k <= 110; k++)
			fprintf(rules, "-a -t 192.168.%d.%d:80 -r 192.168.1.%d -g\n", 2 + i / 250,
				1 + i % 250, k);
	}
	assert_int_equal(fclose(rules), 0);
	run("ipvsadm -R </tmp/test-watch.rules");
	assert_int_equal(unlink(path), 0);
}

static void test_cost(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *read;
	struct lvsdr_watch *watch;
	int64_t looks[TIMES], reads[TIMES], start;
	uint32_t parts;

	add_thousand();
	watch = open_watch(test, "everything", SERVICES);
	for (int i = 0; i < TIMES; i++) {
		usleep(4 * INTERVAL * 1000);
		start = now();
		assert_int_equal(lvsdr_watch_read(watch, &parts), 0);
		looks[i] = now() - start;
		usleep(4 * INTERVAL * 1000); /* from an idle machine, as a look */
		start = now();
		assert_int_equal(lvsdr_state_read(test->host, scope, SERVICES, &read), 0);
		reads[i] = now() - start;
		assert_int_equal(lvsdr_state_get_service_count(read), 1000);
		lvsdr_state_free(read);
	}
	printf("1,000 services with 10 destinations each: a look %.2f ms, a read of the state "
	       "%.2f ms: %.2f\n",
	       (double)median(looks) / 1000, (double)median(reads) / 1000,
	       (double)median(looks) / (double)median(reads));
	assert_true(median(looks) < 2 * median(reads));
	check_told(watch, "ipvsadm -e -t 192.168.2.2:80 -r 192.168.1.110 -g -w 2", SERVICES);
	lvsdr_watch_free(watch);
	lvsdr_scope_free(scope);
}

int main(void)
{
	/* IPv6, attributes of tunnels, nf_tables, modules, another namespace. */
	static const char *const not_rootless[] = {"test_ipvs",   "test_outside", "test_marks",
						   "test_module", "test_forged",  NULL};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ipvs, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_network, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_outside, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_marks, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_interval, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_parts, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_overflow, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_fight, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_back_and_forth, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_forged, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_module, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_refusals, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_without_handle, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_cost, test_set_up, test_tear_down),
	};

	return run_group("watch", tests, sizeof(tests) / sizeof(*tests), not_rootless);
}
