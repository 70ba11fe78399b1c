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
static void check_refused_in(struct test *test, const char *ours, const char *json, int code,
			     const char *words)
{
	struct lvsdr_scope *scope = new_scope(test, ours);
	struct lvsdr_plan *plan = NULL;
	struct lvsdr_state *state;

	assert_int_equal(lvsdr_state_from_text(test->host, "json", json, strlen(json), &state), 0);
	check_refused(test->host, lvsdr_plan_between(test->host, scope, NULL, state, &plan), code,
		      words);
	assert_null(plan);
	lvsdr_state_free(state);
	lvsdr_scope_free(scope);
}

static void check_refused_state(struct test *test, const char *json, int code, const char *words)
{
	check_refused_in(test, "everything", json, code, words);
}

/* Reaches the state in that many steps; after that nothing is left to do. */
static void reach(struct test *test, const char *scope, const char *json, size_t steps)
{
	struct lvsdr_plan *plan = plan_to_json(test, scope, json);

	assert_int_equal(lvsdr_plan_get_step_count(plan), steps);
	if (lvsdr_plan_apply(plan) < 0)
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_plan_free(plan);
	plan = plan_to_json(test, scope, json);
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

/* ---- Where ARP arrives: a peer on a wire to eth1 asks for the VIP, which stands on lo. */

static int set_up_wire(void **state)
{
	int error = test_set_up(state);

	if (error)
		return error;
	/* A namespace that is made within another one is seen there only. */
	assert_int_equal(system("ip netns del p 2>/dev/null; ip netns add p"), 0);
	run("ip link add eth1 type veth peer name eth1 netns p && ip link set eth1 up && "
	    "ip -n p link set eth1 up && ip addr add 10.0.0.41/32 dev lo");
	return 0;
}

static int tear_down_wire(void **state)
{
	assert_int_equal(system("ip netns del p"), 0);
	return test_tear_down(state);
}

/* By a device of the peer's, which gets an address to ask from. */
static bool answers(const char *device)
{
	char line[256], *told;
	bool heard;

	snprintf(line, sizeof(line),
		 "ip -n p addr add 10.0.0.100/24 dev %s 2>/dev/null;"
		 "ip netns exec p arping -c 1 -w 2 -I %s 10.0.0.41 | grep -c \"reply from\"; "
		 "ip -n p addr del 10.0.0.100/24 dev %s",
		 device, device, device);
	told = ask(line);
	heard = strcmp(told, "0") != 0;
	free(told);
	return heard;
}

static int set_policy(struct test *test, const char *device)
{
	struct lvsdr_arp_policy *policy;
	int result;

	assert_int_equal(lvsdr_arp_policy_new(test->host, device, &policy), 0);
	result = lvsdr_arp_policy_update(test->host, policy);
	lvsdr_arp_policy_free(policy);
	return result;
}

/* Refused, unless the caller insists: then it is seen that it does nothing. */
static void check_deaf(struct test *test, const char *device, const char *words)
{
	static const char values[] = "cd /proc/sys/net/ipv4/conf && grep . */arp_*";
	char *before = ask(values), line[128];

	check_refused(test->host, set_policy(test, device), -EINVAL, words);
	check_witness(values, before);
	free(before);
	assert_int_equal(lvsdr_set_insist(test->host, 1), 0);
	assert_int_equal(set_policy(test, device), 1);
	assert_int_equal(lvsdr_set_insist(test->host, 0), 0);
	assert_true(answers("eth1"));
	snprintf(line, sizeof(line),
		 "cd /proc/sys/net/ipv4/conf/%s && echo 0 >arp_ignore && "
		 "echo 0 >arp_announce",
		 device);
	run(line);
}

static void test_bridge_port(void **state)
{
	struct test *test = *state;

	run("ip link add br0 type bridge forward_delay 0 && ip link set br0 up && "
	    "ip link set eth1 master br0 && ip addr add 10.0.0.40/24 dev br0");
	assert_true(answers("eth1"));
	check_deaf(test, "eth1", "it is a port of br0 and receives no ARP itself; use br0");
	assert_int_equal(set_policy(test, "br0"), 1);
	assert_false(answers("eth1"));
}

static void test_bond_slave(void **state)
{
	struct test *test = *state;

	run("ip link add bond0 type bond mode active-backup miimon 100 && ip link set eth1 down && "
	    "ip link set eth1 master bond0 && ip link set bond0 up && "
	    "ip addr add 10.0.0.40/24 dev bond0 && sleep 1");
	assert_true(answers("eth1"));
	check_deaf(test, "eth1", "it is a port of bond0 and receives no ARP itself; use bond0");
	assert_int_equal(set_policy(test, "bond0"), 1);
	assert_false(answers("eth1"));
}

static void test_bridge_on_vlan(void **state)
{
	struct test *test = *state;

	run("ip link add link eth1 name eth1.5 type vlan id 5 && ip link set eth1.5 up && "
	    "ip link add br5 type bridge forward_delay 0 && ip link set br5 up && "
	    "ip link set eth1.5 master br5 && ip addr add 10.0.0.40/24 dev br5 && "
	    "ip -n p link add link eth1 name eth1.5 type vlan id 5 && ip -n p link set eth1.5 up");
	assert_true(answers("eth1.5"));
	check_refused(test->host, set_policy(test, "eth1"), -EINVAL, "br5 on top of it has");
	check_refused(test->host, set_policy(test, "eth1.5"), -EINVAL, "a port of br5 and");
	assert_int_equal(set_policy(test, "br5"), 1);
	assert_false(answers("eth1.5"));
	/* What comes without a tag is the parent's own affair. */
	assert_true(answers("eth1"));
	assert_int_equal(set_policy(test, "eth1"), 1);
	assert_false(answers("eth1"));
}

static void test_vlan_parent(void **state)
{
	static const char both[] = "{\"lvsdr_state\": 1, \"arp_policies\": [{\"device\": "
				   "\"eth1\"}, {\"device\": \"eth1.5\"}]}";
	struct test *test = *state;

	run("ip link add link eth1 name eth1.5 type vlan id 5 && ip link set eth1.5 up && "
	    "ip addr add 10.0.0.40/24 dev eth1.5 && "
	    "ip -n p link add link eth1 name eth1.5 type vlan id 5 && ip -n p link set eth1.5 up");
	assert_true(answers("eth1.5"));
	check_refused(test->host, set_policy(test, "eth1"), -EINVAL, "eth1.5 on top of it has");
	check_refused_state(test,
			    "{\"lvsdr_state\": 1, \"arp_policies\": [{\"device\": \"eth1\"}]}",
			    -EINVAL, "use that one, or both");
	reach(test, "everything", both, 2);
	assert_false(answers("eth1.5"));
	assert_false(answers("eth1"));
	/* With an address of its own it may be what is meant. */
	run("echo 0 >/proc/sys/net/ipv4/conf/eth1.5/arp_ignore;"
	    "echo 0 >/proc/sys/net/ipv4/conf/eth1/arp_ignore; ip addr add 10.1.0.40/24 dev eth1");
	assert_int_equal(set_policy(test, "eth1"), 1);
}

static void test_macvlan_parent(void **state)
{
	struct test *test = *state;

	run("ip link add link eth1 name mac0 type macvlan mode bridge && ip link set mac0 up && "
	    "ip addr add 10.0.0.40/24 dev mac0");
	assert_true(answers("eth1"));
	check_deaf(test, "eth1", "mac0 on top of it has");
	assert_int_equal(set_policy(test, "mac0"), 1);
	/* Both hear what is asked of all. */
	assert_true(answers("eth1"));
	assert_int_equal(set_policy(test, "eth1"), 1);
	assert_false(answers("eth1"));
}

/* What counts are the addresses that there will be when the plan is done. */
static void test_addresses_of_the_plan(void **state)
{
	static const char leaves[] = "{\"lvsdr_state\": 1, \"vips\": [], \"arp_policies\": "
				     "[{\"device\": \"eth1\"}]}";
	static const char comes[] = "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"10.1.0.41\", "
				    "\"device\": \"eth1\"}], \"arp_policies\": [{\"device\": "
				    "\"eth1\"}]}";
	struct test *test = *state;
	struct lvsdr_arp_policy *policy;
	struct lvsdr_plan *plan;
	struct lvsdr_vip *vip = new_vip(test, "10.1.0.41", "eth1");

	run("ip link add link eth1 name mac0 type macvlan mode bridge && ip link set mac0 up && "
	    "ip addr add 10.0.0.40/24 dev mac0 && ip addr add 10.1.0.41/32 dev eth1");
	check_refused_in(test, "10.1.0.41", leaves, -EINVAL, "mac0 on top of it has");
	assert_int_equal(lvsdr_arp_policy_new(test->host, "eth1", &policy), 0);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_remove_vip(plan, vip), 1);
	check_refused(test->host, lvsdr_plan_update_arp_policy(plan, policy), -EINVAL,
		      "mac0 on top of it has");
	run("ip addr del 10.1.0.41/32 dev eth1");
	reach(test, "10.1.0.41", comes, 2);
	/* What moves to another device is gone from this one. */
	run("ip addr del 10.0.0.40/24 dev mac0; ip addr del 10.1.0.41/32 dev eth1;"
	    "ip addr add 10.1.0.41/32 dev mac0; sysctl -qw net.ipv4.conf.eth1.arp_ignore=0");
	reach(test, "10.1.0.41", comes, 2);
	check_witness("ip -o -4 addr show dev mac0 | wc -l", "0");
	lvsdr_plan_free(plan);
	lvsdr_arp_policy_free(policy);
	lvsdr_vip_free(vip);
}

/* One in another namespace is the business of that one. */
static void test_macvlan_elsewhere(void **state)
{
	struct test *test = *state;

	run("ip link add link eth1 name mac0 type macvlan mode bridge && "
	    "ip link set mac0 netns p && ip -n p addr add 10.0.0.50/24 dev mac0");
	assert_int_equal(set_policy(test, "eth1"), 1);
	assert_false(answers("eth1"));
}

static void test_vrf(void **state)
{
	struct test *test = *state;

	run("ip link add vrf0 type vrf table 10 && ip link set vrf0 up && "
	    "ip link set eth1 master vrf0 && ip addr add 10.0.0.40/24 dev eth1 && "
	    "ip addr del 10.0.0.41/32 dev lo && ip addr add 10.0.0.41/32 dev vrf0");
	check_deaf(test, "vrf0", "a VRF receives no ARP");
	assert_int_equal(set_policy(test, "eth1"), 1);
	assert_false(answers("eth1"));
}

/* What was read tells of each device, ports as well, and can be written back. */
static void test_observed_ports(void **state)
{
	struct test *test = *state;
	struct lvsdr_state *observed;
	struct lvsdr_scope *scope;
	const char *json;
	char *text;

	run("ip link add br0 type bridge && ip link set eth1 master br0 && "
	    "echo 1 >/proc/sys/net/ipv4/conf/eth1/arp_ignore");
	scope = new_scope(test, "everything");
	assert_int_equal(lvsdr_state_read(test->host, scope, LVSDR_STATE_ARP_POLICIES, &observed),
			 0);
	assert_int_equal(lvsdr_state_to_text(observed, "json", &json), 0);
	text = strdup(json);
	assert_non_null(text);
	run("echo 0 >/proc/sys/net/ipv4/conf/eth1/arp_ignore");
	reach(test, "everything", text, 1);
	check_witness("cat /proc/sys/net/ipv4/conf/eth1/arp_ignore", "1");
	free(text);
	lvsdr_state_free(observed);
	lvsdr_scope_free(scope);
}

/* A file in place of the value takes what is written, and the kernel hears nothing of it. */
static void test_written_is_read_back(void **state)
{
	struct lvsdr_arp_policy *policy;
	struct lvsdr *host;

	(void)state;
	assert_int_equal(system("ip link add deaf0 type dummy && echo 0 >/tmp/value && "
				"mount --bind /tmp/value /proc/sys/net/ipv4/conf/deaf0/arp_ignore"),
			 0);
	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_arp_policy_new(host, "deaf0", &policy), 0);
	check_refused(host, lvsdr_arp_policy_update(host, policy), -EEXIST,
		      "it was changed meanwhile; the effective values are arp_ignore 0 and "
		      "arp_announce 2");
	assert_int_equal(system("grep -qx 1 /tmp/value && "
				"umount /proc/sys/net/ipv4/conf/deaf0/arp_ignore && "
				"grep -qx 0 /proc/sys/net/ipv4/conf/deaf0/arp_announce"),
			 0);
	assert_int_equal(lvsdr_arp_policy_update(host, policy), 1);
	assert_int_equal(system("ip link del deaf0"), 0);
	lvsdr_arp_policy_free(policy);
	lvsdr_free(host);
}

/* While a VIP that came after the policy stands where no ARP is heard, undo leaves the policy. */
static void test_hold(void **state)
{
	static const char *const policies[] = {"all", "eth1"};
	struct test *test = *state;
	struct lvsdr_arp_policy *policy;
	struct lvsdr_plan *plan;

	run("ip link add dummy0 type dummy && ip link set dummy0 up && "
	    "ip addr add 10.0.0.40/24 dev eth1");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(lvsdr_arp_policy_new(test->host, policies[i], &policy), 0);
		assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
		assert_int_equal(lvsdr_plan_update_arp_policy(plan, policy), 1);
		assert_int_equal(lvsdr_plan_apply(plan), 1);
		run("ip addr add 10.0.0.42/32 dev dummy0");
		assert_false(answers("eth1"));
		check_refused(test->host, lvsdr_plan_undo(plan), -EEXIST,
			      "it is still needed for the VIP 10.0.0.42");
		assert_false(answers("eth1"));
		run("ip addr del 10.0.0.42/32 dev dummy0; ip addr add 10.0.0.42/32 dev eth1");
		assert_int_equal(lvsdr_plan_undo(plan), 1);
		assert_true(answers("eth1"));
		run("ip addr del 10.0.0.42/32 dev eth1");
		lvsdr_plan_free(plan);
		lvsdr_arp_policy_free(policy);
	}
}

/* So does one on lo, which is the first device that the kernel lists. */
static void test_hold_by_lo(void **state)
{
	static const char *const policies[] = {"all", "eth1"};
	struct test *test = *state;
	struct lvsdr_arp_policy *policy;
	struct lvsdr_plan *plan;

	run("ip addr add 10.0.0.40/24 dev eth1");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(lvsdr_arp_policy_new(test->host, policies[i], &policy), 0);
		assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
		assert_int_equal(lvsdr_plan_update_arp_policy(plan, policy), 1);
		assert_int_equal(lvsdr_plan_apply(plan), 1);
		run("ip addr add 10.0.0.42/32 dev lo");
		check_refused(test->host, lvsdr_plan_undo(plan), -EEXIST,
			      "it is still needed for the VIP 10.0.0.42");
		run("ip addr del 10.0.0.42/32 dev lo");
		assert_int_equal(lvsdr_plan_undo(plan), 1);
		lvsdr_plan_free(plan);
		lvsdr_arp_policy_free(policy);
	}
}

static void check_told(struct test *test, const char *device, int32_t arp_ignore,
		       const char *remark)
{
	struct lvsdr_arp_policy *policy;
	struct lvsdr_plan *plan;
	const char *told;

	assert_int_equal(lvsdr_arp_policy_new(test->host, device, &policy), 0);
	assert_int_equal(lvsdr_arp_policy_set_arp_ignore(policy, arp_ignore), 0);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_update_arp_policy(plan, policy), 1);
	told = strchr(lvsdr_plan_get_step_command(plan, 0), '#');
	assert_string_equal(told ? told + 2 : "", remark);
	if (*remark)
		assert_non_null(strstr(lvsdr_plan_get_step_explanation(plan, 0), remark));
	lvsdr_plan_free(plan);
	lvsdr_arp_policy_free(policy);
}

/* The host's own addresses that a policy silences elsewhere, which the peer sees. */
static void test_silenced_addresses(void **state)
{
	struct test *test = *state;

	run("ip addr del 10.0.0.41/32 dev lo; ip addr add 10.0.0.40/24 dev eth1");
	/* The dummy eth0 has no ARP, and eth1 goes on to answer for its own. */
	check_told(test, "eth0", 1, "");
	check_told(test, "eth1", 1,
		   "from then on, eth1 answers only for its own addresses, and no longer for "
		   "192.168.1.40 (eth0)");
	run("ip addr add 10.0.0.41/24 dev eth0");
	check_told(
		test, "all", 1,
		"from then on, each device answers only for its own addresses, and no longer for "
		"192.168.1.40 (eth0), 10.0.0.41 (eth0)");
	assert_true(answers("eth1"));
	assert_int_equal(set_policy(test, "all"), 1);
	assert_false(answers("eth1"));
	run("sysctl -qw net.ipv4.conf.all.arp_ignore=0");
	check_told(test, "eth1", 8,
		   "eth1 no longer answers for any address, such as 192.168.1.40 (eth0), "
		   "10.0.0.41 (eth0), 10.0.0.40 (eth1)");
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
		cmocka_unit_test_setup_teardown(test_bridge_port, set_up_wire, tear_down_wire),
		cmocka_unit_test_setup_teardown(test_bond_slave, set_up_wire, tear_down_wire),
		cmocka_unit_test_setup_teardown(test_bridge_on_vlan, set_up_wire, tear_down_wire),
		cmocka_unit_test_setup_teardown(test_vlan_parent, set_up_wire, tear_down_wire),
		cmocka_unit_test_setup_teardown(test_macvlan_parent, set_up_wire, tear_down_wire),
		cmocka_unit_test_setup_teardown(test_addresses_of_the_plan, set_up_wire,
						tear_down_wire),
		cmocka_unit_test_setup_teardown(test_macvlan_elsewhere, set_up_wire,
						tear_down_wire),
		cmocka_unit_test_setup_teardown(test_vrf, set_up_wire, tear_down_wire),
		cmocka_unit_test_setup_teardown(test_observed_ports, set_up_wire, tear_down_wire),
		cmocka_unit_test(test_written_is_read_back),
		cmocka_unit_test_setup_teardown(test_hold, set_up_wire, tear_down_wire),
		cmocka_unit_test_setup_teardown(test_hold_by_lo, set_up_wire, tear_down_wire),
		cmocka_unit_test_setup_teardown(test_silenced_addresses, set_up_wire,
						tear_down_wire),
	};

	return cmocka_run_group_tests_name("devices", tests, NULL, NULL);
}
