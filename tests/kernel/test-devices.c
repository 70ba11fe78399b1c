// SPDX-License-Identifier: LGPL-2.1-or-later
/* Devices by all their names, and where ARP arrives, with ip, sysctl, ipvsadm, nft and arping as
 * witnesses. */
#include "witness.h"

#include <stdbool.h>

#define LONG_NAME "a-name-of-more-than-fifteen-characters"

static int set_up_names(void **state)
{
	int error = test_set_up(state);

	if (!error)
		run("ip link property add dev eth0 altname enp0s31f6 altname " LONG_NAME);
	return error;
}

/* The plan that leads from the host to a state in JSON. */
static struct lvsdr_plan *plan_to(struct test *test, const char *scope, const char *json)
{
	struct lvsdr_scope *owned = new_scope(test, scope);
	struct lvsdr_plan *plan = NULL;
	struct lvsdr_state *state;

	assert_int_equal(lvsdr_state_from_json(test->host, json, strlen(json), &state), 0);
	if (lvsdr_plan_between(test->host, owned, NULL, state, &plan))
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_state_free(state);
	lvsdr_scope_free(owned);
	return plan;
}

static void check_refused_state(struct test *test, const char *json, int code, const char *words)
{
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_plan *plan = NULL;
	struct lvsdr_state *state;

	assert_int_equal(lvsdr_state_from_json(test->host, json, strlen(json), &state), 0);
	check_refused(test->host, lvsdr_plan_between(test->host, scope, NULL, state, &plan), code,
		      words);
	assert_null(plan);
	lvsdr_state_free(state);
	lvsdr_scope_free(scope);
}

/* Reaches the state in that many steps; after that nothing is left to do. */
static void reach(struct test *test, const char *scope, const char *json, size_t steps)
{
	struct lvsdr_plan *plan = plan_to(test, scope, json);

	assert_int_equal(lvsdr_plan_get_step_count(plan), steps);
	if (lvsdr_plan_apply(plan) < 0)
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_plan_free(plan);
	plan = plan_to(test, scope, json);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 0);
	lvsdr_plan_free(plan);
}

static void test_vip_by_another_name(void **state)
{
	static const char *const names[] = {"enp0s31f6", LONG_NAME, "eth0"};
	struct test *test = *state;
	struct lvsdr_vip *vip;

	for (size_t i = 0; i < 3; i++) {
		vip = new_vip(test, "192.168.1.41", names[i]);
		assert_string_equal(lvsdr_vip_get_device(vip), names[i]);
		assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
		check_witness("ip -o addr show dev eth0 to 192.168.1.41 | wc -l", "1");
		assert_int_equal(lvsdr_vip_add(test->host, vip), 0);
		assert_int_equal(lvsdr_vip_update(test->host, vip), 0);
		assert_int_equal(lvsdr_vip_announce(test->host, vip, 1, 0), -EINVAL);
		assert_non_null(strstr(lvsdr_error_message(test->host), "has no ARP"));
		assert_int_equal(lvsdr_vip_read(test->host, vip), 0);
		assert_string_equal(lvsdr_vip_get_device(vip), "eth0");
		lvsdr_vip_free(vip);
		vip = new_vip(test, "192.168.1.41", names[i]);
		assert_int_equal(lvsdr_vip_remove(test->host, vip), 1);
		assert_int_equal(lvsdr_vip_remove(test->host, vip), 0);
		lvsdr_vip_free(vip);
	}
}

static void test_state_by_other_names(void **state)
{
	struct test *test = *state;

	reach(test, "192.168.1.41",
	      "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", \"device\": "
	      "\"enp0s31f6\"}], \"arp_policies\": [{\"device\": \"" LONG_NAME "\"}]}",
	      2);
	check_witness("ip -o addr show dev eth0 to 192.168.1.41 | wc -l", "1");
	check_witness("sysctl -n net.ipv4.conf.eth0.arp_ignore", "1");
	reach(test, "192.168.1.41",
	      "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", \"device\": "
	      "\"eth0\"}], \"arp_policies\": [{\"device\": \"enp0s31f6\"}]}",
	      0);
	check_refused_state(test,
			    "{\"lvsdr_state\": 1, \"arp_policies\": [{\"device\": \"eth0\"}, "
			    "{\"device\": \"enp0s31f6\"}]}",
			    -EINVAL, "by two names of one device");
}

static void test_policy_by_another_name(void **state)
{
	struct test *test = *state;
	struct lvsdr_arp_policy *policy;
	struct lvsdr_plan *plan;

	assert_int_equal(lvsdr_arp_policy_new(test->host, "enp0s31f6", &policy), 0);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_update_arp_policy(plan, policy), 1);
	assert_string_equal(lvsdr_plan_get_step_command(plan, 0),
			    "sysctl -w net.ipv4.conf.eth0.arp_announce=2\n"
			    "sysctl -w net.ipv4.conf.eth0.arp_ignore=1");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("sysctl -n net.ipv4.conf.eth0.arp_ignore net.ipv4.conf.eth0.arp_announce",
		      "1\n2");
	assert_int_equal(lvsdr_arp_policy_update(test->host, policy), 0);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness("sysctl -n net.ipv4.conf.eth0.arp_ignore net.ipv4.conf.eth0.arp_announce",
		      "0\n0");
	assert_int_equal(lvsdr_arp_policy_read(test->host, policy), 0);
	assert_string_equal(lvsdr_arp_policy_get_device(policy), "eth0");
	lvsdr_plan_free(plan);
	lvsdr_arp_policy_free(policy);
}

/* The kernel keeps the name that it was given: also one that was started so is known. */
static void test_daemon_by_another_name(void **state)
{
	static const char json[] = "{\"lvsdr_state\": 1, \"sync_daemons\": [{\"role\": \"master\", "
				   "\"device\": \"" LONG_NAME "\"}]}";
	struct test *test = *state;

	reach(test, "everything", json, 1);
	check_witness("ipvsadm -L --daemon | grep -o \"master .*mcast=[^,]*\"",
		      "master sync daemon (mcast=eth0");
	run("ipvsadm --stop-daemon master;"
	    "ipvsadm --start-daemon master --mcast-interface enp0s31f6");
	reach(test, "everything", json, 0);
	run("ipvsadm --stop-daemon master");
}

static bool has_nft(void)
{
	char *told = ask("nft add table ip probe 2>&1 && nft delete table ip probe; true");
	bool has = !*told;

	free(told);
	return has;
}

static void test_mark_by_another_name(void **state)
{
	struct test *test = *state;
	struct lvsdr_mark *mark;

	if (!has_nft())
		skip();
	reach(test, "192.168.1.41, fwmark:8",
	      "{\"lvsdr_state\": 1, \"marks\": [{\"protocol\": \"tcp\", \"address\": "
	      "\"192.168.1.41\", \"ports\": \"80\", \"fwmark\": 8, \"device\": \"enp0s31f6\"}]}",
	      1);
	check_witness("nft list ruleset | grep -o \"iifname .* tcp\"",
		      "iifname \"eth0\" ip daddr 192.168.1.41 tcp");
	assert_int_equal(lvsdr_mark_new(test->host, "tcp", "192.168.1.41:80", 8, &mark), 0);
	assert_int_equal(lvsdr_mark_set_device(mark, LONG_NAME), 0);
	assert_int_equal(lvsdr_mark_read(test->host, mark), 0);
	assert_string_equal(lvsdr_mark_get_device(mark), "eth0");
	assert_int_equal(lvsdr_mark_set_device(mark, LONG_NAME), 0);
	assert_int_equal(lvsdr_mark_remove(test->host, mark), 1);
	check_witness("nft list ruleset", "");
	/* The kernel takes a name of its own that nothing has yet, and has no other. */
	assert_int_equal(lvsdr_mark_set_device(mark, "tun0"), 0);
	assert_int_equal(lvsdr_mark_add(test->host, mark), 1);
	assert_int_equal(lvsdr_mark_remove(test->host, mark), 1);
	assert_int_equal(lvsdr_mark_set_device(mark, LONG_NAME "-"), 0);
	check_refused(test->host, lvsdr_mark_add(test->host, mark), -ENODEV,
		      "there is no device " LONG_NAME "-; `ip link` lists");
	lvsdr_mark_free(mark);
}

/* By short and long names, in each kind of object, by call and by state. */
static void test_missing_devices(void **state)
{
	static const char words[] = "there is no device eth7; `ip link` lists those that exist";
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth7");
	struct lvsdr_sync_daemon *daemon;
	struct lvsdr_arp_policy *policy;
	char *before = snapshot();

	assert_int_equal(lvsdr_arp_policy_new(test->host, "eth7", &policy), 0);
	assert_int_equal(lvsdr_sync_daemon_new(test->host, "master", "eth7", &daemon), 0);
	check_refused(test->host, lvsdr_vip_add(test->host, vip), -ENODEV, words);
	check_refused(test->host, lvsdr_vip_update(test->host, vip), -ENODEV, words);
	check_refused(test->host, lvsdr_vip_announce(test->host, vip, 0, 0), -ENODEV, words);
	check_refused(test->host, lvsdr_arp_policy_update(test->host, policy), -ENODEV, words);
	check_refused(test->host, lvsdr_arp_policy_read(test->host, policy), -ENODEV, words);
	check_refused(test->host, lvsdr_sync_daemon_add(test->host, daemon), -ENODEV, words);
	check_refused(test->host,
		      lvsdr_address_probe(test->host, "192.168.1.41", "eth7", 0, NULL, 0), -ENODEV,
		      words);
	check_refused_state(test,
			    "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", "
			    "\"device\": \"eth7\"}]}",
			    -ENODEV, words);
	check_refused_state(test,
			    "{\"lvsdr_state\": 1, \"arp_policies\": [{\"device\": \"eth7\"}]}",
			    -ENODEV, words);
	check_refused_state(test,
			    "{\"lvsdr_state\": 1, \"sync_daemons\": [{\"role\": \"master\", "
			    "\"device\": \"eth7\"}]}",
			    -ENODEV, words);
	/* What is asked to be gone is gone with its device. */
	assert_int_equal(lvsdr_vip_remove(test->host, vip), 0);
	assert_int_equal(lvsdr_sync_daemon_remove(test->host, daemon), 0);
	check_unchanged(before);
	lvsdr_sync_daemon_free(daemon);
	lvsdr_arp_policy_free(policy);
	lvsdr_vip_free(vip);
}

/* A shell that carries out what is printed comes to the same. */
static void check_command(struct test *test, const char *device, const char *folder)
{
	struct lvsdr_arp_policy *policy;
	struct lvsdr_plan *plan;
	char line[256];
	FILE *file;

	assert_int_equal(lvsdr_arp_policy_new(test->host, device, &policy), 0);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_update_arp_policy(plan, policy), 1);
	file = fopen("/tmp/command", "w");
	assert_non_null(file);
	fprintf(file, "set -e\n%s\n", lvsdr_plan_get_step_command(plan, 0));
	fclose(file);
	run("sh /tmp/command && rm /tmp/command");
	snprintf(line, sizeof(line), "cd /proc/sys/net/ipv4/conf/%s && cat arp_ignore arp_announce",
		 folder);
	check_witness(line, "1\n2");
	assert_int_equal(lvsdr_arp_policy_update(test->host, policy), 0);
	lvsdr_plan_free(plan);
	lvsdr_arp_policy_free(policy);
}

static void test_commands_of_odd_names(void **state)
{
	struct test *test = *state;

	run("ip link add link eth0 name eth0.100 type vlan id 100;"
	    "ip link add \"a;b\\$c.d\" type dummy");
	check_command(test, "eth0.100", "eth0.100");
	check_command(test, "a;b$c.d", "\"a;b\\$c.d\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_vip_by_another_name, set_up_names,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_state_by_other_names, set_up_names,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_policy_by_another_name, set_up_names,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_daemon_by_another_name, set_up_names,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_mark_by_another_name, set_up_names,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_missing_devices, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_commands_of_odd_names, test_set_up,
						test_tear_down),
	};

	return cmocka_run_group_tests_name("devices", tests, NULL, NULL);
}
