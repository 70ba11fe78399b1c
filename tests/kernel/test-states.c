/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* States read from the kernel and written for it; ipvsadm, ip and /proc compare. */
#include "witness.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

static struct lvsdr_state *read_state(struct test *test, const char *scope, uint32_t parts)
{
	struct lvsdr_scope *owned = new_scope(test, scope);
	struct lvsdr_state *state = NULL;

	if (lvsdr_state_read(test->host, owned, parts, &state))
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_scope_free(owned);
	return state;
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* All that ipvsadm can set, and tell in its rules or its lists. */
static const char rules[] =
	"-A -t 192.168.1.41:80 -s rr\n"
	"-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1\n"
	"-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 0 -x 100 -y 50\n"
	"-a -t 192.168.1.41:80 -r 192.168.1.22:8080 -m -w 65535\n"
	"-A -t 192.168.1.41:0 -s sh -p 600 -M 255.255.255.0 -b sh-port,sh-fallback\n"
	"-a -t 192.168.1.41:0 -r 192.168.1.20:0 -g -w 2\n"
	"-A -u 192.168.1.42:53 -s mh -o -b mh-port\n"
	"-a -u 192.168.1.42:53 -r 192.168.1.20:53 -i -w 1 --tun-type gue --tun-port 6080 "
	"--tun-remcsum\n"
	"-a -u 192.168.1.42:53 -r 192.168.1.21:53 -i -w 1 --tun-type gre --tun-csum\n"
	"-A -u 192.168.1.42:5060 -s wlc -p 60 -M 255.0.255.0 --pe sip -o\n"
	"-A --sctp-service 192.168.1.43:9 -s lblcr\n"
	"-A -t [2001:db8::41]:80 -s fo -p 10 -M 64\n"
	"-a -t [2001:db8::41]:80 -r [2001:db8::20]:80 -g -w 3\n"
	"-A -f 7 -s nq -p 300\n"
	"-a -f 7 -r 192.168.1.20:0 -g -w 1\n"
	"-A -f 7 -6 -s sed\n"
	"-a -f 7 -6 -r [2001:db8::20]:0 -g -w 1\n";

static const char everything[] = "ipvsadm -Sn; ipvsadm -Ln --thresholds; sort /proc/net/ip_vs";

static void test_rules_are_lossless(void **state)
{
	struct test *test = *state;
	struct lvsdr_state *read;
	const char *text;
	char *before;

	write_file("/tmp/rules", rules);
	run("ipvsadm -R </tmp/rules");
	before = ask(everything);
	read = read_state(test, "everything", LVSDR_STATE_SERVICES);
	assert_int_equal(lvsdr_state_to_text(read, "rules", &text), 0);
	write_file("/tmp/rules", text);
	run("ipvsadm -C; ipvsadm -R </tmp/rules");
	check_witness(everything, before);
	free(before);
	lvsdr_state_free(read);
}

/* Written, parsed, and equal for the plan and for ipvsadm; after a flush it brings all back. */
static void restore(struct test *test, bool as_json)
{
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *read = read_state(test, "everything", LVSDR_STATE_SERVICES);
	struct lvsdr_state *parsed;
	struct lvsdr_plan *plan;
	const char *text;
	char *before = ask(everything);

	assert_int_equal(as_json ? lvsdr_state_to_text(read, "json", &text)
				 : lvsdr_state_to_text(read, "rules", &text),
			 0);
	assert_int_equal(
		as_json ? lvsdr_state_from_text(test->host, "json", text, strlen(text), &parsed)
			: lvsdr_state_from_text(test->host, "rules", text, strlen(text), &parsed),
		0);
	assert_int_equal(lvsdr_plan_between(test->host, scope, NULL, parsed, &plan), 0);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 0);
	lvsdr_plan_free(plan);
	run("ipvsadm -C");
	/* Rules do not say that a kernel held them once. */
	assert_int_equal(lvsdr_set_insist(test->host, !as_json), 0);
	if (lvsdr_plan_between(test->host, scope, NULL, parsed, &plan) ||
	    lvsdr_plan_apply(plan) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	check_witness(everything, before);
	lvsdr_plan_free(plan);
	lvsdr_state_free(parsed);
	lvsdr_state_free(read);
	lvsdr_scope_free(scope);
	free(before);
}

/* Below each service one real server at three ports: 0, the service's, and another. */
static const char near_equals[] =
	"ipvsadm -A -t 192.168.1.41:80 -s rr; ipvsadm -A -t 192.168.1.41:443 -s rr;"
	"ipvsadm -A -t [2001:db8::41]:80 -s rr; ipvsadm -A -f 7 -s rr; ipvsadm -A -f 7 -6 -s rr;"
	"for port in 0 80 443; do"
	"    for service in \"-t 192.168.1.41:80\" \"-t 192.168.1.41:443\" \"-f 7\"; do"
	"        ipvsadm -a $service -r 192.168.1.20:$port -m -w $((port % 7 + 1));"
	"    done;"
	"    for service in \"-t [2001:db8::41]:80\" \"-f 7 -6\"; do"
	"        ipvsadm -a $service -r [2001:db8::20]:$port -m -w $((port % 7 + 1));"
	"    done;"
	"done";

/* By its name another weight; then as it was read, which has to bring back all. */
static void change_and_write(struct test *test, const struct lvsdr_service *service,
			     const struct lvsdr_dest *read, const char *before)
{
	char address[46], name[64], command[160];
	struct lvsdr_dest *named;

	lvsdr_dest_get_address(read, address, sizeof(address));
	snprintf(name, sizeof(name), strchr(address, ':') ? "[%s]:%d" : "%s:%d", address,
		 lvsdr_dest_get_port(read));
	named = new_dest(test, name);
	assert_int_equal(lvsdr_dest_set_weight(named, 99), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, named), 1);
	snprintf(command, sizeof(command), "ipvsadm -Sn | grep -c -F -e \"-r %s -m -w 99\"", name);
	check_witness(command, "1");
	assert_int_equal(lvsdr_dest_update(test->host, service, read), 1);
	check_witness("ipvsadm -Sn", before);
	lvsdr_dest_free(named);
}

/* The kernel lists them by its hash table; ipvsadm takes the difference of two addresses for one with a sign. */
static void test_order_of_services(void **state)
{
	struct test *test = *state;
	struct lvsdr_state *read;
	const char *text;

	run("for service in \"-f 8 -6\" \"-t [fd00::1]:80\" \"-f 8\" \"-t 223.0.0.1:80\" \"-u "
	    "10.0.0.1:53\""
	    " \"-t [2001:db8::1]:443\" \"-t 10.0.0.2:80\" \"-f 7\" \"-t 10.0.0.1:443\" \"-t "
	    "10.0.0.1:80\";"
	    "do ipvsadm -A $service -s rr; done");
	read = read_state(test, "everything", LVSDR_STATE_SERVICES);
	assert_int_equal(lvsdr_state_to_text(read, "rules", &text), 0);
	assert_string_equal(text, "-A -t 10.0.0.1:80 -s rr\n"
				  "-A -t 10.0.0.1:443 -s rr\n"
				  "-A -t 10.0.0.2:80 -s rr\n"
				  "-A -t 223.0.0.1:80 -s rr\n"
				  "-A -u 10.0.0.1:53 -s rr\n"
				  "-A -t [2001:db8::1]:443 -s rr\n"
				  "-A -t [fd00::1]:80 -s rr\n"
				  "-A -f 7 -s rr\n"
				  "-A -f 8 -s rr\n"
				  "-A -f 8 -6 -s rr\n");
	lvsdr_state_free(read);
}

static void test_near_equals(void **state)
{
	struct test *test = *state;
	struct lvsdr_state *states[2];
	const char *text;
	char *before;

	run(near_equals);
	check_witness("ipvsadm -Sn | grep -c -e -a", "15");
	before = ask("ipvsadm -Sn");
	states[0] = read_state(test, "everything", LVSDR_STATE_SERVICES);
	assert_int_equal(lvsdr_state_to_text(states[0], "json", &text), 0);
	assert_int_equal(lvsdr_state_from_text(test->host, "json", text, strlen(text), &states[1]),
			 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(lvsdr_state_get_service_count(states[i]), 5);
		for (size_t k = 0; k < 15; k++)
			change_and_write(test, lvsdr_state_get_service(states[i], k / 3),
					 lvsdr_state_get_dest(states[i], k / 3, k % 3), before);
		lvsdr_state_free(states[i]);
	}
	free(before);
}

/* The port of its service, once it has that, is a port as any other. */
static void test_dest_of_another_service(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *web = new_service(test, "192.168.1.41:80");
	struct lvsdr_service *secure = new_service(test, "192.168.1.41:443");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");
	const struct lvsdr_dest *held;
	struct lvsdr_state *made;
	char *before;

	run("ipvsadm -A -t 192.168.1.41:443; ipvsadm -a -t 192.168.1.41:443 -r 192.168.1.20 -w 5");
	before = ask("ipvsadm -Sn");
	assert_int_equal(lvsdr_state_new(test->host, LVSDR_STATE_SERVICES, &made), 0);
	assert_int_equal(lvsdr_state_add_service(made, web), 0);
	assert_int_equal(lvsdr_state_add_dest(made, web, dest), 0);
	assert_int_equal(lvsdr_state_add_service(made, secure), 0);
	assert_int_equal(lvsdr_dest_get_port(dest), -ENOENT);
	held = lvsdr_state_get_dest(made, 0, 0);
	assert_int_equal(lvsdr_dest_get_port(held), 80);
	assert_int_equal(lvsdr_dest_update(test->host, secure, held), -ENOENT);
	assert_int_equal(lvsdr_dest_remove(test->host, secure, held), 0);
	assert_int_equal(lvsdr_state_update_dest(made, secure, held), -ENOENT);
	check_witness("ipvsadm -Sn", before);
	assert_int_equal(lvsdr_dest_read(test->host, secure, dest), 0);
	assert_int_equal(lvsdr_dest_get_port(dest), 443);
	assert_int_equal(lvsdr_state_update_dest(made, web, dest), -ENOENT);
	lvsdr_state_free(made);
	lvsdr_dest_free(dest);
	lvsdr_service_free(secure);
	lvsdr_service_free(web);
	free(before);
}

/* DR on another port, a netmask with holes: nothing that we would make, all that we keep. */
static void test_restore(void **state)
{
	write_file("/tmp/rules", rules);
	run("ipvsadm -R </tmp/rules; ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.23:8080 -g;"
	    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.41:80 -g");
	restore(*state, true);
	restore(*state, false);
}

static void test_scope_of_reading(void **state)
{
	struct test *test = *state;
	struct lvsdr_state *read;

	write_file("/tmp/rules", rules);
	run("ipvsadm -R </tmp/rules; ip addr add 192.168.1.41/32 dev lo label lo:0;"
	    "ip addr add 192.168.1.42/24 dev eth0; ip addr add 192.168.1.99/32 dev lo;"
	    "ip addr add 2001:db8::41/128 dev lo nodad; ip addr add 2001:db8::1/64 dev eth0 nodad;"
	    "ip route add 192.168.1.41/32 dev lo scope link src 192.168.1.41");
	read = read_state(test, "192.168.1.41 fwmark:7", LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS);
	assert_int_equal(lvsdr_state_get_service_count(read), 4);
	assert_int_equal(lvsdr_state_get_vip_count(read), 1);
	assert_string_equal(lvsdr_vip_get_label(lvsdr_state_get_vip(read, 0)), "lo:0");
	assert_int_equal(lvsdr_vip_get_host_route(lvsdr_state_get_vip(read, 0)), 1);
	lvsdr_state_free(read);
	/* One that the scope names is a VIP with whatever prefix. */
	read = read_state(test, "192.168.1.42", LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES);
	assert_int_equal(lvsdr_state_get_vip_count(read), 1);
	assert_int_equal(lvsdr_vip_get_prefix_length(lvsdr_state_get_vip(read, 0)), 24);
	assert_int_equal(lvsdr_state_get_arp_policy_count(read), 2); /* all, eth0 */
	lvsdr_state_free(read);
	read = read_state(test, "everything", LVSDR_STATE_VIPS);
	assert_int_equal(lvsdr_state_get_vip_count(read), 3);
	lvsdr_state_free(read);
	read = read_state(test, "", LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS);
	assert_int_equal(lvsdr_state_get_service_count(read) + lvsdr_state_get_vip_count(read), 0);
	lvsdr_state_free(read);
}

/* Sysctls of newer kernels than 6.1, and one that all have; without a change where they are
 * missing. */
static const char *const newer[][2] = {
	{"conn_lfactor", "-1"}, {"conn_max", "70000"}, {"conn_reuse_mode", "0"},
	{"est_nice", "5"},      {"svc_lfactor", "-1"},
};

/* A plan that changes those of them that this kernel has, and undoes it. */
static void change_newer(struct test *test)
{
	struct lvsdr_plan *plan;
	char json[512] = "", command[64];
	size_t i, count = 0, length = 0;

	for (i = 0; i < sizeof(newer) / sizeof(*newer); i++) {
		snprintf(command, sizeof(command), "/proc/sys/net/ipv4/vs/%s", newer[i][0]);
		if (access(command, F_OK))
			continue;
		length += (size_t)snprintf(json + length, sizeof(json) - length,
					   "%s{\"name\": \"%s\", \"value\": \"%s\"}",
					   count++ ? ", " : "{\"lvsdr_state\": 1, \"sysctls\": [",
					   newer[i][0], newer[i][1]);
	}
	snprintf(json + length, sizeof(json) - length, "]}");
	plan = plan_to_json(test, "everything", json);
	assert_int_equal(lvsdr_plan_get_step_count(plan), count);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	for (i = 0; i < sizeof(newer) / sizeof(*newer); i++) {
		snprintf(command, sizeof(command), "sysctl -n -e net.ipv4.vs.%s", newer[i][0]);
		check_witness(command, strstr(json, newer[i][0]) ? newer[i][1] : "");
	}
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	lvsdr_plan_free(plan);
}

/* Whichever this kernel has: the library has no list of its own. */
static void test_sysctls_of_this_kernel(void **state)
{
	static const char all[] =
		"cd /proc/sys/net/ipv4/vs; grep -s . * | sed \"s/:/ /\" | tr \"\\t\" \" \"";
	struct test *test = *state;
	struct lvsdr_state *read = read_state(test, "everything", LVSDR_STATE_SYSCTLS);
	char listed[8192] = "", command[256], *before = ask(all);
	size_t i, length = 0;

	for (i = 0; i < lvsdr_state_get_sysctl_count(read); i++) {
		const struct lvsdr_sysctl *sysctl = lvsdr_state_get_sysctl(read, i);

		length += (size_t)snprintf(listed + length, sizeof(listed) - length, "%s %s\n",
					   lvsdr_sysctl_get_name(sysctl),
					   lvsdr_sysctl_get_value(sysctl));
		assert_true(length < sizeof(listed));
	}
	lvsdr_state_free(read);
	write_file("/tmp/listed", listed);
	snprintf(command, sizeof(command),
		 "sort -o /tmp/listed /tmp/listed; %s | sort | diff /tmp/listed -", all);
	run(command);
	change_newer(test);
	check_witness(all, before);
	free(before);
}

/* Counted by real packets: three connections to a real server that does not answer. */
static void test_counters(void **state)
{
	struct test *test = *state;
	struct lvsdr_state *read;
	struct lvsdr_service *service;
	uint64_t values[LVSDR_COUNTER_COUNT];
	char expected[64];

	run("ip addr add 192.168.1.41/32 dev lo; ipvsadm -A -t 192.168.1.41:80 -s rr;"
	    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20:80 -g;"
	    "for i in 1 2 3; do busybox nc -w 1 192.168.1.41 80 </dev/null 2>&1; done >/dev/null;"
	    "sleep $((25 * ${LVSDR_SLOWNESS:-1}))e-1"); /* the kernel's estimator has looked */
	read = read_state(test, "everything", LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS);
	assert_int_equal(lvsdr_dest_get_counters(lvsdr_state_get_dest(read, 0, 0), values,
						 LVSDR_COUNTER_COUNT),
			 LVSDR_COUNTER_COUNT);
	assert_int_equal(values[LVSDR_COUNTER_ACTIVE_CONNECTIONS], 3);
	assert_true(values[LVSDR_COUNTER_CONNECTIONS] > 0);
	snprintf(expected, sizeof(expected), "%llu %llu %llu %llu %llu",
		 (unsigned long long)values[LVSDR_COUNTER_CONNECTIONS],
		 (unsigned long long)values[LVSDR_COUNTER_INCOMING_PACKETS],
		 (unsigned long long)values[LVSDR_COUNTER_OUTGOING_PACKETS],
		 (unsigned long long)values[LVSDR_COUNTER_INCOMING_BYTES],
		 (unsigned long long)values[LVSDR_COUNTER_OUTGOING_BYTES]);
	check_witness(
		"ipvsadm -Ln --stats --exact | grep 192.168.1.20 | tr -s \" \" | cut -d\" \" -f4-8",
		expected);
	check_witness("grep C0A80114 /proc/net/ip_vs | tr -s \" \" | cut -d\" \" -f6", "3");
	lvsdr_state_free(read);
	service = new_service(test, "192.168.1.41:80");
	assert_int_equal(lvsdr_counters_zero(test->host, service), 0);
	check_witness(
		"ipvsadm -Ln --stats --exact | grep 192.168.1.20 | tr -s \" \" | cut -d\" \" -f4-8",
		"0 0 0 0 0");
	assert_int_equal(lvsdr_counters_zero(test->host, NULL), 0);
	assert_int_equal(lvsdr_service_remove_all(test->host), 0);
	check_witness("ipvsadm -Sn", "");
	check_refused(test->host, lvsdr_counters_zero(test->host, service), -ESRCH, "192.168.1.41");
	lvsdr_service_free(service);
}

/* Services come and go while we read: those that stay are in every state, and no state is torn. */
static void test_consistent(void **state)
{
	struct test *test = *state;
	int status, reads = 0, torn = 0;
	pid_t writer;

	run("for i in $(seq 1 250); do echo -A -t 10.0.0.$i:80; done >/tmp/stable;"
	    "for i in $(seq 1 250); do echo -A -t 10.0.1.$i:80; done >/tmp/come;"
	    "sed s/-A/-D/ /tmp/come >/tmp/go; ipvsadm -R </tmp/stable");
	writer = fork();
	assert_true(writer >= 0);
	if (!writer) {
		execlp("ip", "ip", "netns", "exec", "t", "sh", "-c",
		       "while :; do ipvsadm -R </tmp/come; ipvsadm -R </tmp/go; sleep 0.2; done",
		       NULL);
		_exit(127);
	}
	for (int i = 0; i < 20 || reads <= 5; i++) {
		struct lvsdr_scope *scope = new_scope(test, "everything");
		struct lvsdr_state *read = NULL;
		int result = lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read);
		int stable = 0;
		char text[46];

		lvsdr_scope_free(scope);
		if (result == -EAGAIN) { /* told, not hidden */
			torn++;
			continue;
		}
		assert_int_equal(result, 0);
		for (size_t k = 0; k < lvsdr_state_get_service_count(read); k++) {
			lvsdr_service_get_address(lvsdr_state_get_service(read, k), text,
						  sizeof(text));
			stable += !strncmp(text, "10.0.0.", 7);
		}
		assert_int_equal(stable, 250);
		lvsdr_state_free(read);
		reads++;
	}
	assert_int_equal(kill(writer, SIGKILL), 0);
	assert_int_equal(waitpid(writer, &status, 0), writer);
	printf("%d states read, %d given up\n", reads, torn);
}

/* Removes all services a moment later, as another process. */
static pid_t remove_all_after(useconds_t moment)
{
	pid_t child = fork();
	struct lvsdr *own;

	assert_true(child >= 0);
	if (child)
		return child;
	if (lvsdr_new(&own) || lvsdr_open_netns(own, "t") < 0)
		_exit(1);
	usleep(moment);
	_exit(lvsdr_service_remove_all(own) != 0);
}

/* Services that leave while their destinations are read are not told without them. */
static void test_removed_in_between(void **state)
{
	enum { SERVICES = 400, MOMENTS = 12 };
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");

	run("for n in $(seq 1 400); do "
	    "a=10.0.$((n / 250)).$((n % 250)):80;"
	    "echo -A -t $a -s rr; echo -a -t $a -r 10.1.0.1; done >/tmp/all");
	for (useconds_t moment = 0; moment < MOMENTS; moment++) {
		struct lvsdr_state *read;
		size_t count;
		int status;
		pid_t child;

		run("ipvsadm -R </tmp/all");
		child = remove_all_after(moment * 1000);
		assert_int_equal(lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read),
				 0);
		count = lvsdr_state_get_service_count(read);
		assert_true(count == SERVICES || !count);
		for (size_t i = 0; i < count; i++)
			assert_int_equal(lvsdr_state_get_dest_count(read, i), 1);
		lvsdr_state_free(read);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	lvsdr_scope_free(scope);
}

enum { LONG_LIST = 2000, EARLY = 10, LATE = LONG_LIST - 10 };

static struct lvsdr_dest *new_long_dest(struct lvsdr *host, int number, int32_t weight)
{
	struct lvsdr_dest *dest;
	char text[32];

	snprintf(text, sizeof(text), "10.1.%d.%d", number / 250, number % 250);
	if (lvsdr_dest_new(host, text, &dest) || lvsdr_dest_set_weight(dest, weight))
		return NULL;
	return dest;
}

/* Gives two destinations the weights 2, 3 and so on, always the one first that is read first. */
static pid_t raise_weights(void)
{
	pid_t child = fork();
	struct lvsdr_service *service;
	struct lvsdr *own;

	assert_true(child >= 0);
	if (child)
		return child;
	if (lvsdr_new(&own) || lvsdr_open_netns(own, "t") < 0 ||
	    lvsdr_service_new(own, "tcp", "10.0.0.1:80", &service))
		_exit(1);
	for (int32_t weight = 2;; weight++) {
		struct lvsdr_dest *early = new_long_dest(own, EARLY, weight),
				  *late = new_long_dest(own, LATE, weight);

		if (lvsdr_dest_update(own, service, early) != 1 ||
		    lvsdr_dest_update(own, service, late) != 1)
			_exit(1);
		lvsdr_dest_free(late);
		lvsdr_dest_free(early);
		usleep(3000);
	}
}

static void check_weights(const struct lvsdr_state *read)
{
	int32_t weights[2] = {0, 0};
	char text[46];

	assert_int_equal(lvsdr_state_get_dest_count(read, 0), LONG_LIST);
	for (size_t i = 0; i < LONG_LIST; i++) {
		const struct lvsdr_dest *dest = lvsdr_state_get_dest(read, 0, i);

		lvsdr_dest_get_address(dest, text, sizeof(text));
		if (!strcmp(text, "10.1.0.10"))
			weights[0] = lvsdr_dest_get_weight(dest);
		if (!strcmp(text, "10.1.7.240"))
			weights[1] = lvsdr_dest_get_weight(dest);
	}
	if (weights[0] != weights[1] && weights[0] != weights[1] + 1)
		fail_msg("weights %d and %d: the kernel never had both", weights[0], weights[1]);
}

/* A list that comes in many pieces is one that the kernel had, with counters and without. */
static void test_long_list(void **state)
{
	static const uint32_t parts[] = {LVSDR_STATE_SERVICES,
					 LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS};
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	int status, reads[2] = {0, 0}, given_up = 0;
	pid_t child;

	run("{ echo -A -t 10.0.0.1:80 -s rr; for n in $(seq 1999 -1 0); do "
	    "echo -a -t 10.0.0.1:80 -r 10.1.$((n / 250)).$((n % 250)); done; } | ipvsadm -R");
	child = raise_weights();
	for (int i = 0; i < 80 || reads[0] < 10 || reads[1] < 10; i++) {
		struct lvsdr_state *read;
		int result = lvsdr_state_read(test->host, scope, parts[i % 2], &read);

		given_up += result == -EAGAIN; /* told, not hidden */
		if (result == -EAGAIN)
			continue;
		assert_int_equal(result, 0);
		check_weights(read);
		lvsdr_state_free(read);
		reads[i % 2]++;
	}
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	printf("%d lists read without counters, %d with, %d given up\n", reads[0], reads[1],
	       given_up);
	lvsdr_scope_free(scope);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rules_are_lossless, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_restore, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_order_of_services, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_near_equals, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_dest_of_another_service, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_scope_of_reading, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_sysctls_of_this_kernel, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_counters, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_consistent, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_removed_in_between, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_long_list, test_set_up, test_tear_down),
	};

	return cmocka_run_group_tests_name("states", tests, NULL, NULL);
}
