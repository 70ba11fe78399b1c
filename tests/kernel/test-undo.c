// SPDX-License-Identifier: LGPL-2.1-or-later
/* Plans: applied by one process, undone by another; ip, sysctl and ipvsadm compare. */
#include "witness.h"

#include <sys/wait.h>
#include <unistd.h>

/* The tutorial's steps for a host that is director and real server at once. */
static struct lvsdr_plan *plan_everything(struct test *test)
{
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *rs1 = new_dest(test, "192.168.1.20"),
			  *rs2 = new_dest(test, "192.168.1.21");
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "lo");
	struct lvsdr_arp_policy *policy;
	struct lvsdr_plan *plan;

	assert_int_equal(lvsdr_arp_policy_new(test->host, "all", &policy), 0);
	assert_int_equal(lvsdr_vip_set_host_route(vip, 1), 0);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_update_arp_policy(plan, policy), 1);
	assert_int_equal(lvsdr_plan_add_vip(plan, vip), 1);
	assert_int_equal(lvsdr_plan_add_service(plan, service), 1);
	assert_int_equal(lvsdr_plan_add_service(plan, service), 0); /* planned already */
	assert_int_equal(lvsdr_plan_add_dest(plan, service, rs1), 1);
	assert_int_equal(lvsdr_plan_add_dest(plan, service, rs2), 1);
	lvsdr_arp_policy_free(policy);
	lvsdr_vip_free(vip);
	lvsdr_dest_free(rs2);
	lvsdr_dest_free(rs1);
	lvsdr_service_free(service);
	return plan;
}

static char *written(struct lvsdr_plan *plan)
{
	const char *json;
	char *copy;

	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	copy = strdup(json);
	assert_non_null(copy);
	return copy;
}

/* In a process of its own, with a handle of its own: the exit status is -result. */
static int undo_elsewhere(const char *json, const char *netns)
{
	struct lvsdr_plan *plan = NULL;
	struct lvsdr *host = NULL;
	int status, result;
	pid_t child = fork();

	assert_true(child >= 0);
	if (!child) {
		result = lvsdr_new(&host);
		if (!result)
			result = lvsdr_open_netns(host, netns);
		if (!result)
			result = lvsdr_plan_from_json(host, json, strlen(json), &plan);
		if (!result)
			result = lvsdr_plan_undo(plan);
		if (result < 0)
			fprintf(stderr, "%s\n", lvsdr_error_message(host));
		lvsdr_plan_free(plan);
		lvsdr_free(host);
		_exit(result < 0 ? -result : 200 + result);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) >= 200 ? WEXITSTATUS(status) - 200 : -WEXITSTATUS(status);
}

static void test_undo_from_another_process(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *before = snapshot(), *json;

	plan = plan_everything(test);
	json = written(plan); /* before it is applied */
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	assert_int_equal(lvsdr_plan_apply(plan), 0);
	check_witness("ipvsadm -Sn | wc -l", "3");
	check_witness("ip -o addr show to 192.168.1.41 | wc -l", "1");
	check_witness("sysctl -n net.ipv4.conf.all.arp_ignore", "1");
	assert_int_equal(undo_elsewhere(json, "t"), 1);
	assert_int_equal(undo_elsewhere(json, "t"), 0);
	lvsdr_plan_free(plan);
	free(json);
	check_unchanged(before);
}

static void test_commands(void **state)
{
	static const char *const commands[] = {
		"sysctl -w net.ipv4.conf.all.arp_announce=2\nsysctl -w "
		"net.ipv4.conf.all.arp_ignore=1",
		("ip addr add 192.168.1.41/32 dev lo\n"
		 "ip route add 192.168.1.41/32 dev lo proto static scope link src 192.168.1.41"),
		"ipvsadm -A -t 192.168.1.41:80 -s rr",
		"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1",
		"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 1",
	};
	struct lvsdr_plan *plan = plan_everything(*state);
	char *by_hand, *by_plan;

	assert_int_equal(lvsdr_plan_get_step_count(plan), 5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(lvsdr_plan_get_step_command(plan, i), commands[i]);
		run(commands[i]); /* and each works as it stands */
	}
	by_hand = ask("ipvsadm -Sn; ip addr; sysctl net.ipv4.conf.all.arp_ignore");
	run("ipvsadm -C; ip addr del 192.168.1.41/32 dev lo; sysctl -qw "
	    "net.ipv4.conf.all.arp_ignore=0 "
	    "net.ipv4.conf.all.arp_announce=0");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	by_plan = ask("ipvsadm -Sn; ip addr; sysctl net.ipv4.conf.all.arp_ignore");
	assert_string_equal(by_plan, by_hand);
	free(by_plan);
	free(by_hand);
	lvsdr_plan_free(plan);
}

/* What somebody changed in between is left and named; the rest goes. */
static void test_undo_is_three_way(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_everything(test);

	assert_int_equal(lvsdr_plan_apply(plan), 1);
	run("ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 50;"
	    "ip addr add 192.168.1.99/32 dev lo");
	assert_int_equal(lvsdr_plan_get_status(plan), LVSDR_PLAN_DONE);
	assert_int_equal(lvsdr_plan_undo(plan), -EEXIST);
	assert_int_equal(lvsdr_plan_get_status(plan), LVSDR_PLAN_INCOMPLETE);
	assert_int_equal(lvsdr_plan_get_step_status(plan, 3), LVSDR_STEP_LEFT);
	assert_non_null(strstr(lvsdr_plan_get_step_note(plan, 3), "weight 1 -> 50"));
	assert_int_equal(lvsdr_plan_get_step_status(plan, 0), LVSDR_STEP_LEFT);
	assert_non_null(strstr(lvsdr_plan_get_step_note(plan, 0), "192.168.1.99"));
	assert_int_equal(lvsdr_plan_get_step_status(plan, 1), LVSDR_STEP_UNDONE);
	assert_int_equal(lvsdr_plan_get_step_status(plan, 4), LVSDR_STEP_UNDONE);
	/* The service stays too, or the kernel would take the foreign destination along. */
	assert_int_equal(lvsdr_plan_get_step_status(plan, 2), LVSDR_STEP_LEFT);
	check_witness("ipvsadm -Sn", "-A -t 192.168.1.41:80 -s rr\n"
				     "-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 50");
	check_witness("sysctl -n net.ipv4.conf.all.arp_ignore", "1");
	check_witness("ip -o addr show to 192.168.1.41 | wc -l", "0");
	lvsdr_plan_free(plan);
}

static void test_removals_are_undone(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth0");
	struct lvsdr_plan *plan;
	char *before, *json;

	run("ip addr add 192.168.1.41/32 dev eth0 label eth0:0;"
	    "ip route add 10.9.0.0/16 via 192.168.1.1 src 192.168.1.41 metric 77;"
	    "ip route add 10.8.0.0/16 dev eth0 src 192.168.1.41 table 99;"
	    "ipvsadm -A -t 192.168.1.41:80 -s sh -p 600 -M 255.0.255.0 -b sh-port;"
	    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 -i -w 3 -x 9 -y 2;"
	    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21 -m -w 0");
	before = snapshot();
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_remove_vip(plan, vip), 1);
	assert_int_equal(lvsdr_plan_remove_service(plan, service), 1);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 4);
	json = written(plan);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ipvsadm -Sn", "");
	check_witness("ip route show | grep 192.168.1.41 || true", "");
	assert_int_equal(undo_elsewhere(json, "t"), 1);
	free(json);
	lvsdr_plan_free(plan);
	lvsdr_vip_free(vip);
	lvsdr_service_free(service);
	check_unchanged(before);
}

/* Hashing schedulers go by the order of destinations, which ipvsadm -Sn does not show. */
static void test_order_of_destinations(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_plan *plan;
	char *before, *json;

	run("ipvsadm -A -t 192.168.1.41:80 -s sh;"
	    "for i in 3 1 4 2; do ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.$i -g; done");
	before = ask("cat /proc/net/ip_vs");
	for (int i = 0; i < 2; i++) {
		if (i)
			plan = plan_to_json(test, "192.168.1.41",
					    "{\"lvsdr_state\": 1, \"services\": []}");
		else
			assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
		if (!i)
			assert_int_equal(lvsdr_plan_remove_service(plan, service), 1);
		json = written(plan);
		assert_int_equal(lvsdr_plan_apply(plan), 1);
		check_witness("ipvsadm -Sn", "");
		assert_int_equal(undo_elsewhere(json, "t"), 1);
		check_witness("cat /proc/net/ip_vs", before);
		free(json);
		lvsdr_plan_free(plan);
	}
	lvsdr_service_free(service);
	free(before);
}

/*
 * The kernel drops all routes of a device with its last address. An undo that ended right there has
 * left the host as somebody does who takes the VIP away by hand.
 */
static void test_routes_of_the_device(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth1");
	struct lvsdr_plan *plan;
	char *before, *json;

	run("ip -batch - <<END\nlink add eth1 type dummy\n"
	    "link set eth1 addrgenmode none\nlink set eth1 up\n"
	    "route add 10.10.0.0/16 dev eth0\nroute append 10.10.0.0/16 dev eth1\n"
	    "route add 10.11.0.0/16 dev eth1\nEND");
	before = snapshot();
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_add_vip(plan, vip), 1);
	json = written(plan);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	run("ip addr del 192.168.1.41/32 dev eth1");
	check_witness("ip route show dev eth1", "");
	assert_int_equal(undo_elsewhere(json, "t"), 1);
	assert_int_equal(lvsdr_plan_undo(plan), 0); /* it is as before already */
	assert_int_equal(lvsdr_plan_get_step_status(plan, 0), LVSDR_STEP_UNDONE);
	free(json);
	lvsdr_plan_free(plan);
	lvsdr_vip_free(vip);
	check_unchanged(before);
}

/* Which routes its device had is known, but one that went while the VIP stood went otherwise. */
static void test_route_that_somebody_removed(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "eth1");
	struct lvsdr_plan *plan;

	run("ip -batch - <<END\nlink add eth1 type dummy\n"
	    "link set eth1 addrgenmode none\nlink set eth1 up\n"
	    "route add 10.10.0.0/16 dev eth1\nroute add 10.11.0.0/16 dev eth1\nEND");
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_add_vip(plan, vip), 1);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	run("ip route del 10.10.0.0/16 dev eth1");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness("ip route show dev eth1", "10.11.0.0/16 scope link ");
	lvsdr_plan_free(plan);
	lvsdr_vip_free(vip);
}

/* The last step cannot work: everything before it is put back. */
static void test_rollback(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	struct lvsdr_service *service = new_service(test, "192.168.1.50:80");
	char *before = snapshot();

	plan = plan_everything(test);
	assert_int_equal(lvsdr_service_set_scheduler(service, "nosuch"), 0);
	assert_int_equal(lvsdr_plan_add_service(plan, service), 1);
	check_refused(test->host, lvsdr_plan_apply(plan), -ENOENT, "no scheduler \"nosuch\"");
	assert_int_equal(lvsdr_plan_get_step_status(plan, 0), LVSDR_STEP_UNDONE);
	assert_int_equal(lvsdr_plan_get_step_status(plan, 5), LVSDR_STEP_FAILED);
	lvsdr_service_free(service);
	lvsdr_plan_free(plan);
	check_unchanged(before);
}

/* Somebody was quicker: theirs is not touched, ours is rolled back. */
static void test_foreign_service_in_between(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_everything(test);
	char *before;

	run("ipvsadm -A -t 192.168.1.41:80 -s wlc");
	before = snapshot();
	check_refused(test->host, lvsdr_plan_apply(plan), -EEXIST, "exists");
	lvsdr_plan_free(plan);
	check_unchanged(before);
}

#define GONE(port, scheduler)                                                                      \
	"{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": " port                   \
	", \"scheduler\": \"" scheduler "\"}"

#define HAD                                                                                        \
	"{\"lvsdr_state\": 1, \"sync_daemons\": [], \"services\": [" GONE("80", "rr") ", " GONE(   \
		"81", "nosuch") ", " GONE("82", "rr") ", " GONE("83", "nosuch") "]}"

/* Removals of services of which two cannot be put back; and whatever else `wanted` has. */
static struct lvsdr_plan *plan_removals(struct test *test, const char *wanted)
{
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *observed = new_state(test, HAD), *desired = new_state(test, wanted);
	struct lvsdr_plan *plan = NULL;

	if (lvsdr_plan_between(test->host, scope, observed, desired, &plan))
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_state_free(desired);
	lvsdr_state_free(observed);
	lvsdr_scope_free(scope);
	return plan;
}

static void check_two_left(struct test *test, struct lvsdr_plan *plan)
{
	assert_non_null(strstr(lvsdr_error_message(test->host), "; 2 steps may still be applied"));
	for (size_t i = 0; i < 4; i++) {
		const char *words = lvsdr_plan_get_step_explanation(plan, i);
		int expected = strstr(words, ":81") || strstr(words, ":83") ? LVSDR_STEP_FAILED
									    : LVSDR_STEP_UNDONE;

		assert_int_equal(lvsdr_plan_get_step_status(plan, i), expected);
	}
	check_witness("ipvsadm -Sn", "-A -t 192.168.1.41:80 -s rr\n-A -t 192.168.1.41:82 -s rr");
	run("ipvsadm -C");
	lvsdr_plan_free(plan);
}

/* Of what is put back in one send two are refused: that is told, and the others are back. */
static void test_refusals_among_others(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan =
		plan_removals(test, "{\"lvsdr_state\": 1, \"sync_daemons\": [], \"services\": []}");

	assert_int_equal(lvsdr_plan_get_step_count(plan), 4);
	check_refused(test->host, lvsdr_plan_undo(plan), -ENOENT, "no scheduler \"nosuch\"");
	check_two_left(test, plan);
	run("ip link add eth1 type dummy");
	/* The same where a step that comes last fails: nothing is there, so the others are done. */
	plan = plan_removals(test, "{\"lvsdr_state\": 1, \"sync_daemons\": [{\"role\": \"master\", "
				   "\"device\": \"eth1\"}], \"services\": []}");
	assert_int_equal(lvsdr_plan_get_step_count(plan), 5);
	run("ip link del eth1");
	check_refused(test->host, lvsdr_plan_apply(plan), -ENODEV, "; and rolling back failed: ");
	assert_int_equal(lvsdr_plan_get_status(plan), LVSDR_PLAN_INCOMPLETE);
	assert_int_equal(lvsdr_plan_get_step_status(plan, 4), LVSDR_STEP_FAILED);
	check_two_left(test, plan);
}

static void test_plan_of_elsewhere(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_everything(test);
	char *json = written(plan);

	assert_int_equal(system("ip netns add other"), 0);
	assert_int_equal(undo_elsewhere(json, "other"), -ESTALE);
	assert_int_equal(system("ip netns del other"), 0);
	free(json);
	lvsdr_plan_free(plan);
}

int main(void)
{
	/* These need other network namespaces. */
	static const char *const not_rootless[] = {"test_plan_of_elsewhere", NULL};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_undo_from_another_process, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_commands, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_undo_is_three_way, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_removals_are_undone, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_order_of_destinations, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_routes_of_the_device, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_route_that_somebody_removed, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_rollback, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_foreign_service_in_between, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_refusals_among_others, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_plan_of_elsewhere, test_set_up,
						test_tear_down),
	};

	return run_group("undo", tests, sizeof(tests) / sizeof(*tests), not_rootless);
}
