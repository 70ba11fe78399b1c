/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From one state to another: every step, every failure, a killed process; others stay untouched. */
#include "witness.h"

#include <jansson.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Order does not count: what is removed and put back is listed elsewhere. Nor does the first line of /proc/net/ip_vs,
 * which since 7.1 has the size of a table that grows. */
static const char sorted[] =
	"(ip -o addr; ip route show table all; ip -6 route show table all;"
	"grep -r . /proc/sys/net/ipv4/conf; ipvsadm -Sn; ipvsadm -Ln --timeout;"
	"tail -n +2 /proc/net/ip_vs) | sort";

static char *written(struct lvsdr_plan *plan)
{
	const char *json;
	char *copy;

	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	copy = strdup(json);
	assert_non_null(copy);
	return copy;
}

/* A host with old things that go, some that change, and ... */
static void make_old(void)
{
	run("ip addr add 192.168.1.51/32 dev eth0; ip route add 10.9.0.0/16 dev eth0 src "
	    "192.168.1.51;"
	    "ipvsadm -A -t 192.168.1.51:80 -s rr; ipvsadm -a -t 192.168.1.51:80 -r 192.168.1.20 -g;"
	    "ipvsadm -a -t 192.168.1.51:80 -r 192.168.1.21 -g -w 7;"
	    "ipvsadm -A -t 192.168.1.52:80 -s rr; ipvsadm -a -t 192.168.1.52:80 -r 192.168.1.20 -g;"
	    "ipvsadm -a -t 192.168.1.52:80 -r 192.168.1.21 -g; ip addr add 192.168.1.52/32 dev lo");
}

/* ... new ones, so that a plan has every kind of object and of step. */
static const char scope[] = "192.168.1.51 192.168.1.52 192.168.1.53 2001:db8::53 fwmark:7";
static const char new[] = "{\"lvsdr_state\": 1, \"arp_policies\": [{\"device\": \"all\"}, "
			  "{\"device\": \"eth0\", \"arp_ignore\": 8}],"
			  " \"timeouts\": {\"tcp\": 600, \"udp\": 2147483},"
			  " \"vips\": [{\"address\": \"192.168.1.52\", \"device\": \"lo\", "
			  "\"label\": \"lo:0\", \"host_route\": true},"
			  "  {\"address\": \"192.168.1.53\", \"device\": \"lo\"}, {\"address\": "
			  "\"2001:db8::53\", \"device\": \"lo\"}],"
			  " \"services\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.52\", "
			  "\"port\": 80, \"scheduler\": \"wlc\","
			  "   \"destinations\": [{\"address\": \"192.168.1.20\", \"weight\": 9}, "
			  "{\"address\": \"192.168.1.22\"}]},"
			  "  {\"protocol\": \"tcp\", \"address\": \"192.168.1.53\", \"port\": 0, "
			  "\"scheduler\": \"mh\", \"persistence\": 60,"
			  "   \"destinations\": [{\"address\": "
			  "\"192.168.1.20\"}, {\"address\": \"192.168.1.21\"}]},"
			  "  {\"family\": \"ipv6\", \"fwmark\": 7, \"destinations\": "
			  "[{\"address\": \"2001:db8::20\", \"port\": 0}]}]}";

static void test_reach_and_return(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan, *again;
	char *before;

	make_old();
	before = ask(sorted);
	plan = plan_to_json(test, scope, new);
	if (lvsdr_plan_apply(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	check_witness("ipvsadm -Sn", "-A -t 192.168.1.52:80 -s wlc\n"
				     "-a -t 192.168.1.52:80 -r 192.168.1.20:80 -g -w 9\n"
				     "-a -t 192.168.1.52:80 -r 192.168.1.22:80 -g -w 1\n"
				     "-A -t 192.168.1.53:0 -s mh -p 60\n"
				     "-a -t 192.168.1.53:0 -r 192.168.1.20:0 -g -w 1\n"
				     "-a -t 192.168.1.53:0 -r 192.168.1.21:0 -g -w 1\n"
				     "-A -f 7 -6 -s wlc\n"
				     "-a -f 7 -6 -r [2001:db8::20]:0 -g -w 1");
	check_witness(
		"ip -o addr show to 192.168.1.48/29 | tr -s \" \" | cut -d\" \" -f2-4,7- | sort",
		"lo inet 192.168.1.52/32 lo:0\\ valid_lft forever preferred_lft forever\n"
		"lo inet 192.168.1.53/32 lo\\ valid_lft forever preferred_lft forever");
	check_witness("sysctl -n net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce "
		      "net.ipv4.conf.eth0.arp_ignore",
		      "1\n2\n8");
	check_witness("ipvsadm -Ln --timeout", "Timeout (tcp tcpfin udp): 600 120 2147483");
	again = plan_to_json(test, scope, new);
	assert_int_equal(lvsdr_plan_get_step_count(again), 0);
	assert_int_equal(lvsdr_plan_apply(again), 0);
	lvsdr_plan_free(again);
	if (lvsdr_plan_undo(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	check_witness(sorted, before);
	lvsdr_plan_free(plan);
	free(before);
}

/* The kernel refuses no removal that makes sense: what it refuses is put in front of it. */
static void refuse_before(json_t *steps, size_t index)
{
	static const char service[] = "{\"protocol\": \"tcp\", \"address\": \"192.168.1.59\","
				      " \"port\": 80, \"scheduler\": \"nosuch\"}";
	json_t *stage = json_object_get(json_array_get(steps, index), "stage");

	json_array_insert_new(steps, index,
			      json_pack("{s:s, s:O, s:n, s:o}", "object", "service", "stage", stage,
					"before", "after", json_loads(service, 0, NULL)));
}

/* Makes a written step one that the kernel has to refuse. */
static void spoil(json_t *steps, size_t index)
{
	json_t *step = json_array_get(steps, index);
	const char *kind = json_string_value(json_object_get(step, "object"));
	json_t *after = json_object_get(step, "after"), *before = json_object_get(step, "before");
	json_t *form = json_is_object(after) ? after : before;

	if (!strcmp(kind, "service") && form == after)
		json_object_set_new(form, "scheduler", json_string("nosuch"));
	else if (!strcmp(kind, "destination") && form == after)
		json_object_set_new(form, "address", json_string("224.0.0.1"));
	else if (!strcmp(kind, "service") || !strcmp(kind, "destination"))
		refuse_before(steps, index);
	else if (!strcmp(kind, "timeouts"))
		json_object_set_new(form, "tcp", json_integer(4294967295));
	else
		json_object_set_new(form, "device", json_string("nosuch"));
	/* What is one object before and after has to stay one. */
	if (!strcmp(kind, "ARP policy"))
		json_object_set_new(before, "device", json_string("nosuch"));
	if (!strcmp(kind, "destination") && form == after && json_is_object(before))
		json_object_set_new(before, "address", json_string("224.0.0.1"));
}

/* For every k: the k-th step fails, and the host is as before. */
static void test_rollback_of_every_step(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *before, *json, *spoilt;
	size_t count;
	json_t *tree;

	make_old();
	before = ask(sorted);
	plan = plan_to_json(test, scope, new);
	count = lvsdr_plan_get_step_count(plan);
	assert_int_equal(count, 20);
	json = written(plan);
	lvsdr_plan_free(plan);
	for (size_t k = 0; k < count; k++) {
		tree = json_loads(json, 0, NULL);
		assert_non_null(tree);
		spoil(json_object_get(tree, "steps"), k);
		spoilt = json_dumps(tree, 0);
		json_decref(tree);
		if (lvsdr_plan_from_json(test->host, spoilt, strlen(spoilt), &plan))
			fail_msg("%s", lvsdr_error_message(test->host));
		free(spoilt);
		if (lvsdr_plan_apply(plan) >= 0)
			fail_msg("step %zu did not fail: %s", k,
				 lvsdr_plan_get_step_explanation(plan, k));
		if (strstr(lvsdr_error_message(test->host), "rolling back"))
			fail_msg("step %zu: %s", k, lvsdr_error_message(test->host));
		assert_int_equal(lvsdr_plan_get_step_status(plan, k), LVSDR_STEP_FAILED);
		if (lvsdr_plan_get_status(plan) != LVSDR_PLAN_UNDONE)
			fail_msg("step %zu, %s: the plan is %s", k,
				 lvsdr_plan_get_step_explanation(plan, k),
				 lvsdr_plan_status_name(lvsdr_plan_get_status(plan)));
		assert_string_not_equal(lvsdr_plan_get_step_note(plan, k), "");
		lvsdr_plan_free(plan);
		check_witness(sorted, before);
	}
	free(json);
	free(before);
}

/* What is theirs: services with ours around, routes, addresses, sysctls. */
static void test_others_stay_untouched(void **state)
{
	static const char empty[] = "{\"lvsdr_state\": 1, \"services\": [], \"vips\": []}";
	static const char others[] = "(ip -o addr; ip route show table all; ipvsadm -Sn;"
				     "grep -rs . /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf)"
				     " | grep -v 192.168.1.5 | grep -v 2001:db8::53";
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *before, *without;

	make_old();
	run("for i in $(seq 1 40); do echo -A -t 10.0.0.$i:80; echo -a -t 10.0.0.$i:80 -r "
	    "10.1.0.$i -g;"
	    "done | ipvsadm -R; ipvsadm -A -f 8; ipvsadm -A -u 192.168.1.40:53;"
	    "ip addr add 10.0.0.1/32 dev lo; ip addr add 10.0.0.2/32 dev eth0 label eth0:9;"
	    "ip route add 10.8.0.0/16 dev eth0 src 10.0.0.2;"
	    "sysctl -qw net.ipv4.conf.eth0.arp_filter=1 net.ipv4.conf.lo.arp_ignore=3");
	before = snapshot();
	without = ask(others);
	plan = plan_to_json(
		test, "192.168.1.53 2001:db8::53",
		"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": "
		"\"192.168.1.53\", \"port\": 80, \"destinations\": [{\"address\": "
		"\"192.168.1.56\"}]}], \"vips\": [{\"address\": \"2001:db8::53\", "
		"\"device\": \"lo\"}, {\"address\": \"192.168.1.53\", \"device\": "
		"\"eth0\"}]}");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	lvsdr_plan_free(plan);
	check_witness("ipvsadm -Sn | grep -c 192.168.1.53", "2");
	check_witness(others, without);
	plan = plan_to_json(test, "192.168.1.53 2001:db8::53", empty);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 4);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	lvsdr_plan_free(plan);
	plan = plan_to_json(test, "", empty); /* owns nothing */
	assert_int_equal(lvsdr_plan_get_step_count(plan), 0);
	lvsdr_plan_free(plan);
	free(without);
	check_unchanged(before);
}

static void test_parts_and_scope(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *narrow = new_scope(test, "192.168.1.51");
	struct lvsdr_state *desired = new_state(test, new);
	struct lvsdr_plan *plan = NULL;

	make_old();
	check_refused(test->host, lvsdr_plan_between(test->host, narrow, NULL, desired, &plan),
		      -EINVAL, "outside of the scope");
	check_refused(test->host, lvsdr_plan_between(test->host, NULL, NULL, desired, &plan),
		      -EINVAL, "no scope is given");
	check_refused(test->host, lvsdr_plan_between(test->host, narrow, NULL, NULL, &plan),
		      -EINVAL, "NULL");
	assert_null(plan);
	lvsdr_state_free(desired);
	/* A state that does not tell of VIPs leaves them. */
	plan = plan_to_json(test, "everything", "{\"lvsdr_state\": 1, \"services\": []}");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("ipvsadm -Sn", "");
	check_witness("ip -o addr show to 192.168.1.48/29 | wc -l", "2");
	lvsdr_plan_free(plan);
	lvsdr_scope_free(narrow);
}

/* Somebody makes the same service after we read: it is refused, and stays untouched. */
static void test_foreign_service(void **state)
{
	static const char theirs[] = "ipvsadm -Sn | grep 192.168.1.53";
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *before, *service;

	make_old();
	plan = plan_to_json(test, scope, new);
	run("ipvsadm -A -t 192.168.1.53:0 -s lc -p 99; ipvsadm -a -t 192.168.1.53:0 -r 10.0.0.1:0 "
	    "-m");
	before = ask(sorted);
	service = ask(theirs);
	check_refused(test->host, lvsdr_plan_apply(plan), -EEXIST, "192.168.1.53:0");
	check_witness(sorted, before);
	lvsdr_plan_free(plan);

	run("ipvsadm -D -t 192.168.1.53:0");
	plan = plan_to_json(test, scope, new);
	run("ipvsadm -A -t 192.168.1.53:0 -s lc -p 99; ipvsadm -a -t 192.168.1.53:0 -r 10.0.0.1:0 "
	    "-m");
	assert_int_equal(lvsdr_plan_set_keep_going(plan, 1), 0);
	check_refused(test->host, lvsdr_plan_apply(plan), -EEXIST, "192.168.1.53:0");
	check_witness(theirs, service);
	check_witness("ipvsadm -Sn | grep -c 192.168.1.52:80", "3"); /* the rest is done */
	assert_int_equal(lvsdr_plan_get_status(plan), LVSDR_PLAN_INCOMPLETE);
	if (lvsdr_plan_undo(plan) != -EEXIST) /* theirs is left and told */
		fail_msg("%s", lvsdr_error_message(test->host));
	check_witness(sorted, before);
	lvsdr_plan_free(plan);
	free(service);
	free(before);
}

static struct lvsdr_plan *plan_many(struct test *test, unsigned int services, unsigned int dests)
{
	struct lvsdr_scope *everything = new_scope(test, "everything");
	struct lvsdr_state *desired;
	struct lvsdr_plan *plan = NULL;
	char address[32];

	assert_int_equal(lvsdr_state_new(test->host, LVSDR_STATE_SERVICES, &desired), 0);
	for (unsigned int i = 0; i < services; i++) {
		struct lvsdr_service *service;

		snprintf(address, sizeof(address), "10.0.%u.%u:80", i / 256, i % 256);
		service = new_service(test, address);
		assert_int_equal(lvsdr_state_add_service(desired, service), 0);
		for (unsigned int k = 0; k < dests; k++) {
			struct lvsdr_dest *dest;

			snprintf(address, sizeof(address), "10.1.%u.%u", k / 256, k % 256);
			dest = new_dest(test, address);
			assert_int_equal(lvsdr_state_add_dest(desired, service, dest), 0);
			lvsdr_dest_free(dest);
		}
		lvsdr_service_free(service);
	}
	if (lvsdr_plan_between(test->host, everything, NULL, desired, &plan))
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_state_free(desired);
	lvsdr_scope_free(everything);
	return plan;
}

/* Somebody was quicker, and the kernel finds nothing to remove: that is as good as done. */
static void test_removed_in_between(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char traced[256] = "";
	FILE *trace;

	run("ipvsadm -A -t 192.168.1.52:80 -s rr; ipvsadm -A -t 192.168.1.53:80 -s rr;"
	    "for i in 1 2; do ipvsadm -a -t 192.168.1.52:80 -r 192.168.1.$i -g; done");
	plan = plan_to_json(
		test, scope,
		"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": "
		"\"192.168.1.52\", \"port\": 80, \"scheduler\": \"rr\"}]}");
	assert_int_equal(lvsdr_plan_get_step_count(plan), 3);
	run("ipvsadm -d -t 192.168.1.52:80 -r 192.168.1.1; ipvsadm -D -t 192.168.1.53:80");
	trace = tmpfile();
	assert_non_null(trace);
	assert_int_equal(lvsdr_set_trace(test->host, fileno(trace)), 0);
	if (lvsdr_plan_apply(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(lvsdr_plan_get_step_status(plan, i), LVSDR_STEP_DONE);
	check_witness("ipvsadm -Sn", "-A -t 192.168.1.52:80 -s rr");
	/* Only what was done is traced. */
	assert_true(pread(fileno(trace), traced, sizeof(traced) - 1, 0) > 0);
	assert_string_equal(traced, "ipvsadm -d -t 192.168.1.52:80 -r 192.168.1.2:80\n");
	fclose(trace);
	lvsdr_plan_free(plan);
}

/* What needs a step that failed is not tried, and says so; what needs another one is done. */
static void check_only_dependents_are_skipped(const struct lvsdr_plan *plan)
{
	const char *words;

	assert_int_equal(lvsdr_plan_get_step_count(plan), 4);
	for (size_t i = 0; i < 4; i++) {
		words = lvsdr_plan_get_step_explanation(plan, i);
		assert_int_equal(lvsdr_plan_get_step_status(plan, i), strstr(words, "10.0.0.1:80")
									      ? LVSDR_STEP_FAILED
									      : LVSDR_STEP_DONE);
		if (strstr(words, "10.0.0.1:80 ->"))
			assert_non_null(strstr(lvsdr_plan_get_step_note(plan, i), "not tried"));
	}
	check_witness("ipvsadm -Sn", "-A -t 10.0.0.0:80 -s rr\n"
				     "-a -t 10.0.0.0:80 -r 10.1.0.0:80 -g -w 1\n"
				     "-A -t 10.0.0.1:80 -s lc");
}

static void test_only_dependents_are_skipped(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_many(test, 2, 1);

	run("ipvsadm -A -t 10.0.0.1:80 -s lc");
	assert_int_equal(lvsdr_plan_set_keep_going(plan, 1), 0);
	check_refused(test->host, lvsdr_plan_apply(plan), -EEXIST, "10.0.0.1:80");
	check_only_dependents_are_skipped(plan);
	lvsdr_plan_free(plan);
}

/* What failed in one slice is known in the next ones. */
static void test_dependents_in_slices(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_many(test, 2, 1);
	size_t left = 4;
	int failed = 0, result;

	run("ipvsadm -A -t 10.0.0.1:80 -s lc");
	assert_int_equal(lvsdr_plan_set_keep_going(plan, 1), 0);
	for (int i = 0; i < 4 && left; i++) {
		result = lvsdr_plan_apply_for(plan, 0, &left);
		failed += result == -EEXIST;
		assert_true(result >= 0 || result == -EEXIST);
	}
	assert_int_equal(left, 0);
	assert_int_equal(failed, 1);
	check_only_dependents_are_skipped(plan);
	lvsdr_plan_free(plan);
}

/* More failures in one send than replies fit the socket by default: each is told, none is lost. */
static void test_a_thousand_failures(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_many(test, 1, 1000);
	int failed = 0;

	run("(echo -A -t 10.0.0.0:80 -s rr; for i in 0 1 2 3; do for k in $(seq 0 255); do "
	    "echo -a -t 10.0.0.0:80 -r 10.1.$i.$k:80 -g -w 5; done; done) >/tmp/rules;"
	    "ipvsadm -A -t 10.0.9.9:80");
	/* Our service is ours; its destinations come from elsewhere in between. */
	assert_int_equal(lvsdr_plan_set_keep_going(plan, 1), 0);
	while (lvsdr_plan_get_step_status(plan, 0) == LVSDR_STEP_PENDING) {
		size_t left;

		assert_int_equal(lvsdr_plan_apply_for(plan, 0, &left), 1);
		assert_int_equal(left, 1000);
	}
	run("tail -n +2 /tmp/rules | ipvsadm -R");
	check_refused(test->host, lvsdr_plan_apply(plan), -EEXIST, "already exists");
	for (size_t i = 0; i < 1001; i++)
		failed += lvsdr_plan_get_step_status(plan, i) == LVSDR_STEP_FAILED;
	assert_int_equal(failed, 1000);
	check_witness("ipvsadm -Sn | grep -c -e \"-w 5\"", "1024");
	lvsdr_plan_free(plan);
}

static void test_slices(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_many(test, 20, 100);
	size_t left = 2020, before, calls = 0;
	char *untouched = ask(sorted);

	while (left > 1000) {
		before = left;
		assert_int_equal(lvsdr_plan_apply_for(plan, 0, &left), 1);
		assert_true(left < before);
		calls++;
	}
	assert_true(calls > 2);
	assert_int_equal(lvsdr_plan_undo(plan), 1); /* cancelled */
	check_witness(sorted, untouched);
	free(untouched);
	lvsdr_plan_free(plan);

	/* A failure takes the slices before it back too. */
	plan = plan_many(test, 20, 100);
	assert_int_equal(lvsdr_plan_apply_for(plan, 0, &left), 1);
	run("ipvsadm -a -t 10.0.0.0:80 -r 10.1.0.0:80 -m -w 77");
	while (left && lvsdr_plan_apply_for(plan, 0, &left) >= 0)
		;
	check_witness("ipvsadm -Sn | grep -v \"^-A -t 10.0.0.0:80 \"",
		      "-a -t 10.0.0.0:80 -r 10.1.0.0:80 -m -w 77");
	lvsdr_plan_free(plan);
}

/* The applying process dies at any moment; another undoes what it had written down. */
static void test_killed_and_undone(void **state)
{
	struct test *test = *state;
	int status, midway = 0;
	char *before, *json;

	make_old();
	before = ask(sorted);
	for (unsigned int delay = 0; delay < 12; delay++) {
		struct lvsdr_plan *plan = plan_to_json(test, scope, new);
		size_t left, parts = 0;
		pid_t child;

		json = written(plan);
		child = fork();
		assert_true(child >= 0);
		if (!child) {
			/* One step a slice where they are single; killed between or inside. */
			while (lvsdr_plan_apply_for(plan, 0, &left) >= 0 && left)
				if (parts++ == delay)
					raise(SIGKILL);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		midway += WIFSIGNALED(status);
		lvsdr_plan_free(plan);
		if (lvsdr_plan_from_json(test->host, json, strlen(json), &plan) ||
		    lvsdr_plan_undo(plan) < 0)
			fail_msg("%u: %s", delay, lvsdr_error_message(test->host));
		lvsdr_plan_free(plan);
		free(json);
		check_witness(sorted, before);
	}
	assert_true(midway > 6);
	free(before);
}

/* And at moments that nobody chose, in the middle of 2,000 destinations. */
static void test_killed_at_random(void **state)
{
	struct test *test = *state;
	char *before = ask(sorted), *json;
	int status, midway = 0;

	for (unsigned int i = 0; i < 10; i++) {
		struct lvsdr_plan *plan = plan_many(test, 10, 200);
		size_t left;
		pid_t child;

		json = written(plan);
		child = fork();
		assert_true(child >= 0);
		if (!child) {
			while (lvsdr_plan_apply_for(plan, 0, &left) >= 0 && left)
				usleep(3000);
			pause();
		}
		usleep(1000 + i * 5000);
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		lvsdr_plan_free(plan);
		if (lvsdr_plan_from_json(test->host, json, strlen(json), &plan) ||
		    lvsdr_plan_undo(plan) < 0)
			fail_msg("%u: %s", i, lvsdr_error_message(test->host));
		midway += lvsdr_plan_get_step_status(plan, 0) == LVSDR_STEP_UNDONE;
		lvsdr_plan_free(plan);
		free(json);
		check_witness(sorted, before);
	}
	assert_int_equal(midway, 10);
	free(before);
}

/* Built without a scheduler, and complete in the end; in the order on which the table depends. */
static void test_schedulers_that_rebuild(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_to_json(
		test, "everything",
		"{\"lvsdr_state\": 1, \"services\": ["
		"{\"protocol\": \"tcp\", \"address\": \"10.0.0.1\", \"port\": 80, \"scheduler\": "
		"\"mh\","
		"\"destinations\": [{\"address\": \"10.1.0.1\"}, {\"address\": \"10.1.0.2\"}]},"
		"{\"protocol\": \"tcp\", \"address\": \"10.0.0.2\", \"port\": 80, \"scheduler\": "
		"\"sh\","
		"\"destinations\": [{\"address\": \"10.1.0.1\"}]},"
		"{\"protocol\": \"tcp\", \"address\": \"10.0.0.3\", \"port\": 80, \"scheduler\": "
		"\"wrr\","
		"\"destinations\": [{\"address\": \"10.1.0.1\"}, {\"address\": \"10.1.0.2\"}]}]}");

	assert_int_equal(lvsdr_plan_get_step_count(plan), 10);
	assert_string_equal(lvsdr_plan_get_step_command(plan, 2),
			    "ipvsadm -A -t 10.0.0.1:80 -s none");
	assert_string_equal(lvsdr_plan_get_step_command(plan, 9),
			    "ipvsadm -E -t 10.0.0.1:80 -s mh");
	assert_string_equal(lvsdr_plan_get_step_explanation(plan, 9),
			    "update the service tcp 10.0.0.1:80: scheduler none -> mh");
	assert_string_equal(lvsdr_plan_get_step_kind(plan, 3), "destination");
	assert_string_equal(lvsdr_plan_get_step_before(plan, 3), "null");
	assert_string_equal(lvsdr_plan_get_step_after(plan, 3),
			    "{\"address\":\"10.1.0.2\",\"port\":80,\"forwarding\":\"direct\","
			    "\"weight\":1}");
	assert_string_equal(lvsdr_plan_get_step_service(plan, 3),
			    "{\"protocol\":\"tcp\",\"address\":\"10.0.0.3\",\"port\":80}");
	assert_string_equal(lvsdr_plan_get_step_service(plan, 2), "null");
	assert_null(lvsdr_plan_get_step_service(plan, 10));
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("grep -A 2 0A000001 /proc/net/ip_vs | tr -s \" \" | cut -d\" \" -f1-3",
		      "TCP 0A000001:0050 mh\n -> 0A010002:0050\n -> 0A010001:0050");
	lvsdr_plan_free(plan);
}

int main(void)
{
	/* These need IPv6. */
	static const char *const not_rootless[] = {
		"test_reach_and_return", "test_rollback_of_every_step", "test_foreign_service",
		"test_slices",           "test_killed_and_undone",      NULL};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_reach_and_return, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_rollback_of_every_step, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_others_stay_untouched, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_parts_and_scope, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_foreign_service, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_removed_in_between, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_only_dependents_are_skipped, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_dependents_in_slices, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_a_thousand_failures, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_slices, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_killed_and_undone, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_killed_at_random, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_schedulers_that_rebuild, test_set_up,
						test_tear_down),
	};

	return run_group("plans", tests, sizeof(tests) / sizeof(*tests), not_rootless);
}
