/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The trace: what it says is what was done. A shell that is given the trace makes the same of a
 * host; ipvsadm, ip and sysctl decide.
 */
#include "witness.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#define PATH "/tmp/lvsdr-trace"

static const char state[] =
	"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"eth0\","
	"  \"label\": \"eth0:0\", \"host_route\": true}],"
	" \"arp_policies\": [{\"device\": \"all\"}], \"sysctls\": [{\"name\": "
	"\"expire_nodest_conn\", \"value\": \"1\"}],"
	" \"timeouts\": {\"tcp\": 700, \"tcp_fin\": 50, \"udp\": 200},"
	" \"sync_daemons\": [{\"role\": \"backup\", \"device\": \"eth0\"}],"
	" \"services\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80,"
	"  \"scheduler\": \"rr\", \"destinations\": [{\"address\": \"192.168.1.20\"},"
	"  {\"address\": \"192.168.1.21\", \"weight\": 3}]}]}";

static void trace_to_file(struct test *test, uint32_t details)
{
	int fd = open(PATH, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(lvsdr_set_trace_details(test->host, details), 0);
	assert_int_equal(lvsdr_set_trace(test->host, fd), 0);
	close(fd); /* the handle has its own */
}

static void check_trace(const char *expected)
{
	check_witness("cat " PATH, expected);
}

/* Giving the trace to a shell makes the host so again. */
static void check_repeated(const char *before)
{
	char *wanted = snapshot();

	run("ipvsadm -C; ipvsadm --stop-daemon backup 2>/dev/null; ipvsadm --set 900 120 300;"
	    "ip addr del 192.168.1.41/32 dev eth0 2>/dev/null;"
	    "sysctl -q -w net.ipv4.vs.expire_nodest_conn=0 net.ipv4.conf.all.arp_announce=0"
	    " net.ipv4.conf.all.arp_ignore=0");
	check_unchanged(strdup(before));
	run("sh -e " PATH " >/dev/null");
	check_unchanged(wanted);
}

static void test_plain_calls(void **test_state)
{
	struct test *test = *test_state;
	struct lvsdr_service *web = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(test, "192.168.1.20");

	trace_to_file(test, 0);
	assert_int_equal(lvsdr_service_add(test->host, web), 1);
	assert_int_equal(lvsdr_service_add(test->host, web), 0);
	assert_int_equal(lvsdr_dest_add(test->host, web, rs1), 1);
	assert_int_equal(lvsdr_dest_set_weight(rs1, 7), 0);
	assert_int_equal(lvsdr_dest_update(test->host, web, rs1), 1);
	assert_int_equal(lvsdr_dest_update(test->host, web, rs1), 0);
	assert_int_equal(lvsdr_counters_zero(test->host, web), 0);
	assert_int_equal(lvsdr_counters_zero(test->host, NULL), 0);
	assert_int_equal(lvsdr_dest_remove(test->host, web, rs1), 1);
	assert_int_equal(lvsdr_service_remove(test->host, web), 1);
	assert_int_equal(lvsdr_service_remove(test->host, web), 0);
	assert_int_equal(lvsdr_service_remove_all(test->host), 0);
	check_trace("ipvsadm -A -t 192.168.1.41:80 -s rr\n"
		    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1\n"
		    "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 7\n"
		    "ipvsadm -Z -t 192.168.1.41:80\n"
		    "ipvsadm -Z\n"
		    "ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.20:80\n"
		    "ipvsadm -D -t 192.168.1.41:80\n"
		    "ipvsadm -C");
	assert_int_equal(lvsdr_set_trace(test->host, -1), 0);
	assert_int_equal(lvsdr_service_add(test->host, web), 1);
	check_witness("tail -n 1 " PATH, "ipvsadm -C");
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
}

static void test_plan_of_every_kind(void **test_state)
{
	struct test *test = *test_state;
	char *before = snapshot(), *traced;
	struct lvsdr_plan *plan;

	plan = plan_to_json(test, "everything", state);
	trace_to_file(test, 0);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_repeated(before);
	traced = ask("wc -l <" PATH);
	assert_int_equal(atoi(traced), lvsdr_plan_get_step_count(plan));
	free(traced);
	trace_to_file(test, 0);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_unchanged(before);
	lvsdr_plan_free(plan);
	check_trace("ip addr del 192.168.1.41/32 dev eth0\n"
		    "ipvsadm --stop-daemon backup\n"
		    "ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.20:80\n"
		    "ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.21:80\n"
		    "ipvsadm -D -t 192.168.1.41:80\n"
		    "ipvsadm --set 900 120 300\n"
		    "sysctl -w net.ipv4.vs.expire_nodest_conn=0\n"
		    "sysctl -w net.ipv4.conf.all.arp_announce=0 && "
		    "sysctl -w net.ipv4.conf.all.arp_ignore=0");
}

/* A step fails: what was done before it is traced, and then its rollback. */
static void test_rollback(void **test_state)
{
	struct test *test = *test_state;
	struct lvsdr_service *web = new_service(test, "192.168.1.41:80");
	struct lvsdr_service *mail = new_service(test, "192.168.1.41:25");
	struct lvsdr_dest *rs1 = new_dest(test, "192.168.1.20");
	struct lvsdr_plan *plan;

	assert_int_equal(lvsdr_service_add(test->host, mail), 1);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_add_service(plan, web), 1);
	assert_int_equal(lvsdr_plan_add_dest(plan, mail, rs1), 1);
	run("ipvsadm -C");
	trace_to_file(test, LVSDR_TRACE_RESULT | LVSDR_TRACE_TIME);
	assert_int_equal(lvsdr_plan_apply(plan), -ESRCH);
	check_witness("sed 's/20..-..-..T..:..:..\\.......Z/TIME/' " PATH,
		      "ipvsadm -A -t 192.168.1.41:80 -s rr # TIME done\n"
		      "# ipvsadm -a -t 192.168.1.41:25 -r 192.168.1.20:25 -g -w 1 # TIME failed: "
		      "cannot add tcp 192.168.1.41:25 -> 192.168.1.20:25: there is no such virtual "
		      "service; add it first\n"
		      "ipvsadm -D -t 192.168.1.41:80 # TIME done");
	lvsdr_plan_free(plan);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(mail);
	lvsdr_service_free(web);
}

static void test_failures(void **test_state)
{
	struct test *test = *test_state;
	struct lvsdr_service *web = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(test, "192.168.1.20");

	trace_to_file(test, 0);
	assert_int_equal(lvsdr_dest_add(test->host, web, rs1), -ESRCH);
	check_trace("");
	trace_to_file(test, LVSDR_TRACE_RESULT);
	assert_int_equal(lvsdr_dest_add(test->host, web, rs1), -ESRCH);
	check_trace("# ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1 # failed: cannot "
		    "add tcp 192.168.1.41:80 -> 192.168.1.20:80: there is no such virtual service; "
		    "add it first");
	lvsdr_dest_free(rs1);
	lvsdr_service_free(web);
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	(void)number;
	signals++;
}

/* Readers that went away, or do not read. */
static void test_lost_lines(void **test_state)
{
	struct test *test = *test_state;
	struct lvsdr_service *web = new_service(test, "192.168.1.41:80");
	char filler[4096] = "";
	sigset_t waiting;
	int ends[2];

	signal(SIGPIPE, count_signal);
	assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
	while (write(ends[1], filler, sizeof(filler)) > 0)
		;
	assert_int_equal(lvsdr_set_trace(test->host, ends[1]), 0);
	assert_int_equal(lvsdr_service_add(test->host, web), 1);
	assert_int_equal(lvsdr_get_trace_lost(test->host), 1);
	close(ends[0]);
	assert_int_equal(lvsdr_service_remove(test->host, web), 1);
	assert_int_equal(lvsdr_get_trace_lost(test->host), 2);
	assert_int_equal(sigpending(&waiting), 0);
	assert_false(sigismember(&waiting, SIGPIPE));
	assert_int_equal(signals, 0);
	close(ends[1]);
	signal(SIGPIPE, SIG_DFL);
	check_refused(test->host, lvsdr_set_trace(test->host, 9999), -EINVAL,
		      "9999 is not an open descriptor");
	check_refused(test->host, lvsdr_set_trace(test->host, -2), -EINVAL, "-2");
	check_refused(test->host, lvsdr_set_trace_details(test->host, 4), -EINVAL, "0x4");
	lvsdr_service_free(web);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_plain_calls, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_plan_of_every_kind, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_rollback, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_failures, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_lost_lines, test_set_up, test_tear_down),
	};

	return run_group("trace", tests, sizeof(tests) / sizeof(tests[0]), NULL);
}
