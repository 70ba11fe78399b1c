// SPDX-License-Identifier: LGPL-2.1-or-later
/* What other tools for IPVS are known to get wrong, each as a behaviour that holds here. */
#include "witness.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct lvsdr_state *read_all(struct test *test, uint32_t parts)
{
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *state = NULL;

	if (lvsdr_state_read(test->host, scope, parts, &state))
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_scope_free(scope);
	return state;
}

static const char full[] =
	"ipvsadm -A -u 192.168.1.41:53 -s mh -o -p 600 -M 255.255.0.0 --pe sip -b mh-port;"
	"ipvsadm -a -u 192.168.1.41:53 -r [2001:db8::20]:53 -i -w 70000 -x 90 -y 20 --tun-type gue "
	"--tun-port 6080 --tun-csum;"
	"ipvsadm -A -t [2001:db8::41]:80 -s sh -p 60 -M 64 -b sh-fallback;"
	"ipvsadm -a -t [2001:db8::41]:80 -r [2001:db8::20]:80 -g -w 70000 -x 90 -y 20;";

/*
 * An edit of one thing keeps engine, netmask, flags, one-packet scheduling, persistence, family,
 * tunnel and thresholds; a weight above 16 bits stays what it is.
 */
static void test_an_edit_keeps_what_it_does_not_name(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest = new_dest(test, "[2001:db8::20]:53");

	run(full);
	assert_int_equal(lvsdr_service_new(test->host, "udp", "192.168.1.41:53", &service), 0);
	assert_int_equal(lvsdr_service_set_persistence(service, 30), 0);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	assert_int_equal(lvsdr_dest_set_weight(dest, 80000), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	check_witness("ipvsadm -Sn | grep \"^-. -u\"",
		      "-A -u 192.168.1.41:53 -s mh -p 30 -M 255.255.0.0 --pe sip -o -b mh-port\n"
		      "-a -u 192.168.1.41:53 -r [2001:db8::20]:53 -i -w 80000 --tun-type gue "
		      "--tun-port 6080 --tun-csum");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
	service = new_service(test, "[2001:db8::41]:80");
	dest = new_dest(test, "2001:db8::20");
	assert_int_equal(lvsdr_service_set_scheduler(service, "sh"), 0);
	assert_int_equal(lvsdr_service_set_scheduler_flags(service, LVSDR_SCHEDULER_SH_PORT), 0);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	assert_int_equal(lvsdr_dest_set_weight(dest, 65537), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	check_witness("ipvsadm -Sn | grep \"^-. -t\"",
		      "-A -t [2001:db8::41]:80 -s sh -p 60 -M 64 -b sh-port\n"
		      "-a -t [2001:db8::41]:80 -r [2001:db8::20]:80 -g -w 65537");
	check_witness(
		"ipvsadm -Ln --thresholds | grep -e \"-> .2001\" | tr -s \" \" | cut -d\" \" -f4,5",
		"90 20\n90 20");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

/* An update is an edit in place: no other order, no lost counters, no gap without the service. */
static void test_an_update_never_deletes(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *oldest = new_dest(test, "192.168.1.20");
	static const char order[] = "sed -n \"s/^  -> \\([0-9A-F:]*\\) .*/\\1/p\" /proc/net/ip_vs";
	static const char counted[] =
		"ipvsadm -Ln --stats --exact | grep TCP | tr -s \" \" | cut -d\" \" -f3";
	char *before, *counters;

	run("ip addr add 192.168.1.41/32 dev lo; ipvsadm -A -t 192.168.1.41:80 -s wlc;"
	    "for i in 20 21 22; do ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.$i -g; done;"
	    "busybox nc -w 1 192.168.1.41 80 </dev/null >/dev/null 2>&1;"
	    "sleep $((25 * ${LVSDR_SLOWNESS:-1}))e-1"); /* the kernel's estimator has looked */
	before = ask(order);
	counters = ask(counted);
	assert_string_equal(counters, "1");
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	assert_int_equal(lvsdr_dest_set_weight(oldest, 7), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, oldest), 1);
	check_witness("ipvsadm -Sn | grep -c -e \"-s rr\" -e \"20:80 -g -w 7\"", "2");
	check_witness(order, before);
	check_witness(counted, counters);
	free(counters);
	free(before);
	lvsdr_dest_free(oldest);
	lvsdr_service_free(service);
}

/* Services go while they are read, their destinations not yet: no failure but "it kept changing".
 */
static void test_a_read_survives_services_that_vanish(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *read;
	int result, status, reads = 0;
	pid_t writer;

	run("for i in $(seq 1 100); do echo -A -t 10.0.0.$i:80; for k in 1 2 3; do "
	    "echo -a -t 10.0.0.$i:80 -r 10.1.0.$k -g; done; done >/tmp/come;"
	    "sed -n \"/-A/{s/-A/-D/;p}\" /tmp/come >/tmp/go; ipvsadm -R </tmp/come");
	writer = fork();
	assert_true(writer >= 0);
	if (!writer) {
		execlp("ip", "ip", "netns", "exec", "t", "sh", "-c",
		       "while :; do ipvsadm -R </tmp/go; ipvsadm -R </tmp/come; sleep 0.05; done",
		       NULL);
		_exit(127);
	}
	for (int i = 0; i < 40 || !reads; i++) {
		result = lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read);
		if (result && result != -EAGAIN)
			fail_msg("%d: %s", result, lvsdr_error_message(test->host));
		for (size_t k = 0; !result && k < lvsdr_state_get_service_count(read); k++)
			assert_true(lvsdr_state_get_dest_count(read, k) <= 3);
		if (!result)
			lvsdr_state_free(read);
		reads += !result;
	}
	assert_int_equal(kill(writer, SIGKILL), 0);
	assert_int_equal(waitpid(writer, &status, 0), writer);
	lvsdr_scope_free(scope);
}

static void test_a_missing_service_is_told_from_a_missing_destination(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");

	check_refused(test->host, lvsdr_dest_add(test->host, service, dest), -ESRCH, "service");
	check_refused(test->host, lvsdr_dest_update(test->host, service, dest), -ESRCH, "service");
	check_refused(test->host, lvsdr_dest_read(test->host, service, dest), -ESRCH, "service");
	check_refused(test->host, lvsdr_service_update(test->host, service), -ESRCH, "service");
	run("ipvsadm -A -t 192.168.1.41:80");
	check_refused(test->host, lvsdr_dest_update(test->host, service, dest), -ENOENT,
		      "destination");
	check_refused(test->host, lvsdr_dest_read(test->host, service, dest), -ENOENT,
		      "destination");
	assert_int_equal(lvsdr_service_set_scheduler(service, "nosuch"), 0);
	check_refused(test->host, lvsdr_service_update(test->host, service), -ENOENT, "nosuch");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

struct worker {
	struct lvsdr *host;
	unsigned int number, wrong;
};

static void *work(void *data)
{
	struct worker *worker = data;
	struct lvsdr_service *service = NULL;
	struct lvsdr_dest *dest = NULL;
	char address[32];

	snprintf(address, sizeof(address), "10.0.%u.1:80", worker->number);
	if (lvsdr_service_new(worker->host, "tcp", address, &service) ||
	    lvsdr_dest_new(worker->host, "192.168.1.20", &dest))
		worker->wrong++;
	for (int i = 0; i < 200 && !worker->wrong; i++) {
		worker->wrong += lvsdr_service_add(worker->host, service) != 1;
		worker->wrong += lvsdr_dest_read(worker->host, service, dest) != -ENOENT;
		worker->wrong += lvsdr_dest_set_weight(dest, 1 + i) != 0;
		worker->wrong += lvsdr_dest_add(worker->host, service, dest) != 1;
		worker->wrong += lvsdr_dest_read(worker->host, service, dest) != 0;
		worker->wrong += lvsdr_dest_get_weight(dest) != 1 + i;
		worker->wrong += i < 199 && lvsdr_service_remove(worker->host, service) != 1;
	}
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
	return NULL;
}

static void test_threads_with_their_own_handles_do_not_meet(void **state)
{
	struct worker workers[2] = {{.number = 1}, {.number = 2}};
	pthread_t threads[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(lvsdr_new(&workers[i].host), 0);
		assert_int_equal(lvsdr_open_netns(workers[i].host, "t"), 0);
		assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		if (workers[i].wrong)
			fail_msg("%s", lvsdr_error_message(workers[i].host));
		lvsdr_free(workers[i].host);
	}
	check_witness("ipvsadm -Sn", "-A -t 10.0.1.1:80 -s wlc\n"
				     "-a -t 10.0.1.1:80 -r 192.168.1.20:80 -g -w 200\n"
				     "-A -t 10.0.2.1:80 -s wlc\n"
				     "-a -t 10.0.2.1:80 -r 192.168.1.20:80 -g -w 200");
}

/* The port of a tunnel has the right byte order, and an IPv6 service a netmask. */
static void test_byte_orders_and_netmasks(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "[2001:db8::41]:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20:80");

	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	assert_int_equal(lvsdr_service_set_persistence(service, 60), 0);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	assert_int_equal(lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GUE, 6080, 0), 0);
	assert_int_equal(lvsdr_dest_add(test->host, service, dest), 1);
	check_witness("ipvsadm -Sn", "-A -t [2001:db8::41]:80 -s rr -p 60\n"
				     "-a -t [2001:db8::41]:80 -r 192.168.1.20:80 -i -w 1 "
				     "--tun-type gue --tun-port 6080 --tun-nocsum");
	check_witness("sed -n \"s/.* persistent [0-9]* //p\" /proc/net/ip_vs", "80000000");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

/* What is ours leaves; what is not stays, and the host's own values come back. */
static void test_cleaning_up_touches_nothing_of_others(void **state)
{
	static const char mine[] =
		"{\"lvsdr_state\": 1, \"arp_policies\": [{\"device\": \"all\"}],"
		" \"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"lo\"}],"
		" \"services\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": "
		"80,"
		" \"destinations\": [{\"address\": \"192.168.1.20\"}]}]}";
	struct test *test = *state;
	struct lvsdr_state *desired = new_state(test, mine), *empty;
	struct lvsdr_plan *plan, *leave;
	char *before, *others;

	run("ipvsadm -A -t 192.168.1.99:80 -s rr; ipvsadm -a -t 192.168.1.99:80 -r 192.168.1.20;"
	    "ipvsadm -A -f 7; sysctl -q -w net.ipv4.conf.all.arp_announce=1");
	before = snapshot();
	others = ask("ipvsadm -Sn");
	plan = plan_to(test, "192.168.1.41", desired);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("sysctl -n net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce",
		      "1\n2");
	empty = new_state(test, "{\"lvsdr_state\": 1, \"services\": [], \"vips\": []}");
	leave = plan_to(test, "192.168.1.41", empty);
	assert_int_equal(lvsdr_plan_apply(leave), 1);
	check_witness("ipvsadm -Sn", others);
	assert_int_equal(lvsdr_plan_undo(leave), 1);
	if (lvsdr_plan_undo(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	check_unchanged(before);
	lvsdr_plan_free(leave);
	lvsdr_plan_free(plan);
	lvsdr_state_free(empty);
	lvsdr_state_free(desired);
	free(others);
}

/* The kernel refuses the last destination: IPv6 services, edits and VIPs before it are as they
 * were. */
static void test_an_error_half_way_leaves_nothing_behind(void **state)
{
	static const char wrong[] =
		"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"2001:db8::41\", \"device\": "
		"\"lo\"}],"
		" \"services\": [{\"protocol\": \"tcp\", \"address\": \"2001:db8::41\", \"port\": "
		"80,"
		"  \"destinations\": [{\"address\": \"2001:db8::20\", \"weight\": 3},"
		"   {\"address\": \"2001:db8::21\"}]},"
		" {\"protocol\": \"tcp\", \"address\": \"2001:db8::41\", \"port\": 443,"
		"  \"destinations\": [{\"address\": \"2001:db8::20\"}, {\"address\": "
		"\"ff02::1\"}]}]}";
	struct test *test = *state;
	struct lvsdr_state *desired = new_state(test, wrong);
	struct lvsdr_plan *plan;
	char *before;

	run("ipvsadm -A -t [2001:db8::41]:80 -s sh -p 60 -M 64;"
	    "ipvsadm -a -t [2001:db8::41]:80 -r [2001:db8::20]:80 -g -w 1 -x 9 -y 3");
	before = snapshot();
	plan = plan_to(test, "2001:db8::41", desired);
	check_refused(test->host, lvsdr_plan_apply(plan), -EINVAL, "ff02::1");
	check_unchanged(before);
	check_witness("ipvsadm -Ln --thresholds | tail -n 1 | tr -s \" \" | cut -d\" \" -f4,5",
		      "9 3");
	lvsdr_plan_free(plan);
	lvsdr_state_free(desired);
}

/* Thresholds, timeouts and large marks come back from JSON; nothing is cleared for it. */
static void test_saved_and_restored_without_loss(void **state)
{
	struct test *test = *state;
	uint32_t parts = LVSDR_STATE_SERVICES | LVSDR_STATE_TIMEOUTS;
	struct lvsdr_state *read, *parsed;
	struct lvsdr_plan *plan;
	const char *json;
	char *before;
	static const char all[] = "ipvsadm -Sn; ipvsadm -Ln --thresholds; ipvsadm -Ln --timeout; "
				  "cat /proc/net/ip_vs";

	run(full);
	run("ipvsadm --set 50 60 70; ipvsadm -A -f 4294967295; ipvsadm -A -f 2147483649 -6;"
	    "ipvsadm -a -f 4294967295 -r 192.168.1.20 -g -x 5 -y 1");
	before = ask(all);
	read = read_all(test, parts);
	assert_int_equal(lvsdr_state_to_text(read, "json", &json), 0);
	parsed = new_state(test, json);
	run("ipvsadm -D -f 4294967295; ipvsadm --set 900 120 300;"
	    "ipvsadm -e -t [2001:db8::41]:80 -r [2001:db8::20]:80 -g");
	plan = plan_to(test, "everything", parsed);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 4); /* what differs, and no more */
	if (lvsdr_plan_apply(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	check_witness(all, before);
	lvsdr_plan_free(plan);
	lvsdr_state_free(parsed);
	lvsdr_state_free(read);
	free(before);
}

static void test_marks_above_31_bits_in_rules(void **state)
{
	struct test *test = *state;
	struct lvsdr_state *read;
	const char *rules;

	run("ipvsadm -A -f 4294967295 -s rr; ipvsadm -A -f 2147483648 -6 -s rr");
	read = read_all(test, LVSDR_STATE_SERVICES);
	assert_int_equal(lvsdr_state_to_text(read, "rules", &rules), 0);
	assert_non_null(strstr(rules, "-A -f 4294967295 -s rr\n"));
	assert_non_null(strstr(rules, "-A -f 2147483648 -6 -s rr\n"));
	lvsdr_state_free(read);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, test_set_up, test_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_an_edit_keeps_what_it_does_not_name),
		TEST(test_an_update_never_deletes),
		TEST(test_a_read_survives_services_that_vanish),
		TEST(test_a_missing_service_is_told_from_a_missing_destination),
		TEST(test_threads_with_their_own_handles_do_not_meet),
		TEST(test_byte_orders_and_netmasks),
		TEST(test_cleaning_up_touches_nothing_of_others),
		TEST(test_an_error_half_way_leaves_nothing_behind),
		TEST(test_saved_and_restored_without_loss),
		TEST(test_marks_above_31_bits_in_rules),
	};

	return cmocka_run_group_tests_name("peers", tests, NULL, NULL);
}
