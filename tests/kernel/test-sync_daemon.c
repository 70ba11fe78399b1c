/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sync daemons and IPVS sysctls, with ipvsadm and sysctl as witnesses. */
#include "witness.h"

static const char daemons[] = "ipvsadm -L --daemon";

static struct lvsdr_sync_daemon *new_daemon(struct test *test, const char *role, const char *device)
{
	struct lvsdr_sync_daemon *daemon;

	assert_int_equal(lvsdr_sync_daemon_new(test->host, role, device, &daemon), 0);
	return daemon;
}

static struct lvsdr_sync_daemon *new_full_daemon(struct test *test)
{
	struct lvsdr_sync_daemon *daemon = new_daemon(test, "master", "eth0");

	assert_int_equal(lvsdr_sync_daemon_set_sync_id(daemon, 5), 0);
	assert_int_equal(lvsdr_sync_daemon_set_max_length(daemon, 1000), 0);
	assert_int_equal(lvsdr_sync_daemon_set_group(daemon, "224.1.1.1"), 0);
	assert_int_equal(lvsdr_sync_daemon_set_port(daemon, 9000), 0);
	assert_int_equal(lvsdr_sync_daemon_set_ttl(daemon, 3), 0);
	return daemon;
}

static void test_daemons_set_by_us(void **state)
{
	struct test *test = *state;
	struct lvsdr_sync_daemon *master = new_full_daemon(test);
	struct lvsdr_sync_daemon *backup = new_daemon(test, "backup", "eth0");

	assert_int_equal(lvsdr_sync_daemon_add(test->host, master), 1);
	assert_int_equal(lvsdr_sync_daemon_add(test->host, master), 0);
	assert_int_equal(lvsdr_sync_daemon_add(test->host, backup), 1);
	check_witness(daemons, "master sync daemon (mcast=eth0, syncid=5, maxlen=1000, "
			       "group=224.1.1.1, port=9000, ttl=3)\n"
			       "backup sync daemon (mcast=eth0, syncid=0, maxlen=1472, "
			       "group=224.0.0.81, port=8848, ttl=1)");
	/* The kernel's choice of a length agrees with having left it to the kernel. */
	assert_int_equal(lvsdr_sync_daemon_add(test->host, backup), 0);
	assert_int_equal(lvsdr_sync_daemon_set_ttl(backup, 2), 0);
	check_refused(test->host, lvsdr_sync_daemon_add(test->host, backup), -EEXIST, "ttl 1 -> 2");
	assert_int_equal(lvsdr_sync_daemon_remove(test->host, master), 1);
	assert_int_equal(lvsdr_sync_daemon_remove(test->host, master), 0);
	check_witness(daemons, "backup sync daemon (mcast=eth0, syncid=0, maxlen=1472, "
			       "group=224.0.0.81, port=8848, ttl=1)");
	check_refused(test->host, lvsdr_sync_daemon_read(test->host, master), -ENOENT, "no such");
	lvsdr_sync_daemon_free(master);
	lvsdr_sync_daemon_free(backup);
}

static void test_daemon_of_ipv6(void **state)
{
	struct test *test = *state;
	struct lvsdr_sync_daemon *daemon = new_daemon(test, "backup", "eth0");
	char group[46];

	assert_int_equal(lvsdr_sync_daemon_set_group(daemon, "ff02::81"), 0);
	assert_int_equal(lvsdr_sync_daemon_add(test->host, daemon), 1);
	check_witness("ipvsadm -L --daemon | grep -o \"group=[^,]*\"", "group=ff02::81");
	lvsdr_sync_daemon_free(daemon);
	run("ipvsadm --stop-daemon backup;"
	    "ipvsadm --start-daemon backup --mcast-interface eth0 --mcast-group ff02::99");
	daemon = new_daemon(test, "backup", "lo");
	assert_int_equal(lvsdr_sync_daemon_read(test->host, daemon), 0);
	assert_int_equal(lvsdr_sync_daemon_get_group(daemon, group, sizeof(group)), 8);
	assert_string_equal(group, "ff02::99");
	lvsdr_sync_daemon_free(daemon);
}

static void test_daemons_set_by_ipvsadm(void **state)
{
	struct test *test = *state;
	struct lvsdr_sync_daemon *daemon = new_daemon(test, "master", "lo");
	char group[46];

	run("ipvsadm --start-daemon master --mcast-interface eth0 --syncid 77 --sync-maxlen 1100 "
	    "--mcast-group 225.2.3.4 --mcast-port 7000 --mcast-ttl 9");
	assert_int_equal(lvsdr_sync_daemon_read(test->host, daemon), 0);
	assert_string_equal(lvsdr_sync_daemon_get_role(daemon), "master");
	assert_string_equal(lvsdr_sync_daemon_get_device(daemon), "eth0");
	assert_int_equal(lvsdr_sync_daemon_get_sync_id(daemon), 77);
	assert_int_equal(lvsdr_sync_daemon_get_max_length(daemon), 1100);
	assert_int_equal(lvsdr_sync_daemon_get_group(daemon, group, sizeof(group)), 9);
	assert_string_equal(group, "225.2.3.4");
	assert_int_equal(lvsdr_sync_daemon_get_port(daemon), 7000);
	assert_int_equal(lvsdr_sync_daemon_get_ttl(daemon), 9);
	lvsdr_sync_daemon_free(daemon);
	/* An update keeps all that is not set. */
	daemon = new_daemon(test, "master", "eth0");
	assert_int_equal(lvsdr_sync_daemon_set_sync_id(daemon, 78), 0);
	assert_int_equal(lvsdr_sync_daemon_update(test->host, daemon), 1);
	check_witness(daemons, "master sync daemon (mcast=eth0, syncid=78, maxlen=1100, "
			       "group=225.2.3.4, port=7000, ttl=9)");
	assert_int_equal(lvsdr_sync_daemon_update(test->host, daemon), 0);
	lvsdr_sync_daemon_free(daemon);
}

static void test_daemon_refusals(void **state)
{
	struct test *test = *state;
	struct lvsdr_sync_daemon *daemon;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "2001:db8::20");

	check_refused(test->host, lvsdr_sync_daemon_new(test->host, "slave", "eth0", &daemon),
		      -EINVAL, "master");
	daemon = new_daemon(test, "master", "eth0");
	check_refused(test->host, lvsdr_sync_daemon_set_sync_id(daemon, 256), -EINVAL, "255");
	check_refused(test->host, lvsdr_sync_daemon_set_group(daemon, "192.168.1.1"), -EINVAL,
		      "multicast");
	assert_int_equal(lvsdr_sync_daemon_set_max_length(daemon, 1473), 0);
	check_refused(test->host, lvsdr_sync_daemon_add(test->host, daemon), -EINVAL, "1472");
	lvsdr_sync_daemon_free(daemon);
	daemon = new_daemon(test, "master", "nosuch0");
	check_refused(test->host, lvsdr_sync_daemon_add(test->host, daemon), -ENODEV, "nosuch0");
	check_refused(test->host, lvsdr_sync_daemon_update(test->host, daemon), -ENODEV, "nosuch0");
	lvsdr_sync_daemon_free(daemon);
	/* When the new form fails, the old daemon runs again. */
	daemon = new_daemon(test, "master", "eth0");
	assert_int_equal(lvsdr_sync_daemon_add(test->host, daemon), 1);
	lvsdr_sync_daemon_free(daemon);
	daemon = new_daemon(test, "master", "nosuch0");
	check_refused(test->host, lvsdr_sync_daemon_update(test->host, daemon), -ENODEV, "nosuch0");
	check_witness("ipvsadm -L --daemon | grep -o mcast=eth0", "mcast=eth0");
	/* Tunnels from one family to another do not go with it, and we say why. */
	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	assert_int_equal(lvsdr_dest_set_forwarding(dest, LVSDR_FORWARD_TUNNEL), 0);
	check_refused(test->host, lvsdr_dest_add(test->host, service, dest), -EINVAL,
		      "sync daemon");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
	lvsdr_sync_daemon_free(daemon);
}

static struct lvsdr_sysctl *new_sysctl(struct test *test, const char *name, const char *value)
{
	struct lvsdr_sysctl *sysctl;

	assert_int_equal(lvsdr_sysctl_new(test->host, name, value, &sysctl), 0);
	return sysctl;
}

static void test_sysctls(void **state)
{
	struct test *test = *state;
	struct lvsdr_sysctl *sysctl = new_sysctl(test, LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE, "1");
	struct lvsdr_sysctl *wrong;

	assert_int_equal(lvsdr_sysctl_update(test->host, sysctl), 1);
	assert_int_equal(lvsdr_sysctl_update(test->host, sysctl), 0);
	check_witness("sysctl -n net.ipv4.vs.expire_quiescent_template", "1");
	/* What the kernel takes for another value is put back. */
	assert_int_equal(lvsdr_sysctl_set_value(sysctl, "00"), 0);
	check_refused(test->host, lvsdr_sysctl_update(test->host, sysctl), -EINVAL,
		      "does not accept \"00\", and has \"0\" now");
	assert_string_equal(lvsdr_error_field(test->host), "value");
	check_witness("sysctl -n net.ipv4.vs.expire_quiescent_template", "1");
	lvsdr_sysctl_free(sysctl);
	sysctl = new_sysctl(test, LVSDR_SYSCTL_SYNC_THRESHOLD, " 4\t60 ");
	assert_string_equal(lvsdr_sysctl_get_value(sysctl), "4 60");
	assert_int_equal(lvsdr_sysctl_update(test->host, sysctl), 1);
	check_witness("sysctl -n net.ipv4.vs.sync_threshold", "4\t60");
	run("sysctl -qw net.ipv4.vs.sync_threshold=\"5 70\"");
	assert_int_equal(lvsdr_sysctl_read(test->host, sysctl), 0);
	assert_string_equal(lvsdr_sysctl_get_value(sysctl), "5 70");
	/* The kernel refuses it, and has what it had. */
	assert_int_equal(lvsdr_sysctl_set_value(sysctl, "100 7"), 0);
	check_refused(test->host, lvsdr_sysctl_update(test->host, sysctl), -EINVAL,
		      "sync_threshold");
	check_witness("sysctl -n net.ipv4.vs.sync_threshold", "5\t70");
	lvsdr_sysctl_free(sysctl);
	check_refused(test->host,
		      lvsdr_sysctl_new(test->host, "../conf/all/arp_ignore", "1", &wrong), -EINVAL,
		      "letters");
	check_refused(test->host, lvsdr_sysctl_new(test->host, "conntrack", " ", &wrong), -EINVAL,
		      "it is not a number, or numbers separated by spaces");
	wrong = new_sysctl(test, "no_such_setting", "1");
	check_refused(test->host, lvsdr_sysctl_update(test->host, wrong), -ENOENT,
		      "no such sysctl");
	assert_string_equal(lvsdr_error_field(test->host), "name");
	lvsdr_sysctl_free(wrong);
}

/* A state with both: planned, applied, the same after that, undone, and written in both forms. */
static void test_states_and_undo(void **state)
{
	static const char desired_json[] =
		"{\"lvsdr_state\": 1, \"sysctls\": [{\"name\": \"sloppy_tcp\", \"value\": \"1\"}],"
		" \"sync_daemons\": [{\"role\": \"master\", \"device\": \"eth0\", \"sync_id\": "
		"9}]}";
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "192.168.1.41");
	struct lvsdr_state *desired, *read;
	struct lvsdr_plan *plan, *again;
	char *before = ask("sysctl net.ipv4.vs; ipvsadm -L --daemon");
	char *now;
	const char *text;

	assert_int_equal(lvsdr_state_from_text(test->host, "json", desired_json,
					       strlen(desired_json), &desired),
			 0);
	assert_int_equal(lvsdr_plan_between(test->host, scope, NULL, desired, &plan), 0);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 2);
	assert_string_equal(lvsdr_plan_get_step_command(plan, 0),
			    "sysctl -w net.ipv4.vs.sloppy_tcp=1");
	assert_string_equal(lvsdr_plan_get_step_command(plan, 1),
			    "ipvsadm --start-daemon master --mcast-interface eth0 --syncid 9 "
			    "--mcast-group 224.0.0.81 --mcast-port 8848 --mcast-ttl 1");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("sysctl -n net.ipv4.vs.sloppy_tcp; ipvsadm -L --daemon | grep -o syncid=9",
		      "1\nsyncid=9");
	assert_int_equal(lvsdr_plan_between(test->host, scope, NULL, desired, &again), 0);
	assert_int_equal(lvsdr_plan_get_step_count(again), 0);
	lvsdr_plan_free(again);
	assert_int_equal(lvsdr_state_read(test->host, scope,
					  LVSDR_STATE_SYSCTLS | LVSDR_STATE_SYNC_DAEMONS, &read),
			 0);
	assert_int_equal(lvsdr_state_get_sync_daemon_count(read), 1);
	assert_true(lvsdr_state_get_sysctl_count(read) > 20);
	assert_int_equal(lvsdr_state_to_text(read, "rules", &text), 1);
	assert_string_equal(text, "--start-daemon master --mcast-interface eth0 --syncid 9 "
				  "--mcast-group 224.0.0.81 --mcast-port 8848 --mcast-ttl 1 "
				  "--sync-maxlen 1472\n");
	lvsdr_state_free(read);
	/* What we do not list, and could not own, goes on. */
	assert_int_equal(lvsdr_state_new(test->host, LVSDR_STATE_SYNC_DAEMONS, &read), 0);
	assert_int_equal(lvsdr_plan_between(test->host, scope, NULL, read, &again), 0);
	assert_int_equal(lvsdr_plan_get_step_count(again), 0);
	lvsdr_plan_free(again);
	lvsdr_state_free(read);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	now = ask("sysctl net.ipv4.vs; ipvsadm -L --daemon");
	assert_string_equal(now, before);
	free(now);
	free(before);
	lvsdr_plan_free(plan);
	lvsdr_state_free(desired);
	lvsdr_scope_free(scope);
}

/* Restoring rules by ipvsadm itself gives what the library read, and the other way round. */
static void test_rules(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *read, *parsed;
	struct lvsdr_plan *plan;
	const char *rules;
	FILE *file;

	run("ipvsadm --set 100 101 102;"
	    "ipvsadm --start-daemon backup --mcast-interface eth0 --syncid 3 --mcast-port 99;"
	    "ipvsadm -A -t 192.168.1.41:80 -s rr");
	assert_int_equal(lvsdr_state_read(test->host, scope,
					  LVSDR_STATE_SERVICES | LVSDR_STATE_TIMEOUTS |
						  LVSDR_STATE_SYNC_DAEMONS,
					  &read),
			 0);
	assert_int_equal(lvsdr_state_to_text(read, "rules", &rules), 0);
	file = fopen("/tmp/rules", "w");
	assert_non_null(file);
	assert_true(fputs(rules, file) >= 0);
	assert_int_equal(fclose(file), 0);
	run("ipvsadm -C; ipvsadm --set 900 120 300; ipvsadm --stop-daemon backup;"
	    "ipvsadm --restore </tmp/rules");
	check_witness("ipvsadm -Sn; ipvsadm -L --timeout; ipvsadm -L --daemon",
		      "-A -t 192.168.1.41:80 -s rr\nTimeout (tcp tcpfin udp): 100 101 102\n"
		      "backup sync daemon (mcast=eth0, syncid=3, maxlen=1472, group=224.0.0.81, "
		      "port=99, ttl=1)");
	assert_int_equal(lvsdr_state_from_text(test->host, "rules", rules, strlen(rules), &parsed),
			 0);
	assert_int_equal(lvsdr_plan_between(test->host, scope, NULL, parsed, &plan), 0);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 0);
	lvsdr_plan_free(plan);
	lvsdr_state_free(parsed);
	/* With everything ours, what is not listed leaves. */
	assert_int_equal(lvsdr_state_new(test->host, LVSDR_STATE_SYNC_DAEMONS, &parsed), 0);
	assert_int_equal(lvsdr_plan_between(test->host, scope, NULL, parsed, &plan), 0);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness(daemons, "");
	lvsdr_plan_free(plan);
	lvsdr_state_free(parsed);
	lvsdr_state_free(read);
	lvsdr_scope_free(scope);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_daemons_set_by_us, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_daemon_of_ipv6, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_daemons_set_by_ipvsadm, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_daemon_refusals, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_sysctls, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_states_and_undo, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_rules, test_set_up, test_tear_down),
	};

	return cmocka_run_group_tests_name("sync daemons and sysctls", tests, NULL, NULL);
}
