/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * IPVS by socket options: all that they hold, and what is said about the rest. As root the
 * interface is chosen by hand; as the root of a user namespace (rootless.sh) the library finds it
 * by itself.
 */
#include "witness.h"

static int set_up(void **state)
{
	struct test *test;

	if (test_set_up(state))
		return -1;
	test = *state;
	if (!getenv("LVSDR_TEST_ROOTLESS"))
		assert_int_equal(lvsdr_set_ipvs_interface(test->host, LVSDR_IPVS_SOCKET_OPTIONS),
				 0);
	return 0;
}

static void test_features(void **state)
{
	struct test *test = *state;
	uint32_t features, version;

	assert_int_equal(lvsdr_read_features(test->host, &features), 0);
	assert_int_equal(features & (LVSDR_FEATURE_IPVS | LVSDR_FEATURE_IPVS_ADMIN |
				     LVSDR_FEATURE_IPVS_SOCKET_OPTIONS),
			 LVSDR_FEATURE_IPVS | LVSDR_FEATURE_IPVS_SOCKET_OPTIONS);
	assert_int_equal(lvsdr_read_ipvs_version(test->host, &version), 0);
	assert_int_equal(version, 0x010201);
	check_refused(test->host, lvsdr_set_ipvs_interface(test->host, 3), -EINVAL, "3");
}

static void test_attributes(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80"), *mark;
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");

	assert_int_equal(lvsdr_service_set_scheduler(service, "sh"), 0);
	assert_int_equal(lvsdr_service_set_scheduler_flags(service, LVSDR_SCHEDULER_SH_PORT), 0);
	assert_int_equal(lvsdr_service_set_persistence(service, 600), 0);
	assert_int_equal(lvsdr_service_set_persistence_prefix(service, 24), 0);
	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	assert_int_equal(lvsdr_service_add(test->host, service), 0);
	assert_int_equal(lvsdr_service_new_fwmark(test->host, "ipv4", 4000000000u, &mark), 0);
	assert_int_equal(lvsdr_service_add(test->host, mark), 1);
	assert_int_equal(lvsdr_dest_set_weight(dest, 70000), 0);
	assert_int_equal(lvsdr_dest_set_thresholds(dest, 20, 10), 0);
	assert_int_equal(lvsdr_dest_add(test->host, service, dest), 1);
	assert_int_equal(lvsdr_dest_add(test->host, mark, dest), 1);
	check_witness("ipvsadm -Sn | sed s/-294967296/4000000000/",
		      "-A -f 4000000000 -s wlc\n-a -f 4000000000 -r 192.168.1.20:0 -g -w 70000\n"
		      "-A -t 192.168.1.41:80 -s sh -p 600 -M 255.255.255.0 -b sh-port\n"
		      "-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 70000");
	check_witness("ipvsadm -Ln --thresholds | grep 192.168.1.20:80 | tr -s \" \"",
		      " -> 192.168.1.20:80 20 10 0 0 ");
	/* And back: an update changes what was set only. */
	lvsdr_service_free(service);
	lvsdr_dest_free(dest);
	service = new_service(test, "192.168.1.41:80");
	dest = new_dest(test, "192.168.1.20");
	assert_int_equal(lvsdr_service_set_scheduler(service, "wrr"), 0);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	assert_int_equal(lvsdr_dest_set_weight(dest, 0), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 0);
	check_witness("ipvsadm -Sn | grep 192.168.1.41",
		      "-A -t 192.168.1.41:80 -s wrr -p 600 -M 255.255.255.0 -b flag-2\n"
		      "-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 0");
	check_witness("ipvsadm -Ln --thresholds | grep 192.168.1.20:80 | tr -s \" \"",
		      " -> 192.168.1.20:80 20 10 0 0 ");
	assert_int_equal(lvsdr_service_read(test->host, service), 0);
	assert_int_equal(lvsdr_service_get_persistence(service), 600);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), 24);
	assert_int_equal(lvsdr_dest_read(test->host, service, dest), 0);
	assert_int_equal(lvsdr_dest_get_upper_threshold(dest), 20);
	assert_int_equal(lvsdr_counters_zero(test->host, service), 0);
	assert_int_equal(lvsdr_counters_zero(test->host, NULL), 0);
	assert_int_equal(lvsdr_service_remove_all(test->host), 0);
	check_witness("ipvsadm -Sn", "");
	lvsdr_dest_free(dest);
	lvsdr_service_free(mark);
	lvsdr_service_free(service);
}

static void test_codes(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");

	check_refused(test->host, lvsdr_dest_add(test->host, service, dest), -ESRCH,
		      "no such virtual");
	check_refused(test->host, lvsdr_service_update(test->host, service), -ESRCH,
		      "no such service");
	check_refused(test->host, lvsdr_dest_update(test->host, service, dest), -ESRCH, "");
	assert_int_equal(lvsdr_service_remove(test->host, service), 0);
	assert_int_equal(lvsdr_dest_remove(test->host, service, dest), 0);
	assert_int_equal(lvsdr_service_set_scheduler(service, "nosuch"), 0);
	check_refused(test->host, lvsdr_service_add(test->host, service), -ENOENT, "ip_vs_NAME");
	assert_int_equal(lvsdr_service_set_scheduler(service, "rr"), 0);
	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	assert_int_equal(lvsdr_service_set_scheduler(service, "lc"), 0);
	check_refused(test->host, lvsdr_service_add(test->host, service), -EEXIST,
		      "scheduler rr -> lc");
	check_refused(test->host, lvsdr_dest_update(test->host, service, dest), -ENOENT,
		      "no such dest");
	assert_int_equal(lvsdr_dest_remove(test->host, service, dest), 0);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

/* Nothing is lost without a word, and nothing is changed. */
static void test_what_they_lack(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_service *ipv6 = new_service(test, "[2001:db8::41]:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");
	struct lvsdr_dest *dest6 = new_dest(test, "2001:db8::20");
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_sync_daemon *daemon;
	struct lvsdr_state *read;

	check_refused(test->host, lvsdr_service_add(test->host, ipv6), -EOPNOTSUPP,
		      "[2001:db8::41]:80: socket options do not support IPv6");
	check_refused(test->host, lvsdr_service_read(test->host, ipv6), -EOPNOTSUPP,
		      "do not support IPv6");
	check_refused(test->host, lvsdr_counters_zero(test->host, ipv6), -EOPNOTSUPP,
		      "do not support IPv6");
	assert_int_equal(lvsdr_service_set_persistence_engine(service, "sip"), 0);
	check_refused(test->host, lvsdr_service_add(test->host, service), -EOPNOTSUPP,
		      "socket options support scheduler, flags, persistence");
	assert_int_equal(lvsdr_service_set_persistence_engine(service, ""), 0);
	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	assert_int_equal(lvsdr_dest_set_forwarding(dest6, LVSDR_FORWARD_TUNNEL), 0);
	check_refused(test->host, lvsdr_dest_add(test->host, service, dest6), -EOPNOTSUPP,
		      "do not support IPv6");
	assert_int_equal(lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GUE, 6080, 0), 0);
	check_refused(test->host, lvsdr_dest_add(test->host, service, dest), -EOPNOTSUPP,
		      "socket options support forwarding method, weight and thresholds");
	assert_int_equal(lvsdr_sync_daemon_new(test->host, "master", "eth0", &daemon), 0);
	assert_int_equal(lvsdr_sync_daemon_set_port(daemon, 99), 0);
	check_refused(test->host, lvsdr_sync_daemon_add(test->host, daemon), -EOPNOTSUPP,
		      "socket options support device and sync ID");
	check_witness("ipvsadm -Sn; ipvsadm -L --daemon", "-A -t 192.168.1.41:80 -s rr");
	/* What somebody else added in such a form is not passed over in silence. */
	run("ipvsadm -a -t 192.168.1.41:80 -r [2001:db8::20]:80 -i");
	check_refused(test->host, lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read),
		      -EOPNOTSUPP, "IPv6");
	run("ipvsadm -C; ipvsadm -A -t [2001:db8::41]:80");
	check_refused(test->host, lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read),
		      -EOPNOTSUPP, "IPv6");
	lvsdr_scope_free(scope);
	scope = new_scope(test, "192.168.1.41");
	assert_int_equal(lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read), 0);
	lvsdr_state_free(read);
	run("ipvsadm -C; ipvsadm -A -f 7 -6");
	lvsdr_scope_free(scope);
	scope = new_scope(test, "fwmark:7");
	check_refused(test->host, lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read),
		      -EOPNOTSUPP, "IPv6");
	lvsdr_sync_daemon_free(daemon);
	lvsdr_scope_free(scope);
	lvsdr_dest_free(dest6);
	lvsdr_dest_free(dest);
	lvsdr_service_free(ipv6);
	lvsdr_service_free(service);
}

static void test_timeouts_and_daemons(void **state)
{
	struct test *test = *state;
	struct lvsdr_timeouts *timeouts;
	struct lvsdr_sync_daemon *daemon;

	assert_int_equal(lvsdr_timeouts_new(test->host, &timeouts), 0);
	assert_int_equal(lvsdr_timeouts_set_tcp(timeouts, 333), 0);
	assert_int_equal(lvsdr_timeouts_update(test->host, timeouts), 1);
	check_witness("ipvsadm -L --timeout", "Timeout (tcp tcpfin udp): 333 120 300");
	run("ipvsadm --set 1 2 3");
	assert_int_equal(lvsdr_timeouts_read(test->host, timeouts), 0);
	assert_int_equal(lvsdr_timeouts_get_udp(timeouts), 3);
	lvsdr_timeouts_free(timeouts);
	assert_int_equal(lvsdr_sync_daemon_new(test->host, "backup", "eth0", &daemon), 0);
	assert_int_equal(lvsdr_sync_daemon_set_sync_id(daemon, 9), 0);
	assert_int_equal(lvsdr_sync_daemon_add(test->host, daemon), 1);
	assert_int_equal(lvsdr_sync_daemon_add(test->host, daemon), 0);
	check_witness("ipvsadm -L --daemon | grep -o \"^backup.*syncid=9\"",
		      "backup sync daemon (mcast=eth0, syncid=9");
	assert_int_equal(lvsdr_sync_daemon_read(test->host, daemon), 0);
	assert_string_equal(lvsdr_sync_daemon_get_device(daemon), "eth0");
	assert_int_equal(lvsdr_sync_daemon_remove(test->host, daemon), 1);
	check_witness("ipvsadm -L --daemon", "");
	lvsdr_sync_daemon_free(daemon);
}

static struct lvsdr_state *many(struct test *test, int services, int dests)
{
	struct lvsdr_state *state;
	char text[64];

	assert_int_equal(lvsdr_state_new(test->host, LVSDR_STATE_SERVICES, &state), 0);
	for (int i = 0; i < services; i++) {
		struct lvsdr_service *service;

		snprintf(text, sizeof(text), "10.1.0.%d:80", i + 1);
		service = new_service(test, text);
		assert_int_equal(lvsdr_state_add_service(state, service), 0);
		for (int k = 0; k < dests; k++) {
			struct lvsdr_dest *dest;

			snprintf(text, sizeof(text), "10.2.%d.%d", i, k + 1);
			dest = new_dest(test, text);
			assert_int_equal(lvsdr_dest_set_weight(dest, k), 0);
			assert_int_equal(lvsdr_state_add_dest(state, service, dest), 0);
			lvsdr_dest_free(dest);
		}
		lvsdr_service_free(service);
	}
	return state;
}

/* A plan is applied, what is read agrees with it, and undo gives back what was there. */
static void test_plans(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *desired = many(test, 20, 50), *read;
	struct lvsdr_plan *plan, *again;
	uint64_t counters[LVSDR_COUNTER_COUNT];
	char *before, *now;

	run("ipvsadm -A -t 10.1.0.1:80 -s lc; ipvsadm -a -t 10.1.0.1:80 -r 10.9.9.9 -w 9;"
	    "ipvsadm -A -u 10.1.0.99:53");
	before = ask("ipvsadm -Sn | sort");
	assert_int_equal(lvsdr_plan_between(test->host, scope, NULL, desired, &plan), 0);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ipvsadm -Sn | grep -c ^-a; ipvsadm -Sn | grep -c ^-A", "1000\n20");
	check_witness("ipvsadm -Sn | grep -c \"10.2.3.8:80 -g -w 7\"", "1");
	assert_int_equal(lvsdr_plan_between(test->host, scope, NULL, desired, &again), 0);
	assert_int_equal(lvsdr_plan_get_step_count(again), 0);
	lvsdr_plan_free(again);
	assert_int_equal(lvsdr_state_read(test->host, scope,
					  LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS, &read),
			 0);
	assert_int_equal(lvsdr_state_get_dest_count(read, 7), 50);
	assert_int_equal(lvsdr_dest_get_counters(lvsdr_state_get_dest(read, 7, 0), counters,
						 LVSDR_COUNTER_COUNT),
			 LVSDR_COUNTER_COUNT);
	lvsdr_state_free(read);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	now = ask("ipvsadm -Sn | sort");
	assert_string_equal(now, before);
	free(now);
	free(before);
	lvsdr_plan_free(plan);
	lvsdr_state_free(desired);
	lvsdr_scope_free(scope);
}

/* A step that fails takes the others back. */
static void test_rollback(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *desired = many(test, 3, 5), *observed;
	struct lvsdr_plan *plan;

	assert_int_equal(lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &observed), 0);
	run("ipvsadm -A -t 10.1.0.3:80 -s wlc; ipvsadm -a -t 10.1.0.3:80 -r 10.2.2.4 -w 77");
	assert_int_equal(lvsdr_plan_between(test->host, scope, observed, desired, &plan), 0);
	check_refused(test->host, lvsdr_plan_apply(plan), -EEXIST, "10.1.0.3:80");
	check_witness("ipvsadm -Sn", "-A -t 10.1.0.3:80 -s wlc\n"
				     "-a -t 10.1.0.3:80 -r 10.2.2.4:80 -g -w 77");
	lvsdr_plan_free(plan);
	lvsdr_state_free(observed);
	lvsdr_state_free(desired);
	lvsdr_scope_free(scope);
}

int main(void)
{
	static const char *const none[] = {NULL};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_features, set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_attributes, set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_codes, set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_what_they_lack, set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_timeouts_and_daemons, set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_plans, set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_rollback, set_up, test_tear_down),
	};

	return run_group("socket options", tests, sizeof(tests) / sizeof(*tests), none);
}
