// SPDX-License-Identifier: LGPL-2.1-or-later
/* Plans that remove destinations without breaking connections, and real servers as a whole. */
#include "witness.h"

#include <stdbool.h>
#include <time.h>
#include <unistd.h>

/* A service of 41 that stays, with two real servers, and some of 42 that are to go. */
static const char stays[] = "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", "
			    "\"address\": \"192.168.1.41\", \"port\": 80, \"scheduler\": \"rr\", "
			    "\"destinations\": [{\"address\": \"192.168.1.21\"}]}]}";
static const char scope[] = "192.168.1.41";

static void make_service(const char *scheduler, const char *words)
{
	char command[500];

	snprintf(command, sizeof(command),
		 "ipvsadm -A -t 192.168.1.41:80 -s %s %s;"
		 "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 -g -w 7;"
		 "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21 -g",
		 scheduler, words);
	run(command);
}

/* A flow that nobody answers, from here to the VIP's real server; it is gone a while later. */
static void make_flow(unsigned int seconds)
{
	char command[400];

	snprintf(command, sizeof(command),
		 "ip addr add 192.168.1.41/32 dev lo 2>/dev/null; ipvsadm --set 900 120 %u;"
		 "for i in 20 21; do ip neigh replace 192.168.1.$i dev eth0 lladdr "
		 "02:00:00:00:00:$i; done;"
		 "bash -c 'for i in 1 2 3 4; do echo ask >/dev/udp/192.168.1.41/53; done'",
		 seconds);
	run(command);
}

static void make_udp_service(void)
{
	run("ipvsadm -A -u 192.168.1.41:53 -s rr;"
	    "ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.20 -g -w 7;"
	    "ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.21 -g");
}

static const char udp_stays[] =
	"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"udp\", \"address\": "
	"\"192.168.1.41\", \"port\": 53, \"scheduler\": \"rr\", \"destinations\": "
	"[{\"address\": \"192.168.1.21\"}]}]}";

static const char udp_both[] = "-A -u 192.168.1.41:53 -s rr\n"
			       "-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 7\n"
			       "-a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 1";
static const char udp_quiescent[] = "-A -u 192.168.1.41:53 -s rr\n"
				    "-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 0\n"
				    "-a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 1";
static const char udp_one[] = "-A -u 192.168.1.41:53 -s rr\n"
			      "-a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 1";

/* A graceful plan that leaves one of the two real servers. */
static struct lvsdr_plan *plan_udp(struct test *test, uint32_t flags, int32_t milliseconds)
{
	struct lvsdr_plan *plan = plan_to_json(test, scope, udp_stays);

	assert_int_equal(lvsdr_plan_make_graceful(plan, flags, milliseconds), 1);
	return plan;
}

static void check_step(const struct lvsdr_plan *plan, size_t index, const char *command)
{
	const char *given = lvsdr_plan_get_step_command(plan, index);

	if (!given || strcmp(given, command))
		fail_msg("step %zu is \"%s\", not \"%s\"", index, given, command);
}

/* ---- The order of the steps. */

static void test_order(void **state)
{
	static const char *const commands[] = {
		"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.22:80 -g -w 1",
		"ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 3",
		"ipvsadm -e -t 192.168.1.42:80 -r 192.168.1.20:80 -g -w 0",
		"ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 0",
		"ipvsadm -d -t 192.168.1.42:80 -r 192.168.1.21:80\n"
		"# when it has no connections any more",
		"ipvsadm -d -t 192.168.1.42:80 -r 192.168.1.20:80\n"
		"# when it has no connections any more",
		"ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.20:80\n"
		"# when it has no connections any more",
		"ip addr del 192.168.1.42/32 dev lo",
		"ipvsadm -D -t 192.168.1.42:80",
	};
	struct test *test = *state;
	struct lvsdr_plan *plan;
	size_t count = sizeof(commands) / sizeof(*commands);
	char *before;

	make_service("rr", "");
	run("ip addr add 192.168.1.42/32 dev lo; ipvsadm -A -t 192.168.1.42:80 -s rr;"
	    "ipvsadm -a -t 192.168.1.42:80 -r 192.168.1.20 -g -w 2;"
	    "ipvsadm -a -t 192.168.1.42:80 -r 192.168.1.21 -g -w 0");
	before = snapshot();
	plan = plan_to_json(test, "192.168.1.41 192.168.1.42",
			    "{\"lvsdr_state\": 1, \"vips\": [], \"services\": [{\"protocol\": "
			    "\"tcp\", \"address\": \"192.168.1.41\", \"port\": 80, \"scheduler\": "
			    "\"rr\", \"destinations\": [{\"address\": \"192.168.1.21\", "
			    "\"weight\": 3}, {\"address\": \"192.168.1.22\"}]}]}");
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 60000), 1);
	assert_int_equal(lvsdr_plan_get_step_count(plan), count);
	for (size_t i = 0; i < count; i++)
		check_step(plan, i, commands[i]);
	assert_string_equal(lvsdr_plan_get_step_explanation(plan, 6),
			    "remove the destination tcp 192.168.1.41:80 -> 192.168.1.20:80; when "
			    "it has no connections any more");
	check_unchanged(before);
	before = snapshot();
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ipvsadm -Sn", "-A -t 192.168.1.41:80 -s rr\n"
				     "-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 3\n"
				     "-a -t 192.168.1.41:80 -r 192.168.1.22:80 -g -w 1");
	check_witness("ip -o addr show dev lo to 192.168.1.42", "");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_unchanged(before);
	lvsdr_plan_free(plan);
}

/* ---- Waiting. */

/* In slices, until the weight is 0 and the connections were looked at. */
static void begin(struct lvsdr_plan *plan)
{
	uint64_t inactive = 0;
	size_t left = 1;

	while (!inactive && left) {
		assert_true(lvsdr_plan_apply_for(plan, 50, &left) >= 0);
		lvsdr_plan_get_draining(plan, NULL, &inactive, NULL);
	}
	assert_int_equal(left, 1);
	assert_int_equal(lvsdr_plan_get_draining(plan, NULL, NULL, NULL), 1);
	assert_int_equal(inactive, 2);
	check_witness("ipvsadm -Sn", udp_quiescent);
}

static void test_waits(void **state)
{
	struct lvsdr_plan *plan;

	make_udp_service();
	make_flow(3);
	plan = plan_udp(*state, 0, 600000);
	begin(plan);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ipvsadm -Sn", udp_one);
	check_witness("grep C0A80114 /proc/net/ip_vs_conn; true", "");
	assert_int_equal(lvsdr_plan_get_draining(plan, NULL, NULL, NULL), 0);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness("ipvsadm -Sn", udp_both);
	lvsdr_plan_free(plan);
}

static void test_left_at_the_deadline(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;

	make_udp_service();
	make_flow(300);
	plan = plan_udp(test, 0, 500);
	for (int i = 0; i < 2; i++) { /* the second one continues */
		check_refused(test->host, lvsdr_plan_apply(plan), -EBUSY,
			      "1 destination has still 0 active connections, 2 inactive");
		assert_string_equal(lvsdr_error_operation(test->host), "drain");
		check_witness("ipvsadm -Sn", udp_quiescent);
		assert_int_equal(lvsdr_plan_get_step_status(plan, 1), LVSDR_STEP_PENDING);
	}
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness("ipvsadm -Sn", udp_both);
	lvsdr_plan_free(plan);
}

static void test_removed_at_the_deadline(void **state)
{
	struct lvsdr_plan *plan;

	make_udp_service();
	make_flow(300);
	plan = plan_udp(*state, LVSDR_DRAIN_REMOVE_AT_DEADLINE, 300);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ipvsadm -Sn", udp_one);
	lvsdr_plan_free(plan);
}

static void test_active_only(void **state)
{
	struct lvsdr_plan *plan;

	make_udp_service();
	make_flow(300);
	plan = plan_udp(*state, LVSDR_DRAIN_ACTIVE_ONLY, 600000);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ipvsadm -Sn", udp_one);
	lvsdr_plan_free(plan);
}

/* A tenth of a second after the weight has become 0, another processor is done with the old one. */
static void test_is_not_at_once(void **state)
{
	struct timespec before, after;
	struct lvsdr_plan *plan;

	make_udp_service();
	plan = plan_udp(*state, 0, 600000);
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true((after.tv_sec - before.tv_sec) * 1000 +
			    (after.tv_nsec - before.tv_nsec) / 1000000 >=
		    99);
	lvsdr_plan_free(plan);
}

/* ---- Another process: from the record, or from the desired state. */

static void test_undone_from_the_record(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan, *again;
	const char *json;

	make_udp_service();
	make_flow(300);
	plan = plan_udp(test, 0, 600000);
	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	assert_int_equal(lvsdr_plan_from_json(test->host, json, strlen(json), &again), 0);
	begin(plan);
	assert_int_equal(lvsdr_plan_undo(again), 1);
	check_witness("ipvsadm -Sn", udp_both);
	lvsdr_plan_free(again);
	lvsdr_plan_free(plan);
}

static void test_applied_from_the_record(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan, *again;
	const char *json;

	make_udp_service();
	make_flow(3);
	plan = plan_udp(test, 0, 600000);
	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	assert_int_equal(lvsdr_plan_from_json(test->host, json, strlen(json), &again), 0);
	begin(again);
	assert_int_equal(lvsdr_plan_apply(again), 1);
	check_witness("ipvsadm -Sn", udp_one);
	lvsdr_plan_free(again);
	lvsdr_plan_free(plan);
}

static void test_begun_by_another_process(void **state)
{
	struct lvsdr_plan *plan, *again;

	make_udp_service();
	make_flow(3);
	plan = plan_udp(*state, 0, 600000);
	begin(plan);
	again = plan_udp(*state, 0, 600000);
	assert_int_equal(lvsdr_plan_get_step_count(again), 1);
	begin(again);
	assert_int_equal(lvsdr_plan_apply(again), 1);
	check_witness("ipvsadm -Sn", udp_one);
	assert_int_equal(lvsdr_plan_apply(plan), 1); /* and finds it done */
	check_witness("ipvsadm -Sn", udp_one);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness("ipvsadm -Sn", udp_both);
	lvsdr_plan_free(again);
	lvsdr_plan_free(plan);
}

/* The kernel forbids to look; what was removed before is known to be. */
static void test_look_that_fails(void **state)
{
	static const char *const commands[] = {"-w 0", "-r 192.168.1.22:53", "-r 192.168.1.21:53",
					       "-r 192.168.1.20:53", "ipvsadm -D"};
	static const int statuses[] = {LVSDR_STEP_DONE, LVSDR_STEP_DONE, LVSDR_STEP_FAILED,
				       LVSDR_STEP_FAILED, LVSDR_STEP_FAILED};
	struct test *test = *state;
	struct lvsdr_service *service;
	struct lvsdr_plan *plan;
	size_t left = 1, first;
	char *before;

	make_udp_service();
	make_flow(300);
	run("ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.22 -g");
	before = ask("ipvsadm -Sn");
	assert_int_equal(lvsdr_service_new(test->host, "udp", "192.168.1.41:53", &service), 0);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_true(lvsdr_plan_remove_service(plan, service) > 0);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 600000), 1);
	assert_int_equal(lvsdr_plan_set_keep_going(plan, 1), 0);
	while (lvsdr_plan_get_draining(plan, NULL, NULL, NULL) > 2)
		assert_true(lvsdr_plan_apply_for(plan, 50, &left) >= 0);
	assert_int_equal(seteuid(65534), 0);
	check_refused(test->host, lvsdr_plan_apply(plan), -EPERM, "192.168.1.41:53");
	assert_int_equal(seteuid(0), 0);
	first = lvsdr_plan_get_step_count(plan) - 5;
	for (size_t i = 0; i < 5; i++) {
		assert_non_null(strstr(lvsdr_plan_get_step_command(plan, first + i), commands[i]));
		assert_int_equal(lvsdr_plan_get_step_status(plan, first + i), statuses[i]);
	}
	check_witness("ipvsadm -Sn", "-A -u 192.168.1.41:53 -s rr\n"
				     "-a -u 192.168.1.41:53 -r 192.168.1.20:53 -g -w 0\n"
				     "-a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 0");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness("ipvsadm -Sn", before);
	lvsdr_plan_free(plan);
	lvsdr_service_free(service);
	free(before);
}

/* ---- Other programs. */

static void test_weight_that_is_changed(void **state)
{
	struct lvsdr_plan *plan;
	size_t left;

	make_udp_service();
	make_flow(300);
	plan = plan_udp(*state, LVSDR_DRAIN_REMOVE_AT_DEADLINE, 600000);
	begin(plan);
	run("ipvsadm -e -u 192.168.1.41:53 -r 192.168.1.20 -g -w 5");
	assert_int_equal(lvsdr_plan_apply_for(plan, 1000, &left), 0);
	check_witness("ipvsadm -Sn", udp_quiescent);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness("ipvsadm -Sn", udp_both);
	lvsdr_plan_free(plan);
}

static void test_removed_by_others(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan, *again;
	const char *json;

	make_udp_service();
	make_flow(300);
	plan = plan_udp(test, 0, 600000);
	begin(plan);
	run("ipvsadm -d -u 192.168.1.41:53 -r 192.168.1.20");
	assert_true(lvsdr_plan_apply(plan) >= 0);
	check_witness("ipvsadm -Sn", udp_one);
	lvsdr_plan_free(plan);
	run("ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.20 -g");
	plan = plan_udp(test, 0, 600000);
	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	assert_int_equal(lvsdr_plan_from_json(test->host, json, strlen(json), &again), 0);
	run("ipvsadm -C"); /* before its weight could be 0 */
	assert_true(lvsdr_plan_apply(plan) >= 0);
	assert_true(lvsdr_plan_apply(again) >= 0);
	check_witness("ipvsadm -Sn", "");
	lvsdr_plan_free(again);
	lvsdr_plan_free(plan);
}

/* A step that fails behind the others: all weights are restored. */
static void test_rolled_back(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_plan *plan;
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");

	make_udp_service();
	make_service("rr", "");
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_remove_dest(plan, service, dest), 1);
	assert_int_equal(lvsdr_service_set_scheduler(service, "nosuch"), 0);
	assert_int_equal(lvsdr_plan_update_service(plan, service), 1);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 60000), 1);
	check_refused(test->host, lvsdr_plan_apply(plan), -ENOENT, "nosuch");
	check_witness("ipvsadm -Sn | grep -c -e '-w [71]$'", "4");
	lvsdr_plan_free(plan);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

/* ---- What cannot be drained. */

/* The same service with one real server less. */
static struct lvsdr_plan *plan_less(struct test *test, const char *settings)
{
	char json[400];

	snprintf(json, sizeof(json),
		 "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": "
		 "\"192.168.1.41\", \"port\": 80, %s, \"destinations\": [{\"address\": "
		 "\"192.168.1.21\"}]}]}",
		 settings);
	return plan_to_json(test, scope, json);
}

static void check_cannot(struct test *test, const char *settings, uint32_t flags, const char *words)
{
	struct lvsdr_plan *plan = plan_less(test, settings);
	size_t count = lvsdr_plan_get_step_count(plan);

	check_refused(test->host, lvsdr_plan_make_graceful(plan, flags, 1000), -EINVAL, words);
	assert_int_equal(lvsdr_plan_get_step_count(plan), count);
	lvsdr_plan_free(plan);
}

static void check_can(struct test *test, const char *settings, uint32_t flags)
{
	struct lvsdr_plan *plan = plan_less(test, settings);
	char *before = snapshot();

	if (lvsdr_plan_make_graceful(plan, flags, 1000) < 0 || lvsdr_plan_apply(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	check_witness("ipvsadm -Sn | grep -e ' -r '",
		      "-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 1");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_unchanged(before);
	lvsdr_plan_free(plan);
}

static void test_persistent(void **state)
{
	static const char settings[] = "\"scheduler\": \"rr\", \"persistence\": 60";
	struct test *test = *state;

	make_service("rr", "-p 60");
	run("for i in 30 31 32 33 34 35 36; do ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.$i -g; "
	    "done");
	check_cannot(test, settings, 0, "tcp 192.168.1.41:80 -> 192.168.1.36:80, ");
	check_cannot(test, settings, 0, " and 2 more: the service is persistent");
	check_can(test, settings, LVSDR_DRAIN_WAIT_FOR_TEMPLATES);
	check_can(test, settings, LVSDR_DRAIN_CUT_TEMPLATES);
	check_can(test, "\"scheduler\": \"rr\"", 0); /* it is persistent no more by then */
	run("sysctl -qw net.ipv4.vs.expire_quiescent_template=1");
	check_can(test, settings, 0);
}

/* The plan itself sets the sysctl, or resets it. */
static void test_persistent_by_the_plan(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");
	struct lvsdr_sysctl *sysctl;
	struct lvsdr_plan *plan;

	make_service("rr", "-p 60");
	for (int i = 1; i >= 0; i--) {
		assert_int_equal(lvsdr_sysctl_new(test->host,
						  LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE,
						  i ? "1" : "0", &sysctl),
				 0);
		assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
		assert_int_equal(lvsdr_plan_update_sysctl(plan, sysctl), 1);
		assert_int_equal(lvsdr_plan_remove_dest(plan, service, dest), 1);
		assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 1000), i ? 1 : -EINVAL);
		lvsdr_plan_free(plan);
		lvsdr_sysctl_free(sysctl);
		run("sysctl -qw net.ipv4.vs.expire_quiescent_template=1");
	}
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void test_hashed(void **state)
{
	static const char *const schedulers[] = {"sh", "mh", "dh"};
	struct test *test = *state;
	char settings[64];

	for (size_t i = 0; i < 3; i++) {
		snprintf(settings, sizeof(settings), "\"scheduler\": \"%s\"", schedulers[i]);
		make_service(schedulers[i], "");
		check_cannot(
			test, settings, 0,
			"tcp 192.168.1.41:80 -> 192.168.1.20:80: the scheduler has no fallback");
		if (strcmp(schedulers[i], "dh"))
			check_can(test, settings, LVSDR_DRAIN_SET_FALLBACK);
		else
			check_cannot(test, settings, LVSDR_DRAIN_SET_FALLBACK, "has no fallback");
		check_can(test, settings, LVSDR_DRAIN_CUT_HASHED);
		run("ipvsadm -C");
	}
	make_service("sh", "-b sh-fallback");
	check_can(test, "\"scheduler\": \"sh\", \"scheduler_flags\": [\"sh-fallback\"]", 0);
}

/* The flag is there only while it is waited. */
static void test_fallback_meanwhile(void **state)
{
	static const char desired[] =
		"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"udp\", \"address\": "
		"\"192.168.1.41\", \"port\": 53, \"scheduler\": \"sh\", \"destinations\": "
		"[{\"address\": \"192.168.1.21\"}]}]}";
	struct lvsdr_plan *plan;
	size_t left;

	make_udp_service();
	make_flow(3);
	run("ipvsadm -E -u 192.168.1.41:53 -s sh");
	plan = plan_to_json(*state, scope, desired);
	assert_int_equal(lvsdr_plan_make_graceful(plan, LVSDR_DRAIN_SET_FALLBACK, 600000), 1);
	assert_int_equal(lvsdr_plan_apply_for(plan, 300, &left), 1);
	check_witness("ipvsadm -Sn | head -n 1", "-A -u 192.168.1.41:53 -s sh -b sh-fallback");
	lvsdr_plan_free(plan);
	/* Another process goes on, which does not want the flag. */
	plan = plan_to_json(*state, scope, desired);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 600000), 1);
	assert_int_equal(lvsdr_plan_apply_for(plan, 300, &left), 0);
	check_witness("ipvsadm -Sn | head -n 1", "-A -u 192.168.1.41:53 -s sh -b sh-fallback");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ipvsadm -Sn", "-A -u 192.168.1.41:53 -s sh\n"
				     "-a -u 192.168.1.41:53 -r 192.168.1.21:53 -g -w 1");
	lvsdr_plan_free(plan);
}

static void test_wrong_arguments(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");
	struct lvsdr_plan *plan;

	make_service("rr", "");
	plan = plan_to_json(test, scope, stays);
	check_refused(test->host, lvsdr_plan_make_graceful(plan, 0x40, 0), -EINVAL, "flags");
	check_refused(test->host,
		      lvsdr_plan_make_graceful(
			      plan, LVSDR_DRAIN_WAIT_FOR_TEMPLATES | LVSDR_DRAIN_CUT_TEMPLATES, 0),
		      -EINVAL, "templates");
	check_refused(test->host, lvsdr_plan_make_graceful(plan, 0, -1), -EINVAL, "-1 is not");
	assert_int_equal(lvsdr_plan_make_graceful(NULL, 0, 0), -EINVAL);
	assert_int_equal(lvsdr_plan_get_draining(NULL, NULL, NULL, NULL), -EINVAL);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 0), 1);
	check_refused(test->host, lvsdr_plan_make_graceful(plan, 0, 0), -EINVAL,
		      "graceful already");
	check_refused(test->host, lvsdr_plan_remove_dest(plan, service, dest), -EINVAL,
		      "graceful already");
	lvsdr_plan_free(plan);
	plan = plan_to_json(test, scope, stays);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_refused(test->host, lvsdr_plan_make_graceful(plan, 0, 0), -EINVAL, "applied already");
	lvsdr_plan_free(plan);
	plan = plan_to_json(test, scope, stays);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 0), 0);
	assert_int_equal(lvsdr_plan_apply(plan), 0);
	lvsdr_plan_free(plan);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

/* ---- Real servers as a whole. */

static void make_many(void)
{
	make_service("rr", "");
	run("ipvsadm -A -t 192.168.1.41:443 -s wrr; ipvsadm -A -f 7 -s rr;"
	    "ip addr add 2001:db8::40/64 dev eth0 nodad;"
	    "ipvsadm -A -u [2001:db8::41]:53 -s rr; ipvsadm -A -t 192.168.1.42:80 -s rr;"
	    "ipvsadm -a -t 192.168.1.41:443 -r 192.168.1.20:8443 -m -w 3;"
	    "ipvsadm -a -f 7 -r 192.168.1.20 -g -w 4;"
	    "ipvsadm -a -u [2001:db8::41]:53 -r [2001:db8::20]:53 -g -w 5;"
	    "ipvsadm -a -t 192.168.1.42:80 -r 192.168.1.20 -g -w 6");
}

static const char all[] = "192.168.1.41 fwmark:7 2001:db8::41";
static const char weights[] = "ipvsadm -Sn | sed -n 's/.*-r \\(.*\\) -[gm] .*-w/\\1/p' | sort";

static void test_weight_of_all(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *owned = new_scope(test, all);
	struct lvsdr_plan *plan;
	char *before;

	make_many();
	before = snapshot();
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(
		lvsdr_plan_update_real_server(plan, owned, "192.168.1.20, 2001:db8::20", 50), 4);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 4);
	assert_int_equal(
		lvsdr_plan_update_real_server(plan, owned, "192.168.1.20 2001:db8::20", 50), 4);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 4); /* nothing more to do */
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness(weights, "192.168.1.20:0 50\n192.168.1.20:80 50\n192.168.1.20:80 6\n"
			       "192.168.1.20:8443 50\n192.168.1.21:80 1\n[2001:db8::20]:53 50");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_unchanged(before);
	lvsdr_plan_free(plan);
	lvsdr_scope_free(owned);
}

static void test_removal_of_all(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *owned = new_scope(test, all);
	struct lvsdr_plan *plan;
	char *before;

	make_many();
	before = snapshot();
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_remove_real_server(plan, owned, "192.168.1.20,2001:db8::20"),
			 4);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 60000), 1);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 8);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness(weights, "192.168.1.20:80 6\n192.168.1.21:80 1");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_unchanged(before);
	lvsdr_plan_free(plan);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_remove_real_server(plan, owned, "192.168.1.99"), 0);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 60000), 0);
	lvsdr_plan_free(plan);
	lvsdr_scope_free(owned);
}

static void test_real_server_refused(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *owned = new_scope(test, all);
	struct lvsdr_plan *plan;

	make_many();
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	check_refused(test->host, lvsdr_plan_update_real_server(plan, owned, "192.168.1.99", 1),
		      -ENOENT, "192.168.1.99: no service of the scope");
	check_refused(test->host, lvsdr_plan_update_real_server(plan, owned, "192.168.1.20", -1),
		      -EINVAL, "-1");
	assert_string_equal(lvsdr_error_field(test->host), "weight");
	check_refused(test->host, lvsdr_plan_update_real_server(plan, owned, "rs1", 1), -EINVAL,
		      "\"rs1\" is not an address");
	check_refused(test->host, lvsdr_plan_update_real_server(plan, owned, "fwmark:7", 1),
		      -EINVAL, "\"fwmark:7\" is not an address");
	check_refused(test->host, lvsdr_plan_remove_real_server(plan, owned, " , "), -EINVAL,
		      "it has no address");
	check_refused(test->host, lvsdr_plan_remove_real_server(plan, owned, NULL), -EINVAL,
		      "NULL");
	check_refused(test->host, lvsdr_plan_remove_real_server(plan, NULL, "192.168.1.20"),
		      -EINVAL, "NULL");
	assert_int_equal(lvsdr_plan_remove_real_server(NULL, owned, "192.168.1.20"), -EINVAL);
	assert_int_equal(lvsdr_plan_update_real_server(NULL, owned, "192.168.1.20", 1), -EINVAL);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 0);
	lvsdr_plan_free(plan);
	lvsdr_scope_free(owned);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_waits, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_left_at_the_deadline, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_removed_at_the_deadline, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_active_only, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_is_not_at_once, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_undone_from_the_record, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_applied_from_the_record, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_begun_by_another_process, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_look_that_fails, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_weight_that_is_changed, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_removed_by_others, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_rolled_back, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_persistent, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_persistent_by_the_plan, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_hashed, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_fallback_meanwhile, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_wrong_arguments, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_weight_of_all, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_removal_of_all, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_real_server_refused, test_set_up,
						test_tear_down),
	};

	return run_group("graceful plans", tests, sizeof(tests) / sizeof(*tests), NULL);
}
